"""Waivers that follow from another: a root's reaches what its reason names, and no further."""

from collections.abc import Iterator
from datetime import date, datetime

from hub.model.event import Event, Interval
from hub.model.findings import FindingWaived
from hub.rules.world import Concluded, World

BY_ROOT = "waiver:"  # what an actor begins with where another finding's waiver is the reason


def derived_waivers(world: World, on: date, at: datetime) -> Iterator[Event]:
    """Yield what open findings of a waived one's story are waived, or not waived any more.

    A waiver ends by itself on its day. One that follows from another also ends when the other's
    reason does not name it any more.
    """
    stories: dict[str, list[Concluded]] = {}
    for finding in world.findings.values():
        if finding.state == "open" and finding.conclusion.story:
            stories.setdefault(finding.conclusion.story, []).append(finding)
    for told in stories.values():
        roots = [each for each in told if _is_root(each, on)]
        for each in told:
            if not _is_root(each, on):
                yield from _followed(each, roots, on, at)


def _is_root(finding: Concluded, on: date) -> bool:
    runs = finding.waived_until is not None and finding.waived_until >= on
    return runs and not finding.waived_by.startswith(BY_ROOT)


def _followed(each: Concluded, roots: list[Concluded], on: date, at: datetime) -> Iterator[Event]:
    named = [root for root in roots if is_named(each, root.waived_for)]
    if named:
        root = max(named, key=lambda one: one.waived_until or on)
        if each.waived_until != root.waived_until:
            yield _waived(each, root, root.waived_until or on, at)
    elif each.waived_by.startswith(BY_ROOT) and each.waived_until and each.waived_until > on:
        yield _waived(each, None, on, at)


def is_named(finding: Concluded, reason: str) -> bool:
    """Tell whether a reason names a finding: by its rule's code, its display name, or its id."""
    said = finding.conclusion
    return any(name in reason for name in (said.rule, said.shown_as, finding.id))


def _waived(each: Concluded, root: Concluded | None, until: date, at: datetime) -> Event:
    return FindingWaived(
        subject=each.id,
        finding=each.id,
        entry=f"follows:{root.id if root else ''}:{until}",
        occurred=Interval.at(at),
        actor=f"{BY_ROOT}{root.id if root else ''}",
        reason=root.waived_for if root else each.waived_for,
        until_on=until,
    )
