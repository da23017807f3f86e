"""Makes pages of facts out of batches of issues, and accounts for everything received."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from connectors.jira.batches import MENTION, Batch
from connectors.jira.connection import Connection
from connectors.jira.cursor import Cursor, written
from connectors.jira.errors import CountsUnequal
from connectors.jira.mapping import facts_from
from connectors.jira.meaning import Meaning
from connectors.jira.payloads import Issue
from connectors.jira.salvage import Broken, has_twins
from connectors.jira.sight import Sight, Tally
from connectors.jira.times import NoInstant
from hub.ingest import Known, Original, Page
from hub.model.event import Interval
from hub.model.facts import Fact, RecordQuarantined, SourceObserved
from hub.model.items import Item

LOOK_CLOSELY = 100  # every so many pages, one is parsed with an eye on duplicate keys
SECOND = timedelta(seconds=1)  # the Date header has no fractions


@dataclass(slots=True)
class Pass:
    """One look at the source, with what came of it."""

    kind: str
    started: datetime
    tally: Tally = field(default_factory=Tally)
    count: int = 0
    notes: set[str] = field(default_factory=set)


@dataclass
class Pages:
    """What a page needs besides its batch."""

    source: str
    scope: str
    known: Known
    meaning: Meaning
    here: Connection
    cursor: Cursor
    at: datetime  # of the run, by the hub's clock
    count: int = 0

    def __post_init__(self) -> None:
        """Say once who we are."""
        self.account = self.meaning.people + self.here.account

    def page(self, batch: Batch, look: Pass) -> Page:
        """Map a batch; give its facts, originals, people, and the cursor after it."""
        tally = look.tally
        if self.count % LOOK_CLOSELY == 0 and any(has_twins(o.body) for o in batch.originals):
            look.notes.add("duplicate_keys")
        self.count += 1
        look.count += len(batch.issues) + len(batch.broken)
        at = max(batch.at + SECOND if batch.at else self.here.now, self.here.now)
        known = self.known.items(issue.id for issue in batch.issues)
        facts: list[Fact] = []
        for issue in batch.issues:
            try:
                sight = self._sight(issue, batch, at, known.get(issue.id))
                facts += facts_from(issue, sight, self.meaning, tally)
            except NoInstant as error:
                batch.broken.append(_timeless(issue, error))
        original = batch.originals[0].sha256 if batch.originals else ""
        facts += [self._quarantined(broken, at, original, tally) for broken in batch.broken]
        tally.notes.update(["incomplete_list"] * len(batch.incomplete))
        look.notes.update(batch.incomplete)
        people, tally.people = tally.people, {}
        originals = [
            _mentioning(original, people, self.meaning.people) for original in batch.originals
        ]
        return Page(facts, originals, written(self.cursor), people)

    def _sight(self, issue: Issue, batch: Batch, at: datetime, known: Item | None) -> Sight:
        return Sight(
            at,
            original=batch.body_of.get(issue.id, ""),
            told_by=batch.told_by.get(issue.id, ""),
            known=known,
            comments=batch.comments.get(issue.id),
            worklogs=batch.worklogs.get(issue.id),
            noted=batch.noted,
            repaired=issue.id in batch.repaired,
            account=self.account,
        )

    def _quarantined(
        self, broken: Broken, at: datetime, original: str, tally: Tally
    ) -> RecordQuarantined:
        tally.items += broken.items
        tally.quarantined += broken.items
        tally.notes["quarantined_issue"] += 1
        reason, _, text = broken.reason.partition(": ")
        digest = sha256(broken.body).hexdigest()
        return RecordQuarantined(
            subject=broken.id or digest[:16],
            entry=f"unread.{reason}.{digest[:16]}",
            occurred=Interval(None, at),
            locator=f"{self.source}/{broken.id}",
            original=original,
            reason=reason,
            text=text[:500],
            item=broken.id,
        )

    def observed(self, look: Pass, digest: str = "", *, complete: bool = True) -> Page:
        """End a pass. Raise `CountsUnequal` where something was lost on the way."""
        tally = look.tally
        if not tally.is_equal:
            raise CountsUnequal(
                "Of {received} changes that {source} told, {counted} are accounted for.",
                remedy="This is a fault of the hub; report it with the counts of this run.",
                received=tally.items,
                source=self.source,
                counted=tally.mapped + tally.quarantined + sum(tally.dropped.values()),
            )
        notes = sorted(look.notes | ({"clock_skew"} if self.here.skewed else set()))
        observed = SourceObserved(
            subject=self.source,
            entry=f"{look.kind}@{look.started.isoformat()}@{self.at.isoformat()}",
            occurred=Interval(look.started, max(look.started, self.here.now)),
            locator=self.source,
            scope=self.scope,
            kind=look.kind,
            started_at=look.started,
            as_of=self.here.now,
            complete=complete,
            count=look.count,
            content_hash=digest,
            counts=tally.counts(),
            notes=notes,
        )
        return Page([observed], cursor=written(self.cursor))


def _timeless(issue: Issue, error: NoInstant) -> Broken:
    log = issue.changelog
    items = sum(len(history.items) for history in log.histories) if log else 0
    said = f"{issue.id} {error}".encode("utf-8", "replace")
    return Broken(issue.id, f"time_not_understood: {error}", said, items)


def _mentioning(original: Original, people: dict[str, str], before: str) -> Original:
    """Name the people in an original, so that an erasure finds it."""
    found = MENTION.findall(original.body)
    written = {before + id_.decode("utf-8", "replace") for id_ in found}
    return original.mentioning(written | people.keys())
