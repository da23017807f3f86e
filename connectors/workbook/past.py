"""What is known of a series: its items as the last editions left them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from connectors.workbook.identity import Row, joined, normal
from connectors.workbook.values import SECTION
from hub.ingest.contract import Known
from hub.model.event import Interval, Value
from hub.model.facts import State
from hub.model.items import Item

GROUP = "group:"
MOVED = "moved"  # why an item is gone that goes on under another subject
STEP = ":"  # between the subject of a row and its step
DIGEST = re.compile(r"[0-9a-f]{16}(#\d+)?")  # the key of a row without an id


@dataclass(slots=True)
class Prior:
    """One known item: its subject, what tells it apart, its values and the cells they stand in."""

    subject: str
    identity: Row
    values: dict[str, Value]
    locators: dict[str, str]
    vanished: bool
    sheet: str
    taken_over: list[str] = field(default_factory=list)  # subjects a person said to be the same
    state: State | None = None  # what the status was understood as, where that may have changed
    first: Interval | None = None  # when it was first seen
    since: Interval | None = None  # when it may have changed, where another item was taken over


def prior_of(item: Item, key: str) -> Prior:
    """Reduce an item to what a comparison needs."""
    values = {name: held.value for name, held in item.fields.items()}
    locators = {name: held.locator for name, held in item.fields.items()}
    identity = Row(
        key=key,
        wbs=str(values.get("extra:wbs") or ""),
        module=joined(str(values.get(SECTION) or ""), str(values.get("module") or "")),
        title=str(values.get("title") or ""),
        owner=str(values.get("assignee") or ""),
        due=str(values.get("due") or ""),
    )
    sheet = locators.get("title", "").partition("/")[2].rpartition("!")[0]
    gone = bool(item.vanished)
    return Prior(item.subject, identity, values, locators, gone, sheet, first=item.first)


def priors(known: Known, series: str, steps: Sequence[str] = ()) -> list[Prior]:
    """Return the items of a series, oldest row first; pairs a person called the same are one.

    So are the *steps* of rows that are the same. What went on under its old subject is left out.
    """
    found = {
        item.subject: prior_of(item, item.key)
        for item in known.all_items()
        if item.subject.startswith(f"{series}/")
        and not item.subject.startswith(f"{series}/{GROUP}")
        and item.vanished != MOVED
    }
    for (old, new), same in known.answers().items():
        pairs = [(step_of(old, step), step_of(new, step)) for step in steps]
        for before, after in [(old, new), *pairs] if same else ():
            if before in found and after in found:
                take_over(found[before], found.pop(after))
    return sorted(found.values(), key=lambda prior: prior.subject)


def agreed(known: Known, series: str) -> list[Prior]:
    """Return the commitments of a series as the plan in force, or the last proposed, has them."""
    found = []
    for terms in known.terms(series).values():
        identity = Row(
            key="" if DIGEST.fullmatch(terms.key) else terms.key,
            module=terms.module,
            title=terms.title,
            owner=terms.accountable,
            due=str(terms.finish_on or ""),
        )
        found.append(Prior(f"{series}/{terms.key}", identity, {}, {}, False, ""))
    return sorted(found, key=lambda prior: prior.subject)


def take_over(old: Prior, new: Prior) -> None:
    """Let an item go on under its old subject; what the new one said is told of it once more."""
    old.identity = new.identity
    old.sheet = new.sheet or old.sheet
    old.since = new.first
    old.taken_over.append(new.subject)


def step_of(subject: str, step: str) -> str:
    """Return the subject, or the key, of a step of a row."""
    return f"{subject}{STEP}{step}"


def row_of(step: str) -> str:
    """Return the subject of the row that a step is of."""
    return step.rpartition(STEP)[0]


def is_step(subject: str, steps: Sequence[str]) -> bool:
    """Tell a step of a row from a row; *steps* are those that the profile names."""
    return subject.rpartition(STEP)[2] in steps


def first_key(identity: Row) -> str:
    """Return the key of first sight: the id, else a digest of module and title."""
    if identity.key:
        return identity.key
    text = f"{normal(identity.module)}\n{normal(identity.title)}"
    return blake2b(text.encode(), digest_size=8).hexdigest()


def fresh_subjects(series: str, identities: list[Row], used: set[str]) -> Iterator[str]:
    """Yield a subject for each new row; duplicates are told apart by a number."""
    for identity in identities:
        subject = base = f"{series}/{first_key(identity)}"
        count = 2
        while subject in used:
            subject = f"{base}#{count}"
            count += 1
        used.add(subject)
        yield subject
