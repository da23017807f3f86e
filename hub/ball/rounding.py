"""Exact days, and days as people read them: the sum of what is shown stays the sum."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor


def rounded(columns: Mapping[str, Fraction], digits: int = 1) -> dict[str, float]:
    """Round each column so that the sum is the rounded sum (largest remainder)."""
    scale = 10**digits
    scaled = {name: days * scale for name, days in columns.items()}
    whole = {name: floor(days) for name, days in scaled.items()}
    lacking = round(sum(scaled.values(), Fraction())) - sum(whole.values())
    by_rest = sorted(scaled, key=lambda name: (whole[name] - scaled[name], name))
    for name in by_rest[:lacking]:
        whole[name] += 1
    return {name: days / scale for name, days in whole.items()}
