"""What a workbook may hold at most; sizes in bytes, areas in cells."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the child loads no settings
    from hub.settings import FileLimits

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The guard's limits; what is above them is refused before a spreadsheet library runs."""

    file: int = 20 * MB
    parts: int = 1_000
    part: int = 100 * MB
    all_parts: int = 300 * MB
    ratio: int = 200  # unpacked : packed, above *ratio_from* bytes
    ratio_from: int = MB
    depth: int = 64
    attributes: int = 64
    sheets: int = 200
    rows: int = 200_000
    columns: int = 500
    area: int = 5_000_000
    shared_strings: int = 500_000
    text: int = 32_767
    styled_rows: int = 10_000  # the second pass for colour and number formats reads no larger sheet
    styled_file: int = 5 * MB


USUAL = Limits()


def limits_by(told: "FileLimits") -> Limits:
    """Give the guard's limits as an installation has set them; one part may be a third of all."""
    unpacked = told.file_unpacked_mb * MB
    return Limits(
        part=unpacked // 3,
        all_parts=unpacked,
        rows=told.file_rows,
        columns=told.file_columns,
        area=told.file_cells,
    )
