"""Reads who is named in an owner's cell. Names stay names here; references are made by ingest."""

import re
from collections.abc import Callable
from functools import lru_cache

from connectors.workbook.words import usual_words
from connectors.workbook.words.letters import BRACKETS, compact

DIVIDED = re.compile(r"[、，,;；/&+\n|]+")
AND = re.compile(r"\s*(?:和|与|\band\b|\by\b)\s*")
LONGEST_NAME = 40
SENTENCE = re.compile(r"[。！？!?：:]")


def nobody(_: str) -> bool:
    """Know nobody."""
    return False


def read_owners(text: str, is_known: Callable[[str], bool] = nobody) -> list[str] | None:
    """Return the names in order, the accountable one first; none for `无`; None for a sentence.

    `和`, `and`, `y` divide only where *is_known* knows both sides: 和平 is a name.
    """
    if compact(text) in usual_words().no_owner or not compact(text):
        return []
    names: list[str] = []
    for piece in DIVIDED.split(text):
        halves = [half for half in AND.split(piece) if half.strip()]
        if len(halves) == 2 and all(is_known(name_of(half)) for half in halves):
            names += [name_of(half) for half in halves]
        elif name := name_of(piece):
            names.append(name)
    if any(len(name) > LONGEST_NAME or SENTENCE.search(name) for name in names):
        return None
    return list(
        dict.fromkeys(name for name in names if compact(name) not in usual_words().no_owner)
    )


@lru_cache(maxsize=1 << 14)
def name_of(piece: str) -> str:
    """Take brackets and titles off a name: 张三经理（开发） is 张三."""
    name = BRACKETS.sub("", piece).strip(" \t.·-—")
    for title in usual_words().person_titles:
        if title.isascii():
            name = re.sub(rf"^{title}\.?\s+", "", name, flags=re.IGNORECASE)
        elif name.endswith(title) and len(name) > max(2, len(title)):  # 张工 stays: 张 names nobody
            name = name.removesuffix(title)
            break
    return name.strip()
