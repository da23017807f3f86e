"""Acts of people from a JSON Lines file, through the same deciders as the pages."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from hub.complaints import unknown
from hub.errors import HubError, Refused
from hub.installation import Installation
from hub.model import load_all
from hub.model.decider import DECIDERS
from hub.model.event import Event
from hub.model.meetings import CallMeeting
from hub.model.parties import AssignRole
from hub.model.people import Command, Person


class LineRefused(Refused):
    """A line of the file cannot be recorded; the lines before it are."""

    code = "line_refused"


@dataclass(frozen=True)
class Recorded:
    """What became of one line."""

    line: int
    command: str
    events: list[Event]


def commands() -> dict[str, type[Command]]:
    """Give every command by the word that a line names it with, such as `refuse-meeting`."""
    load_all()
    return {str(msgspec.inspect.type_info(kind).tag): kind for kind in DECIDERS}  # type: ignore[attr-defined]


def record(hub: Installation, lines: Iterable[str], *, at: datetime) -> list[Recorded]:
    """Record acts, one JSON object a line; empty lines and lines with `#` are left out.

    `do` names the command, `by` the person's reference, `at` when it happened if earlier.
    Raise `LineRefused` at the first line that cannot be recorded; repeating the file is harmless
    for acts that are already so.
    """
    run = f"record:{uuid4().hex[:12]}"
    reader = _Reader(hub)
    done = []
    for number, line in _numbered(lines):
        try:
            command = reader.command(line)
            events = hub.log.act(command, project=hub.project, run=run, recorded_at=at)
        except HubError as error:
            raise LineRefused(
                "Line {line}: {reason}",
                remedy="Mend it and record the file again; what is already so is not repeated.",
                line=number,
                reason=str(error),
            ) from error
        reader.learn(command)
        done.append(Recorded(number, type(command).__name__, events))
    hub.catch_up()
    return done


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


class _Reader:
    def __init__(self, hub: Installation) -> None:
        self._hub = hub
        self._known = commands()
        self._people: dict[str, Person] = {}

    def command(self, line: str) -> Command:
        """Read one line, or raise `Refused`."""
        try:
            content: Any = json.loads(line)
        except ValueError as error:
            raise Refused("This is no JSON: {reason}.", reason=str(error)) from error
        if not isinstance(content, dict):
            raise Refused("A line is one JSON object.", remedy='Write {{"do": …, "by": …}}.')
        word = str(content.get("do", ""))
        if word not in self._known:
            raise unknown(word, "do", self._known)
        kind = self._known[word]
        strange = [name for name in content if name not in (*kind.__struct_fields__, "do")]
        if strange:
            raise unknown(strange[0], word, kind.__struct_fields__)
        content["by"] = msgspec.to_builtins(self._person(str(content.get("by", ""))))
        try:
            return self._complete(msgspec.convert(content, kind))
        except msgspec.ValidationError as error:
            raise Refused("{word}: {reason}.", word=word, reason=str(error)) from error

    def _complete(self, command: Command) -> Command:
        """Take from the policy who must be at a meeting whose call names nobody."""
        if not isinstance(command, CallMeeting) or command.required:
            return command
        agreed = self._hub.policy.meetings.required_at(command.topic, command.module)
        invited = dict.fromkeys((*command.invited, *agreed))
        return replace(command, required=agreed, invited=(*invited,))

    def _person(self, reference: str) -> Person:
        if reference not in self._people:
            self._people[reference] = self._hub.person(reference)
        return self._people[reference]

    def learn(self, command: Command) -> None:
        """Let a person who was just given a role act in the lines that follow."""
        if isinstance(command, AssignRole):
            self._people[command.person] = Person(
                command.person, command.side, command.role, command.unit, command.party
            )
