"""Reads an edition again out of its original: the value in each cell that a fact points to."""

from collections.abc import Mapping

from connectors.workbook.connector import WorkbookConnector
from connectors.workbook.settings import WorkbookSettings
from hub.ingest.contract import Known
from hub.model.event import Value
from hub.model.facts import EditionRead


def said_at(settings: WorkbookSettings, known: Known, sha256: str) -> Mapping[str, list[Value]]:
    """Give the values of every cell of an original, by its locator; nothing for a file unread."""
    edition = _edition(known.editions(settings.named_series), sha256)
    if edition is None:
        return {}
    connector, found = WorkbookConnector(settings), dict[str, list[Value]]()
    for line in connector.lines_of(edition.edition, known, edition.recorded_at):
        for field in line.fields.values():
            at = f"workbook:{sha256}/{line.sheet}!{field.cell}"
            found.setdefault(at, []).extend(
                [field.value, field.label, field.state and str(field.state)]
            )
        title = line.fields.get("title")
        first = f"workbook:{sha256}/{line.sheet}!{title.cell if title else f'A{line.row}'}"
        row = [value for field in line.fields.values() for value in (field.value, field.label)]
        found.setdefault(first, []).extend([*row, *_identity(line.identity)])
    return found


def _edition(editions: list[EditionRead], sha256: str) -> EditionRead | None:
    known: dict[str, EditionRead] = {each.edition.original: each for each in editions}
    return known.get(sha256)


def _identity(row: object) -> list[Value]:
    return [getattr(row, name, "") for name in ("key", "wbs", "module", "title")]
