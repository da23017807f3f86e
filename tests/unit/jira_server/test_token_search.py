"""Cloud's search: bounded, by token, ids unless asked otherwise."""

import pytest

from tests.jira_server import LocalJira

SEARCH = "/rest/api/2/search/jql"
ALL = "project = ALPHA ORDER BY created ASC, key ASC"


def cloud(count: int = 5) -> LocalJira:
    jira = LocalJira("cloud")
    for _ in range(count):
        jira.script.create("ALPHA")
    return jira


def test_a_query_without_restriction_is_refused(connect):
    answer = connect(cloud()).get(SEARCH, params={"jql": "ORDER BY created"})

    assert answer.status_code == 400
    assert "Unbounded JQL" in answer.json()["errorMessages"][0]


def test_more_than_seven_order_fields_are_refused(connect):
    jql = "project = ALPHA ORDER BY " + ", ".join(["created"] * 8)

    assert connect(cloud()).get(SEARCH, params={"jql": jql}).status_code == 400


def test_only_ids_come_unless_fields_are_asked_for(connect):
    client = connect(cloud(1))

    plain = client.post(SEARCH, json={"jql": ALL}).json()
    asked = client.post(SEARCH, json={"jql": ALL, "fields": ["summary"]}).json()

    assert plain == {"issues": [{"id": "10001"}], "isLast": True}
    assert asked["issues"][0]["fields"] == {"summary": "A work item"}


def test_tokens_lead_through_all_pages(connect):
    client, words = connect(cloud(5)), {"jql": ALL, "maxResults": 2}
    ids, last = [], False
    while not last:
        page = client.post(SEARCH, json=words).json()
        ids += [issue["id"] for issue in page["issues"]]
        last, words["nextPageToken"] = page["isLast"], page.get("nextPageToken")

    assert ids == ["10001", "10002", "10003", "10004", "10005"]


def test_a_token_goes_on_behind_its_row_though_rows_were_deleted(connect):
    jira = cloud(4)
    client = connect(jira)
    first = client.post(SEARCH, json={"jql": ALL, "maxResults": 2}).json()
    jira.script.delete("10001")
    words = {"jql": ALL, "nextPageToken": first["nextPageToken"]}

    second = client.post(SEARCH, json=words).json()

    assert [issue["id"] for issue in second["issues"]] == ["10003", "10004"]


def test_the_token_of_another_query_is_refused(connect):
    client = connect(cloud())
    token = client.post(SEARCH, json={"jql": ALL, "maxResults": 2}).json()["nextPageToken"]

    answer = client.post(SEARCH, json={"jql": "key = ALPHA-1", "nextPageToken": token})

    assert answer.status_code == 400


def test_a_token_expires_after_seven_days(connect):
    jira = cloud()
    client = connect(jira)
    words = {"jql": ALL, "maxResults": 2}
    words["nextPageToken"] = client.post(SEARCH, json=words).json()["nextPageToken"]
    jira.clock.advance(days=7, seconds=1)

    assert client.post(SEARCH, json=words).status_code == 400


def test_pages_may_be_empty_and_go_on(connect):
    jira = cloud(3)
    jira.faults.empty_pages()
    client = connect(jira)

    empty = client.post(SEARCH, json={"jql": ALL}).json()
    full = client.post(SEARCH, json={"jql": ALL, "nextPageToken": empty["nextPageToken"]}).json()

    assert (empty["issues"], empty["isLast"]) == ([], False)
    assert len(full["issues"]) == 3


@pytest.mark.parametrize(("fields", "size"), [([], 5000), (["summary"], 100)])
def test_pages_of_ids_are_longer_than_pages_of_issues(connect, fields, size):
    jira = LocalJira("cloud")
    for _ in range(120):
        jira.script.create("ALPHA")

    page = connect(jira).post(SEARCH, json={"jql": ALL, "maxResults": 6000, "fields": fields})

    assert len(page.json()["issues"]) == min(size, 120)


def test_only_the_newest_forty_histories_and_twenty_comments_are_embedded(connect):
    jira = cloud(1)
    for number in range(41):
        jira.script.change("ALPHA-1", summary=f"Version {number}")
    for number in range(21):
        jira.script.comment("ALPHA-1", f"Comment {number}")
    words = {"jql": ALL, "fields": ["comment"], "expand": "changelog"}

    [issue] = connect(jira).post(SEARCH, json=words).json()["issues"]

    assert len(issue["changelog"]["histories"]) == 40
    assert issue["changelog"]["total"] == 41
    assert issue["changelog"]["histories"][0]["items"][0]["toString"] == "Version 40"
    assert (len(issue["fields"]["comment"]["comments"]), issue["fields"]["comment"]["total"]) == (
        20,
        21,
    )


def test_the_old_search_is_gone(connect):
    answer = connect(cloud()).get("/rest/api/3/search", params={"jql": ALL})

    assert answer.status_code == 410


def test_the_number_of_matches_is_told_unless_it_is_off(connect):
    jira = cloud(3)
    client = connect(jira)
    counted = client.post("/rest/api/3/search/approximate-count", json={"jql": ALL})
    jira.knobs.approximate_count = False

    refused = client.post("/rest/api/3/search/approximate-count", json={"jql": ALL})

    assert (counted.json(), refused.status_code) == ({"count": 3}, 404)
