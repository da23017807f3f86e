"""`hub link`: which work item belongs to which commitment, proposed and answered."""

from typing import Annotated, Any

import typer
from sqlalchemy import Engine, select

from hub import plugins
from hub.cli.output import answer, line, table
from hub.cli.session import AsJson, AsOf, By, instant, session, views
from hub.cli.shell import command, group
from hub.cli.words import say
from hub.errors import NotFound
from hub.locale import _
from hub.model.links import ConfirmLink, RejectLink

app = group(_("Links between work items and commitments."))
Pair = Annotated[
    str, typer.Argument(metavar="LINK", help=_("Which link, as `hub link list` names it."))
]
State = Annotated[
    str,
    typer.Option(metavar="STATE", help=_("proposed, confirmed, rejected, or all.")),
]


@command(
    app,
    "list",
    does=_("List the links that wait for an answer, or those in another state."),
    example="hub link list",
)
def list_(state: State = "proposed", as_of: AsOf = "", as_json: AsJson = False) -> None:
    """List them, the least sure first."""
    with session() as hub:
        told = links_told(views(hub, instant(hub, as_of)), hub.project)
    chosen = [one for one in told if state in (one["state"], "all")]
    answer({"links": chosen}, as_json, lambda: show(chosen))


def links_told(engine: Engine, project: str) -> list[dict[str, Any]]:
    """Give every link with the titles of its two ends."""
    link = plugins.loaded("projections.links").link
    item = plugins.loaded("projections.items").item
    commitment = plugins.loaded("projections.plan").commitment
    wanted = (
        select(
            link,
            item.c.key.label("item_key"),
            item.c.title.label("item_title"),
            commitment.c.key.label("commitment_key"),
            commitment.c.title.label("commitment_title"),
        )
        .outerjoin(item, item.c.id == link.c.item)
        .outerjoin(commitment, commitment.c.id == link.c.commitment)
        .where(link.c.project == project)
        .order_by(link.c.confidence, link.c.id)
    )
    names = ("id", "item", "commitment", "found_by", "confidence", "state", "reason")
    more = ("item_key", "item_title", "commitment_key", "commitment_title")
    with engine.connect() as db:
        return [{n: getattr(row, n) for n in (*names, *more)} for row in db.execute(wanted)]


def show(told: list[dict[str, Any]]) -> None:
    """Write them for people."""
    if not told:
        line(say(_("No link is in this state.")))
        return
    heads = (_("link"), _("item"), _("commitment"), _("found by"), _("sure"), _("state"))
    rows = [
        (
            one["id"],
            f"{one['item_key'] or ''} {one['item_title'] or ''}",
            f"{one['commitment_key'] or ''} {one['commitment_title'] or ''}",
            say(one["found_by"]),
            f"{one['confidence']:.2f}",
            say(one["state"]),
        )
        for one in told
    ]
    table([say(head) for head in heads], rows)


@command(
    app,
    "confirm",
    does=_("Say that the two belong together."),
    example="hub link confirm 6e1f…+0b7a…",
)
def confirm(pair: Pair, by: By = "operator", as_json: AsJson = False) -> None:
    """Confirm one."""
    item, commitment = ends(pair)
    with session() as hub:
        hub.catch_up()
        acted = hub.act(ConfirmLink(by=hub.person(by), item=item, commitment=commitment))
    told(pair, "confirmed", bool(acted), as_json)


@command(
    app,
    "reject",
    does=_("Say that the two do not belong together; the pair is not proposed again."),
    example="hub link reject 6e1f…+0b7a… --reason 'another module'",
)
def reject(
    pair: Pair,
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))] = "",
    by: By = "operator",
    as_json: AsJson = False,
) -> None:
    """Reject one."""
    item, commitment = ends(pair)
    with session() as hub:
        hub.catch_up()
        act = RejectLink(by=hub.person(by), item=item, commitment=commitment, reason=reason)
        acted = hub.act(act)
    told(pair, "rejected", bool(acted), as_json)


def ends(pair: str) -> tuple[str, str]:
    """Take a link's name apart."""
    item, plus, commitment = pair.partition("+")
    if not (item and plus and commitment):
        raise NotFound(
            _("{pair} is no link."), remedy=_("`hub link list` shows their names."), pair=pair
        )
    return item, commitment


def told(pair: str, state: str, is_new: bool, as_json: bool) -> None:
    """Say what is on record now."""
    content = {"link": pair, "state": state, "recorded": is_new}
    text = _("Recorded: {state}.") if is_new else _("It was {state} already.")
    answer(content, as_json, lambda: line(say(text, state=state)))
