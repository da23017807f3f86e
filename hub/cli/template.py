"""`hub template`: what a rollout usually asks of both sides, shown and made into duties."""

from datetime import date
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer
from msgspec import to_builtins

from hub.cli.output import answer, line, table
from hub.cli.session import AsJson, By, now, session
from hub.cli.shell import Misused, command, group
from hub.cli.words import say
from hub.installation import OPERATOR
from hub.locale import _
from hub.model.commitment_acts import RaiseCommitment
from hub.template import DEFAULT, commands, load_template

app = group(_("The usual rollout: departments, phases, and what both sides owe in each."))
File = Annotated[
    str, typer.Option("--file", metavar="FILE", help=_("A template of your own; else the usual."))
]
Start = Annotated[
    str, typer.Option(metavar="DATE", help=_("The day on which the first phase begins."))
]
Modules = Annotated[str, typer.Option(metavar="LIST", help=_("Modules, such as MES,WMS."))]
Language = Annotated[str, typer.Option(metavar="LANGUAGE", help=_("Language of titles: zh or en."))]
Dry = Annotated[bool, typer.Option("--dry-run", help=_("Show the duties; record nothing."))]


@command(
    app,
    "show",
    does=_("Write the template as a file that can be changed and given back."),
    example="hub template show > our-rollout.toml",
)
def show(file: File = "", as_json: AsJson = False) -> None:
    """Write it as it lies in the file."""
    path = Path(file) if file else DEFAULT
    content = to_builtins(load_template(path))
    answer(content, as_json, lambda: typer.echo(path.read_text("utf-8"), nl=False))


@command(
    app,
    "apply",
    does=_("Raise the duties of both sides; each date is a proposal until its unit confirms it."),
    example="hub template apply --start 2026-03-02 --modules MES,WMS --by person:coordinator",
)
def apply(
    *,
    start: Start,
    modules: Modules,
    by: By = OPERATOR.id,
    file: File = "",
    language: Language = "zh",
    dry_run: Dry = False,
    as_json: AsJson = False,
) -> None:
    """Record them; applying the same template again records nothing."""
    with session() as hub:
        hub.catch_up()
        asked = commands(
            load_template(Path(file) if file else None),
            by=hub.person(by),
            start_on=_day(start),
            modules=[word.strip() for word in modules.split(",") if word.strip()],
            calendar=hub.calendar,
            language=language,
        )
        run, at, events = f"act:{uuid4().hex[:12]}", now(), 0
        for each in [] if dry_run else asked:
            events += len(hub.log.act(each, project=hub.project, run=run, recorded_at=at))
        hub.catch_up()
    duties = [each.terms for each in asked if isinstance(each, RaiseCommitment)]
    names = ("key", "phase", "finish_on", "court", "title")
    told = [{name: getattr(terms, name) for name in names} for terms in duties]
    answer(
        {"duties": told, "events": events},
        as_json,
        lambda: _show(told, events, dry_run=dry_run),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misused(
            _("{text} is no date."), remedy=_("Write it like 2026-03-02."), text=text[:40]
        ) from None


def _show(told: list[dict[str, object]], events: int, *, dry_run: bool) -> None:
    heads = (_("duty"), _("phase"), _("due"), _("Turn"), _("title"))
    table([say(head) for head in heads], [list(one.values()) for one in told])
    if dry_run:
        line(say(_("Nothing was recorded.")))
    else:
        line(say(_("{events} events recorded; the rest was so already."), events=events))
