"""`hub pull`: read the sources that have said that something moved."""

from typing import Any

import typer

from hub.cli.output import answer, line
from hub.cli.session import AsJson, now, session
from hub.cli.told import evaluation_told, outcome_told, show_evaluation, show_sources
from hub.cli.words import say
from hub.locale import _
from hub.pulling import pull as pull_hinted


def pull(as_json: AsJson = False) -> None:
    """Read the sources that have said that something moved; others wait for the night."""
    with session() as hub:
        result = pull_hinted(hub, at=now())
        content: dict[str, Any] = {"run": "", "sources": [], "evaluation": None, "exit_code": 0}
        if result is not None:
            content = {
                "run": result.run,
                "sources": [outcome_told(outcome) for outcome in result.outcomes],
                "evaluation": evaluation_told(hub, result.evaluated),
                "exit_code": result.exit_code,
            }
    answer(content, as_json, lambda: show(content))
    raise typer.Exit(content["exit_code"])


def show(content: dict[str, Any]) -> None:
    """Write the summary for people."""
    if content["evaluation"] is None:
        line(say(_("No source has said that something moved.")))
        return
    show_sources(content["sources"])
    show_evaluation(content["evaluation"])
    line(say(_("Run {run} is on record."), run=content["run"]))
