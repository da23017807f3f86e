"""Changelogs to order, in the shapes that Jira writes."""

import pytest

from tests.jira_server import LocalJira


def items(jira: LocalJira, reference: str = "ALPHA-1") -> list[dict]:
    return [item for h in jira.documents[reference].histories for item in h.items]


def pair(item: dict) -> tuple:
    return item["from"], item["fromString"], item["to"], item["toString"]


def with_issue(mode: str, **fields) -> LocalJira:
    jira = LocalJira(mode)
    jira.script.create("ALPHA", **fields)
    return jira


@pytest.mark.parametrize("mode", ["cloud", "dc"])
def test_what_is_set_at_creation_has_no_history(mode):
    jira = with_issue(mode, duedate="2026-04-01", assignee="li", labels=["late"])

    assert items(jira) == []


@pytest.mark.parametrize(("mode", "named"), [("cloud", True), ("dc", False)])
def test_only_cloud_names_the_field_by_its_id(mode, named):
    jira = with_issue(mode)
    jira.script.change("ALPHA-1", status="Done")

    [item] = items(jira)

    assert ("fieldId" in item) is named
    assert pair(item) == ("10000", "To Do", "10001", "Done")


def test_each_version_is_an_item_of_its_own():
    jira = with_issue("dc")
    jira.script.change("ALPHA-1", fixVersions=["1.0", "2.0"])

    assert [(item["field"], item["toString"]) for item in items(jira)] == [
        ("Fix Version", "1.0"),
        ("Fix Version", "2.0"),
    ]


@pytest.mark.parametrize(("mode", "count"), [("cloud", 1), ("dc", 2)])
def test_cloud_writes_the_exchange_of_one_version_as_one_item(mode, count):
    jira = with_issue(mode, fixVersions=["1.0"])
    jira.script.change("ALPHA-1", fixVersions=["2.0"])

    assert len(items(jira)) == count


def test_sprints_are_whole_lists_on_both_sides():
    jira = with_issue("cloud")
    board = jira.script.add_board("Board", "ALPHA")
    one, two = jira.script.add_sprint(board, "One"), jira.script.add_sprint(board, "Two, late")
    jira.script.change("ALPHA-1", sprint=[one])
    jira.script.change("ALPHA-1", sprint=[one, two])

    assert {item["field"] for item in items(jira)} == {"Sprint"}
    assert [pair(item) for item in items(jira)] == [
        ("", "", "1", "One"),
        ("1", "One", "1, 2", "One, Two, late"),
    ]


def test_a_due_date_has_a_time_in_its_string_and_may_lack_its_id():
    jira = with_issue("dc")
    jira.script.change("ALPHA-1", duedate="2026-04-01")
    jira.script.change("ALPHA-1", duedate="2026-05-01", strings_only=True)

    assert [pair(item) for item in items(jira)] == [
        (None, None, "2026-04-01", "2026-04-01 00:00:00.0"),
        (None, "2026-04-01 00:00:00.0", None, "2026-05-01 00:00:00.0"),
    ]


def test_custom_fields_are_written_by_their_type():
    jira = with_issue("cloud")
    jira.catalogue.add_field("customfield_1", "Percent", "number")
    jira.catalogue.add_field("customfield_2", "Start", "date")
    jira.catalogue.add_field("customfield_3", "Teams", "array", "option")
    teams = [{"id": "7", "value": "Ops"}, {"id": "8", "value": "Field"}]
    jira.script.change("ALPHA-1", Percent=40.0, Start="2026-04-01", Teams=teams)

    assert [pair(item) for item in items(jira)] == [
        (None, None, None, "40"),
        (None, None, "2026-04-01", "01/Apr/26"),
        (None, "", "[7, 8]", "Ops,Field"),
    ]


def test_an_issue_that_moves_there_and_back_has_three_keys_and_one_id():
    jira = with_issue("dc")
    jira.script.move("ALPHA-1", "BETA")
    jira.script.move("BETA-1", "ALPHA")

    found = {jira.documents[key].id for key in ("ALPHA-1", "BETA-1", "ALPHA-2")}
    keys = [pair(item) for item in items(jira) if item["field"] == "Key"]

    assert found == {"10001"}
    assert keys == [(None, "ALPHA-1", None, "BETA-1"), (None, "BETA-1", None, "ALPHA-2")]


def test_a_deleted_comment_leaves_its_text_and_no_id():
    jira = with_issue("dc")
    number = jira.script.comment("ALPHA-1", "Wrong person.")
    jira.script.delete_comment("ALPHA-1", number)

    assert pair(items(jira)[0]) == ("Wrong person.", None, None, None)
    assert jira.documents["ALPHA-1"].comments == []


def test_a_link_writes_a_sentence_into_both_issues():
    jira = with_issue("dc")
    jira.script.create("ALPHA")
    jira.script.link("ALPHA-1", "ALPHA-2")

    sentences = [items(jira, key)[0]["toString"] for key in ("ALPHA-1", "ALPHA-2")]

    assert sentences == ["This issue blocks ALPHA-2", "This issue is blocked by ALPHA-1"]


def test_a_migration_leaves_updated_alone():
    jira = with_issue("dc")
    before = jira.documents["ALPHA-1"].updated
    jira.clock.advance(days=1)
    jira.script.migrate("ALPHA-1", "Done")

    issue = jira.documents["ALPHA-1"]
    assert [item["field"] for item in items(jira)] == ["Workflow", "status"]
    assert (issue.updated, issue.histories[0].created) == (before, jira.clock.now)


def test_a_renamed_status_keeps_its_old_name_in_histories(connect):
    jira = with_issue("cloud")
    jira.script.change("ALPHA-1", status="In Progress")
    jira.script.rename_status("In Progress", "Doing")
    jira.script.categorise_status("Doing", "done")

    shown = connect(jira).get("/rest/api/2/issue/ALPHA-1").json()["fields"]["status"]

    assert (shown["name"], shown["statusCategory"]["key"]) == ("Doing", "done")
    assert items(jira)[0]["toString"] == "In Progress"


def test_a_renamed_login_differs_from_that_in_histories():
    jira = with_issue("dc")
    jira.script.change("ALPHA-1", assignee="li")
    jira.script.rename_user("li", "li.wei", keyless=True)

    assignee = jira.documents["ALPHA-1"].fields["assignee"]

    assert (items(jira)[0]["to"], assignee["name"], assignee.get("key")) == ("li", "li.wei", None)


def test_a_deleted_person_leaves_an_empty_field_without_a_history():
    jira = with_issue("cloud", assignee="li")
    jira.script.delete_user("li")

    assert jira.documents["ALPHA-1"].fields["assignee"] is None
    assert items(jira) == []


def test_a_deleted_version_leaves_its_issues_without_a_history():
    jira = with_issue("dc", fixVersions=["1.0"])
    jira.script.delete_version("ALPHA", "1.0")

    assert jira.documents["ALPHA-1"].fields["fixVersions"] == []
    assert items(jira) == []


def test_an_anonymised_person_is_a_former_user():
    jira = with_issue("cloud", assignee="li")
    jira.script.anonymise_user("li")

    assignee = jira.documents["ALPHA-1"].fields["assignee"]

    assert (assignee["accountId"], assignee["displayName"]) == ("li", "Former user")


@pytest.mark.parametrize(("mode", "field_id"), [("cloud", "customfield_10014"), ("dc", None)])
def test_an_epic_is_named_by_its_key_and_told_of_its_child(mode, field_id):
    jira = with_issue(mode)
    jira.script.create("ALPHA")
    jira.script.reparent("ALPHA-2", "ALPHA-1", "Epic Link")

    [link], [child] = items(jira, "ALPHA-2"), items(jira, "ALPHA-1")

    assert (pair(link), link.get("fieldId")) == ((None, None, "10001", "ALPHA-1"), field_id)
    assert (child["field"], child["to"]) == ("Epic Child", "10002")


def test_a_parent_is_told_by_id_and_key():
    jira = with_issue("cloud")
    jira.script.create("ALPHA")
    jira.script.reparent("ALPHA-2", "ALPHA-1", "IssueParentAssociation")
    jira.script.reparent("ALPHA-2", None, "IssueParentAssociation")

    assert [pair(item) for item in items(jira, "ALPHA-2")] == [
        (None, None, "10001", "ALPHA-1"),
        ("10001", "ALPHA-1", None, None),
    ]
    assert jira.documents["ALPHA-2"].fields["parent"] is None


def test_three_histories_in_one_second_stay_in_their_order():
    jira = with_issue("dc")
    for status in ("In Progress", "Done", "To Do"):
        jira.script.change("ALPHA-1", status=status, at=jira.clock.now)

    histories = jira.documents["ALPHA-1"].histories

    assert len({history.created for history in histories}) == 1
    assert [h.items[0]["toString"] for h in histories] == ["In Progress", "Done", "To Do"]


def test_work_is_logged_with_its_sum():
    jira = with_issue("dc")
    number = jira.script.worklog("ALPHA-1", 3600)
    jira.script.edit_worklog("ALPHA-1", number, 1800)
    jira.script.delete_worklog("ALPHA-1", number)

    spent = [pair(item)[2] for item in items(jira) if item["field"] == "timespent"]

    assert spent == ["3600", "1800", None]
    assert jira.documents["ALPHA-1"].worklogs == []


def test_a_file_comes_and_goes_by_its_id():
    jira = with_issue("dc")
    number = jira.script.attach("ALPHA-1", "plan.pdf")
    jira.script.detach("ALPHA-1", number)

    assert [pair(item) for item in items(jira)] == [
        (None, None, number, "plan.pdf"),
        (number, "plan.pdf", None, None),
    ]


def test_a_link_that_is_taken_away_is_told_to_both():
    jira = with_issue("dc")
    jira.script.create("ALPHA")
    jira.script.unlink(jira.script.link("ALPHA-1", "ALPHA-2"))

    ends = [pair(items(jira, key)[-1]) for key in ("ALPHA-1", "ALPHA-2")]

    assert ends == [
        ("ALPHA-2", "This issue blocks ALPHA-2", None, None),
        ("ALPHA-1", "This issue is blocked by ALPHA-1", None, None),
    ]


def test_a_field_changes_its_type_and_keeps_its_values(connect):
    jira = with_issue("cloud")
    jira.catalogue.add_field("customfield_9", "Percent", "number")
    jira.script.silently("ALPHA-1", Percent=40)
    jira.script.retype_field("Percent", "string")
    client = connect(jira)

    types = {row["id"]: row["schema"]["type"] for row in client.get("/rest/api/2/field").json()}

    assert types["customfield_9"] == "string"
    assert client.get("/rest/api/2/issue/ALPHA-1").json()["fields"]["customfield_9"] == 40
