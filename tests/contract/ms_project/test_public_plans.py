"""Public plans in MS Project XML, read as they are."""

from pathlib import Path

import pytest

from connectors.ms_project.connector import accepts
from hub.model.facts import EditionRead, RecordQuarantined, WorkItemFirstSeen
from tests.contract.ms_project.plans import desk

pytestmark = pytest.mark.real_data


def plans_in(real_data: Path) -> list[Path]:
    found = sorted((real_data / "workbooks").glob("*/mspdi-*.xml"))
    assert found
    return found


def test_every_public_plan_balances_and_gives_a_fact_for_each_task(
    real_data: Path, database_url: str, tmp_path: Path
):
    for number, path in enumerate(plans_in(real_data)):
        with desk(database_url, tmp_path, name=f"plan{number}") as it:
            outcome = it.read(path.read_bytes(), path.name)
            edition = it.of(EditionRead)[-1]
            seen = [e for e in it.of(WorkItemFirstSeen) if e.source == it.settings.source]

        assert outcome.outcome == "good"
        assert edition.rows_in == path.read_text("utf-8").count("<Task>") == len(seen)
        assert edition.rows_in == edition.mapped + edition.quarantined


def test_a_public_plan_is_told_from_other_files_by_its_content(real_data: Path):
    heads = {path: path.read_bytes()[:4096] for path in (real_data / "workbooks").rglob("*.*")}

    assert [path for path, head in heads.items() if accepts(head, "x")] == plans_in(real_data)


def test_the_links_of_a_public_plan_lead_to_its_tasks(
    real_data: Path, database_url: str, tmp_path: Path
):
    [path] = [each for each in plans_in(real_data) if b"PredecessorLink" in each.read_bytes()]
    with desk(database_url, tmp_path) as it:
        it.read(path.read_bytes(), path.name)
        links = [i.value("predecessor") for i in it.past.all_items() if i.value("predecessor")]

        assert "11FS+1d" in links
        assert it.of(RecordQuarantined) == []
