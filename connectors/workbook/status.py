"""Reads what a status word means."""

import re
from functools import lru_cache

from connectors.workbook.words import usual_words
from connectors.workbook.words.letters import BRACKETS, compact

DIVIDED = re.compile(r"[-—–_/\\>→,，;；:：]+|->")
LONGEST = 24  # a longer text is a sentence, and a sentence is no status
UNFINISHED = "未完成"
NEGATIONS = ("未", "不", "没", "not", "un", "no", "非", "无")


@lru_cache(maxsize=1 << 14)
def read_status(text: str) -> tuple[str, str]:
    """Return state and marker, each maybe empty: `("in_progress", "hedged")`.

    The longest word counts, a negation goes before its positive, and of a compound the last
    stage counts (`正常-已完成`).
    """
    words = usual_words()
    whole = compact(text)
    if not whole or len(whole) > LONGEST * 2:
        return "", ""
    marker = next(
        (words.markers[part] for part in (whole, *pieces_of(text)) if part in words.markers), ""
    )
    for part in (whole, *pieces_of(text)[-1:]):
        if part in words.status:
            return words.status[part], marker
    if len(whole) > LONGEST:
        return "", marker
    return ending(whole) or beginning_decorated(whole), marker


def pieces_of(text: str) -> tuple[str, ...]:
    """Cut a compound status into its stages; brackets stand apart."""
    outside = BRACKETS.sub(" ", text)
    pieces = (compact(piece) for piece in DIVIDED.split(outside))
    return tuple(piece for piece in pieces if piece)


def ending(whole: str) -> str:
    """Read `erp处理中`: a known Chinese word at the end, unless something negates it."""
    for word in sorted(usual_words().status, key=len, reverse=True):
        if len(word) >= 2 and not word.isascii() and whole.endswith(word) and whole != word:
            before = whole[: -len(word)]
            return "" if before.endswith(NEGATIONS) else usual_words().status[word]
    return ""


def beginning_decorated(whole: str) -> str:
    """Read `目前进行中`, `is ongoing`: a known word after decoration."""
    words = usual_words()
    for decoration in words.decoration:
        if whole.startswith(decoration) and whole.removeprefix(decoration) in words.status:
            return words.status[whole.removeprefix(decoration)]
    return ""


def is_unfinished(text: str) -> bool:
    """Tell 未完成, which means not started where the percent is 0."""
    return compact(text) == UNFINISHED
