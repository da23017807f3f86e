"""What an administrator changes in Jira, or an operator in the settings, rewrites no fact."""

from pathlib import Path

import pytest

from hub.model.facts import (
    AnnotationRemoved,
    CatalogueChanged,
    RecordQuarantined,
    State,
    TimeboxChanged,
    WorkItemFieldChanged,
    WorkItemMembersChanged,
)
from tests.jira_server import LocalJira

from .reading import Hub, hub

MODES = pytest.mark.parametrize("mode", ["cloud", "dc"])


def configure(it: Hub, **tables: dict[str, object]) -> None:
    """Write other tables into the settings, as an operator does."""
    content = it.settings.model_dump() | tables
    it.settings = type(it.settings).model_validate(content)


@MODES
def test_a_renamed_status_alters_no_recorded_fact(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    jira.script.change(issue, status="In Progress")

    with hub(jira, tmp_path) as it:
        it.good()
        before = [event for event in it.facts() if event.about == "item"]
        jira.script.rename_status("In Progress", "Under way")
        it.night()

        assert [event for event in it.facts() if event.about == "item"] == before
        assert it.of(CatalogueChanged)[-1].new == "Under way [indeterminate]"


@MODES
def test_a_status_put_into_another_category_is_a_difference_from_then_on(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    jira.script.change(issue, status="In Progress")

    with hub(jira, tmp_path, reread_nights=1) as it:
        it.good()
        jira.script.categorise_status("In Progress", "done")
        it.night()
        states = [(f.basis, f.state) for f in it.of(WorkItemFieldChanged) if f.field == "status"]

        assert states == [("stated", State.IN_PROGRESS), ("diffed", State.DONE)]


@MODES
def test_a_corrected_mapping_adds_a_corrected_fact(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    jira.script.change(issue, status="In Progress")
    status = jira.documents[issue].fields["status"]["id"]

    with hub(jira, tmp_path, reread_nights=1) as it:
        it.good()
        before = it.of(WorkItemFieldChanged)
        configure(it, status={"states": {status: "blocked"}})
        it.night()
        after = it.of(WorkItemFieldChanged)

        assert after[: len(before)] == before
        assert [(f.state, f.locator) for f in after[len(before) :]] == [
            (State.BLOCKED, before[-1].locator)
        ]
        assert it.item(issue).state is State.BLOCKED


@MODES
def test_a_field_that_is_mapped_later_is_known_from_the_creation_on(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    jira.catalogue.add_field("customfield_10030", "Percent", "number")
    first = jira.script.create("ALPHA", customfield_10030=10)
    second = jira.script.create("ALPHA", customfield_10030=20)
    jira.script.change(second, customfield_10030=60)

    with hub(jira, tmp_path, reread_nights=1) as it:
        it.good()
        configure(it, fields={"percent": ["Percent"]})
        it.night()
        told = [f for f in it.of(WorkItemFieldChanged) if f.field == "percent"]

        assert it.item(first).value("percent") == 10
        assert it.item(second).value("percent") == 60
        assert {(f.basis, f.new) for f in told} == {
            ("derived", 10),
            ("derived", 20),
            ("stated", 60),
        }


@MODES
def test_a_value_out_of_scale_is_quarantined_alone(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    jira.catalogue.add_field("customfield_10030", "Percent", "number")
    issue = jira.script.create("ALPHA", customfield_10030=10)
    jira.script.change(issue, customfield_10030=300)
    jira.script.change(issue, summary="Later")

    with hub(jira, tmp_path, fields={"percent": ["Percent"]}) as it:
        it.good()
        [record] = it.of(RecordQuarantined)

        assert (record.field, record.reason, record.text) == (
            "percent",
            "percent_out_of_scale",
            "300",
        )
        assert it.item(issue).value("percent") == 10
        assert it.item(issue).title == "Later"


@MODES
def test_a_field_of_another_type_is_suspended_and_everything_else_is_read(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    jira.catalogue.add_field("customfield_10030", "Percent", "number")
    issue = jira.script.create("ALPHA", customfield_10030=10)

    with hub(jira, tmp_path, fields={"percent": ["Percent"]}) as it:
        it.good()
        jira.script.retype_field("customfield_10030", "string")
        jira.clock.advance(minutes=5)
        jira.script.change(issue, summary="Read", customfield_10030="ten")
        outcome = it.failed()

        assert (outcome.code, outcome.values["raw"]) == ("field_suspended", "customfield_10030")
        assert it.item(issue).value("percent") == 10
        assert it.item(issue).title == "Read"


@MODES
def test_an_unknown_field_in_the_settings_is_answered_with_near_names(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    jira.catalogue.add_field("customfield_10030", "Progress in percent", "number")
    jira.script.create("ALPHA")

    with hub(jira, tmp_path, fields={"percent": ["Progress percent"]}) as it:
        outcome = it.failed()

    assert (outcome.code, outcome.values["near"]) == ("mapping_refused", "progress in percent")


@MODES
def test_an_anonymised_user_alters_no_recorded_fact(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    jira.script.change(issue, assignee="li")

    with hub(jira, tmp_path, reread_nights=1) as it:
        it.good()
        before = it.facts()
        jira.script.anonymise_user("li")
        it.night()

        assert it.facts()[: len(before)] == before
        if mode == "cloud":  # where the account id stays
            assert len(it.facts()) == len(before)


@MODES
def test_a_deleted_version_leaves_its_issues_without_a_history(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    version = jira.script.version("ALPHA", "1.0", releaseDate="2026-05-01")
    jira.script.change(issue, fixVersions=["1.0"])

    with hub(jira, tmp_path, reread_nights=1) as it:
        it.good()
        [box] = it.of(TimeboxChanged)
        jira.script.delete_version("ALPHA", "1.0")
        it.night()
        last = it.of(WorkItemMembersChanged)[-1]

        assert (box.name, str(box.end)) == ("1.0", "2026-05-01")
        assert (last.removed, last.basis) == ([version["id"]], "diffed")


@MODES
def test_a_sprint_that_is_closed_is_told_by_the_catalogue(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    jira.script.create("ALPHA")
    board = jira.script.add_board("Team", "ALPHA")
    jira.script.add_board("Flow", "ALPHA", "kanban")
    sprint = jira.script.add_sprint(board, "Sprint 1", state="active")

    with hub(jira, tmp_path) as it:
        it.good()
        jira.script.change_sprint(sprint, state="closed")
        it.night()
        it.night()

        assert [(box.kind, box.state) for box in it.of(TimeboxChanged)] == [
            ("sprint", "active"),
            ("sprint", "closed"),
        ]


def test_fields_of_a_single_project_are_found(tmp_path: Path) -> None:
    jira = LocalJira("cloud")
    jira.catalogue.add_field("customfield_10031", "Module", "string", scoped=True)
    issue = jira.script.create("ALPHA", customfield_10031="MES")

    with hub(jira, tmp_path, fields={"module": ["Module"]}) as it:
        it.good()

        assert it.item(issue).value("module") == "MES"


@MODES
def test_module_and_phase_come_from_components_and_labels(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA", labels=["phase-uat", "other"])
    jira.script.change(issue, components=["MES"])
    tables = {"module": ["components"], "phase": ["labels:phase-"], "department": ["project"]}

    with hub(jira, tmp_path, fields=tables) as it:
        it.good()
        item = it.item(issue)

    assert [item.value(n) for n in ("module", "phase", "department")] == ["MES", "uat", "ALPHA"]


@MODES
def test_comments_that_are_edited_and_deleted_are_told(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    kept = jira.script.comment(issue, "It runs.")
    gone = jira.script.comment(issue, "It does not.")

    with hub(jira, tmp_path, reread_nights=1) as it:
        it.good()
        jira.script.edit_comment(issue, kept, "It runs well.")
        jira.script.delete_comment(issue, gone)
        it.night()
        it.night()

        assert set(it.item(issue).annotations) == {f"comment:{kept}"}
        assert it.kinds()["AnnotationRevised"] == 1
        assert it.kinds()["AnnotationRemoved"] == 1


@MODES
def test_of_two_comments_that_say_the_same_the_one_that_is_shown_is_not_gone(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    kept = jira.script.comment(issue, "It runs.")

    with hub(jira, tmp_path, reread_nights=1) as it:
        it.good()
        again = jira.script.comment(issue, "It runs.")  # no reading sees it
        jira.script.delete_comment(issue, again)
        it.night()
        it.night()

        assert set(it.item(issue).annotations) == {f"comment:{kept}"}
        [gone] = it.of(AnnotationRemoved)
        assert (gone.id, gone.body) == ("", it.item(issue).annotations[f"comment:{kept}"])


@MODES
def test_a_renamed_login_changes_nothing(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    jira.script.change(issue, assignee="li")

    with hub(jira, tmp_path, reread_nights=1) as it:
        it.good()
        before = it.facts()
        jira.script.rename_user("li", "li.wei")
        it.night()

        assert it.facts() == before


@MODES
def test_an_archived_project_is_one_fact_and_its_items_stay(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    jira.script.create("ALPHA")
    issues = [jira.script.create("BETA") for _ in range(3)]

    with hub(jira, tmp_path) as it:
        it.good()
        jira.script.archive("BETA")
        it.night()
        it.night()

        assert [fact.id for fact in it.of(CatalogueChanged) if fact.new == "no_access"] == ["BETA"]
        assert [it.item(issue).vanished for issue in issues] == ["", "", ""]
