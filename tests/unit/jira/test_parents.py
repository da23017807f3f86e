"""Under what an issue stands: a parent, an epic, and the three ways in which Jira tells it."""

from typing import Any

import pytest

from connectors.jira.catalogue import EPIC_LINK, Catalogue, FieldEntry, Schema
from connectors.jira.meaning import Meaning, meaning_of
from connectors.jira.payloads import Issue
from connectors.jira.settings import FieldMapping, StatusMapping
from hub.model.facts import Fact, HistoryGapFound, WorkItemFieldChanged, WorkItemFirstSeen

from .building import CATALOGUE, history, issue, item, told

EPIC = "customfield_10014"


def with_epics() -> Meaning:
    entry = FieldEntry(EPIC, "Epic Link", True, Schema("any", custom=EPIC_LINK))
    catalogue = Catalogue(fields=CATALOGUE.fields | {EPIC: entry}, statuses=CATALOGUE.statuses)
    return meaning_of("jira:SRC", FieldMapping(), StatusMapping(), catalogue)


def parents(facts: list[Fact]) -> list[Any]:
    """Give the parent at the creation, and each one after that with its basis."""
    [first] = [f for f in facts if isinstance(f, WorkItemFirstSeen)]
    later = [f for f in facts if isinstance(f, WorkItemFieldChanged) and f.field == "parent"]
    assert not [f for f in facts if isinstance(f, HistoryGapFound)]
    return [first.fields["parent"], *[(f.new, str(f.basis)) for f in later]]


def under_seven(*saves: Any, of: Meaning, **fields: Any) -> Issue:
    return issue(*saves, of=of, parent={"id": "10007", "key": "ALPHA-7"}, **fields)


ASSOCIATED = item("IssueParentAssociation", None, "10007", words=(None, "ALPHA-7"))
TIED = item("Epic Link", None, "10007", **{"fieldtype": "custom", "words": (None, "ALPHA-7")})


@pytest.mark.parametrize("name", ["Parent", "IssueParentAssociation"])
def test_a_parent_that_was_given_later_is_not_there_at_the_creation(name: str):
    of = with_epics()
    save = history(1, item(name, None, "10007", words=(None, "ALPHA-7")))

    assert parents(told(under_seven(save, of=of), of)) == [None, ("10007", "stated")]


def test_an_epic_that_cloud_shows_as_the_parent_too_is_told_by_its_own_history():
    of = with_epics()
    found = under_seven(history(1, TIED), of=of, **{EPIC: "ALPHA-7"})

    assert parents(told(found, of)) == [None, ("10007", "stated")]


def test_an_epic_that_is_told_in_both_ways_is_one_change():
    of = with_epics()
    found = under_seven(history(1, ASSOCIATED), history(2, TIED), of=of, **{EPIC: "ALPHA-7"})

    assert parents(told(found, of)) == [None, ("10007", "stated")]


def test_a_parent_told_in_two_ways_within_one_save_is_one_change():
    of = with_epics()
    both = (item("Parent", None, "10007", words=(None, "ALPHA-7")), ASSOCIATED)

    assert parents(told(under_seven(history(1, *both), of=of), of)) == [None, ("10007", "stated")]


def test_the_parent_of_a_sub_task_below_an_epic_is_the_parent():
    of = with_epics()
    tied = item("Epic Link", None, "10009", fieldtype="custom", words=(None, "ALPHA-9"))
    found = under_seven(history(1, tied), of=of, **{EPIC: "ALPHA-9"})

    assert parents(told(found, of)) == ["10007"]
