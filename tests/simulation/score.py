"""Compares what a hub found with what was really there, rule by rule."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hub.demo.rollout.labels import Label
from tests.simulation.found import Found

EVER = date.max


@dataclass
class Counts:
    """What is counted for each rule."""

    injected: int = 0
    found: int = 0
    missed: int = 0
    extra: int = 0
    open_both_ways: int = 0  # findings where the catalogue can be read both ways
    right: int = 0  # findings that a label explains
    court_wrong: int = 0
    severity_wrong: int = 0
    days_wrong: int = 0
    morning_wrong: int = 0

    @property
    def recall(self) -> float | None:
        """Give the share of what was there that was found."""
        return self.found / self.injected if self.injected else None

    @property
    def precision(self) -> float | None:
        """Give the share of what was found that was there."""
        told = self.right + self.extra
        return self.right / told if told else None


@dataclass
class Score:
    """The comparison of one or several plays."""

    rules: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    missed: list[tuple[str, Label]] = field(default_factory=list)
    extra: list[tuple[str, Found]] = field(default_factory=list)
    either: list[tuple[str, Found]] = field(default_factory=list)  # can be read both ways
    wrong: list[tuple[str, str, Label, Found]] = field(default_factory=list)  # what is wrong

    def add(self, name: str, labels: Iterable[Label], findings: Iterable[Found]) -> None:
        """Compare one play."""
        by_rule: dict[str, list[Found]] = defaultdict(list)
        for one in findings:
            by_rule[one.rule].append(one)
        explained: dict[str, bool] = {}  # by finding: whether a label wants it
        for label in sorted(labels, key=lambda one: not one.must):
            hits = [one for one in by_rule[label.rule] if is_about(label, one)]
            for one in hits:
                explained.setdefault(one.id, label.must)
            if label.must:
                self._count(name, label, hits)
        for rule, several in by_rule.items():
            for one in several:
                self._explain(name, rule, one, explained.get(one.id))

    def _explain(self, name: str, rule: str, one: Found, must: bool | None) -> None:
        counts = self.rules[rule]
        if must is None:
            counts.extra += 1
            self.extra.append((name, one))
        elif must:
            counts.right += 1
        else:
            counts.open_both_ways += 1
            self.either.append((name, one))

    def _count(self, name: str, label: Label, hits: list[Found]) -> None:
        counts = self.rules[label.rule]
        counts.injected += 1
        if not hits:
            counts.missed += 1
            self.missed.append((name, label))
            return
        counts.found += 1
        first = min(hits, key=lambda one: (one.opened_on, not is_turn(label, one)))
        if label.court and not any(is_turn(label, one) for one in hits):
            counts.court_wrong += 1
            self.wrong.append(("court", name, label, first))
        if label.severity and all(one.severity != label.severity for one in hits):
            counts.severity_wrong += 1
            self.wrong.append(("severity", name, label, first))
        if label.days is not None and not has_days(label.days, hits):
            counts.days_wrong += 1
            self.wrong.append(("days", name, label, first))
        if not label.first_on <= first.opened_on <= label.by_on:
            counts.morning_wrong += 1
            self.wrong.append(("morning", name, label, first))

    def total(self) -> Counts:
        """Add everything up."""
        whole = Counts()
        for counts in self.rules.values():
            for name, value in vars(counts).items():
                setattr(whole, name, getattr(whole, name) + value)
        return whole


def is_about(label: Label, one: Found) -> bool:
    """Tell whether a finding is about what a label tells: same subject, overlapping episode."""
    names = {label.key, *label.cites}
    if not names & one.keys:
        return False
    return one.opened_on <= (label.cleared_on or EVER) and label.first_on <= (
        one.cleared_on or EVER
    )


def is_turn(label: Label, one: Found) -> bool:
    """Tell whether the right one's turn is told; a bare side in the label stands for any unit."""
    return one.court == label.court or one.court.startswith(f"{label.court}:")


def has_days(days: int, hits: list[Found]) -> bool:
    """Tell whether any of the findings counts so many days."""
    return any(days == value for one in hits for value in figures(one.numbers))


def figures(numbers: dict[str, Any]) -> list[float]:
    """Give every number of a finding."""
    return [v for v in numbers.values() if isinstance(v, int | float) and not isinstance(v, bool)]
