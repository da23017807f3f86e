"""What happens in a rollout that may clear a finding, and a case of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hub.model.commitments import (
    CommitmentMet,
)
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Event, Interval
from hub.model.facts import State
from hub.model.flags import VendorReplied
from tests.unit.rules.rollout import Rollout, day, noon

Act = Callable[[Rollout], object]


@dataclass(frozen=True)
class Case:
    """A rollout on which a rule speaks on a day, and by code what would clear it."""

    rule: str
    make: Callable[[], Rollout]
    on: str
    acts: dict[str, Act]
    after: str = ""  # the day that is judged once the missing fact is there; the same day


def tell(
    kind: type[Event], subject: str, when: str, *, source: str = "hub", **content: Any
) -> Callable[[Rollout], None]:
    """Give an act: one event on one day."""

    def act(rollout: Rollout) -> None:
        at = Interval.at(noon(day(when)))
        event = kind(subject=subject, entry="", occurred=at, **content)
        rollout.tell(event, day(when), source=source)

    return act


def revised(key: str = "T1", *, on: str, **terms: Any) -> Act:
    """Give an act: another version of a commitment is approved."""
    return lambda rollout: rollout.agreed(key, on=day(on), **terms)


def changed(field: str, old: Any, new: Any, *, on: str, **how: Any) -> Act:
    return lambda rollout: rollout.changed(field, old, new, on=day(on), **how)


def decided(key: str, on: str) -> Act:
    """Give an act: a decision about something is asked for and answered."""

    def act(rollout: Rollout) -> None:
        said: dict[str, Any] = {"decision": "D1", "question": "?", "options": ("a",)}
        tell(DecisionAsked, "D1", on, of="client:sponsor", concerns=(key,), **said)(rollout)
        tell(DecisionAnswered, "D1", on, decision="D1", option="a")(rollout)

    return act


def met(*keys: str, on: str) -> Act:
    """Give an act: who receives it says that it was done."""

    def act(rollout: Rollout) -> None:
        for key in keys:
            tell(CommitmentMet, f"plan/{key}", on, on=day(on))(rollout)

    return act


def shown(kind: str, on: str, **how: Any) -> Act:
    return lambda rollout: rollout.shown(kind, on=day(on), **how)


DONE = changed("status", State.IN_PROGRESS, State.DONE, on="03-17")


RECORD = "demo_or_test_record"


LONG: dict[str, Any] = {"start_on": day("03-02"), "finish_on": day("06-30")}


def answered_flag() -> Act:
    return tell(VendorReplied, "F1", "03-12", flag="F1", answer="disagree", words="no")
