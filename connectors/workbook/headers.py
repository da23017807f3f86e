"""Looks up what a header cell may mean."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from connectors.workbook.words import Grammar, Words, usual_words
from connectors.workbook.words.letters import parts_of

EXACT, DATE, TAIL, AMBIGUOUS, FUZZY = "exact", "date", "compound", "ambiguous", "fuzzy"
RANK = {EXACT: 0, AMBIGUOUS: 1, DATE: 2, TAIL: 3, FUZZY: 4}
LONGEST = 40  # a longer text is a sentence
FUZZY_AT = 90.0
FUZZY_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Guess:
    """One meaning of a header: our name (or the name of an ambiguity), and how it was found."""

    name: str
    how: str
    side: str = ""

    @property
    def rank(self) -> int:
        """Sort better ways of finding first."""
        return RANK[self.how]


def look_up(path: tuple[str, ...]) -> Guess | None:
    """Return the meaning of a header path, `("计划时间", "开始时间")`: leaf last."""
    leaf = path[-1]
    guess = look_up_text(leaf)
    if len(path) == 1:
        return guess
    whole = look_up_text("".join(path))
    if guess is None:
        return whole or (look_up(path[:-1]) if guess_from_group(path[:-1]) else None)
    if guess.name in ("start", "finish", "done") or guess.how == DATE:
        sided = sided_date(path)
        return sided or guess
    if guess.rank > 0 and whole is not None and whole.rank <= guess.rank:
        return whole
    return guess


def guess_from_group(group: tuple[str, ...]) -> bool:
    """Tell whether a group's label alone may name the columns below it: people do, dates do not."""
    guess = look_up(group)
    return guess is not None and guess.name in (
        "owner",
        "participants",
        "remarks",
        "status",
        "progress",
    )


def sided_date(path: tuple[str, ...]) -> Guess | None:
    """Read a date whose plan or actual word stands in the group above it."""
    wholes = dict.fromkeys(
        part for text in ("".join(path), " ".join(path)) for part in parts_of(text)[:1]
    )
    names = (date_name(whole, grammar) for whole in wholes for grammar in usual_words().grammars)
    return next((Guess(name, DATE) for name in names if name not in ("", "start", "finish")), None)


@lru_cache(maxsize=1 << 14)
def look_up_text(text: str) -> Guess | None:
    """Return the best meaning of any part of a header text."""
    if len(text) > LONGEST * 2:
        return None
    words = usual_words()
    found: list[Guess] = []
    for place, part in enumerate(parts_of(text)):
        if len(part) > LONGEST:
            continue
        guess = exact(part, words) or built(part, words)
        if guess is not None:
            if place == 0 and guess.how == EXACT:
                return guess
            found.append(guess)
    if found:
        return min(found, key=lambda guess: guess.rank)
    return fuzzy(parts_of(text), words)


def exact(part: str, words: Words) -> Guess | None:
    """Look a part up in the words."""
    if part in words.ambiguous:
        return Guess(words.ambiguous[part], AMBIGUOUS)
    if part in words.columns:
        return Guess(words.columns[part], EXACT, side_in(part, words))
    return None


def side_in(part: str, words: Words) -> str:
    """Tell whose column it is, from 甲方负责人 or `client owner`."""
    if part.startswith(words.client):
        return "client"
    return "vendor" if part.startswith(words.vendor) else ""


def built(part: str, words: Words) -> Guess | None:
    """Read a part by the grammars: dates, percents, people, compounds."""
    for grammar in words.grammars:
        if name := date_name(part, grammar):
            return Guess(name, AMBIGUOUS if name in ("start", "finish") else DATE)
        if name := percent_name(part, grammar):
            return Guess(name, DATE)
        if is_person(part, grammar):
            return Guess("owner", TAIL, side_in(part, words))
        if name := compound_name(part, grammar):
            return Guess(name, AMBIGUOUS if name == "text" else TAIL)
    return None


def consumed(part: str, lists: dict[str, tuple[str, ...]]) -> list[tuple[str, str]] | None:
    """Cut a text into words of the lists, longest first; None if something is left over."""
    found: list[tuple[str, str]] = []
    while part:
        hits = [
            (len(word), name, word)
            for name, listed in lists.items()
            for word in listed
            if part.startswith(word)
        ]
        if not hits:
            return None
        length, name, word = max(hits, key=lambda hit: hit[0])
        found.append((name, word))
        part = part[length:].lstrip("-_.:")
    return found


def date_name(part: str, grammar: Grammar) -> str:
    """Return `planned_start` …, `start` or `finish` without a side, or nothing."""
    pieces = consumed(part, grammar.dates) if grammar.dates["start"] else None
    if pieces is None:
        return ""
    names = {name for name, _ in pieces}
    if (
        len(pieces) - sum(name == "filler" for name, _ in pieces) < 2
        or {"start", "finish"} <= names
    ):
        return ""
    sided = "planned" if "plan" in names else "actual" if "actual" in names else ""
    end = "start" if "start" in names else "finish" if "finish" in names else ""
    if end:
        return f"{sided}_{end}" if sided else (end if "date" in names else "")
    only = {word for name, word in pieces if name != "date"}
    if "date" not in names or not sided or not only <= grammar.after_date_only:
        return ""
    return f"{sided}_finish"  # 计划日期, `actual date`: of what has one date, it is the end


def percent_name(part: str, grammar: Grammar) -> str:
    """Return the name of a percent column, or nothing."""
    tails = grammar.percent["tails"]
    if not tails or not any(tail in part for tail in tails):
        return ""
    lists = grammar.percent | {name: grammar.dates[name] for name in ("plan", "actual")}
    pieces = consumed(part, lists)
    if pieces is None or not any(name == "tails" for name, _ in pieces):
        return ""
    return "percent_planned" if any(name == "plan" for name, _ in pieces) else "percent_actual"


def is_person(part: str, grammar: Grammar) -> bool:
    """Tell a header such as 技术负责人 or `vendor lead`."""
    for tail in grammar.people["tails"]:
        if part.endswith(tail) and part != tail:
            head = consumed(part[: -len(tail)], {"heads": grammar.people["heads"]})
            if head is not None:
                return True
    return False


def compound_name(part: str, grammar: Grammar) -> str:
    """Read heads and one tail: 缺陷 + 描述, `issue` + `summary`."""
    for tail in sorted(grammar.tails, key=len, reverse=True):
        if not part.endswith(tail) or part == tail:
            continue
        if consumed(part[: -len(tail)], {"heads": grammar.heads}) is not None:
            return grammar.tails[tail]
    return ""


def fuzzy(parts: tuple[str, ...], words: Words) -> Guess | None:
    """Compare a longer Latin header with the words, for the sake of typing errors."""
    for part in parts:
        if len(part) >= FUZZY_LENGTH and part.isascii() and len(part) <= LONGEST:
            hit = process.extractOne(part, words.latin, scorer=fuzz.ratio, score_cutoff=FUZZY_AT)
            if hit is not None:
                return Guess(words.columns[hit[0]], FUZZY)
    return None
