"""Reads what an administrator has set up, in full, and tells what is new in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from connectors.jira.catalogue import Catalogue, FieldEntry, ProjectEntry, StatusEntry
from connectors.jira.client import Client, decoder
from connectors.jira.errors import EndpointGone, PagingStuck, QueryRefused
from connectors.jira.times import date_from
from hub.ingest import Original
from hub.model.event import Interval
from hub.model.facts import CatalogueChanged, Fact, TimeboxChanged

MOST_PAGES = 1000


T = TypeVar("T")


class Values(Struct, Generic[T]):
    """A page of one of Jira's newer lists."""

    values: list[T]
    isLast: bool | None = None  # noqa: N815 - the names are those that Jira writes
    total: int | None = None


class Version(Struct):
    """A version of a project."""

    id: str
    name: str = ""
    startDate: str | None = None  # noqa: N815
    releaseDate: str | None = None  # noqa: N815
    released: bool = False
    archived: bool = False


class Board(Struct):
    """A board; only Scrum boards have sprints."""

    id: int
    type: str = ""


class Sprint(Struct):
    """A sprint of a board."""

    id: int
    name: str = ""
    state: str = ""
    startDate: str | None = None  # noqa: N815
    endDate: str | None = None  # noqa: N815


@dataclass(slots=True)
class Found:
    """The catalogue, and its timeboxes as `kind:id` -> content."""

    catalogue: Catalogue
    timeboxes: dict[str, TimeboxChanged]
    originals: list[Original]
    told: dict[str, str] = field(default_factory=dict)  # `kind:id` -> digest of what it is


class CataloguePass:
    """One reading of the catalogue."""

    def __init__(self, client: Client, dialect: str, now: datetime) -> None:
        self.client, self.dialect, self.now = client, dialect, now
        self.source = client.settings.source
        self.originals: list[Original] = []

    def read(self) -> Found:
        """Ask for everything. A list that is refused fails the source; it never means empty."""
        fields = {entry.id: entry for entry in self._list("/rest/api/2/field", FieldEntry)}
        if self.dialect == "cloud":
            # Fields of single projects are in the second list alone.
            more = self._paged("/rest/api/2/field/search", FieldEntry)
            fields = {e.id: _as_custom(e) for e in more} | fields
        statuses = self._list("/rest/api/2/status", StatusEntry)
        if self.dialect == "cloud":
            projects = self._paged("/rest/api/2/project/search", ProjectEntry)
        else:
            projects = self._list("/rest/api/2/project", ProjectEntry)
        own = self.client.settings.projects
        catalogue = Catalogue(
            fields,
            {status.id: status for status in statuses},
            {project.key: project for project in projects if project.key in own},
        )
        visible = [key for key in own if key in catalogue.projects]
        boxes = [*self._versions(visible), *self._sprints(visible)]
        return Found(catalogue, {f"{b.kind}:{b.id}": b for b in boxes}, self.originals)

    def _get(self, path: str, kind: Any, **query: Any) -> Any:
        value, answer = self.client.get(path, decoder(kind), **query)
        self.originals.append(Original(answer.body, "jira-catalogue", answer.origin))
        return value

    def _list(self, path: str, kind: type[Any]) -> list[Any]:
        return list(self._get(path, list[kind]))  # type: ignore[valid-type] # known at run time

    def _paged(self, path: str, kind: type[Any], **query: Any) -> list[Any]:
        rows: list[Any] = []
        shape = Values[kind]  # type: ignore[valid-type] # known at run time
        for _ in range(MOST_PAGES):
            page = self._get(path, shape, startAt=len(rows), maxResults=50, **query)
            rows += page.values
            if page.isLast or not page.values:
                return rows
            if page.isLast is None and page.total is not None and len(rows) >= page.total:
                return rows
        raise PagingStuck(
            "The list {path} of {source} does not come to an end.",
            remedy="Ask the administrator of this Jira; nothing was taken for complete.",
            source=self.source,
            path=path,
        )

    def _versions(self, projects: list[str]) -> Iterator[TimeboxChanged]:
        for key in projects:
            for version in self._list(f"/rest/api/2/project/{key}/versions", Version):
                state = "archived" if version.archived else ""
                yield self._box(
                    "version",
                    version.id,
                    version.name,
                    version.startDate,
                    version.releaseDate,
                    state or ("released" if version.released else "unreleased"),
                )

    def _sprints(self, projects: list[str]) -> Iterator[TimeboxChanged]:
        found: dict[int, Sprint] = {}
        for key in projects:
            try:
                boards = self._paged("/rest/agile/1.0/board", Board, projectKeyOrId=key)
            except EndpointGone:
                break  # this Jira has no boards at all
            found |= {sprint.id: sprint for board in boards for sprint in self._of_board(board)}
        for sprint in found.values():
            days = (sprint.startDate, sprint.endDate)
            yield self._box("sprint", str(sprint.id), sprint.name, *days, sprint.state)

    def _of_board(self, board: Board) -> list[Sprint]:
        if board.type not in ("scrum", "simple"):
            return []
        try:
            return self._paged(f"/rest/agile/1.0/board/{board.id}/sprint", Sprint)
        except QueryRefused:
            if board.type == "scrum":
                raise
            return []  # a simple board may have been set up without sprints

    def _box(  # noqa: PLR0917 - a row of its columns
        self, kind: str, id_: str, name: str, start: str | None, end: str | None, state: str
    ) -> TimeboxChanged:
        return TimeboxChanged(
            subject=f"{kind}:{id_}",
            entry="",
            occurred=Interval(None, self.now),
            locator=f"{self.source}/{kind}/{id_}",
            kind=kind,
            id=id_,
            name=name,
            start=_day(start),
            end=_day(end),
            state=state,
        )


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(date_from(written)) if written else None
    except ValueError:
        return None


def _as_custom(entry: FieldEntry) -> FieldEntry:
    """The second list does not say which fields are custom; their ids do."""
    return FieldEntry(entry.id, entry.name, entry.id.startswith("customfield_"), entry.schema)


def changes(
    found: Found, seen: dict[str, str], since: datetime | None, now: datetime, source: str
) -> tuple[list[Fact], dict[str, str]]:
    """Give a fact for what is new or different, and what is to be remembered of the catalogue.

    *seen* is what was remembered of the last reading.
    """
    facts: list[Fact] = []
    told: dict[str, str] = {}
    at = f"{now:%Y%m%dT%H%M%S}"
    for subject, box in found.timeboxes.items():
        told[subject] = digest = _digest(box.name, box.start, box.end, box.state)
        if seen.get(subject) != digest:
            occurred = Interval(since, now)
            facts.append(replace(box, entry=f"{digest}@{at}", occurred=occurred))
    for subject, content in _named(found.catalogue, source):
        told[subject] = content
        if seen.get(subject) != content:
            kind, _, id_ = subject.partition(":")
            facts.append(
                CatalogueChanged(
                    subject=subject,
                    entry=f"{_digest(content)}@{at}",
                    occurred=Interval(since, now),
                    locator=f"{source}/{kind}/{id_}",
                    kind=kind,
                    id=id_,
                    old=seen.get(subject, ""),
                    new=content,
                )
            )
    return facts, told


def _named(catalogue: Catalogue, source: str) -> Iterator[tuple[str, str]]:
    for status in catalogue.statuses.values():
        yield f"status:{status.id}", f"{status.name} [{status.category}]"
    for project in catalogue.projects.values():
        yield f"project:{project.id}", f"{project.key} {project.name}"


def _digest(*parts: object) -> str:
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:10]
