"""What a client writes is there at once, with the history that it causes."""

import pytest

from tests.jira_server import LocalJira

ISSUE = "/rest/api/2/issue/ALPHA-1"
PROPERTY = f"{ISSUE}/properties/client-flag.7"


def with_issue(mode: str = "cloud", **fields) -> LocalJira:
    jira = LocalJira(mode)
    jira.script.create("ALPHA", **fields)
    return jira


@pytest.mark.parametrize(
    ("permission", "method", "path", "body"),
    [
        ("ADD_COMMENTS", "POST", f"{ISSUE}/comment", {"body": "A"}),
        ("EDIT_ISSUES", "PUT", ISSUE, {"fields": {"summary": "A"}}),
        ("EDIT_ISSUES", "PUT", PROPERTY, {"state": "pending"}),
    ],
)
def test_writing_without_permission_is_refused(connect, permission, method, path, body):
    jira = with_issue()
    jira.access.denied.add(permission)

    assert connect(jira).request(method, path, json=body).status_code == 403


def test_a_comment_is_written_and_edited(connect):
    client = connect(with_issue())
    made = client.post(f"{ISSUE}/comment", json={"body": "First."}).json()

    client.put(f"{ISSUE}/comment/{made['id']}", json={"body": "Second."})

    [comment] = client.get(f"{ISSUE}/comment").json()["comments"]
    assert (comment["id"], comment["body"]) == (made["id"], "Second.")
    assert comment["author"]["accountId"] == "reader"


def test_version_three_wants_a_document_and_version_two_a_string(connect):
    client = connect(with_issue())
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "A"}]}
    document = {"type": "doc", "version": 1, "content": [paragraph]}
    newer = f"{ISSUE}/comment".replace("/2/", "/3/")

    codes = [
        client.post(path, json={"body": body}).status_code
        for path in (f"{ISSUE}/comment", newer)
        for body in ("A", document)
    ]

    assert codes == [201, 400, 400, 201]
    assert client.get(newer).json()["comments"][1]["body"] == document


def test_labels_are_added_and_removed_with_a_history(connect):
    jira = with_issue(labels=["late"])
    client = connect(jira)
    update = {"labels": [{"add": "flagged"}, {"remove": "late"}]}

    code = client.put(ISSUE, json={"update": update}).status_code

    [history] = jira.documents["ALPHA-1"].histories
    assert (code, jira.documents["ALPHA-1"].fields["labels"]) == (204, ["flagged"])
    assert (history.items[0]["fromString"], history.items[0]["toString"]) == ("late", "flagged")


@pytest.mark.parametrize(
    "body",
    [{"update": {"labels": [{"add": "with blank"}]}}, {"fields": {"customfield_9": 1}}],
)
def test_what_cannot_be_set_is_named(connect, body):
    answer = connect(with_issue()).put(ISSUE, json=body)

    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_a_property_is_created_then_replaced(connect):
    client = connect(with_issue())

    codes = [client.put(PROPERTY, json={"state": state}).status_code for state in ("a", "b")]

    assert codes == [201, 200]
    assert client.get(PROPERTY).json() == {"key": "client-flag.7", "value": {"state": "b"}}
    assert client.get(f"{PROPERTY}8").status_code == 404


def test_comments_come_newest_first_when_asked(connect):
    jira = with_issue("dc")
    for text in ("One", "Two", "Three"):
        jira.clock.advance(minutes=1)
        jira.script.comment("ALPHA-1", text)
    words = {"orderBy": "-created", "maxResults": 2, "startAt": 1}

    page = connect(jira).get(f"{ISSUE}/comment", params=words).json()

    assert [comment["body"] for comment in page["comments"]] == ["Two", "One"]
    assert page["total"] == 3


def test_the_links_of_an_issue_lead_back_to_the_server(connect):
    client = connect(with_issue())

    link = client.get(ISSUE).json()["self"]

    assert client.get(link).json()["key"] == "ALPHA-1"
