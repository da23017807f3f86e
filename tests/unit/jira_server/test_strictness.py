"""What no correct client sends is recorded, and fails the test."""

import httpx
import pytest

from tests.jira_server import LocalJira, ViolationsRecorded, running

SEARCH = "/rest/api/2/search/jql"


@pytest.mark.parametrize(
    ("method", "path", "more", "rule"),
    [
        ("GET", "/rest/api/2/nothing", {}, "unknown path"),
        ("GET", "/rest/api/2/field?all=true", {}, "unknown in request"),
        ("GET", f"{SEARCH}?jql=project=A&startAt=0", {}, "unknown in request"),
        ("POST", SEARCH, {"json": {"jql": "key = A-1", "startAt": 0}}, "unknown in request"),
        ("POST", SEARCH, {"json": {"jql": "key = A-1", "fields": "id"}}, "unknown in request"),
        ("POST", SEARCH, {"json": ["jql"]}, "unknown in request"),
        (
            "POST",
            SEARCH,
            {"json": {"jql": "statusCategory=done", "fields": ["due"]}},
            "unknown field",
        ),
        ("GET", "/rest/api/2/myself", {"auth": None}, "missing credential"),
    ],
)
def test_a_violation_is_recorded(connect, method, path, more, rule):
    jira = LocalJira("cloud")
    client = connect(jira, strict=False)

    client.request(method, path, **more)

    assert [violation.rule for violation in jira.violations] == [rule]


def test_a_violation_fails_the_test_at_its_end():
    jira = LocalJira("dc")

    with (
        pytest.raises(ViolationsRecorded, match="unknown path: GET /nothing"),
        running(jira) as url,
    ):
        httpx.get(f"{url}/nothing")


def test_a_wrong_credential_is_refused_and_no_violation(connect):
    answer = connect(LocalJira("cloud")).get("/rest/api/2/myself", auth=("who", "wrong"))

    assert answer.status_code == 401


def test_without_credentials_a_search_finds_nothing_and_myself_is_nobody(connect):
    jira = LocalJira("dc")
    jira.script.create("ALPHA")
    jira.access.anonymous = True
    client = connect(jira)

    page = client.get("/rest/api/2/search", params={"jql": "project = ALPHA"})

    assert (page.status_code, page.json()["total"]) == (200, 0)
    assert "key" not in client.get("/rest/api/2/myself").json()


def test_a_context_path_belongs_to_every_address(connect):
    jira = LocalJira("dc")
    jira.knobs.context = "/jira"
    client = connect(jira, strict=False)

    inside = client.get("/rest/api/2/serverInfo").status_code
    outside = client.get(str(client.base_url).replace("/jira", "") + "rest/api/2/serverInfo")

    assert (inside, outside.status_code) == (200, 404)


@pytest.mark.parametrize(
    ("force", "words"), [("false", "问题不存在"), ("true", "Issue does not exist")]
)
def test_errors_are_in_the_readers_language_unless_english_is_forced(connect, force, words):
    headers = {"Accept-Language": "en", "X-Force-Accept-Language": force}
    client = connect(LocalJira("cloud", locale="zh_CN"))

    answer = client.get("/rest/api/2/issue/A-1", headers=headers)

    assert words in answer.json()["errorMessages"][0]
