"""What a simulated rollout really contains: one label for each discrepancy that is there."""

from datetime import date
from pathlib import Path

import msgspec


class Label(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One discrepancy, as the catalogue defines it and the latent truth has it."""

    rule: str
    key: str  # of the subject, as people call it
    side: str = ""  # who owes
    court: str = ""  # whose turn it is at the beginning; empty: the catalogue leaves it open
    severity: str = ""  # at the beginning; empty: the catalogue leaves it open
    first_on: date  # first status date on which it can be known
    by_on: date  # last status date on which it has to be known
    cleared_on: date | None = None  # first status date without it; None: still there at the end
    days: int | None = None  # working days, where the catalogue counts any
    must: bool = True  # False: the catalogue can be read both ways, finding it or not is right
    why: str = ""  # the scenario
    cites: tuple[str, ...] = ()  # what its proof has to name: keys, cells, entries


def write(path: Path, labels: list[Label]) -> None:
    """Write one label a line, ordered."""
    ordered = sorted(labels, key=lambda one: (one.rule, one.first_on, one.key, one.court, one.why))
    lines = [msgspec.json.encode(label, order="sorted") for label in ordered]
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def read(path: Path) -> list[Label]:
    """Read every label of a file."""
    decode = msgspec.json.Decoder(Label).decode
    return [decode(line) for line in path.read_bytes().splitlines() if line.strip()]
