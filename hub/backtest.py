"""Another threshold, or the rule as it is now, tried on the nights that have passed.

Nothing of it is recorded: what a back-test finds was told to nobody.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from hub.evaluation import Sitting, differences, judge
from hub.model.event import Event
from hub.model.findings import Conclusion, FindingChanged, FindingCleared, FindingOpened
from hub.model.runs import EvaluationCompleted
from hub.policy import Policy
from hub.rules import Rule
from hub.rules.context import Context
from hub.rules.folding import add
from hub.rules.world import Concluded, World


@dataclass(frozen=True)
class Night:
    """One night that has passed: what stood open on record, and what would have."""

    status_date: date
    recorded: frozenset[str]  # ids of findings
    tried: frozenset[str]


@dataclass
class Trial:
    """What came of trying one rule on past nights."""

    nights: list[Night] = field(default_factory=list)
    found: dict[str, tuple[Conclusion, date]] = field(default_factory=dict)  # as it opened
    versions: set[int] = field(default_factory=set)  # of the rule, as they are on record

    @property
    def recorded(self) -> set[str]:
        """Give the findings that stood on record on any of the nights."""
        return set().union(*(night.recorded for night in self.nights))

    @property
    def tried(self) -> set[str]:
        """Give the findings that would have stood open on any of the nights."""
        return set().union(*(night.tried for night in self.nights))


def tried(
    events: Iterable[Event],
    rules: Mapping[str, Rule],
    code: str,
    policy: Policy,
    *,
    project: str,
    first: date | None = None,
    last: date | None = None,
) -> Trial:
    """Judge by one rule, with *policy*, each night that was judged from *first* to *last*.

    Each night knows what was on record then, and what the trial itself had found before; rules
    that bear on the rule speak beside it.
    """
    world, trial, own = World(project), Trial(), Own(code)
    asked = {code: rules[code], **dict(bearing_on(code, rules))}
    for event in events:
        if isinstance(event, EvaluationCompleted) and event.status_date <= (last or date.max):
            found = own.night(world, event, asked, policy)
            if event.status_date >= (first or date.min):
                trial.nights.append(Night(event.status_date, on_record(world, code), found))
                trial.versions.add(event.rule_versions.get(code, 0))
        add(world, event)
        world.position += 1
    trial.found = {name: own.opened[name] for name in trial.tried}
    return trial


def bearing_on(code: str, rules: Mapping[str, Rule]) -> Iterator[tuple[str, Rule]]:
    """Give the rules that absorb, doubt, or move the turn of what one rule finds."""
    for rule in rules.values():
        if code in (*rule.absorbs, *rule.suppresses, *rule.moves_court_of):
            yield rule.code, rule


def on_record(world: World, code: str) -> frozenset[str]:
    """Give what a rule had open on record."""
    findings = world.findings.values()
    return frozenset(f.id for f in findings if f.conclusion.rule == code and f.state == "open")


class Own:
    """What a trial has found by itself so far, beside what is on record of the other rules."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.findings: dict[str, Concluded] = {}
        self.opened: dict[str, tuple[Conclusion, date]] = {}

    def night(
        self,
        world: World,
        evaluated: EvaluationCompleted,
        rules: Mapping[str, Rule],
        policy: Policy,
    ) -> frozenset[str]:
        """Judge one night again, and give what stands open after it."""
        there, on = copy(world), evaluated.status_date
        others = {k: f for k, f in world.findings.items() if f.conclusion.rule != self.code}
        there.findings = others | self.findings
        context = Context(there, policy, policy.calendar(), on, evaluated.occurred.hi)
        judged = judge(context, rules)
        sitting = Sitting(there, rules, policy.version, on, evaluated.occurred.hi)
        events, missed = differences(sitting, judged)
        for event in events:
            self._take(event)
        for each in list(self.findings.values()):
            missed_on = (each.missed_on or on) if each.id in missed else None
            self.findings[each.id] = replace(each, missed_on=missed_on)
        return frozenset(f.id for f in self.findings.values() if f.state == "open")

    def _take(self, event: Any) -> None:
        if getattr(event, "conclusion", None) and event.conclusion.rule != self.code:
            return
        match event:
            case FindingOpened():
                name = event.finding
                self.findings[name] = Concluded(name, event.conclusion, event.episode, opened=event)
                self.opened[name] = (event.conclusion, event.status_date)
            case FindingChanged():
                was = self.findings[event.finding]
                self.findings[event.finding] = replace(was, conclusion=event.conclusion)
            case FindingCleared() if event.finding in self.findings:
                was = self.findings[event.finding]
                self.findings[event.finding] = replace(was, state="cleared")
            case _:
                pass
