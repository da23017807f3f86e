"""Rate limits run in virtual time."""

import httpx

from tests.jira_server import LocalJira

ISSUE = "/rest/api/2/issue/ALPHA-1"
COMMENT = f"{ISSUE}/comment"


def with_issue(mode: str = "cloud") -> LocalJira:
    jira = LocalJira(mode)
    jira.script.create("ALPHA")
    return jira


def test_there_is_no_limit_unless_it_is_set(connect):
    client = connect(with_issue())

    assert {client.get(ISSUE).status_code for _ in range(50)} == {200}


def test_a_burst_is_refused_until_the_clock_has_moved(connect):
    jira = with_issue()
    jira.limits.set_burst(2, seconds=10)
    client = connect(jira)

    codes = [client.get(ISSUE).status_code for _ in range(3)]
    jira.clock.advance(seconds=10)

    assert [*codes, client.get(ISSUE).status_code] == [200, 200, 429, 200]


def test_a_refusal_says_why_and_how_long(connect):
    jira = with_issue()
    jira.limits.set_burst(1, seconds=10)
    client = connect(jira)
    near = client.get(ISSUE)

    refused = client.get(ISSUE)

    assert near.headers["X-RateLimit-NearLimit"] == "true"
    assert refused.headers["Retry-After"] == "10"
    assert refused.headers["RateLimit-Reason"] == "jira-burst-based"
    assert (refused.headers["X-RateLimit-Limit"], refused.headers["X-RateLimit-Remaining"]) == (
        "1",
        "0",
    )


def test_coming_back_early_lengthens_the_wait(connect):
    jira = with_issue()
    jira.limits.set_burst(1, seconds=10, penalty=5)
    client = connect(jira)

    waits = [client.get(ISSUE).headers.get("Retry-After") for _ in range(3)]

    assert waits == [None, "10", "15"]


def test_endpoints_and_methods_have_limits_of_their_own(connect):
    jira = with_issue()
    jira.limits.set_burst(1)
    client = connect(jira)

    answers = [client.get(ISSUE), client.get(COMMENT), client.post(COMMENT, json={"body": "A"})]

    assert [answer.status_code for answer in answers] == [200, 200, 201]


def test_writes_are_limited_for_each_issue(connect):
    jira = with_issue()
    jira.script.create("ALPHA")
    jira.limits.set_writes(1, seconds=2)
    client = connect(jira)
    other = COMMENT.replace("ALPHA-1", "ALPHA-2")

    answers = [client.post(path, json={"body": "A"}) for path in (COMMENT, COMMENT, other)]

    assert [answer.status_code for answer in answers] == [201, 429, 201]
    assert answers[1].headers["RateLimit-Reason"] == "jira-per-issue-on-write"


def test_the_hourly_quota_counts_objects_and_spares_api_tokens(connect):
    jira = with_issue()
    jira.limits.set_points(3)
    client = connect(jira)
    bearer = {"Authorization": f"Bearer {jira.access.token}"}
    bulk = {"json": {"issueIdsOrKeys": ["10001"]}, "headers": bearer, "auth": None}
    path = "/rest/api/2/issue/bulkfetch"

    spent = [client.post(path, **bulk).status_code for _ in range(2)]
    spared = client.post(path, json=bulk["json"]).status_code
    jira.clock.advance(hours=1)

    assert [*spent, spared, client.post(path, **bulk).status_code] == [200, 429, 200, 200]


def test_the_bucket_of_a_data_center_speaks_with_every_answer(connect):
    jira = with_issue("dc")
    jira.limits.set_bucket(size=2, fill=1, interval_s=5)
    client = connect(jira)

    answers = [client.get(ISSUE) for _ in range(3)]
    jira.clock.advance(seconds=5)

    assert [_told(answer) for answer in answers] == [
        (200, "0", "1"),
        (200, "0", "0"),
        (429, "5", "0"),
    ]
    assert client.get(ISSUE).status_code == 200


def _told(answer: httpx.Response) -> tuple[int, str, str]:
    headers = answer.headers
    return answer.status_code, headers["retry-after"], headers["X-RateLimit-Remaining"]
