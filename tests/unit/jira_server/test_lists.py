"""Catalogue, boards, worklogs, profile: lists, their pages, and who sees them."""

import pytest

from tests.jira_server import LocalJira


def get(client, path: str, **words):
    return client.get(path, params=words).json()


@pytest.mark.parametrize(("mode", "kind"), [("cloud", "Cloud"), ("dc", "Server")])
def test_the_server_says_what_it_is_and_what_time_it_has(connect, mode, kind):
    jira = LocalJira(mode, at="2026-03-02T08:00:00.944Z", zone="Asia/Shanghai")
    jira.clock.skew = 300_000

    answer = connect(jira).get("/rest/api/2/serverInfo")

    shown = answer.json()
    assert (shown["deploymentType"], shown["serverTime"]) == (kind, "2026-03-02T16:05:00.944+0800")
    assert answer.headers["Date"] == "Mon, 02 Mar 2026 08:05:00 GMT"


def test_offsets_differ_across_the_change_to_summer_time(connect):
    jira = LocalJira("dc", zone="Europe/Berlin")
    jira.script.create("ALPHA", at="2026-03-28T12:00:00Z")
    jira.script.touch("ALPHA-1", at="2026-03-30T12:00:00Z")

    fields = get(connect(jira), "/rest/api/2/issue/ALPHA-1")["fields"]

    assert fields["created"] == "2026-03-28T13:00:00.000+0100"
    assert fields["updated"] == "2026-03-30T14:00:00.000+0200"


def test_fields_of_single_projects_are_in_the_search_only(connect):
    jira = LocalJira("cloud")
    jira.catalogue.add_field("customfield_9", "Percent", "number", scoped=True)
    client = connect(jira)

    everywhere = {row["id"] for row in get(client, "/rest/api/2/field")}
    found = get(client, "/rest/api/3/field/search", type="custom", maxResults=50)

    assert "customfield_9" not in everywhere
    assert found["values"][-1]["id"] == "customfield_9"


def test_projects_come_in_pages_and_without_hidden_and_archived_ones(connect):
    jira = LocalJira("cloud")
    for number in range(52):
        jira.script.project(f"P{number}")
    jira.script.permit("P1", False)
    jira.script.archive("P2")
    client = connect(jira)
    path = "/rest/api/3/project/search"

    first, last = get(client, path), get(client, path, startAt=49)
    archived = get(client, path, status="archived")

    assert (first["total"], len(first["values"]), first["isLast"]) == (50, 50, True)
    assert [row["key"] for row in last["values"]] == ["P51"]
    assert [row["key"] for row in archived["values"]] == ["P2"]


def test_deleted_and_hidden_issues_have_the_same_answer(connect):
    jira = LocalJira("dc")
    for project in ("ALPHA", "ALPHA", "BETA"):
        jira.script.create(project)
    jira.script.delete("ALPHA-1")
    jira.script.secure("ALPHA-2", "Board only")
    jira.script.permit("BETA", False)
    client = connect(jira)

    answers = [client.get(f"/rest/api/2/issue/{key}") for key in ("ALPHA-1", "ALPHA-2", "BETA-1")]

    assert {(answer.status_code, answer.text) for answer in answers} == {
        (404, answers[0].text),
    }


def test_a_permission_that_comes_back_shows_everything_again(connect):
    jira = LocalJira("dc")
    jira.script.create("ALPHA")
    client, words = connect(jira), {"jql": "created > 0"}
    totals = []
    for allowed in (True, False, True):
        jira.script.permit("ALPHA", allowed)
        totals.append(get(client, "/rest/api/2/search", **words)["total"])

    assert totals == [1, 0, 1]


def test_sprints_belong_to_scrum_boards(connect):
    jira = LocalJira("cloud")
    board = jira.script.add_board("Plan", "ALPHA")
    flow = jira.script.add_board("Flow", "ALPHA", "kanban")
    sprint = jira.script.add_sprint(board, "One")
    jira.script.change_sprint(sprint, state="active")
    client = connect(jira)

    found = get(client, f"/rest/agile/1.0/board/{board}/sprint", state="active,future")
    refused = client.get(f"/rest/agile/1.0/board/{flow}/sprint")

    assert [row["name"] for row in found["values"]] == ["One"]
    assert "total" not in found
    assert (refused.status_code, refused.json()["errorMessages"]) == (
        400,
        ["The board does not support sprints"],
    )


def test_boards_can_be_absent_altogether(connect):
    jira = LocalJira("dc")
    jira.knobs.agile = False

    assert connect(jira).get("/rest/agile/1.0/board").status_code == 404


def test_columns_of_a_board_follow_the_categories(connect):
    jira = LocalJira("cloud")
    board = jira.script.add_board("Plan", "ALPHA")

    shown = get(connect(jira), f"/rest/agile/1.0/board/{board}/configuration")

    columns = shown["columnConfig"]["columns"]
    assert [(row["name"], row["statuses"][0]["id"]) for row in columns] == [
        ("To Do", "10000"),
        ("In Progress", "3"),
        ("Done", "10001"),
    ]


def test_versions_of_a_project_carry_their_dates(connect):
    jira = LocalJira("dc")
    jira.script.create("ALPHA", fixVersions=["1.0"])
    jira.script.version("ALPHA", "1.0", releaseDate="2026-06-01")
    client = connect(jira)

    [listed] = get(client, "/rest/api/2/project/ALPHA/versions")
    [embedded] = get(client, "/rest/api/2/issue/ALPHA-1")["fields"]["fixVersions"]

    assert listed["releaseDate"] == embedded["releaseDate"] == "2026-06-01"


def test_changed_worklogs_come_in_pages_without_the_last_minute(connect):
    jira = LocalJira("cloud")
    jira.knobs.caps["worklog_changes"] = 2
    jira.script.create("ALPHA")
    for _ in range(4):
        jira.clock.advance(minutes=1)
        jira.script.worklog("ALPHA-1", 3600)
    client, path = connect(jira), "/rest/api/3/worklog/updated"

    first = get(client, path, since=0)
    second = get(client, path, since=first["until"])

    assert [[row["worklogId"] for row in page["values"]] for page in (first, second)] == [
        [40001, 40002],
        [40002, 40003],
    ]
    assert (first["lastPage"], second["lastPage"]) == (False, True)
    assert first["nextPage"].endswith(f"{path}?since={first['until']}")


def test_a_deleted_worklog_is_told_and_no_longer_listed(connect):
    jira = LocalJira("cloud")
    jira.script.create("ALPHA")
    kept, gone = (jira.script.worklog("ALPHA-1", 60) for _ in range(2))
    jira.script.delete_worklog("ALPHA-1", gone)
    jira.clock.advance(minutes=2)
    client = connect(jira)

    told = get(client, "/rest/api/3/worklog/deleted", since=0)["values"]
    listed = client.post("/rest/api/3/worklog/list", json={"ids": [int(kept), int(gone)]}).json()

    assert [row["worklogId"] for row in told] == [int(gone)]
    assert [row["id"] for row in listed] == [kept]


@pytest.mark.parametrize(("mode", "count"), [("cloud", 2), ("dc", 5)])
def test_worklogs_come_in_pages_on_cloud_alone(connect, mode, count):
    jira = LocalJira(mode)
    jira.script.create("ALPHA")
    for _ in range(5):
        jira.script.worklog("ALPHA-1", 60)

    page = get(connect(jira), "/rest/api/2/issue/ALPHA-1/worklog", startAt=3, maxResults=100)

    assert (len(page["worklogs"]), page["total"]) == (count, 5)


def test_an_issues_history_comes_in_pages_of_a_hundred(connect):
    jira = LocalJira("cloud")
    jira.script.create("ALPHA")
    for number in range(101):
        jira.script.change("ALPHA-1", summary=f"Version {number}")
    client, path = connect(jira), "/rest/api/3/issue/ALPHA-1/changelog"

    first, last = get(client, path, maxResults=1000), get(client, path, startAt=100)

    assert (len(first["values"]), first["total"], first["isLast"]) == (100, 101, False)
    assert (last["values"][0]["items"][0]["toString"], last["isLast"]) == ("Version 100", True)


def test_version_three_writes_text_as_documents_and_version_two_as_strings(connect):
    jira = LocalJira("cloud")
    jira.script.create("ALPHA", description="One\nTwo")
    client = connect(jira)

    older, newer = (
        get(client, f"/rest/api/{api}/issue/ALPHA-1")["fields"]["description"] for api in (2, 3)
    )

    assert older == "One\nTwo"
    assert [row["content"][0]["text"] for row in newer["content"]] == ["One", "Two"]


def test_permissions_are_told(connect):
    jira = LocalJira("cloud")
    jira.access.denied.add("ADD_COMMENTS")
    asked = {"permissions": "ADD_COMMENTS,BROWSE_PROJECTS"}

    told = get(connect(jira), "/rest/api/3/mypermissions", **asked)["permissions"]

    assert {name: row["havePermission"] for name, row in told.items()} == {
        "ADD_COMMENTS": False,
        "BROWSE_PROJECTS": True,
    }


def test_boards_are_listed_by_project_and_type(connect):
    jira = LocalJira("cloud")
    for project, kind in (("ALPHA", "scrum"), ("BETA", "scrum"), ("ALPHA", "kanban")):
        jira.script.project(project)
        jira.script.add_board(f"{project} {kind}", project, kind)
    client, path = connect(jira), "/rest/agile/1.0/board"

    by_project = get(client, path, projectKeyOrId="ALPHA")["values"]
    by_type = get(client, path, type="scrum")["values"]
    jira.script.permit("BETA", False)

    assert [row["name"] for row in by_project] == ["ALPHA scrum", "ALPHA kanban"]
    assert [row["name"] for row in by_type] == ["ALPHA scrum", "BETA scrum"]
    assert get(client, path)["total"] == 2
    assert client.get(f"{path}/2/configuration").status_code == 404


@pytest.mark.parametrize(("mode", "code"), [("cloud", 404), ("dc", 200)])
def test_an_archived_issue_can_be_opened_by_its_link_on_a_data_center(connect, mode, code):
    jira = LocalJira(mode)
    jira.script.create("ALPHA")
    jira.script.archive("ALPHA")
    client = connect(jira)

    assert client.get("/rest/api/2/issue/ALPHA-1").status_code == code
    assert get(client, "/rest/api/2/project") == []
    assert len(get(client, "/rest/api/2/project", includeArchived="true")) == 1


def test_what_may_be_edited_is_told(connect):
    jira = LocalJira("dc")
    jira.script.create("ALPHA")
    client, path = connect(jira), "/rest/api/2/issue/ALPHA-1/editmeta"

    editable = get(client, path)["fields"]
    jira.access.denied.add("EDIT_ISSUES")

    assert editable["labels"]["operations"] == ["add", "set", "remove"]
    assert get(client, path)["fields"] == {}


def test_one_comment_can_be_opened(connect):
    jira = LocalJira("dc")
    jira.script.create("ALPHA")
    number = jira.script.comment("ALPHA-1", "Seen.")
    client, path = connect(jira), "/rest/api/2/issue/ALPHA-1/comment"

    assert get(client, f"{path}/{number}")["body"] == "Seen."
    assert client.get(f"{path}/1").status_code == 404


def test_parts_of_a_project_are_told_and_those_of_a_hidden_one_are_not(connect):
    jira = LocalJira("dc")
    jira.script.create("ALPHA", components=["Cables"])
    client, path = connect(jira), "/rest/api/2/project/ALPHA"

    parts, name = get(client, f"{path}/components"), get(client, path)["name"]
    jira.script.permit("ALPHA", False)

    assert ([row["name"] for row in parts], name) == (["Cables"], "Project ALPHA")
    assert client.get(path).status_code == 404


def test_a_body_may_come_in_chunks(connect):
    jira = LocalJira("dc")
    jira.script.create("ALPHA")
    parts = iter([b'{"jql": "project', b' = ALPHA"}'])
    headers = {"Content-Type": "application/json"}

    page = connect(jira).post("/rest/api/2/search", content=parts, headers=headers)

    assert page.json()["total"] == 1


def test_a_profile_may_hide_its_zone(connect):
    jira = LocalJira("dc", zone="Asia/Shanghai")
    jira.reader.pop("timeZone")
    client = connect(jira)

    assert "timeZone" not in get(client, "/rest/api/2/myself")
    assert get(client, "/rest/api/2/serverInfo")["serverTime"].endswith("+0800")


def test_a_server_may_say_that_it_is_a_newer_data_center(connect):
    jira = LocalJira("dc")
    jira.knobs.deployment, jira.knobs.version = "Data Center", (10, 3, 0)

    shown = get(connect(jira), "/rest/api/2/serverInfo")

    assert (shown["deploymentType"], shown["version"]) == ("Data Center", "10.3.0")
