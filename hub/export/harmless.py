"""Makes text from outside harmless for programs that would take it for a formula."""

import re

# What a spreadsheet takes for the start of a formula, also in the wide form of Chinese keyboards.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NEGATIVE = re.compile(r"-\d+(\.\d+)?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
MARK = "'"
LONGEST = 32_767  # characters that a cell can hold
CUT = " […]"


def harmless(text: str) -> str:
    """Put a quote before text that a program would take for a formula; plain negative numbers stay.

    CSV has no types, so this is the only way there; in a workbook a cell is typed as text instead.
    """
    if text.startswith(STARTS) and not NEGATIVE.fullmatch(text):
        return MARK + text
    return text


def fitting(text: str) -> str:
    """Give text that a cell can hold: no characters that XML forbids, and not too long."""
    plain = CONTROL.sub("\ufffd", text)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - len(CUT)] + CUT
