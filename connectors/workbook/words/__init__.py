"""The words of headers, states and roles: one file per language, and how they are looked up."""

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from importlib import resources
from typing import Any

from connectors.workbook.words.letters import compact

LANGUAGES = ("zh", "en", "es", "ja")
DATE_PARTS = ("plan", "actual", "start", "finish", "date", "filler")


@dataclass(frozen=True, slots=True)
class Grammar:
    """How compound headers of one language are built; every list is normalised, longest first."""

    language: str
    dates: dict[str, tuple[str, ...]]
    after_date_only: frozenset[str]
    percent: dict[str, tuple[str, ...]]
    heads: tuple[str, ...]
    tails: dict[str, str]  # tail → column
    people: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """All languages together. Keys are normalised texts."""

    columns: dict[str, str]
    ambiguous: dict[str, str]
    grammars: tuple[Grammar, ...]
    totals: frozenset[str]
    notes: frozenset[str]
    sections: tuple[str, ...]
    legends: frozenset[str]
    subjects: frozenset[str]
    help: tuple[str, ...]
    no_owner: frozenset[str]
    person_titles: tuple[str, ...]
    status: dict[str, str]
    markers: dict[str, str]  # text → hedged, late_said, put_off_said
    decoration: tuple[str, ...]
    sides: dict[str, str]
    kinds: dict[str, str]
    topics: dict[str, str]  # of milestones, by what they are called
    priorities: dict[str, str]  # major: stops the work; minor: go-live can do without
    client: tuple[str, ...]
    vendor: tuple[str, ...]
    latin: tuple[str, ...] = field(default=())  # column words long enough to be compared fuzzily


MARKERS = ("hedged", "late_said", "put_off_said")


def longest_first(texts: list[str]) -> tuple[str, ...]:
    """Normalise and sort, so that the longest word is tried first."""
    return tuple(sorted({compact(text) for text in texts}, key=lambda text: (-len(text), text)))


@lru_cache(maxsize=1)
def words_version() -> str:
    """Name the words of all languages: eight digits that differ where a word does."""
    found = (place for place in resources.files(__name__).iterdir() if place.name.endswith(".toml"))
    texts = [place.read_bytes() for place in sorted(found, key=lambda place: place.name)]
    return blake2b(b"\x1f".join(texts), digest_size=4).hexdigest()


def language_file(language: str) -> dict[str, Any]:
    """Read the words of one language."""
    place = resources.files(__name__) / f"{language}.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


def grammar_of(table: dict[str, Any]) -> Grammar:
    """Make the grammar of one language."""
    dates = table.get("dates", {})
    compounds = table.get("compounds", {})
    people = table.get("people", {})
    return Grammar(
        language=table["language"],
        dates={part: longest_first(dates.get(part, [])) for part in DATE_PARTS},
        after_date_only=frozenset(longest_first(dates.get("after_date_only", []))),
        percent={
            part: longest_first(table.get("percent", {}).get(part, []))
            for part in ("heads", "tails")
        },
        heads=longest_first(compounds.get("heads", [])),
        tails={
            compact(tail): column
            for column, tails in compounds.get("tails", {}).items()
            for tail in tails
        },
        people={part: longest_first(people.get(part, [])) for part in ("heads", "tails")},
    )


@lru_cache(maxsize=1)
def usual_words() -> Words:
    """Return the words of all languages."""
    return merged([language_file(language) for language in LANGUAGES])


def merged(tables: list[dict[str, Any]]) -> Words:
    """Join languages; of two that claim the same text the earlier one wins."""
    columns = inverted(tables, "columns")
    status = inverted(tables, "status")
    markers = {text: name for text, name in status.items() if name in MARKERS}
    for table in tables:  # hedged words have a state too
        markers |= {compact(text): "hedged" for text in table.get("status", {}).get("hedged", [])}
    states = inverted(tables, "status", without=(*MARKERS, "decoration"))
    return Words(
        columns=columns,
        ambiguous=inverted(tables, "ambiguous"),
        grammars=tuple(grammar_of(table) for table in tables),
        totals=frozenset(listed(tables, "rows", "total")),
        notes=frozenset(listed(tables, "rows", "note")),
        sections=tuple(listed(tables, "rows", "section")),
        legends=frozenset(listed(tables, "rows", "legend")),
        subjects=frozenset(listed(tables, "rows", "subject")),
        help=tuple(listed(tables, "rows", "help")),
        no_owner=frozenset(listed(tables, "no_owner", "words")),
        person_titles=tuple(listed(tables, "no_owner", "titles")),
        status=states,
        markers=markers,
        decoration=tuple(listed(tables, "status", "decoration")),
        sides=inverted(tables, "sides"),
        kinds=inverted(tables, "kinds"),
        topics=inverted(tables, "topics"),
        priorities=inverted(tables, "priorities"),
        client=tuple(listed(tables, "people", "client")),
        vendor=tuple(listed(tables, "people", "vendor")),
        latin=tuple(text for text in columns if len(text) >= 6 and text.isascii()),
    )


def listed(tables: list[dict[str, Any]], section: str, name: str) -> list[str]:
    """Join one list over all languages, longest first."""
    texts = [text for table in tables for text in table.get(section, {}).get(name, [])]
    return list(longest_first(texts))


def inverted(
    tables: list[dict[str, Any]], section: str, without: tuple[str, ...] = ()
) -> dict[str, str]:
    """Turn name → texts into normalised text → name."""
    found: dict[str, str] = {}
    named = (item for table in tables for item in table.get(section, {}).items())
    for name, texts in named:
        if name not in without:
            for text in texts:
                found.setdefault(compact(text), name)
    return found
