"""Accidents on order, over a real connection."""

from datetime import timedelta

import httpx
import pytest

from tests.jira_server import LocalJira, faults

INFO = "/rest/api/2/serverInfo"
ISSUE = "/rest/api/2/issue/ALPHA-1"
COMMENT = "/rest/api/2/issue/ALPHA-1/comment"


def with_issue() -> LocalJira:
    jira = LocalJira("dc")
    jira.script.create("ALPHA", "Grüße 😀")
    return jira


def test_a_fault_hits_the_request_that_was_ordered_and_no_other(connect):
    jira = with_issue()
    jira.faults.on("issue", faults.status(500), skip=1)
    client = connect(jira)

    codes = [client.get(ISSUE).status_code for _ in range(3)]

    assert codes == [200, 500, 200]


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [(5, "5"), (3.5, "3.5"), (timedelta(minutes=1), "Mon, 02 Mar 2026 08:01:00 GMT"), (None, None)],
)
def test_too_many_requests_says_when_to_come_back_or_does_not(connect, retry_after, header):
    jira = with_issue()
    jira.faults.on("*", faults.too_many(retry_after))

    answer = connect(jira).get(INFO)

    assert (answer.status_code, answer.headers.get("Retry-After")) == (429, header)


def test_too_many_requests_may_be_html(connect):
    jira = with_issue()
    jira.faults.on("*", faults.too_many(as_html=True))

    assert connect(jira).get(INFO).headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("accident", [faults.drop(), faults.drop(abort=False)])
def test_a_connection_can_end_without_an_answer(connect, accident):
    jira = with_issue()
    jira.faults.on("issue", accident)

    with pytest.raises(httpx.TransportError):
        connect(jira).get(ISSUE)


@pytest.mark.parametrize("abort", [True, False])
def test_a_connection_can_end_in_the_middle_of_a_body(connect, abort):
    jira = with_issue()
    jira.faults.on("issue", faults.cut(100, abort=abort))
    client = connect(jira)

    with client.stream("GET", ISSUE) as answer:
        parts = answer.iter_raw()
        got = next(parts)
        with pytest.raises(httpx.TransportError):
            next(parts)

    assert len(got) == 100


def test_a_body_can_come_in_slices(connect):
    jira = with_issue()
    jira.faults.on("issue", faults.slow(0.001, 200))

    assert connect(jira).get(ISSUE).json()["key"] == "ALPHA-1"


def test_a_login_page_comes_with_status_200(connect):
    jira = with_issue()
    jira.faults.on("myself", faults.login_page())

    answer = connect(jira).get("/rest/api/2/myself")

    assert (answer.status_code, answer.text[:15]) == (200, "<!DOCTYPE html>")


def test_a_redirect_leads_where_it_is_told(connect):
    jira = with_issue()
    jira.faults.on("issue", faults.redirect("http://127.0.0.9/other"))

    assert connect(jira).get(ISSUE).headers["Location"] == "http://127.0.0.9/other"


def test_characters_beyond_the_first_plane_can_come_as_cesu_8(connect):
    jira = with_issue()
    jira.faults.on("issue", faults.body(faults.cesu8))

    assert b"\xed\xa0\xbd\xed\xb8\x80" in connect(jira).get(ISSUE).content


def test_a_json_value_can_be_changed_on_its_way(connect):
    jira = with_issue()
    jira.faults.on("issue", faults.content(lambda issue: issue["fields"].update(summary=7)))

    assert connect(jira).get(ISSUE).json()["fields"]["summary"] == 7


@pytest.mark.parametrize("accident", [faults.status(503), faults.status(504), faults.drop()])
def test_a_comment_can_be_applied_though_the_answer_is_lost(connect, accident):
    jira = with_issue()
    jira.faults.on("add comment", faults.after(accident))
    client = connect(jira)

    try:
        lost = client.post(COMMENT, json={"body": "Seen."}).status_code > 500
    except httpx.TransportError:
        lost = True

    assert lost
    assert client.get(COMMENT).json()["total"] == 1


def test_the_server_may_say_nothing_about_itself(connect):
    jira = with_issue()
    jira.faults.on("serverInfo", faults.exactly({}), times=2)
    client = connect(jira)

    assert [client.get(INFO).json() == {} for _ in range(3)] == [True, True, False]


def test_a_token_can_be_repeated_for_ever(connect):
    jira = LocalJira("cloud")
    for _ in range(9):
        jira.script.create("ALPHA")
    jira.faults.on("search", faults.repeated_token(), times=None)
    client, words = connect(jira), {"jql": "project = ALPHA", "maxResults": 2}

    first = client.post("/rest/api/2/search/jql", json=words).json()["nextPageToken"]
    words["nextPageToken"] = first
    second = client.post("/rest/api/2/search/jql", json=words).json()["nextPageToken"]

    assert first == second


def test_a_fault_at_an_endpoint_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="No endpoint is named 'serach'"):
        with_issue().faults.on("serach", faults.status(500))


def test_a_mistake_of_the_server_is_recorded_and_answered(connect):
    jira = with_issue()
    jira.faults.on("issue", faults.content(lambda issue: issue["nothing"]))

    answer = connect(jira, strict=False).get(ISSUE)

    assert answer.status_code == 500
    assert [violation.rule for violation in jira.violations] == ["mistake of the server"]


def test_a_status_that_http_does_not_know_is_sent_too(connect):
    jira = with_issue()
    jira.faults.on("issue", faults.html(520, "Web server returned an unknown error"))

    assert connect(jira).get(ISSUE).status_code == 520


def test_a_late_answer_runs_into_the_clients_timeout(connect):
    jira = with_issue()
    jira.knobs.latency_s = 0.5
    client = connect(jira)

    with pytest.raises(httpx.ReadTimeout):
        client.get(INFO, timeout=0.05)
