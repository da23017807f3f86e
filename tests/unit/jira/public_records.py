"""Public Jira records, read and mapped once for all tests on them."""

import csv
import gzip
import io
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from connectors.jira.catalogue import SPRINT, Catalogue, FieldEntry, Schema, StatusEntry
from connectors.jira.mapping import facts_from
from connectors.jira.meaning import Meaning, meaning_of
from connectors.jira.payloads import Decoders, Issue
from connectors.jira.settings import FieldMapping, StatusMapping
from connectors.jira.sight import Sight, Tally
from hub.model.facts import Fact

SEEN_AT = datetime(2026, 1, 15, tzinfo=UTC)
csv.field_size_limit(sys.maxsize)


@dataclass
class Mapped:
    """A set of issues with the facts of each, by issue id."""

    issues: list[Issue]
    facts: dict[str, list[Fact]]
    tally: Tally
    meaning: Meaning


def mapped(issues: list[Issue], meaning: Meaning) -> Mapped:
    tally = Tally()
    facts = {issue.id: facts_from(issue, Sight(SEEN_AT), meaning, tally) for issue in issues}
    return Mapped(issues, facts, tally, meaning)


@cache
def server_lines(root: Path) -> list[bytes]:
    packed = (root / "jira/server-with-changelog/issues.jsonl.gz").read_bytes()
    return gzip.decompress(packed).splitlines()


@cache
def server_set(root: Path) -> Mapped:
    """The set of a server: 496 issues with complete histories."""
    lines = server_lines(root)
    statuses = [json.loads(line)["fields"]["status"] for line in lines]
    catalogue = Catalogue(statuses=by_id(msgspec.convert(statuses, list[StatusEntry])))
    meaning = meaning_of("jira:SRC", FieldMapping(), StatusMapping(), catalogue)
    issues = [Decoders().issue.decode(line) for line in lines]
    return mapped(issues, meaning)


@cache
def cloud_set(root: Path, fields: FieldMapping | None = None) -> Mapped:
    """The set of a Cloud site: 33 issues, histories newest first."""
    rows = column(root / "jira/cloud-raw/issues.csv")
    statuses = [json.loads(row) for row in column(root / "jira/cloud-raw/status.csv")]
    catalogue = Catalogue(
        fields={
            "customfield_10020": FieldEntry(
                "customfield_10020", "Sprint", True, Schema("array", "json", SPRINT)
            ),
            "customfield_10015": FieldEntry(
                "customfield_10015", "Start date", True, Schema("date")
            ),
            "customfield_10060": FieldEntry("customfield_10060", "End date", True, Schema("date")),
        },
        statuses=by_id(msgspec.convert(statuses, list[StatusEntry])),
    )
    meaning = meaning_of("jira:SRC", fields or FieldMapping(), StatusMapping(), catalogue)
    decode = Decoders(frozenset(meaning.asked)).issue.decode
    return mapped([decode(row) for row in rows], meaning)


def column(path: Path, name: str = "data") -> list[str]:
    text = path.read_text("utf-8-sig").lstrip("\n")
    return [row[name] for row in csv.DictReader(io.StringIO(text, newline=""))]


def by_id(entries: list[Any]) -> dict[str, Any]:
    return {entry.id: entry for entry in entries}
