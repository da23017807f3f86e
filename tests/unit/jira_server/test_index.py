"""The search index lags behind the documents; everything else tells the truth."""

from tests.jira_server import LocalJira

ALL = {"jql": "project = ALPHA ORDER BY created", "fields": ["summary"]}
SEARCH = "/rest/api/3/search/jql"


def summaries(client, **more) -> list[str]:
    page = client.post(SEARCH, json=ALL | more).json()
    return [issue["fields"]["summary"] for issue in page["issues"]]


def lagging() -> LocalJira:
    jira = LocalJira("cloud")
    jira.script.create("ALPHA", "Old")
    jira.index.lag("10001", hours=11)
    jira.script.change("10001", summary="New")
    return jira


def test_search_shows_the_old_version_until_the_lag_is_over(connect):
    jira = lagging()
    client = connect(jira)

    before = summaries(client)
    jira.clock.advance(hours=11)

    assert (before, summaries(client)) == (["Old"], ["New"])


def test_search_omits_a_new_issue_until_the_lag_is_over(connect):
    jira = LocalJira("cloud")
    jira.index.lag_ms = 60_000
    jira.script.create("ALPHA", "New")
    client = connect(jira)

    before = summaries(client)
    jira.clock.advance(minutes=1)

    assert (before, summaries(client)) == ([], ["New"])


def test_a_search_matches_the_old_version_too(connect):
    jira = lagging()
    jira.script.change("10001", status="Done")
    words = {"jql": "project = ALPHA AND status = Done"}

    assert connect(jira).post(SEARCH, json=words).json()["issues"] == []


def test_an_issue_is_read_after_it_is_written(connect):
    answer = connect(lagging()).get("/rest/api/2/issue/10001")

    assert answer.json()["fields"]["summary"] == "New"


def test_search_shows_the_truth_of_reconciled_issues(connect):
    assert summaries(connect(lagging()), reconcileIssues=[10001]) == ["New"]


def test_a_deleted_issue_is_found_until_the_lag_is_over(connect):
    jira = lagging()
    jira.clock.advance(hours=11)
    jira.script.delete("10001")
    client = connect(jira)

    before = summaries(client)
    jira.clock.advance(hours=11)

    assert (before, summaries(client)) == (["New"], [])
