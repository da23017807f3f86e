"""What a rule is: a pure function from a case to findings, with its sentence and its thresholds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hub.model.event import Severity, Value
from hub.rules.citing import Said

__all__ = ["Finding", "Rule", "Said", "Unknown", "rule"]


class Unknown(Exception):
    """A source that the rule needs has not spoken, or not lately: it does not judge."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule concludes about its case. Every operand brings at least one citation."""

    severity: Severity
    court: str
    operands: Mapping[str, Said | list[Said]]
    numbers: Mapping[str, Value] = field(default_factory=dict)
    clears_when: tuple[str, ...] = ()
    since: date | None = None
    detail: str = ""  # tells several findings of one rule about one subject apart
    shown_as: str = ""  # display name of this side or subtype; the rule's code where empty
    story: str = ""
    sentence: str = ""  # which of the rule's other sentences tells it; its first where empty
    keeps_waiting: frozenset[str] = frozenset()  # ids of what waits for it, whose turn it moves
    is_path_value: bool = (
        False  # the severity is the rule's own for path or window: not raised again
    )


Check = Callable[[Any], Iterator[Finding]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule, as its module declares it."""

    code: str
    version: int
    group: str  # schedule, plan, claims, sources, flow, duties
    over: str  # commitment, item, unit, source, project, week
    also_over: tuple[str, ...] = ()  # where its cases are of several sorts
    check: Check
    sentence: Mapping[str, str]  # by language; places are numbers, or operands' values
    defaults: Mapping[str, Any]
    other_sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by name
    absorbs: tuple[str, ...] = ()  # codes whose findings about the same it says already
    suppresses: tuple[str, ...] = ()  # codes whose findings rest on a value that it doubts
    moves_court_of: tuple[str, ...] = ()  # codes whose turn is its own where they wait for it
    told_with: tuple[str, ...] = ()  # codes whose story it joins: same subject, same week
    never_raised: bool = False

    @property
    def name(self) -> str:
        """Give the name under which the policy holds its thresholds."""
        return self.code.lower().replace("-", "_")

    def template(self, name: str, lang: str) -> str:
        """Give the template of a sentence: the first one, or another by its name."""
        return (self.other_sentences.get(name) or self.sentence)[lang]

    @property
    def sense(self) -> str:
        """Say what should be true."""
        return (self.check.__doc__ or "").strip()


RULES: dict[str, Rule] = {}


def rule(
    code: str,
    *,
    version: int,
    group: str,
    over: str,
    also_over: tuple[str, ...] = (),
    sentence: Mapping[str, str],
    defaults: Mapping[str, Any] | None = None,
    other_sentences: Mapping[str, Mapping[str, str]] | None = None,
    absorbs: tuple[str, ...] = (),
    suppresses: tuple[str, ...] = (),
    moves_court_of: tuple[str, ...] = (),
    told_with: tuple[str, ...] = (),
    never_raised: bool = False,
) -> Callable[[Check], Check]:
    """Declare the decorated function as a rule; its docstring says what should be true."""

    def register(check: Check) -> Check:
        RULES[code] = Rule(
            code=code,
            version=version,
            group=group,
            over=over,
            also_over=also_over,
            check=check,
            sentence=sentence,
            defaults=defaults or {},
            other_sentences=other_sentences or {},
            absorbs=absorbs,
            suppresses=suppresses,
            moves_court_of=moves_court_of,
            told_with=told_with,
            never_raised=never_raised,
        )
        return check

    return register
