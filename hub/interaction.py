"""How findings bear on each other: what one says already, doubts, explains, or belongs with."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from hub.model.event import Event
from hub.model.facts import HistoryGapFound, WorkItemFieldChanged, WorkItemFirstSeen
from hub.model.findings import Conclusion
from hub.rules import Finding, Rule, Said
from hub.rules.citing import plain

Key = tuple[str, str, str]
"""Rule, subject and detail: what an episode is about."""

Field = tuple[UUID, str]
"""A work item, and the name of one of its fields."""


@dataclass(slots=True)
class Judged:
    """What the rules say on a status date, before it is compared with what is on record."""

    found: dict[Key, Conclusion] = field(default_factory=dict)
    unknown: set[tuple[str, str]] = field(default_factory=set)  # rule, subject
    findings: dict[Key, Finding] = field(default_factory=dict)  # what each was concluded from
    cases: int = 0
    broken: int = 0  # cases on which a rule itself failed


def interact(judged: Judged, rules: Mapping[str, Rule]) -> None:
    """Apply what the rules declare: doubt first, then explain, absorb, and fold into stories."""
    _doubt(judged, rules)
    about: dict[str, list[Key]] = defaultdict(list)
    for key in judged.found:
        about[key[1]].append(key)
    for step in (_explain, _absorb, _fold):
        for key in list(judged.found):
            if key in judged.found:
                step(judged, key, rules[key[0]], about)


def _doubt(judged: Judged, rules: Mapping[str, Rule]) -> None:
    """Leave open what rests on a field that another doubts: nothing opens, nothing clears."""
    doubted: dict[str, set[Field]] = defaultdict(set)
    for key in judged.found:
        for code in rules[key[0]].suppresses:
            doubted[code] |= set(_read(judged.findings[key]))
    items = {item for fields in doubted.values() for item, _ in fields}
    for key in list(judged.found):
        if key[0] in doubted and doubted[key[0]].intersection(_read(judged.findings[key], items)):
            del judged.found[key]
            judged.unknown.add(key[:2])


About = Mapping[str, list[Key]]
"""The findings about each subject."""


def _explain(judged: Judged, key: Key, rule: Rule, about: About) -> None:
    """Give the turn of what waits to whom it waits for; the finding itself stays."""
    for name in judged.findings[key].keeps_waiting:
        for other in _of(judged, about.get(name, ()), rule.moves_court_of):
            judged.found[other] = replace(judged.found[other], court=judged.found[key].court)


def _absorb(judged: Judged, key: Key, rule: Rule, about: About) -> None:
    """Take in what this one already says. What is graver stays: it is news, not repetition."""
    for other in _of(judged, about[key[1]], rule.absorbs):
        said, held = judged.found[key], judged.found[other]
        is_same = not key[2] or not other[2] or key[2] == other[2]
        if is_same and said.severity <= held.severity:
            del judged.found[other]
            names = sorted({*said.absorbed, *held.absorbed, other[0]})
            judged.found[key] = replace(said, absorbed=tuple(names))


def _fold(judged: Judged, key: Key, rule: Rule, about: About) -> None:
    """Join the story of another finding about the same subject: of one week, or of one event."""
    for other in _of(judged, about[key[1]], rule.told_with):
        said, held = judged.found[key], judged.found[other]
        if _week(said.since) == _week(held.since) or _events(said) & _events(held):
            judged.found[key] = replace(said, story=held.story)


def _of(judged: Judged, keys: Iterable[Key], codes: tuple[str, ...]) -> list[Key]:
    return [key for key in keys if key[0] in codes and key in judged.found]


def _events(said: Conclusion) -> set[str]:
    """Give the changes that it cites; a plan and a search are behind many findings."""
    cited = (each for name in ("moved", "changed") for each in said.operands.get(name, ()))
    return {each.event_id for each in cited}


def _week(day: date | None) -> tuple[int, int] | None:
    return day.isocalendar()[:2] if day else None


def _read(finding: Finding, items: Container[UUID] | None = None) -> Iterator[Field]:
    """Give the fields of work items, or of some of them, from which a finding takes its values."""
    for one in finding.operands.values():
        for said in one if isinstance(one, list) else [one]:
            item = said.event.originator_id
            if items is None or item in items:
                yield from ((item, name) for name in _names(said))


def _names(said: Said) -> Iterator[str]:
    event: Event = said.event
    if isinstance(event, WorkItemFieldChanged | HistoryGapFound):
        yield event.field
    elif isinstance(event, WorkItemFirstSeen):
        place, value = said.locator or event.locator, str(plain(said.value))
        shown = {**event.fields, "status": event.state}
        for name, told in shown.items():
            if event.locators.get(name, event.locator) == place and _same(told, value):
                yield name


def _same(told: object, value: str) -> bool:
    return told is not None and value in (str(told), str(told)[:10])
