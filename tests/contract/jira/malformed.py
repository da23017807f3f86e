"""Answers of Jira that are not as they should be: one entry for each kind, with what comes of it.

Each changes the page with the issues ALPHA-1 to ALPHA-3, mostly the last of them.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

Change = Callable[[bytes], bytes]
SUMMARY = b'"summary":"Three!"'
# Ten megabytes that do not look like a bomb when they are packed.
LONG = base64.b64encode(Random(1).randbytes(7_500_000)).decode() + "字"


@dataclass(frozen=True)
class Kind:
    """One kind of malformed answer. *ends*: `read`, `quarantined`, `again`, or a code of failure.

    `read`: all three issues are there. `quarantined`: one is set aside for *reason*, and the other
    two are there. `again`: the answer is asked for once more.
    """

    change: Change
    ends: str
    reason: str = ""


def text(instead: bytes) -> Change:
    """Put *instead* where the third summary stands."""
    return lambda raw: raw.replace(SUMMARY, b'"summary":' + instead)


def value(change: Callable[[dict[str, Any]], object]) -> Change:
    """Change the third issue as a value."""

    def changed(raw: bytes) -> bytes:
        page = json.loads(raw)
        change(page["issues"][2])
        return json.dumps(page).encode()

    return changed


def page(change: Callable[[dict[str, Any]], object]) -> Change:
    """Change the page as a value."""

    def changed(raw: bytes) -> bytes:
        found = json.loads(raw)
        change(found)
        return json.dumps(found).encode()

    return changed


def fields(**new: Any) -> Change:
    """Give the third issue other fields."""
    return value(lambda issue: issue["fields"].update(new))


def without(*names: str) -> Change:
    """Take parts away from the third issue, or from its fields."""

    def gone(issue: dict[str, Any]) -> None:
        for name in names:
            (issue if name in issue else issue["fields"]).pop(name)

    return value(gone)


def with_part(**parts: Any) -> Change:
    """Give the third issue other parts besides its fields."""
    return value(lambda issue: issue.update(parts))


def _comment(**more: Any) -> dict[str, Any]:
    row = {"id": "7", "created": "2026-03-02T08:00:00.000+0000", "body": "It runs."} | more
    return {"comments": [row], "total": 1, "startAt": 0, "maxResults": 20}


def _worklog(**more: Any) -> dict[str, Any]:
    row = {"id": "8", "created": "2026-03-02T08:00:00.000+0000", "timeSpentSeconds": 60} | more
    return {"worklogs": [row], "total": 1, "startAt": 0, "maxResults": 20}


def _second_key(raw: bytes) -> bytes:
    return raw.replace(SUMMARY, b'"summary":"Old",' + SUMMARY)


def _twice(found: dict[str, Any]) -> None:
    found["issues"].append(found["issues"][2])


def _parents_in_a_circle(found: dict[str, Any]) -> None:
    one, two = found["issues"][1:3]
    one["fields"]["parent"] = {"id": two["id"], "key": two["key"]}
    two["fields"]["parent"] = {"id": one["id"], "key": one["key"]}


BYTES = {
    "byte that is no UTF-8": Kind(text(b'"Thr\xffe!"'), "read"),
    "overlong UTF-8": Kind(text(b'"Thr\xc0\xafe!"'), "read"),
    "lone high surrogate": Kind(text(rb'"Thr\ud83de!"'), "read"),
    "lone low surrogate": Kind(text(rb'"Thr\ude00e!"'), "read"),
    "surrogates the wrong way round": Kind(text(rb'"Thr\ude00\ud83de!"'), "read"),
    "NUL escaped": Kind(text(rb'"Thr\u0000e!"'), "read"),
    "control character escaped": Kind(text(rb'"Thr\u0007\u001be!"'), "read"),
    "control character bare": Kind(text(b'"Thr\x01e!"'), "quarantined", "no_json"),
    "NaN": Kind(text(b"NaN"), "quarantined", "no_json"),
    "Infinity": Kind(text(b"Infinity"), "quarantined", "no_json"),
    "minus Infinity": Kind(text(b"-Infinity"), "quarantined", "no_json"),
    "words without quotes": Kind(text(b"Three"), "quarantined", "no_json"),
    "single quotes": Kind(text(b"'Three!'"), "quarantined", "no_json"),
    "unknown escape": Kind(text(rb'"Thr\xe!"'), "quarantined", "no_json"),
    "missing comma": Kind(text(b'"Three!" "x":1'), "quarantined", "no_json"),
    "exponent beyond all numbers": Kind(text(b"1e999"), "quarantined", "unexpected_shape"),
    "nesting of 300 levels": Kind(text(b"[" * 300 + b"]" * 300), "quarantined", "nested_too_deep"),
    "nesting of 100,000 levels": Kind(
        text(b"[" * 100_000 + b"]" * 100_000), "quarantined", "nested_too_deep"
    ),
    "key that stands twice": Kind(_second_key, "read"),
    "cut in the middle": Kind(lambda raw: raw[: len(raw) // 2], "again"),
    "text behind the end": Kind(lambda raw: raw + b"<html>", "again"),
    "two answers in one": Kind(lambda raw: raw + raw, "again"),
    "nothing at all": Kind(lambda raw: b"", "again"),
    "blanks alone": Kind(lambda raw: b" \n\t ", "again"),
    "UTF-16": Kind(lambda raw: raw.decode().encode("utf-16"), "not_json"),
    "HTML as JSON": Kind(lambda raw: b"<html><title>Hello</title></html>", "not_json"),
    "list in place of a page": Kind(lambda raw: b"[]", "again"),
    "object without issues": Kind(lambda raw: b'{"errorMessages":["Oops"]}', "again"),
    "issues that are an object": Kind(page(lambda found: found.update(issues={})), "again"),
    "issues that are null": Kind(page(lambda found: found.update(issues=None)), "again"),
}
SHAPES = {
    f"issue without {name}": Kind(without(name), "quarantined", "unexpected_shape")
    for name in ("id", "key", "fields", "updated", "created")
}
SHAPES |= {
    f"{name} that is null": Kind(with_part(**{name: None}), "quarantined", "unexpected_shape")
    for name in ("id", "key", "fields")
}
SHAPES |= {
    "issue that is a string": Kind(
        page(lambda found: found["issues"].insert(2, "ALPHA-9")), "read"
    ),
    "id that is a number": Kind(value(lambda i: i.update(id=int(i["id"]))), "read"),
    "id that is an object": Kind(with_part(id={}), "quarantined", "unexpected_shape"),
    "id of 400 digits": Kind(
        lambda raw: raw.replace(SUMMARY, SUMMARY + b',"votes":' + b"9" * 400), "read"
    ),
    "fields that are a list": Kind(with_part(fields=[]), "quarantined", "unexpected_shape"),
    "summary that is null": Kind(fields(summary=None), "read"),
    "summary that is a list": Kind(fields(summary=[1]), "quarantined", "unexpected_shape"),
    "summary of 10 MB": Kind(fields(summary=LONG), "read"),
    "description of 10 MB": Kind(fields(description=LONG), "read"),
    "description that is a document": Kind(
        fields(description={"type": "doc", "content": [{"type": "text", "text": "x"}]}), "read"
    ),
    "status that is a string": Kind(fields(status="Done"), "quarantined", "unexpected_shape"),
    "status without an id": Kind(fields(status={}), "quarantined", "unexpected_shape"),
    "status of an unknown category": Kind(
        fields(status={"id": "99", "name": "?", "statusCategory": {"key": "beyond"}}), "read"
    ),
    "status of no category": Kind(fields(status={"id": "99", "statusCategory": None}), "read"),
    "assignee that is a string": Kind(fields(assignee="li"), "quarantined", "unexpected_shape"),
    "assignee without an id": Kind(fields(assignee={"displayName": "Former user"}), "read"),
    "assignee with an empty id": Kind(fields(assignee={"accountId": "", "key": ""}), "read"),
    "labels that are a string": Kind(fields(labels="a b"), "quarantined", "unexpected_shape"),
    "labels that are null": Kind(fields(labels=None), "read"),
    "version without an id": Kind(
        fields(fixVersions=[{"name": "1.0"}]), "quarantined", "unexpected_shape"
    ),
    "version that is null": Kind(fields(fixVersions=[None]), "quarantined", "unexpected_shape"),
    "link to nothing": Kind(fields(issuelinks=[{"type": {}}]), "read"),
    "link without a type": Kind(fields(issuelinks=[{}]), "quarantined", "unexpected_shape"),
    "parents in a circle": Kind(page(_parents_in_a_circle), "read"),
    "own parent": Kind(value(lambda i: i["fields"].update(parent={"id": i["id"]})), "read"),
    "issue twice on the page": Kind(page(_twice), "read"),
    "file without a time": Kind(
        fields(attachment=[{"id": "5"}]), "quarantined", "unexpected_shape"
    ),
    "comment with a number for text": Kind(
        fields(comment=_comment(body=7)), "quarantined", "unexpected_shape"
    ),
    "comment of nobody": Kind(fields(comment=_comment(author=None)), "read"),
    "worklog of words": Kind(
        fields(worklog=_worklog(timeSpentSeconds="long")), "quarantined", "unexpected_shape"
    ),
    "formula, markup and direction marks as text": Kind(
        fields(summary="=1+1\u202e<script>alert(1)</script>{{7*7}}'; DROP TABLE x"), "read"
    ),
}
TIMES = {
    f"created {written}": Kind(fields(created=written), "quarantined", "time_not_understood")
    for written in (
        "2026-03-02T08:00:00.000",
        "0001-01-01T00:00:00.000+0000",
        "1970-01-01T00:00:00.000+0000",
        "9999-12-31T23:59:59.999-1200",
        "2026-02-30T08:00:00.000+0000",
        "2026-03-02T08:00:00.000+9900",
        "yesterday",
        "",
    )
}
TIMES |= {
    "created as a giant number": Kind(fields(created=10**30), "quarantined", "time_not_understood"),
    "created as milliseconds": Kind(fields(created=1772438400000), "read"),
    "created that is null": Kind(fields(created=None), "quarantined", "unexpected_shape"),
    "updated in a year": Kind(
        fields(updated="2027-03-02T08:00:00.000+0000"), "quarantined", "time_not_understood"
    ),
}
KINDS = BYTES | SHAPES | TIMES
