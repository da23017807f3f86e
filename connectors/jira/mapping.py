"""Turns one issue with its history into facts. Pure: no clock, no network, no store."""

from msgspec import json
from msgspec.structs import replace

from connectors.jira.changes import Change, changes_of, in_order
from connectors.jira.creation import FirstSight
from connectors.jira.cure import cures, gap_facts
from connectors.jira.current import NOTHING, state_from
from connectors.jira.meaning import Meaning
from connectors.jira.parents import told_once
from connectors.jira.payloads import Issue
from connectors.jira.rewind import rewound
from connectors.jira.sight import Sight, Tally
from connectors.jira.telling import Telling
from connectors.jira.times import instant_from
from hub.model.facts import Fact

REPLACED = "\ufffd".encode()


def facts_from(issue: Issue, sight: Sight, meaning: Meaning, tally: Tally) -> list[Fact]:
    """Give everything that *issue* says, its complete history included, oldest first.

    Facts that are recorded already are among them: ingest knows them by their `entry`. Raise
    `NoInstant` for an issue whose times cannot be; nothing has been counted then.
    """
    latest = sight.latest
    histories = issue.changelog.histories if issue.changelog else []
    dated = [(instant_from(history.created, latest), history) for history in histories]
    created = instant_from(issue.fields.created, latest)
    instant_from(issue.fields.updated, latest)
    dated = in_order(dated)
    tally.issues += 1
    tally.histories += len(dated)
    changes: list[Change] = []
    for at, history in dated:
        changes += changes_of(history, at, meaning, tally)
    current = state_from(issue.fields, issue.key, meaning)
    for raw in meaning.persons:
        person, name = current.cells.get(raw, NOTHING)
        if person and name:
            tally.people[person] = name
    changes = told_once(changes, current, meaning.epic, tally)
    before, gaps = rewound(current, changes, frozenset({meaning.epic}))
    first = FirstSight(issue, created, sight, meaning, tally)
    facts = first.facts(before, gaps)
    telling = Telling(issue, sight, meaning, tally, before=before, held=first.held)
    telling.tell(changes)
    facts += telling.facts
    if gaps:
        facts += gap_facts(issue.id, telling.place, gaps, sight, meaning)
    # Without a gap, and without an earlier reading, the facts end in what is shown.
    if gaps or sight.known is not None:
        facts += cures(issue, current, facts, sight=sight, meaning=meaning)
    facts += telling.attached(changes)
    return [marked(fact) for fact in facts] if sight.repaired else facts


def marked(fact: Fact) -> Fact:
    """Mark a fact that holds a character which was put in place of unreadable bytes."""
    return replace(fact, repaired=True) if REPLACED in json.encode(fact) else fact
