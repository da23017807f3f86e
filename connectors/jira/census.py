"""Compares what Jira lists with what is known: what vanished, what came back, what was missed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from connectors.jira.batches import chunks
from connectors.jira.catalogue import Catalogue
from connectors.jira.cloud import Cloud
from connectors.jira.cursor import Cursor
from connectors.jira.data_center import DataCenter
from connectors.jira.errors import CensusDoubtful
from connectors.jira.settings import JiraSettings
from hub.errors import HubError
from hub.model.event import Interval
from hub.model.facts import Basis, CatalogueChanged, Fact, WorkItemRekeyed, WorkItemVanished
from hub.model.items import Item

FEW = 20
SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Known:
    """As much of a known item as a census needs."""

    id: str
    key: str
    vanished: str
    created: datetime
    last: datetime
    entries: int

    @property
    def project(self) -> str:
        """Give the key of the project it was last seen in."""
        return self.key.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """Every known item, oldest first."""

    items: dict[str, Known]

    @classmethod
    def of(cls, items: Iterable[Item]) -> "Standing":
        """Take from each item what is needed; the items themselves are not kept."""
        known = [
            Known(
                item.subject,
                item.key,
                item.vanished,
                item.first.hi,
                max(held.recorded_at for held in item.fields.values()),
                len(item.entries),
            )
            for item in items
            if item.first is not None and item.fields
        ]
        known.sort(key=lambda one: (one.created, one.id))
        return cls({one.id: one for one in known})

    def alive(self) -> list[Known]:
        """Give those that were shown last time."""
        return [one for one in self.items.values() if not one.vanished]

    def slice(self, night: int, nights: int) -> Iterator[tuple[datetime, datetime]]:
        """Yield the bounds of creation of the items whose turn it is."""
        alive = self.alive()
        part = alive[len(alive) * night // nights : len(alive) * (night + 1) // nights]
        if part:
            yield part[0].created, part[-1].created


class Census:
    """One complete look at the whole scope."""

    def __init__(
        self,
        dialect: Cloud | DataCenter,
        settings: JiraSettings,
        catalogue: Catalogue,
        *,
        scope: str,
        standing: Standing,
        now: datetime,
    ) -> None:
        self.dialect, self.settings, self.catalogue = dialect, settings, catalogue
        self.scope = scope
        self.standing, self.now = standing, now
        self.notes: set[str] = set()
        self.doubts: list[HubError] = []

    def listed(self) -> set[str]:
        """Give the ids of everything in scope. An error in any page is an error of the census."""
        jql = f"{self.scope} ORDER BY created ASC, key ASC"
        return {id_ for ids in self.dialect.listing(jql) for id_ in ids}

    def to_read(self, listed: set[str]) -> Iterator[list[str]]:
        """Yield, by the hundred, what is listed and unknown, or has come back."""
        shown = {one.id for one in self.standing.alive()}
        yield from chunks(sorted(listed - shown, key=lambda id_: (len(id_), id_)))

    def missing(self, listed: set[str], cursor: Cursor) -> list[Fact]:
        """Give the facts about what is not listed any more; abstain where it is too much."""
        gone = [one for one in self.standing.alive() if one.id not in listed]
        whole = Counter(one.project for one in self.standing.alive())
        lost = [p for p, n in Counter(o.project for o in gone).items() if n == whole[p] and n > 1]
        hidden = [project for project in lost if project not in self.catalogue.projects]
        facts: list[Fact] = list(self._access(hidden, cursor))
        gone = [one for one in gone if one.project not in hidden]
        lost = [project for project in lost if project not in hidden]
        if not gone:
            cursor.doubt = ""
            return facts
        too_many = len(gone) > FEW and len(gone) > SHARE * len(self.standing.alive())
        digest = sha256("\n".join(one.id for one in gone).encode()).hexdigest()[:16]
        if (too_many or lost) and cursor.doubt != digest:
            cursor.doubt = digest
            self.doubts.append(self._doubtful(len(gone), lost))
            return facts
        cursor.doubt = ""
        return facts + list(self._one_by_one(gone))

    def _one_by_one(self, gone: list[Known]) -> Iterator[Fact]:
        shown = self.dialect.look([one.id for one in gone])
        for one in gone:
            key = shown.get(one.id)
            if key is None:
                hidden = one.project not in self.catalogue.projects
                # Deleted and invisible give the same answer: the hub does not say which.
                yield self._vanished(one, "no_access" if hidden else "unknown")
            elif key.rpartition("-")[0] in self.settings.projects:
                self.notes.add("hole_in_index")
            else:
                if key != one.key:
                    yield self._rekeyed(one, key)
                yield self._vanished(one, "moved")

    def _vanished(self, one: Known, reason: str) -> WorkItemVanished:
        return WorkItemVanished(
            subject=one.id,
            entry=f"vanished.{one.entries}",
            occurred=Interval(self._since(one), self.now),
            locator=f"{self.settings.source}/{one.id}",
            basis=Basis.DIFFED,
            reason=reason,
        )

    def _rekeyed(self, one: Known, key: str) -> WorkItemRekeyed:
        return WorkItemRekeyed(
            subject=one.id,
            entry=f"now.key.{one.entries}",
            occurred=Interval(self._since(one), self.now),
            locator=f"{self.settings.source}/{one.id}#field=key",
            basis=Basis.DIFFED,
            old_key=one.key,
            new_key=key,
            container=key.rpartition("-")[0],
        )

    def _since(self, one: Known) -> datetime | None:
        return min(one.last, self.now) if one.last.year > 1 else None

    def _access(self, hidden: list[str], cursor: Cursor) -> Iterator[CatalogueChanged]:
        """Tell once that a whole project is hidden, and once that it is back."""
        self.notes |= {f"no_access:{project}" for project in hidden}
        for project in sorted({*hidden} ^ {*cursor.lost}):
            new = "no_access" if project in hidden else "visible"
            yield CatalogueChanged(
                subject=f"access:{project}",
                entry=f"{new}@{self.now:%Y%m%dT%H%M%S}",
                occurred=Interval(cursor.census, self.now),
                locator=f"{self.settings.source}/project/{project}",
                kind="project",
                id=project,
                old="no_access" if new == "visible" else "visible",
                new=new,
            )
        cursor.lost = hidden

    def _doubtful(self, count: int, lost: list[str]) -> CensusDoubtful:
        return CensusDoubtful(
            "{count} of {all} items of {source} are not listed any more ({projects}).",
            remedy="So much at once looks like a lost permission: check what the account may"
            " browse. If the next census finds the same, it will be believed.",
            count=count,
            all=len(self.standing.alive()),
            source=self.settings.source,
            projects=", ".join(lost) or "in several projects",
        )
