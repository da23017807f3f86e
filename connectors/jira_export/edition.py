"""One export: placed in time, compared with what is known, judged, and told as facts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from connectors.jira_export.export import Export
from connectors.jira_export.issue import Issue, Reader, Unread
from connectors.jira_export.moment import Moment
from connectors.jira_export.settings import JiraExportSettings
from connectors.jira_export.telling import Telling
from hub.drop_folder import Arrival
from hub.edition_difference import Differences, Verdict, verdict_on
from hub.ingest.contract import Known
from hub.model.event import Event, Interval
from hub.model.facts import Edition, EditionHeld, EditionRead, SourceObserved
from hub.model.items import Item
from hub.refused_files import FileRefused

RULES = "1"  # raised whenever the same file is understood otherwise
PROFILE = "jira_export"


@dataclass(slots=True)
class Reading:
    """One edition while it is read."""

    settings: JiraExportSettings
    known: Known
    at: datetime
    arrival: Arrival
    export: Export
    moment: Moment
    is_released: bool = False
    names: dict[str, str] = field(default_factory=dict)  # person reference -> name
    mentioned: set[str] = field(default_factory=set)  # person references
    telling: Telling = field(init=False)
    edition: Edition = field(init=False)
    items: dict[str, Item] = field(init=False)
    issues: dict[str, Issue] = field(init=False)  # by subject
    refused: list[tuple[Unread, Issue]] = field(default_factory=list)  # whole rows
    found: Differences = field(default_factory=Differences)

    def __post_init__(self) -> None:
        """Place it between the edition before and its own moment; find which row is which issue.

        Raise `FileRefused` for one that is older than what is known: its differences would tell
        the present as the past.
        """
        series, sha = self.settings.named_series, self.arrival.sha256
        editions = self.known.editions(series)
        last = max(editions, key=lambda each: each.occurred.hi, default=None)
        if last is not None and self.moment.at < last.occurred.hi:
            raise FileRefused("older_export", as_of=self.moment.at.isoformat())
        occurred = Interval(last.occurred.hi if last else None, self.moment.at)
        version, mark = version_of(self.settings), self.moment.mark
        self.telling = Telling(self.settings.source, sha, version, occurred, mark)
        self.edition = Edition(
            series=series,
            original=sha,
            name=self.arrival.name,
            edition_on=self.moment.on,
            dated_by=self.moment.told_by,
            previous=last.edition.original if last else "",
        )
        self.items = {item.subject: item for item in self.known.all_items()}
        self.issues = self._by_subject()

    def _by_subject(self) -> dict[str, Issue]:
        """Read the rows; ids decide, and keys where a file has no ids."""
        by_key = {item.key: subject for subject, item in self.items.items() if item.key}
        old = {key: subject for subject, item in self.items.items() for key in item.keys}
        reader, found = Reader(self.settings), dict[str, Issue]()
        for row in self.export.rows:
            issue = reader.issue(row)
            subject = issue.id if issue.id in self.items else ""
            if not subject and (not issue.id or by_key.get(issue.key) == issue.key):
                subject = by_key.get(issue.key) or old.get(issue.key, "")
            subject = subject or issue.id or issue.key
            if not subject or subject in found:
                reason = "duplicate_key" if subject else "no_key"
                self.refused.append((Unread("", reason, issue.key or issue.id, issue.place), issue))
                continue
            found[subject] = issue
        self.names, self.mentioned = reader.names, reader.mentioned
        return found

    @property
    def is_complete(self) -> bool:
        """Tell whether what is not in the file is gone."""
        whole = self.export.is_complete(self.settings.row_limit) and not self.refused
        return self.settings.complete and whole

    def events(self) -> Iterator[Event]:
        """Tell the edition: held, or fact by fact up to its closing event."""
        verdict = self._judged()
        if verdict.held and not self.is_released:
            yield self._held(verdict)
            return
        for problem in self.export.problems:
            yield self.telling.problem(problem)
        for unread, issue in self.refused:
            yield self.telling.unread(unread, issue, "")
        for subject, issue in self.issues.items():
            facts = list(self.telling.issue(issue, subject, self.items.get(subject)))
            self.found.changed += bool(facts) and subject in self.items
            yield from facts
            for unread in issue.unread:
                yield self.telling.unread(unread, issue, subject)
        yield from self._gone(verdict)
        yield self._observed()
        yield self._closing()

    def _judged(self) -> Verdict:
        """Count the differences and judge the edition."""
        alive = {subject for subject, item in self.items.items() if not item.vanished}
        found = self.found
        found.before, found.now = len(alive), len(self.issues)
        found.added = len(self.issues.keys() - self.items.keys())
        found.reappeared = len((self.issues.keys() & self.items.keys()) - alive)
        found.gone = len(alive - self.issues.keys()) if self.is_complete else 0
        # Ids tell the issues apart, so many new ones are no sign of the wrong file by themselves.
        found.is_growth = not found.gone
        return verdict_on(found, is_complete=self.is_complete, is_first=not self.items)

    def _gone(self, verdict: Verdict) -> Iterator[Event]:
        if not self.is_complete or not (verdict.removals or self.is_released):
            return
        for subject, item in self.items.items():
            if subject not in self.issues and not item.vanished:
                yield self.telling.vanished(item)

    def _held(self, verdict: Verdict) -> EditionHeld:
        return EditionHeld(
            **self._said("held", verdict.held),
            edition=self.edition,
            reason=verdict.held,
            values=verdict.values,
        )

    def _observed(self) -> SourceObserved:
        quarantined = len(self.export.problems) + len(self.refused)
        counts = {"received": self.export.end.rows_in, "mapped": len(self.issues)}
        return SourceObserved(
            **self._said("observed") | {"subject": self.settings.source},
            scope=self.settings.named_series,
            kind="snapshot",
            started_at=self.moment.at,
            as_of=self.moment.at,
            complete=self.is_complete,
            count=len(self.issues),
            content_hash=self.arrival.sha256,
            counts=counts | {"quarantined": quarantined},
            notes=[] if self.is_complete else ["not_complete"],
        )

    def _closing(self) -> EditionRead:
        return EditionRead(
            **self._said("read"),
            edition=self.edition,
            rows_in=self.export.end.rows_in,
            mapped=len(self.issues),
            quarantined=len(self.export.problems) + len(self.refused),
            complete=self.is_complete,
            differences=self.found.as_dict(),
            profile=PROFILE,
        )

    def _said(self, *parts: str) -> dict[str, Any]:
        telling = self.telling
        return {
            "subject": self.settings.named_series,
            "entry": telling.entry(*parts),
            "occurred": Interval.at(self.moment.at),
            "locator": telling.locator(),
            "original": telling.original,
            "mapping": telling.mapping,
        }


def version_of(settings: JiraExportSettings) -> str:
    """Give the version of how a file is understood: our rules and the settings that matter."""
    matter = settings.model_dump_json(
        include={"zone", "columns", "custom_fields", "fields", "states", "dropped", "people"}
    )
    return sha256(f"{RULES}\n{matter}".encode()).hexdigest()[:12]
