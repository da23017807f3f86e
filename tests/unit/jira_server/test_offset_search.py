"""Data Center's search: offset pages over rows that shift, complete histories."""

from tests.jira_server import LocalJira, faults

SEARCH = "/rest/api/2/search"
ALL = "project = ALPHA ORDER BY created ASC, key ASC"


def center(count: int = 5) -> LocalJira:
    jira = LocalJira("dc")
    for _ in range(count):
        jira.clock.advance(minutes=1)
        jira.script.create("ALPHA")
    return jira


def keys(answer) -> list[str]:
    return [issue["key"] for issue in answer.json()["issues"]]


def test_there_is_no_token_search(connect):
    assert connect(center()).get("/rest/api/2/search/jql").status_code == 404


def test_the_effective_size_is_echoed_with_a_total(connect):
    words = {"jql": ALL, "maxResults": 5000, "startAt": 2, "fields": ["summary"]}

    page = connect(center()).post(SEARCH, json=words).json()

    assert (page["startAt"], page["maxResults"], page["total"]) == (2, 1000, 5)
    assert len(page["issues"]) == 3


def test_rows_shift_when_one_is_deleted_between_pages(connect):
    jira = center()
    jira.faults.on("search", faults.meanwhile(lambda: jira.script.delete("ALPHA-1")), skip=1)
    client = connect(jira)

    first = client.get(SEARCH, params={"jql": ALL, "maxResults": 2})
    second = client.get(SEARCH, params={"jql": ALL, "maxResults": 2, "startAt": 2})

    assert (keys(first), keys(second)) == (["ALPHA-1", "ALPHA-2"], ["ALPHA-4", "ALPHA-5"])


def test_two_nodes_order_ties_differently(connect):
    jira = LocalJira("dc")
    for _ in range(3):
        jira.script.create("ALPHA")
    jira.knobs.nodes = 2
    client = connect(jira)

    one, two = (client.get(SEARCH, params={"jql": "key > ALPHA-0 ORDER BY created"}) for _ in "12")

    assert keys(one) == keys(two)[::-1]


def test_the_changelog_is_complete_and_oldest_first(connect):
    jira = center(1)
    for number in range(150):
        jira.script.change("ALPHA-1", summary=f"Version {number}")

    page = connect(jira).get(SEARCH, params={"jql": ALL, "expand": "changelog"}).json()

    log = page["issues"][0]["changelog"]
    assert log["total"] == log["maxResults"] == len(log["histories"]) == 150
    assert log["histories"][0]["items"][0]["toString"] == "Version 0"
