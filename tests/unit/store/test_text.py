"""Text that no database takes becomes U+FFFD, however deep it lies."""

from datetime import UTC, datetime
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from hub.model.event import Interval
from hub.model.facts import WorkItemFirstSeen
from hub.store.text import clean_text, cleaned

AT = Interval.at(datetime(2025, 3, 3, tzinfo=UTC))
any_text = st.text(st.characters(), max_size=20)


def seen(title: str, label: str = "", member: str = "") -> WorkItemFirstSeen:
    """Make a fact with text at several depths."""
    return WorkItemFirstSeen(
        subject="1", entry="1", occurred=AT, key="K-1", fields={"title": title},
        labels={label: "x"}, members={"labels": [member]},
    )  # fmt: skip


@given(any_text)
def test_clean_text_can_be_stored(text: str):
    stored = clean_text(text)

    assert stored.encode().decode() == stored
    assert len(stored) == len(text)
    assert not [c for c in stored if ord(c) < 32 and c not in "\t\n\r"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_clean_text_stays_as_it_is(text: str):
    page = [seen(text), seen("tab\tline\n"), seen('quote " backslash \\ degree ° 完成')]

    assert cleaned(page) is page


def test_dirty_text_is_found_however_deep_it_lies():
    page = [seen("\x00"), seen("t", label="\x1b"), seen("t", member="\ud800"), seen("\x7f\x9f")]

    fixed = cast("list[WorkItemFirstSeen]", cleaned(page))

    first, second, third, fourth = fixed
    assert all(event.repaired for event in fixed)
    assert (first.fields, fourth.fields) == ({"title": "\ufffd"}, {"title": "\ufffd\ufffd"})
    assert (second.labels, third.members) == ({"\ufffd": "x"}, {"labels": ["\ufffd"]})
