"""What a connector may know of the past: its own items, editions, mappings, and the plan."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from hub.ingest import Past
from hub.model.commitments import CommitmentDropProposed, CommitmentProposed, Terms
from hub.model.event import Event, Interval
from hub.model.facts import Edition, EditionRead
from hub.model.plans import BaselineApproved, BaselineProposed, RevisionApproved, RevisionProposed
from hub.model.runs import IdentityAnswered, MappingConfirmed
from hub.store import Log, Originals
from tests.integration.store.building import (
    NOW,
    PROJECT,
    SOURCE,
    deliver,
    fact,
    facts,
    later,
    record,
)

AT = Interval.at(NOW)
EDITION = Edition(
    series="weekly",
    original="0" * 64,
    name="w1.xlsx",
    edition_on=date(2025, 3, 3),
    dated_by="cell",
)


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    """Give an empty folder of originals."""
    return Originals(tmp_path / "originals")


def past(log: Log, originals: Originals, source: str = SOURCE) -> Past:
    """Give what a source has told."""
    return Past(log, originals, PROJECT, source)


def test_items_are_known_as_they_were_last(log: Log, originals: Originals):
    deliver(log, [*facts(3, each=2), fact("10001", "x", new="last")])
    known = past(log, originals)

    assert known.cursor == "c1"
    assert known.item("nobody") is None
    assert known.items(["10001"])["10001"].value("status") == "last"
    assert sorted(known.items(["10000", "10001", "nobody"])) == ["10000", "10001"]
    assert sorted(item.subject for item in known.all_items()) == ["10000", "10001", "10002"]


def test_an_edition_counts_from_its_closing_event_on(log: Log, originals: Originals):
    known = past(log, originals)
    deliver(log, facts(3), cursor=None)
    assert known.editions("weekly") == []

    read = EditionRead(
        subject="weekly", entry="e1", occurred=AT, edition=EDITION, rows_in=3, mapped=3,
        quarantined=0, complete=True,
    )  # fmt: skip
    deliver(log, [read])

    assert [one.edition.name for one in known.editions("weekly")] == ["w1.xlsx"]


def test_the_last_word_about_columns_and_pairs_is_known(log: Log, originals: Originals):
    words: Sequence[Event] = [
        MappingConfirmed(
            subject="f1", entry=str(n), occurred=AT, source=SOURCE, fingerprint="f1",
            columns={"名称": to},
        )
        for n, to in enumerate(["title", "key"])
    ]  # fmt: skip
    answer = IdentityAnswered(
        subject="1=2", entry="a", occurred=AT, source=SOURCE, old="1", new="2", same=True
    )
    record(log, [*words, answer])
    known = past(log, originals)

    [said] = known.mappings()
    assert said.columns == {"名称": "key"}
    assert known.answers() == {("1", "2"): True}


def proposed(kind, name: str, entry: str, **rest) -> Event:
    """Make an event about a proposed plan."""
    return kind(
        subject=name, entry=entry, occurred=AT, proposal=name, series="plan", set_hash=name, **rest
    )


def row(proposal: str, key: str, title: str) -> Event:
    """Make a row of a proposed plan."""
    return CommitmentProposed(
        subject=f"plan/{key}", entry=f"{proposal}/{key}", occurred=AT, proposal=proposal,
        series="plan", terms=Terms(key=key, title=title),
    )  # fmt: skip


def test_the_plan_in_force_is_the_last_approved_one(log: Log, originals: Originals):
    known = past(log, originals)
    deliver(log, [
        proposed(BaselineProposed, "P1", "p", rows=2), row("P1", "A", "old"), row("P1", "B", "b"),
    ])  # fmt: skip
    assert known.terms("plan") == {}
    record(log, [proposed(BaselineApproved, "P1", "ok")], later(hours=1))
    dropped = CommitmentDropProposed(
        subject="plan/B", entry="P2/B", occurred=AT, proposal="P2", series="plan"
    )
    revision = proposed(
        RevisionProposed, "P2", "p", revises="P1", rows=1, changed=1, added=0, dropped=1
    )
    record(log, [revision, row("P2", "A", "new"), dropped], later(hours=2))
    assert {key: t.title for key, t in known.terms("plan").items()} == {"A": "old", "B": "b"}

    record(log, [proposed(RevisionApproved, "P2", "ok")], later(hours=3))

    assert {key: t.title for key, t in known.terms("plan").items()} == {"A": "new"}
