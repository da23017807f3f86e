"""`hub record`: acts of people from a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hub import record as acts
from hub.cli.output import answer, line
from hub.cli.session import AsJson, now, session
from hub.cli.words import say
from hub.errors import Refused
from hub.locale import _

File = Annotated[
    str, typer.Argument(metavar="FILE", help=_("JSON Lines, one act each; - for standard input."))
]


def record(file: File, as_json: AsJson = False) -> None:
    """Record acts of people, through the same rules as the pages."""
    with session() as hub:
        hub.catch_up()
        done = acts.record(hub, lines_of(file), at=now())
    told = [
        {
            "line": one.line,
            "command": one.command,
            "events": [event.event_id for event in one.events],
        }
        for one in done
    ]
    new = sum(len(one.events) for one in done)
    content = {"lines": told, "acts": len(told), "events": new}
    text = _("{acts} acts read, {events} events recorded; the rest was so already.")
    answer(content, as_json, lambda: line(say(text, acts=len(told), events=new)))


def lines_of(file: str) -> list[str]:
    """Read the lines of a file, or of standard input."""
    if file == "-":
        return sys.stdin.read().splitlines()
    try:
        return Path(file).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            _("{file} cannot be read: {reason}."),
            remedy=_("Give a text file in UTF-8."),
            file=file,
            reason=getattr(error, "strerror", None) or type(error).__name__,
        ) from error
