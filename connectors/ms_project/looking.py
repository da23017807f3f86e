"""What is shown of a plan in MS Project XML before it is read: its tasks, field by field."""

from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.ms_project.connector import MsProjectConnector
from connectors.ms_project.edition import dated
from connectors.ms_project.project import read_project
from connectors.ms_project.shown import Shown, shown_in
from hub.ingest.contract import Known
from hub.ingest.look import Look, LookedTable, columns_of
from hub.model.event import Value

EXTRA = "extra:"


def look(connector: MsProjectConnector, known: Known, name: str, body: bytes, at: datetime) -> Look:
    """Show what a plan holds; raise `FileRefused` for one that cannot be read."""
    project = read_project(body, name)
    tasks = list(shown_in(project, connector.settings))
    on, dated_by = dated(project.head, at.astimezone(ZoneInfo(connector.settings.zone)).date())
    called = project.head.title or project.head.name or name
    columns = columns_of(values_of(task) for task in tasks)
    table = LookedTable(called, "table", "", 1.0, True, (0, 0), 1, len(tasks), "", columns)
    return Look(on, dated_by, tables=[table])


def text_of(value: Value) -> str:
    """Write a value as people do."""
    whole = isinstance(value, float) and value.is_integer()
    return "" if value is None else str(int(value) if whole else value)


def values_of(task: Shown) -> dict[str, str]:
    """Give the texts of a task; people by the name that the file gives them."""
    told = {name: text_of(value) for name, value in task.fields.items()}
    return {
        name.removeprefix(EXTRA): task.names.get(text, text)
        for name, text in told.items()
        if not name.startswith("extra:calendar:")
    }
