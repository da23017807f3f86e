"""Reads one Jira from where the last run stopped: catalogue, changes, census, re-reading."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from msgspec.structs import replace

from connectors.jira.batches import MENTION, Batch
from connectors.jira.catalogue_pass import CataloguePass, Found, changes
from connectors.jira.census import Census, Standing
from connectors.jira.client import Client, Clocks
from connectors.jira.cloud import Cloud
from connectors.jira.connection import connect
from connectors.jira.cursor import Cursor, Run, cursor_from, written
from connectors.jira.data_center import DataCenter
from connectors.jira.errors import CountsUnequal, FieldSuspended
from connectors.jira.mapping import facts_from
from connectors.jira.meaning import Meaning, meaning_of
from connectors.jira.payloads import Decoders
from connectors.jira.probe import takes_epoch
from connectors.jira.salvage import Broken
from connectors.jira.settings import JiraSettings
from connectors.jira.sight import Sight, Tally
from connectors.jira.times import NoInstant
from connectors.jira.window import bound
from hub.errors import HubError
from hub.ingest import Known, Original, Page
from hub.model.event import Interval
from hub.model.facts import Fact, RecordQuarantined, SourceObserved

ORDER = "ORDER BY created ASC, key ASC"
SECOND = timedelta(seconds=1)


class JiraConnector:
    """One configured Jira. *clocks* are handed in where a test must not wait."""

    def __init__(self, settings: JiraSettings, clocks: Clocks | None = None) -> None:
        self.settings = settings
        self.clocks = clocks
        self.source = settings.source
        self.project = settings.project

    def pages(self, known: Known, at: datetime) -> Iterator[Page]:
        """Read on from the cursor; *at* is the instant of the run."""
        client = Client(self.settings, self.clocks)
        try:
            yield from Reading(client, known, at).pages()
        finally:
            client.close()


@dataclass(slots=True)
class Pass:
    """One look at the source, with what came of it."""

    kind: str
    started: datetime
    tally: Tally = field(default_factory=Tally)
    count: int = 0
    notes: set[str] = field(default_factory=set)


class Reading:
    """One run."""

    def __init__(self, client: Client, known: Known, at: datetime) -> None:
        self.client, self.known, self.at = client, known, at
        self.settings = client.settings
        self.failed: list[HubError] = []

    def pages(self) -> Iterator[Page]:
        """Yield the pages of all passes that are due."""
        self.here = connect(self.client, self.at)
        self.cursor = self._cursor()
        found = CataloguePass(self.client, self.here.dialect, self.here.now).read()
        self.meaning = self._meaning(found)
        decoders = Decoders(frozenset(self.meaning.asked))
        self.dialect: Cloud | DataCenter = DataCenter(self.client, decoders)
        if self.here.dialect == "cloud":
            self.dialect = Cloud(self.client, decoders, self.cursor.bulk)
        yield self._catalogue(found)
        first = self.cursor.watermark is None
        nightly = self._is_nightly()
        yield from self._delta(nightly)
        if first:
            self.cursor.census = self.cursor.watermark  # everything has just been listed
            yield Page([], cursor=written(self.cursor))
        elif nightly:
            yield from self._census(found)
            yield from self._reread()
        for error in self.failed:
            raise error

    def _cursor(self) -> Cursor:
        scope = sha256(self.settings.scope.encode()).hexdigest()[:16]
        cursor = cursor_from(self.known.cursor)
        if cursor.scope != scope:
            cursor = Cursor(scope=scope, types=cursor.types, seen=cursor.seen)
        if cursor.version != self.here.version:
            cursor.version, cursor.epoch, cursor.bulk = self.here.version, None, ""
        return cursor

    def _meaning(self, found: Found) -> Meaning:
        meaning = meaning_of(
            self.settings.source, self.settings.fields, self.settings.status, found.catalogue
        )
        if self.cursor.mapping != meaning.version:
            self.cursor.mapping, self.cursor.types = meaning.version, dict(meaning.types)
        for raw, type_ in meaning.types.items():
            was = self.cursor.types.setdefault(raw, type_)
            if was != type_:
                names = meaning.suspend(raw)
                self.failed.append(self._suspended(raw, names, was, type_))
        return meaning

    def _suspended(self, raw: str, names: tuple[str, ...], was: str, now: str) -> FieldSuspended:
        return FieldSuspended(
            "The field {raw} of {source} was of type {was} and is {now}; {names} is not read.",
            remedy="Check what stands in the field now, then change `fields` of the source.",
            raw=raw,
            source=self.settings.source,
            was=was,
            now=now,
            names=", ".join(names),
        )

    def _catalogue(self, found: Found) -> Page:
        facts, told = changes(
            found,
            self.cursor.seen,
            self.cursor.watermark,
            self.here.now,
            self.settings.source,
        )
        self.cursor.seen = told
        # Originals of an unchanged catalogue are the same every night, and kept once.
        return Page(facts, found.originals if facts else (), written(self.cursor))

    def _is_nightly(self) -> bool:
        last = self.cursor.census
        return last is None or self.here.now - last >= timedelta(hours=self.settings.nightly_h)

    # --- passes

    def _delta(self, nightly: bool) -> Iterator[Page]:
        run = self.cursor.run
        if run is None or run.kind != "delta":
            run = Run(started=self.here.now, kind="delta", jql=self._changed(nightly))
        look = Pass("delta", run.started)
        yield from self._batches(run, look)
        self.cursor.run = None
        self.cursor.watermark = run.started
        yield self._observed(look)

    def _changed(self, nightly: bool) -> str:
        since = self.cursor.watermark
        if since is None:
            return f"{self.settings.scope} {ORDER}"
        since -= self.settings.horizon if nightly else self.settings.horizon_day
        return f"{self.settings.scope} AND {self._bound('updated', '>=', since)} {ORDER}"

    def _bound(self, name: str, operator: str, instant: datetime) -> str:
        if self.cursor.epoch is None:
            self.cursor.epoch = takes_epoch(self.client, self.here.dialect, self.settings.scope)
        epoch = bool(self.cursor.epoch)
        return bound(name, operator, instant, epoch=epoch, zone=self.here.zone)

    def _batches(self, run: Run, look: Pass) -> Iterator[Page]:
        for batch in self.dialect.batches(run.jql, run):
            run = replace(run, token=batch.token, start=batch.start, last=batch.last)
            self.cursor.run = run
            yield self._page(batch, look)

    def _reread(self) -> Iterator[Page]:
        """Read a slice of all live items again: some changes do not move `updated`."""
        look = Pass("reread", self.here.now)
        night = (self.cursor.night + 1) % self.settings.reread_nights
        for lower, upper in self.standing.slice(night, self.settings.reread_nights):
            since = self._bound("created", ">=", lower)
            until = self._bound("created", "<=", upper + SECOND)
            jql = f"{self.settings.scope} AND {since} AND {until} {ORDER}"
            run = Run(started=self.here.now, kind="reread", jql=jql)
            for batch in self.dialect.batches(jql, run):
                yield self._page(batch, look)
        self.cursor.night = night
        yield self._observed(look)

    def _census(self, found: Found) -> Iterator[Page]:
        look = Pass("census", self.here.now)
        self.standing = Standing.of(self.known.all_items())
        census = Census(self.dialect, self.settings, found.catalogue, self.standing, self.here.now)
        listed = census.listed()
        for ids in census.to_read(listed):
            yield self._page(self.dialect.by_ids(ids), look)
        facts = census.missing(listed, self.cursor)
        self.failed += census.doubts
        look.count = len(listed)
        look.notes |= census.notes
        if not census.doubts:
            self.cursor.census = self.here.now
        digest = sha256("\n".join(sorted(listed)).encode()).hexdigest()
        observed = self._observed(look, digest, complete=not census.doubts)
        yield Page([*facts, *observed.events], cursor=observed.cursor)

    # --- pages

    def _page(self, batch: Batch, look: Pass) -> Page:
        tally = look.tally
        at = max(batch.at + SECOND if batch.at else self.here.now, self.here.now)
        known = self.known.items(issue.id for issue in batch.issues)
        facts: list[Fact] = []
        for issue in batch.issues:
            sight = Sight(
                at,
                original=batch.body_of.get(issue.id, ""),
                told_by=batch.told_by.get(issue.id, ""),
                known=known.get(issue.id),
                comments=batch.comments.get(issue.id),
                worklogs=batch.worklogs.get(issue.id),
                noted=batch.noted,
                repaired=issue.id in batch.repaired,
                account=self.here.account,
            )
            try:
                facts += facts_from(issue, sight, self.meaning, tally)
            except NoInstant as error:
                log = issue.changelog
                items = sum(len(h.items) for h in log.histories) if log else 0
                reason = f"time_not_understood: {error}"
                batch.broken.append(Broken(issue.id, reason, str(error).encode(), items))
        original = batch.originals[0].sha256 if batch.originals else ""
        facts += [self._quarantined(broken, at, original, tally) for broken in batch.broken]
        tally.notes.update(["incomplete_list"] * len(batch.incomplete))
        look.notes.update(batch.incomplete)
        look.count += len(batch.issues) + len(batch.broken)
        people, tally.people = tally.people, {}
        if isinstance(self.dialect, Cloud):
            self.cursor.bulk = self.dialect.bulk
        originals = [_mentioning(original, people) for original in batch.originals]
        return Page(facts, originals, written(self.cursor), people)

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
            locator=f"{self.settings.source}/{broken.id}",
            original=original,
            reason=reason,
            text=text[:500],
            item=broken.id,
        )

    def _observed(self, look: Pass, digest: str = "", *, complete: bool = True) -> Page:
        tally = look.tally
        if not tally.is_equal:
            raise CountsUnequal(
                "Of {received} changes that {source} told, {counted} are accounted for.",
                remedy="This is a fault of the hub; report it with the counts of this run.",
                received=tally.items,
                source=self.settings.source,
                counted=tally.mapped + tally.quarantined + sum(tally.dropped.values()),
            )
        notes = sorted(look.notes | ({"clock_skew"} if self.here.skewed else set()))
        observed = SourceObserved(
            subject=self.settings.source,
            entry=f"{look.kind}@{look.started.isoformat()}@{self.at.isoformat()}",
            occurred=Interval(look.started, max(look.started, self.here.now)),
            locator=self.settings.source,
            scope=self.settings.scope,
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


def _mentioning(original: Original, people: dict[str, str]) -> Original:
    """Name the people in an original, so that an erasure finds it."""
    written = {found.decode("utf-8", "replace") for found in MENTION.findall(original.body)}
    mentions = tuple(sorted(written | people.keys()))
    return Original(original.body, original.kind, original.origin, mentions)
