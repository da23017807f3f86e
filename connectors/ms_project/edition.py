"""One edition of a plan: placed in time, compared, judged, and told as facts and proposals."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from hashlib import blake2b
from zoneinfo import ZoneInfo

from connectors.ms_project.frames import ITEM, Head
from connectors.ms_project.project import Project
from connectors.ms_project.proposing import proposed, terms_in
from connectors.ms_project.settings import MsProjectSettings
from connectors.ms_project.shown import BASELINE, Shown, shown_in, with_cleared
from connectors.ms_project.tasks import PROJECT_UID
from connectors.ms_project.telling import (
    Prior,
    Telling,
    facts_from,
    prior_of,
    quarantined,
    vanished,
)
from hub.drop_folder import Arrival
from hub.edition_difference import Differences, Verdict, verdict_on
from hub.ingest.contract import Known
from hub.model.event import Event, Interval, Value
from hub.model.facts import Edition, EditionHeld, EditionRead, WorkItemFieldChanged

RULES = "1"  # raised whenever the same file is understood otherwise
IDENTITY = "extra:project"
PROFILE = "ms_project"


@dataclass(slots=True)
class Reading:
    """One edition while it is read."""

    settings: MsProjectSettings
    known: Known
    at: datetime
    arrival: Arrival
    project: Project
    again: Callable[[Edition], Project]  # reads an earlier edition from its original
    is_released: bool = False
    names: dict[str, str] = field(default_factory=dict)  # person reference → name
    telling: Telling = field(init=False)
    edition: Edition = field(init=False)
    previous: EditionRead | None = field(init=False)
    is_late: bool = field(init=False)
    shown: list[Shown] = field(init=False)
    found: Differences = field(default_factory=Differences)

    def __post_init__(self) -> None:
        """Name the edition and place it in time: between the one before and its own day."""
        day, dated_by = dated(self.project.head, self.today)
        sha, series = self.arrival.sha256, self.settings.named_series
        others = [e for e in self.known.editions(series) if e.edition.original != sha]
        before = [e for e in others if e.edition.edition_on < day]
        self.is_late = any(e.edition.edition_on > day for e in others)
        self.previous = max(before, key=lambda e: e.edition.edition_on, default=None)
        lo = self.previous.occurred.hi if self.previous else None
        hi = min(self.at, self._end_of(day))
        occurred = Interval(lo if lo is None or lo <= hi else hi, hi)
        self.telling = Telling(series, sha, mapping_version(self.settings), occurred)
        self.edition = Edition(
            series=series,
            original=sha,
            name=self.arrival.name,
            edition_on=day,
            dated_by=dated_by,
            previous=self.previous.edition.original if self.previous else "",
        )
        self.shown = list(shown_in(self.project, self.settings))

    @property
    def today(self) -> date:
        """Give the day on which the file is received."""
        return self.at.astimezone(ZoneInfo(self.settings.zone)).date()

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day, time.max, ZoneInfo(self.settings.zone)).astimezone(UTC)

    def events(self) -> Iterator[Event]:
        """Tell the edition: held, or fact by fact up to its closing event."""
        priors = self._priors()
        verdict = self._judged(priors)
        if verdict.held and not self.is_released:
            yield self._held(verdict)
            return
        by_uid = {each.uid: each for each in self.shown}
        for each in self.shown:
            self.names |= each.names
        for problem in self.project.problems:
            yield quarantined(problem, self.telling, by_uid)
        if self.settings.makes in ("claims", "both"):
            yield from self._claims(priors, verdict)
        if self.settings.makes in ("commitments", "both"):
            yield from self._commitments(by_uid)
        yield self._closing()

    def _priors(self) -> dict[str, Prior]:
        """Give the tasks as they are known, by UID; for a late edition as its neighbour had them.

        What came later must not look older.
        """
        start = f"{self.telling.series}/"
        found = {
            item.subject.removeprefix(start): prior_of(item)
            for item in self.known.all_items()
            if item.subject.startswith(start)
        }
        if not self.is_late:
            return found
        held: dict[str, Shown] = {}
        original = ""
        if self.previous is not None:
            original = self.previous.edition.original
            earlier = self.again(self.previous.edition)
            held = {each.uid: each for each in shown_in(earlier, self.settings)}
        return {
            uid: Prior(prior.subject, *neighbours(held.get(uid), original))
            for uid, prior in found.items()
        }

    def _judged(self, priors: Mapping[str, Prior]) -> Verdict:
        """Count the differences and judge the edition."""
        known, now = self._compared(priors)
        added, gone = now.keys() - known.keys(), known.keys() - now.keys()
        both = now.keys() & known.keys()
        order = list(now)
        last_known = max((order.index(uid) for uid in both), default=-1) if added else -1
        self.found = Differences(
            before=len(known),
            now=len(now),
            added=len(added),
            gone=len(gone),
            retitled=sum(folded(now[uid]) != folded(known[uid]) for uid in both),
            reappeared=sum(priors[uid].vanished for uid in now if uid in priors),
            is_growth=not gone and set(order[last_known + 1 :]) >= added,
        )
        is_first = self.previous is None or self.is_late
        if not is_first and self._is_other_project(priors):
            return Verdict("held_churn", {"why": "project", "name": self.project.identity})
        return verdict_on(self.found, is_complete=True, is_first=is_first)

    def _compared(self, priors: Mapping[str, Prior]) -> tuple[dict[str, str], dict[str, str]]:
        """Give titles by UID, before and now; terms know no groups, so these are left out there."""
        now = {each.uid: str(each.fields.get("title") or "") for each in self.shown}
        if self.settings.makes != "commitments":
            return {uid: p.title for uid, p in priors.items() if not p.vanished}, now
        terms = self.known.terms(self.telling.series)
        proposing = {task.uid for task in self.project.tasks if task.role == ITEM}
        before = {uid: each.title for uid, each in terms.items()}
        return before, {uid: title for uid, title in now.items() if uid in proposing}

    def _is_other_project(self, priors: Mapping[str, Prior]) -> bool:
        """Tell whether the file is of another project: its unique IDs mean other tasks."""
        before = priors[PROJECT_UID].values.get(IDENTITY) if PROJECT_UID in priors else None
        return bool(before and self.project.head.guid and before != self.project.head.guid)

    def _held(self, verdict: Verdict) -> EditionHeld:
        said = self.telling.said(self.telling.series, "", "held", verdict.held)
        return EditionHeld(**said, edition=self.edition, reason=verdict.held, values=verdict.values)

    def _claims(self, priors: Mapping[str, Prior], verdict: Verdict) -> Iterator[Event]:
        for each in self.shown:
            prior = priors.get(each.uid)
            shown = with_cleared(each, prior.values) if prior else each
            facts = list(facts_from(shown, prior, self.telling))
            self.found.changed += bool(prior and facts)
            self.found.rebaselined += any(is_baseline(fact) for fact in facts)
            yield from facts
        if verdict.removals:
            there = {each.uid for each in self.shown}
            for uid, prior in priors.items():
                if uid not in there and not prior.vanished:
                    yield vanished(prior, self.telling)

    def _commitments(self, by_uid: Mapping[str, Shown]) -> Iterator[Event]:
        revises = ""
        if self.previous is not None:
            revises = f"{self.telling.series}@{self.previous.edition.original[:12]}"
        yield from proposed(
            terms_in(self.project, by_uid, self.settings),
            self.known.terms(self.telling.series),
            self.telling,
            name=self.arrival.name,
            dated_on=self.edition.edition_on,
            revises=revises,
        )

    def _closing(self) -> EditionRead:
        end = self.project.end
        return EditionRead(
            **self.telling.said(self.telling.series, "", "edition"),
            edition=self.edition,
            rows_in=end.rows_in,
            mapped=end.mapped,
            quarantined=end.quarantined,
            complete=True,
            differences=self.found.as_dict(),
            profile=PROFILE,
        )


def dated(head: Head, received_on: date) -> tuple[date, str]:
    """Give the date of an edition: its status date, when it was saved, else the receipt."""
    for text, how in ((head.status_on, "status_date"), (head.saved_on, "modified")):
        if text and date.fromisoformat(text) <= received_on:
            return date.fromisoformat(text), how
    return received_on, "receipt"


def neighbours(shown: Shown | None, original: str) -> tuple[dict[str, Value], dict[str, str]]:
    """Give values and places of a task in the edition before a late one."""
    if shown is None:
        return {}, {}
    place = f"ms_project:{original}/task/{shown.uid}"
    return dict(shown.fields), dict.fromkeys(shown.fields, place)


def is_baseline(fact: Event) -> bool:
    """Tell a fact by which a baseline is another than before."""
    return isinstance(fact, WorkItemFieldChanged) and fact.field.startswith(BASELINE)


def folded(title: str) -> str:
    """Give the form in which titles are equal."""
    return "".join(title.split()).casefold()


def mapping_version(settings: MsProjectSettings) -> str:
    """Name what made the facts: our rules, and what the settings say of meanings."""
    said = (settings.makes, settings.baseline, settings.levels, sorted(settings.people.items()))
    said_too = (sorted(settings.units.items()), sorted(settings.topics.items()))
    digest = blake2b(repr((said, said_too)).encode("utf-8", "replace"), digest_size=5)
    return f"{RULES}.{digest.hexdigest()}"
