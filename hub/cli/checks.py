"""What a check of the doctor says."""

from dataclasses import asdict, dataclass
from typing import Any

from hub.cli.words import both_lines, say
from hub.errors import HubError

GOOD, WARNING, FAILED = "good", "warning", "failed"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; whatever is not good names its cure."""

    name: str
    state: str  # good, warning, failed
    said: str
    cure: str = ""

    def told(self) -> dict[str, Any]:
        """Give it as plain content."""
        return asdict(self)


def good(name: str, said: str, **values: object) -> Check:
    """Say that something is as it should be."""
    return Check(name, GOOD, say(said, **values))


def warn(name: str, said: str, cure: str, **values: object) -> Check:
    """Say what works, and could be better."""
    return Check(name, WARNING, say(said, **values), say(cure, **values))


def bad(name: str, error: HubError) -> Check:
    """Say what does not work."""
    return Check(name, FAILED, *both_lines(error))
