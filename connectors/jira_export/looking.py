"""What is shown of an export of Jira before it is read: its issues, field by field."""

from datetime import datetime

from connectors.jira_export.connector import JiraExportConnector
from connectors.jira_export.export import Export, read_export
from connectors.jira_export.frames import Request, Row
from connectors.jira_export.moment import moment_of
from hub.ingest.contract import Known
from hub.ingest.look import Look, LookedNote, LookedTable, columns_of


def look(
    connector: JiraExportConnector, known: Known, name: str, body: bytes, at: datetime
) -> Look:
    """Show what an export holds; raise `FileRefused` for one that cannot be read."""
    moment = moment_of(name, body, connector.settings, at, connector.as_of)
    export = read_export(body, Request(name, connector.settings.columns))
    columns = columns_of(values_of(row) for row in export.rows)
    rows, form = export.end.rows_in, export.head.form.upper()
    table = LookedTable(form, "table", "", 1.0, True, (0, 0), 1, rows, "", columns)
    return Look(moment.on, moment.told_by, notes_on(export), [table])


def notes_on(export: Export) -> list[LookedNote]:
    """Name the columns that mean nothing to us."""
    unknown = ", ".join(export.head.unknown)
    return [LookedNote("unknown_columns", {"columns": unknown})] if unknown else []


def values_of(row: Row) -> dict[str, str]:
    """Give the texts of an issue by our names of the fields; several stand side by side."""
    return {
        name.removeprefix("custom:"): "; ".join(each.text for each in texts)
        for name, texts in row.shown.items()
    }
