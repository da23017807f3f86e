"""Brings a text into the form in which words are compared."""

import re
import unicodedata
from functools import lru_cache

EDGE = "*＊:：.。·、,，;；-—_|/\\"
BRACKETS = re.compile(r"[(（\[【{]([^()（）\[\]【】{}]*)[)）\]】}]")
BLANK = re.compile(r"\s+")
SCRIPT_CHANGE = re.compile(
    r"(?<=[぀-ヿ一-鿿])\s*(?=(?:[%#]\s*)?[A-Za-z]{2})|(?<=[A-Za-z]{2})\s*(?=[぀-ヿ一-鿿])"
)
DIVIDED = re.compile(r"[\n/／|]")


@lru_cache(maxsize=1 << 16)
def compact(text: str) -> str:
    """NFKC, case-folded, without white space and without decoration at the edges."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return BLANK.sub("", folded).strip(EDGE)


@lru_cache(maxsize=1 << 14)
def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts of a header that are looked up, compact, the whole first.

    Bracket content stands apart (it may be a unit or a hint); a bilingual text is split where
    the script changes, at line ends and at slashes.
    """
    folded = unicodedata.normalize("NFKC", text)
    outside = BRACKETS.sub(" ", folded)
    insides = BRACKETS.findall(folded)
    bilingual = SCRIPT_CHANGE.split(outside)
    if len(bilingual) > 2:  # a sentence with foreign words in it
        bilingual = []
    pieces = [folded, outside, *DIVIDED.split(outside), *bilingual, *insides]
    found = dict.fromkeys(compact(piece) for piece in pieces)
    return tuple(part for part in found if part)
