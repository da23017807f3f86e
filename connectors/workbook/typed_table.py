"""A table whose rows are typed, with everything in it that was not understood."""

from dataclasses import dataclass, field

from connectors.workbook.column import Column
from connectors.workbook.extent import column_letters
from connectors.workbook.frames import Problem, Week
from connectors.workbook.merges import Spread
from connectors.workbook.roles import Roles
from connectors.workbook.tables import Table
from connectors.workbook.typed import Typed

LONGEST_TEXT = 500


@dataclass(slots=True)
class Filled:
    """One mapped column of a table after spreading and typing."""

    column: Column
    spread: Spread
    typed: Typed


@dataclass(slots=True)
class TypedTable:
    """A table whose rows are typed. Places count from the first data row."""

    table: Table
    number: int
    roles: Roles
    columns: dict[str, Filled]
    extras: dict[str, list[str]]
    modules: list[str]
    sections: list[str] = field(default_factory=list)  # by place; empty where no row is a section
    problems: list[Problem] = field(default_factory=list)
    kept: dict[int, str] = field(default_factory=dict)  # column → name of its texts in *extras*
    is_identity: bool = False
    week: Week | None = None

    def row(self, place: int) -> int:
        """Return the sheet row, from 1."""
        return place + self.table.data_from + self.table.grid.top + 1

    def letter(self, column: Column) -> str:
        """Return the letters of a column."""
        return column_letters(column.index + self.table.grid.left)

    def problem(
        self,
        place: int,
        name: str,
        reason: str,
        text: str,
        *,
        whole: bool = False,
        values: dict[str, str] | None = None,
    ) -> None:
        """Note what was not understood."""
        filled = self.columns.get(name)
        letter = self.letter(filled.column) if filled else ""
        row = self.row(place)
        self.problems.append(
            Problem(
                self.number, row, letter, name, reason, text[:LONGEST_TEXT], whole, values or {}
            )
        )
