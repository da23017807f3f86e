"""`hub sync`: read the sources, judge, say what came of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hub import sync as job
from hub.cli.dry_run import rehearsal
from hub.cli.output import answer, err, line
from hub.cli.session import AsJson, now, session
from hub.cli.shell import Misused
from hub.cli.told import evaluation_told, outcome_told, show_evaluation, show_sources
from hub.cli.words import say
from hub.complaints import unknown
from hub.installation import Installation
from hub.locale import _
from hub.model.runs import SourceOutcome

Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="NAME", help=_("Read only this source; may be repeated.")),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=_("Work on a copy: tell what would come, keep nothing."))
]


def sync(source: Sources = None, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Read every source, judge the day that ended, and say what came of it."""
    place = rehearsal if dry_run else session
    with place() as hub:
        require_known(hub, source or [])
        with progress_of(hub, source or []) as told:
            trigger = "person" if sys.stdin.isatty() else "timer"
            result = job.sync(hub, at=now(), trigger=trigger, only=source or [], progress=told)
        content: dict[str, Any] = {
            "run": result.run,
            "dry_run": dry_run,
            "sources": [outcome_told(outcome) for outcome in result.outcomes],
            "evaluation": evaluation_told(hub, result.evaluated),
            "exit_code": result.exit_code,
        }
    answer(content, as_json, lambda: show(content))
    raise typer.Exit(result.exit_code)


def require_known(hub: Installation, names: list[str]) -> None:
    """Refuse a source that is not configured: nothing read would look like nothing new."""
    known = {name for source in hub.sources for name in (source.name, source.source)}
    for name in names:
        if name not in known:
            wrong = unknown(name, "--source", known)
            raise Misused(wrong.message, remedy=wrong.remedy, **wrong.values)


@contextmanager
def progress_of(hub: Installation, names: list[str]) -> Iterator[job.Progress]:
    """Show a bar with the counts so far, on a terminal alone."""
    chosen = [s for s in hub.sources if not names or s.name in names or s.source in names]
    console = err()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    begun: list[str] = []
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task(say(_("Reading")), total=len(chosen))

        def told(outcome: SourceOutcome) -> None:
            if outcome.source not in begun:
                begun.append(outcome.source)
            text = say(
                _("{source}: {pages} pages, {seen} items, {new} new events"),
                source=outcome.source,
                pages=outcome.pages,
                seen=outcome.seen,
                new=outcome.new,
            )
            bar.update(task, description=text, completed=len(begun) - 1)

        yield told


def show(content: dict[str, Any]) -> None:
    """Write the summary for people."""
    if not content["sources"]:
        line(say(_("No source is configured; HUB_SOURCES names the file for them.")))
    else:
        show_sources(content["sources"])
    show_evaluation(content["evaluation"])
    if content["dry_run"]:
        line(say(_("This was a dry run on a copy: nothing was recorded.")))
    else:
        line(say(_("Run {run} is on record."), run=content["run"]))
