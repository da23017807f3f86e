"""Finds which row of an edition is which item: a ladder from sure to proposed."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import Struct
from rapidfuzz import fuzz

from connectors.workbook.words.letters import compact

KEPT_TITLES = 0.90  # share of shared ids whose titles must stay alike; else ids are re-used
ALIKE = 60.0  # percent; a title below this likeness is another title
PROPOSED = 0.78
MOST_RESIDUE = 500
SCORES = {"key": 1.0, "wbs": 0.98, "module": 0.95, "title": 0.90, "order": 0.80}
TOKENS = re.compile(r"\d+(?:\.\d+)*|[一二三四五六七八九十]+(?=[期号批次阶轮章条])")


class Row(Struct, frozen=True, gc=False):
    """What tells one row from another."""

    key: str = ""  # an explicit id; empty where the table has none
    wbs: str = ""
    module: str = ""
    title: str = ""
    owner: str = ""
    due: str = ""


@dataclass(slots=True)
class Matching:
    """Pairs by place: new → (old, how). Proposals wait for a person: (old, new, score)."""

    pairs: dict[int, tuple[int, str]] = field(default_factory=dict)
    proposals: list[tuple[int, int, float]] = field(default_factory=list)
    is_too_much: bool = False  # a residue so large that nobody could answer
    keys_reused: bool = False

    def score(self, new: int) -> float:
        """Say how sure a pair is."""
        return SCORES.get(self.pairs[new][1], 1.0)


def matched(
    old: Sequence[Row],
    new: Sequence[Row],
    answered: Mapping[tuple[int, int], bool] | None = None,
    blocks: Callable[[Row], str] | None = None,
) -> Matching:
    """Match the rows of two editions. *answered* says of pairs (old, new) what a person decided."""
    ladder = Ladder(old, new, answered or {})
    ladder.answers()
    ladder.keys()
    ladder.unique("wbs", lambda row: (row.wbs, normal(row.title)) if row.wbs else None)
    ladder.unique("module", lambda row: (normal(row.module), normal(row.title)))
    ladder.unique("title", lambda row: normal(row.title))
    ladder.duplicates()
    ladder.assignment(blocks or (lambda row: normal(row.module)))
    return ladder.found


def normal(text: str) -> str:
    """Return the form in which titles are equal."""
    return compact(text)


def joined(section: str, module: str) -> str:
    """Return a module under its section."""
    return (
        f"{section} / {module}" if section and module and section != module else module or section
    )


class Ladder:
    """The steps, each on what the steps before have left."""

    def __init__(
        self, old: Sequence[Row], new: Sequence[Row], answered: Mapping[tuple[int, int], bool]
    ) -> None:
        self.old, self.new, self.answered = old, new, answered
        self.left_old = dict.fromkeys(range(len(old)))
        self.left_new = dict.fromkeys(range(len(new)))
        self.found = Matching()

    def pair(self, old: int, new: int, how: str) -> None:
        """Take a pair out of what is left."""
        self.found.pairs[new] = (old, how)
        del self.left_old[old], self.left_new[new]

    def allowed(self, old: int, new: int) -> bool:
        """Tell whether a pair may be: a refused one never, differing explicit ids never."""
        if self.answered.get((old, new)) is False:
            return False
        a, b = self.old[old].key, self.new[new].key
        return self.found.keys_reused or not (a and b and a != b)

    def answers(self) -> None:
        """Take the pairs that a person has confirmed."""
        for (old, new), same in self.answered.items():
            if same and old in self.left_old and new in self.left_new:
                self.pair(old, new, "answer")

    def keys(self) -> None:
        """Match by explicit id, unless ids are used again for other titles."""
        olds = singles((n, self.old[n].key) for n in self.left_old)
        news = singles((n, self.new[n].key) for n in self.left_new)
        shared = [(olds[key], news[key]) for key in olds.keys() & news.keys() if key]
        if not shared:
            return
        kept = sum(alike(self.old[a].title, self.new[b].title) for a, b in shared)
        if kept < KEPT_TITLES * len(shared) and len(shared) > 1:
            self.found.keys_reused = True
            return
        for old, new in sorted(shared):
            self.pair(old, new, "key")

    def unique(self, how: str, of: Callable[[Row], object]) -> None:
        """Match rows whose mark stands once on both sides."""
        olds = singles((n, of(self.old[n])) for n in self.left_old)
        news = singles((n, of(self.new[n])) for n in self.left_new)
        for mark, new in news.items():
            if mark and mark in olds and self.allowed(olds[mark], new):
                self.pair(olds[mark], new, how)

    def duplicates(self) -> None:
        """Pair equal titles of one module in order, those with equal owner or date first."""
        olds, news = self._equal(self.old, self.left_old), self._equal(self.new, self.left_new)
        for mark, places in news.items():
            for agreeing in (True, False):
                self._in_order(olds.get(mark, []), places, agreeing)

    def _in_order(self, olds: Sequence[int], news: Sequence[int], agreeing: bool) -> None:
        for new in [place for place in news if place in self.left_new]:
            fit = (o for o in olds if o in self.left_old and self._fits(o, new, agreeing))
            if (old := next(fit, None)) is not None:
                self.pair(old, new, "order")

    def _equal(self, rows: Sequence[Row], left: Iterable[int]) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place in left:
            row = rows[place]
            found[normal(row.module), normal(row.title)].append(place)
        return found

    def _fits(self, old: int, new: int, agreeing: bool) -> bool:
        a, b = self.old[old], self.new[new]
        agrees = bool((a.owner and a.owner == b.owner) or (a.due and a.due == b.due))
        return (agrees or not agreeing) and self.allowed(old, new)

    def assignment(self, block_of: Callable[[Row], str]) -> None:
        """Propose the best remaining pairs inside each block; nothing is merged here."""
        olds: dict[str, list[int]] = defaultdict(list)
        for place in self.left_old:
            olds[block_of(self.old[place])].append(place)
        news: dict[str, list[int]] = defaultdict(list)
        for place in self.left_new:
            news[block_of(self.new[place])].append(place)
        for block in news.keys() & olds.keys():
            if max(len(olds[block]), len(news[block])) > MOST_RESIDUE:
                self.found.is_too_much = True
            else:
                self._assign(olds[block], news[block])

    def _assign(self, olds: Sequence[int], news: Sequence[int]) -> None:
        scored = []
        for old in olds:
            for new in news:
                score = likeness(self.old[old], self.new[new])
                if (
                    score >= PROPOSED
                    and self.allowed(old, new)
                    and not vetoed(self.old[old], self.new[new])
                ):
                    scored.append((score, old, new))
        taken_old: set[int] = set()
        taken_new: set[int] = set()
        for score, old, new in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
            if old not in taken_old and new not in taken_new:
                taken_old.add(old)
                taken_new.add(new)
                self.found.proposals.append((old, new, round(score, 4)))


def singles(marked: Iterable[tuple[int, object]]) -> dict[object, int]:
    """Return mark → place for marks that stand once."""
    found: dict[object, int] = {}
    twice: set[object] = set()
    for place, mark in marked:
        if mark in found:
            twice.add(mark)
        found[mark] = place
    for mark in twice:
        del found[mark]
    return found


def alike(old: str, new: str) -> bool:
    """Tell titles that may be one title before and after a correction."""
    if old == new:
        return True
    return normal(old) == normal(new) or fuzz.ratio(normal(old), normal(new)) >= ALIKE


def likeness(old: Row, new: Row) -> float:
    """Score two rows: their titles, and whether owner and date agree; 0…1."""
    a, b = normal(old.title), normal(new.title)
    if not a or not b:
        return 0.0
    ratio = max(fuzz.ratio(a, b), fuzz.token_sort_ratio(old.title.casefold(), new.title.casefold()))
    same = (bool(old.owner) and old.owner == new.owner) + (bool(old.due) and old.due == new.due)
    return min(1.0, ratio / 100 * 0.9 + 0.1 * same)


def tokens(text: str) -> list[str]:
    """Return versions, numbers and periods: V1.0, 201711, 一期, P2."""
    return sorted(TOKENS.findall(normal(text)))


def vetoed(old: Row, new: Row) -> bool:
    """Forbid a pair whose versions, numbers or periods differ, however alike the rest is."""
    return tokens(old.title) != tokens(new.title)
