"""Reads one Jira from where the last run stopped: catalogue, changes, census, re-reading."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from msgspec.structs import replace

from connectors.jira.ahead import Ahead
from connectors.jira.batches import Batch, chunks
from connectors.jira.catalogue_pass import CataloguePass, Found, changes
from connectors.jira.census import Census, Standing
from connectors.jira.client import Client, Clocks
from connectors.jira.cloud import Cloud
from connectors.jira.connection import SKEW, connect
from connectors.jira.cursor import Cursor, Run, cursor_from, written
from connectors.jira.data_center import DataCenter
from connectors.jira.errors import FieldSuspended
from connectors.jira.meaning import Meaning, meaning_of
from connectors.jira.pages import SECOND, Pages, Pass
from connectors.jira.payloads import Decoders
from connectors.jira.probe import takes_epoch
from connectors.jira.refusals import unseen
from connectors.jira.settings import JiraSettings
from connectors.jira.window import bound, milliseconds
from connectors.jira.worklogs import WorklogChanges
from hub.errors import HubError
from hub.ingest import Known, Page

MINUTE = timedelta(minutes=1)
ORDER = "ORDER BY created ASC, key ASC"


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
        self.scope = self._scope(found)
        self.meaning = self._meaning(found)
        decoders = Decoders(frozenset(self.meaning.asked))
        self.dialect: Cloud | DataCenter = DataCenter(self.client, decoders)
        if self.here.dialect == "cloud":
            self.dialect = Cloud(self.client, decoders, self.cursor.bulk)
        self.paged = Pages(
            self.settings.source,
            self.scope,
            self.known,
            self.meaning,
            self.here,
            self.cursor,
            self.at,
        )
        yield self._catalogue(found)
        resumed = self.cursor.run is not None
        fresh = self.cursor.census is None and next(self.known.all_items(), None) is None
        nightly = self._is_nightly()
        yield from self._delta(nightly)
        if resumed:  # what has changed since the run began that was interrupted
            yield from self._delta(nightly)
        if self.here.dialect == "cloud":
            yield from self._worklogs(nightly)
        if fresh:
            self.cursor.census = self.cursor.watermark  # everything has just been listed
            yield Page([], cursor=written(self.cursor))
        elif nightly:
            yield from self._census(found)
            yield from self._reread()
        for error in self.failed:
            raise error

    def _cursor(self) -> Cursor:
        scope = sha256(" ".join(self.settings.projects).encode()).hexdigest()[:16]
        cursor = cursor_from(self.known.cursor)
        if cursor.scope != scope:
            cursor = Cursor(scope=scope, types=cursor.types, seen=cursor.seen, ever=cursor.ever)
        if cursor.version != self.here.version:
            cursor.version, cursor.epoch, cursor.bulk = self.here.version, None, ""
        return cursor

    def _scope(self, found: Found) -> str:
        """Give the JQL of all that can be read. Keys stand quoted: one may be a reserved word.

        A project that cannot be seen is left out, because it alone would refuse the query; one
        that can be seen anew is read in full.
        """
        visible = [key for key in self.settings.projects if key in found.catalogue.projects]
        never = set(self.settings.projects) - {*visible, *self.cursor.ever}
        if never:
            self.failed.append(unseen(self.settings.source, sorted(never)))
        if not visible:
            raise unseen(self.settings.source, self.settings.projects)
        if set(visible) - set(self.cursor.covered):
            self.cursor.watermark = None
        self.visible = visible
        self.cursor.ever = sorted({*self.cursor.ever, *visible})
        return "project in ({})".format(", ".join(f'"{key}"' for key in visible))

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
        if last is None or last > self.here.now + SKEW:
            return True
        return self.here.now - last >= timedelta(hours=self.settings.nightly_h)

    # --- passes

    def _delta(self, nightly: bool) -> Iterator[Page]:
        run = self.cursor.run
        if run is None or not run.jql.startswith(self.scope):
            run = Run(started=self.here.now, kind="delta", jql=self._changed(nightly))
        look = Pass("delta", run.started, count=run.count)
        yield from self._batches(run, look)
        self.cursor.run = None
        self.cursor.watermark, self.cursor.covered = run.started, self.visible
        yield self.paged.observed(look)

    def _changed(self, nightly: bool) -> str:
        since = self.cursor.watermark
        if since is None or since > self.here.now + SKEW:  # a clock was wrong: nothing is certain
            return f"{self.scope} {ORDER}"
        since -= self.settings.horizon if nightly else self.settings.horizon_day
        return f"{self.scope} AND {self._bound('updated', '>=', since)} {ORDER}"

    def _bound(self, name: str, operator: str, instant: datetime) -> str:
        if self.cursor.epoch is None:
            self.cursor.epoch = takes_epoch(self.client, self.here.dialect, self.scope)
        epoch = bool(self.cursor.epoch)
        return bound(name, operator, instant, epoch=epoch, zone=self.here.zone)

    def _batches(self, run: Run, look: Pass) -> Iterator[Page]:
        for batch in self._fetched(run):
            count = run.count + len(batch.issues) + len(batch.broken)
            run = replace(run, token=batch.token, start=batch.start, last=batch.last, count=count)
            self.cursor.run, self.cursor.bulk = run, self.dialect.bulk
            yield self.paged.page(batch, look)

    def _fetched(self, run: Run) -> Iterable[Batch]:
        batches = self.dialect.batches(run.jql, run)
        # Offset pages come one after the other; Cloud's bulk calls already run side by side.
        return batches if self.here.dialect == "cloud" else Ahead(batches)

    def _worklogs(self, nightly: bool) -> Iterator[Page]:
        """Read the issues again whose worklogs have changed: that need not move `updated`."""
        cursor, changes = self.cursor, WorklogChanges(self.client, self.known)
        since = milliseconds((cursor.watermark or self.here.now) - MINUTE)
        before = (cursor.worklogs or since, cursor.worklogs_gone or since)
        issues, updated = changes.updated(before[0])
        gone = before[1]
        if nightly:  # for it, everything that is known is looked through
            others, gone = changes.deleted(gone)
            issues |= others
        look = Pass("reread", self.here.now)
        for ids in chunks(sorted(issues)):
            yield self.paged.page(self.dialect.by_ids(ids), look)
        cursor.worklogs, cursor.worklogs_gone = updated, gone
        if look.count:
            yield self.paged.observed(look)
        elif before != (updated, gone):
            yield Page([], cursor=written(cursor))

    def _reread(self) -> Iterator[Page]:
        """Read a slice of all live items again: some changes do not move `updated`."""
        look = Pass("reread", self.here.now)
        night = (self.cursor.night + 1) % self.settings.reread_nights
        for lower, upper in self.standing.slice(night, self.settings.reread_nights):
            since = self._bound("created", ">=", lower)
            until = self._bound("created", "<=", upper + SECOND)
            jql = f"{self.scope} AND {since} AND {until} {ORDER}"
            run = Run(started=self.here.now, kind="reread", jql=jql)
            for batch in self._fetched(run):
                yield self.paged.page(batch, look)
        self.cursor.night = night
        yield self.paged.observed(look)

    def _census(self, found: Found) -> Iterator[Page]:
        look = Pass("census", self.here.now)
        self.standing = Standing.of(self.known.all_items())
        census = Census(
            self.dialect,
            self.settings,
            found.catalogue,
            scope=self.scope,
            standing=self.standing,
            now=self.here.now,
        )
        listed = census.listed()
        for ids in census.to_read(listed):
            yield self.paged.page(self.dialect.by_ids(ids), look)
        facts = census.missing(listed, self.cursor)
        self.failed += census.doubts
        look.count = len(listed)
        look.notes |= census.notes
        if not census.doubts:
            self.cursor.census = self.here.now
        digest = sha256("\n".join(sorted(listed)).encode()).hexdigest()
        observed = self.paged.observed(look, digest, complete=not census.doubts)
        yield Page([*facts, *observed.events], cursor=observed.cursor)
