"""What the doctor looks at inside an installation: store, clock, read models, sources."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from hub import plugins
from hub.cli.checks import Check, bad, good, warn
from hub.cli.projection import positions_told
from hub.cli.status import sources_told
from hub.errors import HubError
from hub.ingest import Seen
from hub.installation import Installation
from hub.locale import _
from hub.secrets import SecretReference
from hub.settings import SourceSettings
from hub.store.clock import AHEAD

SLOW_S = 15 * 60  # the follower or the next command is done long before


def health(hub: Installation) -> Iterator[Check]:
    """Yield what can be looked at once the log is open."""
    yield from store(hub)
    yield clock(hub)
    yield from read_models(hub)
    try:
        sources = hub.sources
    except HubError as error:
        yield from (bad("sources", one) for one in getattr(error, "each", (error,)))
        return
    yield from configured(hub, sources)
    yield from readings(hub, sources)


def store(hub: Installation) -> Iterator[Check]:
    """Opening it has refused switches that lose data; what only warns is looked at here."""
    yield good("store", _("The switches that keep acknowledged events are on."))
    if hub.views.dialect.name != "postgresql":
        return
    with hub.views.connect() as db:
        sums = db.scalar(text("SHOW data_checksums"))
    if sums != "on":
        yield warn(
            "store",
            _("The server has no checksums on its pages, so a decaying disk stays unseen."),
            _("Stop it once and run pg_checksums --enable."),
        )


def clock(hub: Installation) -> Check:
    """Compare this machine's clock with the last commit."""
    ends, at = hub.log.instants(), hub.now()
    if ends is None or ends[1] - at <= timedelta(microseconds=AHEAD):
        return good("clock", _("The clock says {at}."), at=at.isoformat(timespec="seconds"))
    return bad(
        "clock",
        HubError(
            _("The log was last written at {last}, but it is said to be {at} now."),
            remedy=_("One of the two clocks was wrong: set this machine's by a time server."),
            last=ends[1].isoformat(timespec="seconds"),
            at=at.isoformat(timespec="seconds"),
        ),
    )


def read_models(hub: Installation) -> Iterator[Check]:
    """Look for read models that are behind, stopped, or lack subjects."""
    told = positions_told(hub)
    for one in told:
        if one["parked"]:
            yield bad(
                "projections",
                HubError(
                    _("{name} could not read {parked} subjects; pages leave them out."),
                    remedy=_("`hub projection list` says why; then `hub projection retry {name}`."),
                    **one,
                ),
            )
        if one["age_s"] > SLOW_S:
            cure = _("`hub evaluate` brings it up to date; if it stays behind, see the log.")
            said = _("{name} is {lag} events and {age_s} seconds behind the log.")
            yield warn("projections", said, cure, **one)
    if not any(one["parked"] or one["age_s"] > SLOW_S for one in told):
        yield good("projections", _("{count} read models are up to date."), count=len(told))


def configured(hub: Installation, sources: list[SourceSettings]) -> Iterator[Check]:
    """Look at each source: whether its secrets are there, and what its connector can check."""
    if not sources:
        said = _("No source is configured ({file}).")
        cure = _("Write one table [[source]] for each; docs/operating.md shows them.")
        yield warn("sources", said, cure, file=hub.settings.sources)
    for source in sources:
        found = list(found_of(hub, source))
        yield from (_told(source.source, one) for one in found)
        if not any(isinstance(one, HubError) for one in found):
            yield good(source.source, _("Its configuration can be used."))


def _told(name: str, one: HubError | Seen) -> Check:
    if isinstance(one, HubError):
        return bad(name, one)
    if one.cure:
        return warn(name, one.said, one.cure, **one.values)
    return good(name, one.said, **one.values)


def found_of(hub: Installation, source: SourceSettings) -> Iterator[HubError | Seen]:
    """Look at a source; a connector that offers `checks` looks at it itself."""
    for name in type(source).model_fields:
        value: Any = getattr(source, name)
        if isinstance(value, SecretReference):
            try:
                value.read()
            except HubError as error:
                yield error
                return
    offered = getattr(plugins.connectors()[source.kind], "checks", None)
    if offered is None:
        return
    try:
        yield from offered(source, hub.now())
    except HubError as error:
        yield error


def readings(hub: Installation, sources: list[SourceSettings]) -> Iterator[Check]:
    """Look for sources that were not read well for longer than they may."""
    limits = {source.source: source.stale_h for source in sources}
    usual = hub.policy.sources.nightly_stale_h
    with hub.views.connect() as db:
        told = sources_told(db, hub.project, hub.now())
    for one in told:
        limit = limits.get(one["name"]) or usual
        if one["age_h"] is not None and one["age_h"] > limit:
            yield bad(
                one["name"],
                HubError(
                    _("It was last read well {age_h} hours ago; its items are unknown."),
                    remedy=_("`hub sync --source {name}` says what fails; look at the timer too."),
                    **one,
                ),
            )
