"""`hub plan`: baselines and revisions: propose, compare, decide."""

from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine, select

from hub import plugins
from hub.cli.output import answer, line, table
from hub.cli.plan_file import read_plan
from hub.cli.plan_rows import Compared, compare, courts_in, in_force, latest_of, show_difference
from hub.cli.session import AsJson, AsOf, instant, now, session, views
from hub.cli.shell import command, group
from hub.cli.told import outcome_told
from hub.cli.words import say
from hub.errors import NotFound, Refused
from hub.installation import Installation
from hub.locale import _
from hub.model.plans import ApprovePlan, RejectPlan, require_named
from hub.model.runs import SourceOutcome

app = group(_("Plans: propose, compare, approve."))
Proposal = Annotated[
    str, typer.Argument(metavar="ID", help=_("Which plan, as `hub plan list` names it."))
]
Series = Annotated[str, typer.Option(metavar="SERIES", help=_("Which series of plans."))]
Decider = Annotated[
    str, typer.Option("--by", metavar="PERSON", help=_("Who decides: the sponsor's reference."))
]
Name = Annotated[
    str,
    typer.Option(metavar="NAME", help=_("Name of the source; that of the series without it.")),
]
Hash = Annotated[
    str,
    typer.Option(
        "--set-hash",
        metavar="HASH",
        help=_("Hash of the set that was shown; the one on the table without it."),
    ),
]
Signed = Annotated[
    list[str] | None,
    typer.Option(
        "--signed-by",
        metavar="COURT",
        help=_("A unit that has signed it, such as client:warehouse; may be given several times."),
    ),
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))]
NAMES = ("id", "series", "state", "is_revision", "revises", "name", "rows", "changed", "added")
MORE = (
    *("dropped", "dated_on", "set_hash", "proposed_at", "decided_at", "decided_by", "reason"),
    "signed_by",
)


@command(
    app,
    "list",
    does=_("List the proposed, approved and rejected plans."),
    example="hub plan list",
)
def list_(as_of: AsOf = "", as_json: AsJson = False) -> None:
    """List them, the latest last."""
    with session() as hub:
        plans = plans_told(views(hub, instant(hub, as_of)), hub.project)
    answer({"plans": plans}, as_json, lambda: show(plans))


def plans_told(engine: Engine, project: str) -> list[dict[str, Any]]:
    """Give every plan, the latest last."""
    proposal = plugins.loaded("projections.plan").proposal
    mine = select(proposal).where(proposal.c.project == project).order_by(proposal.c.proposed_at)
    with engine.connect() as db:
        return [{n: getattr(row, n) for n in (*NAMES, *MORE)} for row in db.execute(mine)]


def show(plans: list[dict[str, Any]]) -> None:
    """Write them as a table."""
    if not plans:
        line(say(_("No plan is on record: `hub plan propose` reads one.")))
        return
    heads = (
        _("plan"),
        _("series"),
        _("state"),
        _("rows"),
        _("changed"),
        _("added"),
        _("taken out"),
    )
    rows = [
        (
            p["id"],
            p["series"],
            say(p["state"]),
            *(p[n] for n in ("rows", "changed", "added", "dropped")),
        )
        for p in plans
    ]
    table([say(head) for head in heads], rows)


@command(
    app,
    "propose",
    does=_("Put the plan of a workbook on the table, and show what it changes."),
    example="hub plan propose plan-2025-08-06.xlsx",
)
def propose(
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("A workbook."))],
    series: Series = "plan",
    name: Name = "",
    as_json: AsJson = False,
) -> None:
    """Propose one; nothing binds until a person with that right approves it."""
    with session() as hub:
        hub.catch_up()
        outcome, original = read_plan(hub, Path(file), series, name or series, at=now())
        hub.catch_up()
        found = proposal_from(hub.views, hub.project, original)
        if found is None:
            raise why_no_plan(hub, file, original, outcome)
        compared = compared_with_force(hub, found)
    content = {"proposal": found, "source": outcome_told(outcome), **compared.told()}
    answer(content, as_json, lambda: show_proposed(compared, outcome))


def show_proposed(compared: Compared, outcome: SourceOutcome) -> None:
    """Write what lies on the table now, and what of the file does not."""
    show_difference(compared)
    if outcome.quarantined:
        text = _("{count} rows or values of the file were not understood; they are in quarantine.")
        line(say(text, count=outcome.quarantined))
    line(say(_("Nothing binds before `hub plan approve {id}`."), id=compared.newer))


def why_no_plan(hub: Installation, file: str, original: str, outcome: SourceOutcome) -> Refused:
    """Say why a file proposes nothing: it was refused, it waits for a person, or says the same."""
    read_model = plugins.loaded("projections.sources")
    with hub.views.connect() as db:
        rows = read_model.quarantine
        mine = (rows.c.edition == original) & rows.c.locator.endswith(original)
        refused = select(rows).where(mine)
        row = db.execute(refused.limit(1)).one_or_none()
        editions = read_model.edition
        held = select(editions.c.reason).where(
            editions.c.original == original, editions.c.state == "held"
        )
        reason = db.scalar(held.limit(1))
    if row is not None:
        values = {**row._mapping["values"]}
        return Refused(values.pop("message", row.reason), remedy=row.remedy, **values)
    if reason is not None:
        return Refused(
            _("{file} waits for a person: {reason}."),
            remedy=_("Open it on the page of uploads: say what its columns mean, or release it."),
            file=file,
            reason=say(reason),
        )
    return Refused(
        _("{file} proposes no plan: {quarantined} rows were not understood."),
        remedy=_("The page of sources shows each with its cell and its reason."),
        file=file,
        quarantined=outcome.quarantined,
    )


def proposal_from(engine: Engine, project: str, original: str) -> str | None:
    """Give the plan that was made from a file."""
    proposal = plugins.loaded("projections.plan").proposal
    mine = (proposal.c.project == project) & (proposal.c.original == original)
    newest = select(proposal.c.id).where(mine).order_by(proposal.c.proposed_at.desc())
    with engine.connect() as db:
        return db.scalar(newest.limit(1))


def compared_with_force(hub: Installation, proposal: str) -> Compared:
    """Compare a plan with the one that is in force, or with what it was made from."""
    series, revises = series_of(hub, proposal)
    before = in_force(hub.views, hub.project, series, before=proposal) or revises
    return compare(hub.views, before, proposal)


def series_of(hub: Installation, proposal: str) -> tuple[str, str]:
    """Give the series of a plan, and the plan that it revises."""
    for one in plans_told(hub.views, hub.project):
        if one["id"] == proposal:
            return one["series"], one["revises"]
    raise NotFound(
        _("There is no proposed plan {proposal}."),
        remedy=_("`hub plan list` shows what is proposed."),
        proposal=proposal,
    )


@command(
    app,
    "diff",
    does=_("Show what one plan changes in another; by default the latest in the one in force."),
    example="hub plan diff",
)
def diff(
    older: Annotated[str, typer.Argument(metavar="FROM", help=_("The earlier plan."))] = "",
    newer: Annotated[str, typer.Argument(metavar="TO", help=_("The later plan."))] = "",
    series: Series = "plan",
    as_of: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """Compare two plans."""
    with session() as hub:
        engine = views(hub, instant(hub, as_of))
        to = newer or latest_of(engine, hub.project, series) or ""
        known = {plan["id"] for plan in plans_told(engine, hub.project)}
        begin = older or in_force(engine, hub.project, series, before=to) or ""
        for wanted in filter(None, (begin, to)):
            if wanted not in known:
                raise NotFound(
                    _("There is no proposed plan {proposal}."),
                    remedy=_("`hub plan list` shows what is proposed."),
                    proposal=wanted,
                )
        compared = compare(engine, begin, to)
    answer(compared.told(), as_json, lambda: show_difference(compared))


@command(
    app,
    "approve",
    does=_("Approve exactly the set that lies on the table; from then on it binds."),
    example="hub plan approve 3f9a… --by person:sponsor",
)
def approve(
    proposal: Proposal,
    by: Decider,
    *,
    set_hash: Hash = "",
    reason: Reason = "",
    signed_by: Signed = None,
    as_json: AsJson = False,
) -> None:
    """Approve one."""
    with session() as hub:
        hub.catch_up()
        compared = compared_with_force(hub, proposal)
        require_named(signed_by or (), courts_in(hub.views, proposal))
        acted = hub.act(
            ApprovePlan(
                by=hub.person(by),
                proposal=proposal,
                set_hash=set_hash or compared.set_hash,
                reason=reason,
                signed_by=tuple(signed_by or ()),
            )
        )
    content = {**compared.told(), "state": "approved", "recorded": bool(acted)}

    def shown() -> None:
        show_difference(compared)
        line(say(_("{proposal} is approved and in force."), proposal=proposal))

    answer(content, as_json, shown)


@command(
    app,
    "reject",
    does=_("Do not approve a proposed plan; it stays on record."),
    example="hub plan reject 3f9a… --by person:sponsor --reason 'training is too late'",
)
def reject(
    proposal: Proposal,
    by: Decider,
    reason: Reason,
    as_json: AsJson = False,
) -> None:
    """Reject one."""
    with session() as hub:
        hub.catch_up()
        acted = hub.act(RejectPlan(by=hub.person(by), proposal=proposal, reason=reason))
    content = {"proposal": proposal, "state": "rejected", "recorded": bool(acted)}
    answer(content, as_json, lambda: line(say(_("{proposal} is rejected."), proposal=proposal)))
