"""Public exports: no row is lost, and one project says the same as CSV and as XML."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.jira_export.values import as_xml_shows
from hub.model.facts import (
    AnnotationRecorded,
    EditionRead,
    RecordQuarantined,
    State,
    WorkItemFirstSeen,
)
from tests.contract.jira_export.files import Desk, desk

pytestmark = pytest.mark.real_data
AS_OF = datetime(2026, 5, 31, tzinfo=UTC)
MADE = datetime(2025, 9, 25, 21, 31, 43, tzinfo=UTC)


def read(folder: Path, path: Path, as_of: datetime) -> Desk:
    it = desk(folder)
    assert it.upload(path.name, path.read_bytes(), as_of).outcome == "good"
    return it


def told(it: Desk) -> dict[str, Any]:
    """Give what was told, without what only the XML has, in the letters that it can show."""
    return {
        seen.subject: (
            seen.key,
            seen.state,
            seen.members,
            seen.occurred,
            {
                name: as_xml_shows(value) if isinstance(value, str) else value
                for name, value in seen.fields.items()
                if not name.endswith("_id")
            },
        )
        for seen in it.of(WorkItemFirstSeen)
    }


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("es-cloud-current-fields.csv", 2443),
        ("en-cloud-all-fields-duplicate-columns.csv", 68),
        ("en-cloud-same-project.csv", 19),
        ("en-cloud-same-project.xml", 19),
    ],
)
def test_no_row_is_lost(real_data: Path, tmp_path: Path, name: str, rows: int):
    it = read(tmp_path, real_data / "jira/exports" / name, AS_OF)

    [edition] = it.of(EditionRead)
    assert (edition.rows_in, edition.mapped, edition.quarantined) == (rows, rows, 0)
    assert it.of(RecordQuarantined) == []
    assert all(seen.occurred.lo is not None for seen in it.of(WorkItemFirstSeen))


def test_one_project_says_the_same_in_both_forms(real_data: Path, tmp_path: Path):
    folder = real_data / "jira/exports"
    in_csv = read(tmp_path / "csv", folder / "en-cloud-same-project.csv", MADE)
    in_xml = read(tmp_path / "xml", folder / "en-cloud-same-project.xml", MADE)

    assert told(in_csv) == told(in_xml)
    files = [
        sorted((one.subject, one.id, one.body, one.occurred) for one in it.of(AnnotationRecorded))
        for it in (in_csv, in_xml)
    ]
    assert files[0] == files[1]
    assert len(files[0]) == 3


def test_the_other_form_of_the_same_export_changes_nothing(real_data: Path, tmp_path: Path):
    folder = real_data / "jira/exports"
    it = read(tmp_path, folder / "en-cloud-same-project.csv", MADE)
    before = it.kinds()
    it.upload("same.xml", (folder / "en-cloud-same-project.xml").read_bytes())

    assert it.kinds() == before
    assert len(it.of(EditionRead)) == 2


def test_repeated_columns_keep_all_their_values(real_data: Path, tmp_path: Path):
    path = real_data / "jira/exports/en-cloud-all-fields-duplicate-columns.csv"
    it = read(tmp_path, path, AS_OF)
    members = [seen.members for seen in it.of(WorkItemFirstSeen)]

    assert max(len(one.get("labels", ())) for one in members) == 5
    assert max(len(one.get("links", ())) for one in members) == 6
    assert {seen.state for seen in it.of(WorkItemFirstSeen)} <= set(State) - {State.UNKNOWN}
