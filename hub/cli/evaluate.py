"""`hub evaluate`: judge again without reading, for the clocks that run in hours."""

import typer

from hub import sync as job
from hub.cli.output import answer
from hub.cli.session import AsJson, now, session
from hub.cli.told import evaluation_told, show_evaluation


def evaluate(as_json: AsJson = False) -> None:
    """Judge what is on record by the rules, without reading a source."""
    with session() as hub:
        evaluated = job.evaluate(hub, at=now())
        content = evaluation_told(hub, evaluated)
    answer(content, as_json, lambda: show_evaluation(content))
    raise typer.Exit(2 if evaluated.broken else 0)
