"""Finds which work item belongs to which commitment: by key, by exact title, or as a question."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz

from hub.model.commitments import Terms
from hub.model.event import Interval
from hub.model.links import SURE, LinkProposed, pair
from hub.rules.world import Work, World, terms_in_force

ASKED_FROM = 0.75  # below this likeness nobody is asked
ALIKE = 0.5  # a short number is the same key only where the titles are a little alike too


@dataclass(frozen=True, slots=True)
class Candidate:
    """A commitment that binds, as the search sees it."""

    id: str
    key: str
    title: str
    module: str


class Catalogue:
    """The commitments that bind, found by key, by title, and by module."""

    def __init__(self, world: World) -> None:
        self.by_key: dict[str, list[Candidate]] = defaultdict(list)
        self.by_title: dict[str, list[Candidate]] = defaultdict(list)
        self.by_module: dict[str, list[Candidate]] = defaultdict(list)
        for owed in world.owed.values():
            found = terms_in_force(owed, world)
            if found is not None:
                self._add(owed.id, owed.key, found[0])

    def _add(self, name: str, key: str, terms: Terms) -> None:
        candidate = Candidate(name, normal(key), normal(terms.title), normal(terms.module))
        self.by_key[candidate.key].append(candidate)
        self.by_title[candidate.title].append(candidate)
        self.by_module[candidate.module].append(candidate)


def propose(world: World, least: float = SURE) -> list[LinkProposed]:
    """Give the links that are not on record yet; pairs that a person has answered stay answered.

    *least* is the confidence from which the policy lets a link count.
    """
    catalogue = Catalogue(world)
    tied: dict[str, list[str]] = defaultdict(list)
    for tie in world.ties.values():
        if tie.verdict != "rejected" and tie.confidence >= least:
            tied[tie.item].append(tie.commitment)
    found = []
    for name in sorted(world.work):
        work = world.work[name]
        if work.item.vanished or tied[name]:
            continue
        match = _match(work, catalogue)
        if match is not None and pair(name, match[0].id) not in world.ties:
            found.append(_proposed(work, *match))
    return found


def _match(work: Work, catalogue: Catalogue) -> tuple[Candidate, str, float] | None:
    title, module = normal(work.item.title), normal(str(work.item.value("module") or ""))
    for key in keys_of(work):
        for candidate in catalogue.by_key.get(key, ()):
            is_telling = len(key) > 2 and not key.isdecimal()
            if is_telling or likeness(title, candidate.title) >= ALIKE:
                return candidate, "key", 1.0
    same = catalogue.by_title.get(title, [])
    inside = [c for c in same if c.module == module] or ([] if module else same)
    if len(inside) == 1:
        return inside[0], "title", 0.95
    near = catalogue.by_module.get(module, ())
    scored = [
        (likeness(title, c.title), c) for c in near if numbers_of(c.title) == numbers_of(title)
    ]
    score, best = max(scored, key=lambda each: each[0], default=(0.0, None))
    return (best, "score", min(score, 0.99) * SURE) if best and score >= ASKED_FROM else None


def keys_of(work: Work) -> list[str]:
    """Give what may name a commitment: the item's own keys, its labels, and extra fields."""
    item = work.item
    extras = [
        str(held.value or "") for name, held in item.fields.items() if name.startswith("extra:")
    ]
    named = [item.key, *item.keys, *sorted(item.members.get("labels", ())), *extras]
    return [normal(key) for key in named if key]


def normal(text: str) -> str:
    """Fold width and case, and drop white space, so that typing habits do not matter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def numbers_of(text: str) -> list[str]:
    """Give the numbers in a title: versions, periods and lines that must be the same."""
    return re.findall(r"\d+", text)


def likeness(one: str, other: str) -> float:
    """Give how alike two titles are, from 0 to 1."""
    return fuzz.ratio(one, other) / 100


def _proposed(work: Work, candidate: Candidate, found_by: str, confidence: float) -> LinkProposed:
    last = work.facts[-1]
    return LinkProposed(
        subject=pair(work.id, candidate.id),
        entry=f"{found_by}:{last.entry}",
        occurred=Interval(last.occurred.lo, last.occurred.hi),
        actor="rule:linking",
        locator=work.facts[0].locator,
        item=work.id,
        commitment=candidate.id,
        found_by=found_by,
        confidence=round(confidence, 2),
    )
