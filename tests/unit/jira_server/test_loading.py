"""Recorded answers, generated issues, and the command line."""

import gzip
import json
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.jira_server import LocalJira, generate, load, spawned
from tests.jira_server.__main__ import play, steps

ISSUE = {
    "id": "77",
    "key": "OLD-7",
    "fields": {
        "summary": "Loaded",
        "created": "2014-01-06T06:22:58.354+0000",
        "updated": "2014-05-09T02:39:46.272+0000",
        "status": {"id": "6", "name": "Closed", "self": "https://old.test/status/6"},
        "project": {"id": "9", "key": "OLD", "name": "Old project"},
        "customfield_5": 3.5,
    },
    "changelog": {
        "histories": [
            {"id": "2", "created": "2014-05-09T02:39:46.272+0000", "items": []},
            {"id": "1", "created": "2014-02-09T02:39:46.272+0000", "items": []},
        ]
    },
}


@pytest.fixture
def loaded(tmp_path: Path) -> LocalJira:
    lines = tmp_path / "issues.jsonl.gz"
    lines.write_bytes(gzip.compress(json.dumps(ISSUE).encode() + b"\n"))
    answer = {"comments": [{"id": "5", "body": "Said", "created": "2014-02-10T00:00:00.000+0000"}]}
    comments = tmp_path / "comments.jsonl"
    comments.write_text(json.dumps({"file": "OLD-7_Comment.json", "response": answer}))
    worklogs = tmp_path / "worklogs.csv"
    payload = json.dumps({"id": "8", "issueId": "404"}).replace('"', '""')
    worklogs.write_text(f'\nid,data,url,input\n1,"{payload}",https://x.test/issue/404/worklog,\n')
    jira = LocalJira("dc", at="2010-01-01T00:00:00Z", zone="Asia/Shanghai")
    assert load(jira, lines, comments, worklogs) == Counter(
        {"issue": 1, "comments": 1, "worklog": 1, "orphan": 1}
    )
    return jira


def test_loaded_times_are_shown_in_the_readers_zone(connect, loaded):
    fields = connect(loaded).get("/rest/api/2/issue/OLD-7").json()["fields"]

    assert fields["updated"] == "2014-05-09T10:39:46.272+0800"
    assert fields["comment"]["comments"][0]["body"] == "Said"


def test_histories_are_kept_oldest_first(loaded):
    assert [history.id for history in loaded.documents["OLD-7"].histories] == ["1", "2"]


def test_the_catalogue_learns_from_the_issues(loaded):
    status, field = loaded.catalogue.kinds["status"]["6"], loaded.catalogue.fields["customfield_5"]

    assert (status["name"], status["statusCategory"]["key"]) == ("Closed", "done")
    assert field["schema"]["type"] == "number"
    assert loaded.script.create("OLD") == "10001"
    assert "OLD-8" in loaded.documents.ids


def test_the_clock_reaches_the_latest_change(loaded):
    assert loaded.clock.now.moment.isoformat()[:16] == "2014-05-09T03:39"


def test_the_same_seed_gives_the_same_issues():
    one, two = LocalJira("cloud"), LocalJira("cloud")
    for jira in (one, two):
        generate(jira, 30, seed=7)

    shapes = [
        [(i.key, i.updated, i.fields["summary"], len(i.histories)) for i in jira.documents]
        for jira in (one, two)
    ]

    assert shapes[0] == shapes[1]
    assert sum(len(issue.histories) for issue in one.documents) > 30


def test_every_generated_status_history_is_a_chain():
    jira = LocalJira("dc")
    generate(jira, 100)

    for issue in jira.documents:
        moves = [i for h in issue.histories for i in h.items if i["field"] == "status"]
        ends = ["10000", *(item["to"] for item in moves)]
        assert [item["from"] for item in moves] == ends[:-1]
        assert issue.fields["status"]["id"] == ends[-1]


def test_the_command_line_serves_generated_issues_and_plays_a_script(tmp_path):
    steps = tmp_path / "steps.json"
    steps.write_text('[{"do": "create", "project": "NEW"}, {"do": "advance", "hours": 1}]')

    with spawned("dc", "--generate", "3", "--script", str(steps)) as url:
        jql = {"jql": "created > 0"}
        shown = httpx.get(f"{url}/rest/api/2/search", params=jql, auth=READER).json()

    assert shown["total"] >= 3


def test_a_step_that_does_not_exist_is_named():
    with pytest.raises(SystemExit, match="no step 'fly'"):
        play(LocalJira("dc"), {"do": "fly"})


def test_steps_are_calls_of_the_script_and_moves_of_the_clock(tmp_path):
    path = tmp_path / "steps.json"
    path.write_text('[{"do": "create", "project": "NEW"}, {"do": "advance", "hours": 1}]')
    jira = LocalJira("dc", at="2026-03-02T08:00:00Z")

    for step in steps(str(path)):
        play(jira, step)

    assert jira.clock.now.moment.hour == 9
    assert [issue.key for issue in jira.documents] == ["NEW-1"]


@pytest.mark.parametrize(
    ("record", "kind", "number"),
    [
        ({"id": "5", "name": "Odd", "statusCategory": {}}, "status", "5"),
        ({"id": "5", "name": "Odd", "self": "https://x.test/rest/priority/5"}, "priority", "5"),
        ({"id": "5", "name": "Odd", "self": "https://x.test/rest/resolution/5"}, "resolution", "5"),
        ({"id": "5", "name": "Odd", "subtask": False}, "issuetype", "5"),
    ],
)
def test_lists_of_records_are_recognised_by_their_shape(tmp_path, record, kind, number):
    path = tmp_path / "answer.json"
    path.write_text(json.dumps([record]))
    jira = LocalJira("cloud")

    load(jira, path)

    assert jira.catalogue.kinds[kind][number]["name"] == "Odd"


def test_a_project_its_versions_its_board_and_its_sprints_are_recognised(tmp_path):
    path = tmp_path / "answer.json"
    records = [
        {"id": "9", "key": "NEW", "name": "New", "projectTypeKey": "software"},
        {"id": "1", "name": "1.0", "released": False, "projectId": 9},
        {"id": "2", "name": "Cables", "project": "NEW", "self": "https://x.test/component/2"},
        {"id": 3, "name": "Plan", "type": "scrum"},
        {"id": 4, "name": "One", "state": "active", "originBoardId": 3},
        {"accountId": "li", "displayName": "Li"},
        {"id": "customfield_7", "name": "Percent", "schema": {"type": "number"}},
        {"id": "6", "name": "0.1", "released": True, "projectId": 404},
    ]
    path.write_text(json.dumps({"values": records}))
    jira = LocalJira("cloud")

    counts = load(jira, path)

    project = jira.catalogue.projects["NEW"]
    assert (list(project.versions), list(project.components)) == (["1"], ["2"])
    assert (list(jira.catalogue.boards), list(jira.catalogue.sprints)) == ([3], [4])
    assert {"li"} <= jira.catalogue.users.keys()
    assert {"customfield_7"} <= jira.catalogue.fields.keys()
    assert counts["orphan"] == 1


READER = ("reader@example.test", "local-token")


@pytest.mark.real_data
def test_the_public_records_are_served_whole(connect, real_data: Path):
    folder = real_data / "jira" / "server-with-changelog"
    jira = LocalJira("dc", at="2009-01-01T00:00:00Z")
    counts = load(jira, folder / "issues.jsonl.gz", folder / "comments.jsonl.gz")
    words = {"jql": "created > 0", "maxResults": 1000, "expand": "changelog"}

    issues = connect(jira).post("/rest/api/2/search", json=words | {"expand": ["changelog"]}).json()

    assert (counts["issue"], counts["comments"], counts["orphan"]) == (496, 500, 4)
    assert sum(issue["changelog"]["total"] for issue in issues["issues"]) == 2306


@pytest.mark.real_data
def test_the_public_cloud_tables_are_served_whole(connect, real_data: Path):
    folder = real_data / "jira" / "cloud-raw"
    jira = LocalJira("cloud", at="2009-01-01T00:00:00Z", zone="Asia/Shanghai")
    load(jira, *(folder / f"{name}.csv" for name in ("issues", "status", "sprints", "users")))
    words = {"issueIdsOrKeys": [issue.id for issue in jira.documents]}

    logs = connect(jira).post("/rest/api/2/changelog/bulkfetch", json=words).json()

    assert len(jira.documents) == 33
    assert sum(len(log["changeHistories"]) for log in logs["issueChangeLogs"]) == 522
