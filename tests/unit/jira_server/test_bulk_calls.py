"""Cloud's bulk calls: limits, order, and histories spread over pages."""

from tests.jira_server import LocalJira

ISSUES = "/rest/api/2/issue/bulkfetch"
HISTORIES = "/rest/api/2/changelog/bulkfetch"


def cloud(count: int = 2) -> LocalJira:
    jira = LocalJira("cloud")
    for _ in range(count):
        jira.script.create("ALPHA")
    return jira


def test_a_hundred_and_one_issues_are_too_many(connect):
    jira = cloud()
    client = connect(jira, strict=False)

    answer = client.post(ISSUES, json={"issueIdsOrKeys": [str(n) for n in range(101)]})

    assert answer.status_code == 400
    assert [row.rule for row in jira.violations] == ["too many ids"]


def test_a_thousand_issues_come_with_single_valued_fields(connect):
    ids = [str(number) for number in range(10_001, 10_201)]

    answer = connect(cloud(200)).post(ISSUES, json={"issueIdsOrKeys": ids, "fields": ["summary"]})

    assert len(answer.json()["issues"]) == 200


def test_issues_come_by_ascending_id_without_unknown_and_hidden_ones(connect):
    jira = cloud(3)
    jira.script.create("SECRET")
    jira.script.permit("SECRET", False)
    asked = ["10003", "ALPHA-1", "10001", "SECRET-1", "99999"]

    answer = connect(jira).post(ISSUES, json={"issueIdsOrKeys": asked}).json()

    assert [issue["id"] for issue in answer["issues"]] == ["10001", "10003"]


def test_a_moved_issue_is_found_by_its_old_key(connect):
    jira = cloud(1)
    key = jira.script.move("ALPHA-1", "BETA")

    [issue] = connect(jira).post(ISSUES, json={"issueIdsOrKeys": ["ALPHA-1"]}).json()["issues"]

    assert issue["key"] == key == "BETA-1"


def test_histories_come_oldest_first_and_one_issue_may_be_on_two_pages(connect):
    jira = cloud(2)
    for number in range(3):
        jira.clock.advance(minutes=1)
        jira.script.change("ALPHA-1", summary=f"One {number}")
        jira.script.change("ALPHA-2", summary=f"Two {number}")
    client, words = connect(jira), {"issueIdsOrKeys": ["10001", "10002"], "maxResults": 4}

    first = client.post(HISTORIES, json=words).json()
    second = client.post(HISTORIES, json=words | {"nextPageToken": first["nextPageToken"]}).json()

    sizes = [
        {log["issueId"]: len(log["changeHistories"]) for log in page["issueChangeLogs"]}
        for page in (first, second)
    ]
    assert sizes == [{"10001": 2, "10002": 2}, {"10001": 1, "10002": 1}]
    assert "nextPageToken" not in second


def test_the_time_of_a_history_may_be_a_number(connect):
    jira = cloud(1)
    jira.knobs.numeric_history_times = True
    jira.script.change("ALPHA-1", summary="Other")

    logs = connect(jira).post(HISTORIES, json={"issueIdsOrKeys": ["10001"]}).json()

    assert logs["issueChangeLogs"][0]["changeHistories"][0]["created"] == jira.clock.now


def test_histories_can_be_asked_for_by_field(connect):
    jira = cloud(1)
    jira.script.change("ALPHA-1", summary="Other")
    jira.script.change("ALPHA-1", status="Done")
    words = {"issueIdsOrKeys": ["10001"], "fieldIds": ["status"]}

    [log] = connect(jira).post(HISTORIES, json=words).json()["issueChangeLogs"]

    assert [item["field"] for h in log["changeHistories"] for item in h["items"]] == ["status"]


def test_a_bulk_call_may_be_missing_in_one_version(connect):
    jira = cloud(1)
    jira.knobs.bulk_versions = ("3",)
    client = connect(jira)

    codes = [
        client.post(f"/rest/api/{api}/issue/bulkfetch", json={"issueIdsOrKeys": ["10001"]})
        for api in (2, 3)
    ]

    assert [answer.status_code for answer in codes] == [404, 200]
