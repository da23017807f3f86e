"""How Jira names columns, months and halves of the day in its languages: tables of words."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COLUMNS = frozenset(
    {"key", "id", "title", "type", "status", "status_category", "priority", "resolution"}
    | {"assignee", "assignee_id", "reporter", "reporter_id", "created", "due", "labels"}
    | {"description", "environment", "fix_versions", "versions", "components", "sprints"}
    | {"comment", "worklog", "attachment", "parent", "parent_key"}
)
_SPACES = re.compile(r"\s+")


def plain(word: str) -> str:
    """Write a word in one way: one form of letters, no case, single blanks."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", word).casefold()).strip(" .:")


@cache
def tables() -> dict[str, dict[str, Any]]:
    """Give the tables of every language."""
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in HERE.glob("*.toml")}


@cache
def headers() -> dict[str, str]:
    """Give our name of each header."""
    return _inverted("columns")


@cache
def months() -> dict[str, int]:
    """Give the number of each month's name, with and without its dot."""
    found: dict[str, int] = {}
    for table in tables().values():
        for spelled in table.get("months", []):
            for number, name in enumerate(spelled, 1):
                found[plain(name)] = number
    return found


@cache
def afternoons() -> dict[str, bool]:
    """Tell of each half of the day whether it is the second."""
    found: dict[str, bool] = {}
    for table in tables().values():
        for word in table.get("am", []):
            found[_half(word)] = False
        for word in table.get("pm", []):
            found[_half(word)] = True
    return found


def is_afternoon(word: str) -> bool | None:
    """Tell the half of the day; None where the word is none."""
    return afternoons().get(_half(word))


def _half(word: str) -> str:
    return plain(word).replace(".", "").replace(" ", "")


@cache
def categories() -> dict[str, str]:
    """Give Jira's key of each status category: new, indeterminate, done."""
    return _inverted("categories")


@cache
def wrappers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give the patterns of headers that wrap a name: custom fields, links inwards and outwards."""
    found = []
    for table in tables().values():
        for kind, words in table.get("wrappers", {}).items():
            spelled = "|".join(re.escape(plain(word)) for word in words)
            found.append((kind, re.compile(rf"(?:{spelled})\s*\((.+)\)")))
    return tuple(found)


def _inverted(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in tables().values():
        for ours, spelled in table.get(name, {}).items():
            found |= {plain(word): ours for word in spelled}
    return found
