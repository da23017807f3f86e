"""`hub audit-findings`: every citation is read again in the log, and in its original."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
import typer

from hub.cli.output import answer, line
from hub.cli.session import AsJson, AsOf, instant, session
from hub.cli.words import say
from hub.errors import NotFound
from hub.installation import Installation
from hub.locale import _
from hub.model.event import Event
from hub.model.findings import Citation, FindingChanged, FindingOpened
from hub.rereading import DIFFERS, Originals, reread
from hub.rules.citing import plain

BATCH = 1000
SHOWN = 20
SEARCHED = "search:"  # the locator of a place where something was looked for
STATUS_DATE = "status_date"  # the locator of what is so on the day that is judged
RIGHT = ("exact", "absent", "derived")
WRONG_ORIGINAL = "original_differs"


Cited = tuple[FindingOpened | FindingChanged, str, Citation]
"""A conclusion, the name of one of its operands, and one citation of that."""


@dataclass
class Audit:
    """What came of reading citations again."""

    findings: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    derived: Counter[str] = field(default_factory=Counter)  # by rule and operand
    originals: Counter[str] = field(default_factory=Counter)  # what came of reading those again
    wrong: list[dict[str, Any]] = field(default_factory=list)


def audit_findings(as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Read every citation of every finding again in the log, and in its original."""
    with session() as hub:
        at = instant(hub, as_of)
        audit = audited(hub, hub.log.cut(at) if at else None)
    content = {
        "findings": len(audit.findings),
        "citations": audit.counts.total(),
        "counts": dict(sorted(audit.counts.items())),
        "derived": dict(audit.derived.most_common()),
        "originals": dict(sorted(audit.originals.items())),
        "wrong": audit.wrong,
    }
    answer(content, as_json, lambda: show(content))
    raise typer.Exit(1 if audit.wrong else 0)


def audited(hub: Installation, stop: int | None) -> Audit:
    """Check each distinct citation once for each conclusion that makes it."""
    audit = Audit()
    known: dict[str, Event | None] = {}
    originals, read = Originals(hub), dict[tuple[str, str, str], str]()
    for event, operand, citation in citations(hub, stop):
        audit.findings.add(event.finding)
        cited = resolved(hub, citation.event_id, known)
        verdict = checked(citation, event, cited)
        if cited is not None and verdict in RIGHT and not citation.locator.startswith(SEARCHED):
            place = (cited.event_id, citation.locator, str(citation.value))
            if place not in read:
                read[place] = reread(originals, cited, citation.locator, citation.value)
                audit.originals[read[place]] += 1
            verdict = WRONG_ORIGINAL if read[place] == DIFFERS else verdict
        audit.counts[verdict] += 1
        if verdict == "derived":
            audit.derived[f"{event.conclusion.rule}.{operand}"] += 1
        if verdict not in RIGHT:
            audit.wrong.append(told(event, operand, citation, verdict))
    return audit


def citations(hub: Installation, stop: int | None) -> Iterator[Cited]:
    """Yield every citation with the operand and the conclusion that it stands in."""
    for event in conclusions(hub, stop):
        for operand, cited in event.conclusion.operands.items():
            for citation in cited:
                yield event, operand, citation


def conclusions(hub: Installation, stop: int | None) -> Iterator[FindingOpened | FindingChanged]:
    """Yield what rules have concluded about the project, oldest first."""
    after = 0
    while page := hub.log.read(after, BATCH, stop):
        for event in page.events:
            if isinstance(event, FindingOpened | FindingChanged) and event.project == hub.project:
                yield event
        after = page.last


def resolved(hub: Installation, name: str, known: dict[str, Event | None]) -> Event | None:
    """Give the cited event, read from the log once."""
    if name not in known:
        try:
            known[name] = hub.log.event(name)
        except NotFound:
            known[name] = None
    return known[name]


def checked(citation: Citation, finding: Event, cited: Event | None) -> str:
    """Compare a citation with the event that it names.

    `exact`: the value stands in the event; `absent`: a place was searched and nothing was there;
    `derived`: the rule computed the value from the event and what it says elsewhere. The rest is
    wrong: no such event, another place, other times, or recorded only after the conclusion.
    """
    if cited is None:
        return "missing"
    is_search = citation.locator.startswith(SEARCHED)
    if not is_search and citation.locator not in places(cited):
        return "elsewhere"
    if (citation.recorded_at, citation.occurred) != (cited.recorded_at, cited.occurred):
        return "other_times"
    if cited.recorded_at > finding.recorded_at:
        return "later"
    if is_search and citation.value is None:
        return "absent"
    return "exact" if citation.value in values(msgspec.structs.asdict(cited)) else "derived"


def places(event: Event) -> set[str]:
    """Give where an event can be seen: its own locator, those of its fields, the event itself."""
    found = {
        event.locator,
        f"event:{event.event_id}",
        getattr(event, "old_locator", ""),
        STATUS_DATE,
    }
    return (found | set(getattr(event, "locators", {}).values())) - {""}


def values(content: Any) -> list[object]:
    """Give every single value inside the content of an event, as citations write them."""
    if isinstance(content, msgspec.Struct):
        content = msgspec.structs.asdict(content)
    if isinstance(content, dict):
        return [found for inner in content.values() for found in values(inner)]
    if isinstance(content, Iterable) and not isinstance(content, str | bytes):
        return [found for inner in content for found in values(inner)]
    if isinstance(content, datetime | date):
        return [plain(content), content.isoformat()[:10]]
    return [plain(content)]


def told(
    event: FindingOpened | FindingChanged, operand: str, citation: Citation, verdict: str
) -> dict[str, Any]:
    """Give a wrong citation with all that is needed to look at it."""
    return {
        "finding": event.finding,
        "event": event.event_id,
        "operand": operand,
        "cites": citation.event_id,
        "locator": citation.locator,
        "value": citation.value,
        "verdict": verdict,
    }


def show(content: dict[str, Any]) -> None:
    """Write the counts, and the first of what is wrong."""
    counts = content["counts"]
    text = _(
        "{findings} findings, {citations} citations: {exact} found as they stand, {absent} searched"
        " and not there, {derived} computed from what they cite, {wrong} wrong."
    )
    line(
        say(
            text,
            findings=content["findings"],
            citations=content["citations"],
            exact=counts.get("exact", 0),
            absent=counts.get("absent", 0),
            derived=counts.get("derived", 0),
            wrong=len(content["wrong"]),
        )
    )
    originals = content["originals"]
    text = _(
        "Of {places} cited places {same} say the same in their originals, read again; {rewound} "
        "follow from later changes, {no_original} have no file behind them, {unread} cannot be read"
        " any more."
    )
    told_of = {name: originals.get(name, 0) for name in ("same", "rewound", "no_original")}
    unread = originals.get("cannot_be_read", 0)
    line(say(text, places=sum(originals.values()), unread=unread, **told_of))
    for one in content["wrong"][:SHOWN]:
        line(f"{one['finding']} {one['operand']}: {say(one['verdict'])} ({one['cites']})", "red")
