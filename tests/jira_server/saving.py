"""One save of an issue: numbers, time, values from names, and the version it makes."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .clock import Instant
from .documents import History, Issue, Json
from .items import LISTS, PEOPLE, RECORDS, Items, day

if TYPE_CHECKING:
    from .jira import LocalJira

At = datetime | str | int | None


class Saving:
    """Writes the truth of one Jira, one save at a time."""

    def __init__(self, jira: "LocalJira") -> None:
        self.jira = jira
        self.last = {"issue": 10_000, "history": 20_000, "comment": 30_000}
        self.last |= {"worklog": 40_000, "version": 50_000, "sprint": 0, "link": 60_000}
        self.last |= {"attachment": 70_000}

    def number(self, kind: str) -> str:
        """Return a new id."""
        self.last[kind] += 1
        return str(self.last[kind])

    def taken(self, kind: str, number: str | int) -> None:
        """Never give *number* to something new."""
        if str(number).isdigit():
            self.last[kind] = max(self.last[kind], int(number))

    def time(self, at: At) -> Instant:
        """Return the instant meant by *at*; one that lies ahead moves the clock there."""
        if at is None:
            return self.jira.clock.read()
        self.jira.clock.reach(at)
        return Instant.of(at)

    @property
    def items(self) -> Items:
        return Items(self.jira.catalogue, self.jira.knobs.sprint_field)

    def save(
        self,
        reference: str,
        items: Iterable[Json],
        *,
        at: At = None,
        by: str | None = "worker",
        moves_updated: bool = True,
        fields: Json | None = None,
        **changes: Any,
    ) -> str:
        """Write one history with exactly these *items*, and set *fields*; return its id.

        Without items there is no history. *changes* are other parts of the issue, such as
        `comments`.
        """
        with self.jira.lock:
            moment, issue = self.time(at), self.jira.documents[reference]
            number, rows, histories = self.number("history"), list(items), list(issue.histories)
            if rows:
                histories.append(History(number, moment, self.jira.catalogue.person(by), rows))
                histories.sort(key=lambda history: history.created)
            updated = max(moment, issue.updated) if moves_updated else issue.updated
            values = issue.fields | _followed(fields or {}, moment) | {"updated": updated}
            after = issue.evolved(fields=values, histories=histories, updated=updated, **changes)
            self.jira.documents.put(after, moment)
            return number

    def rewrite(self, concerns: Callable[[Json], bool], change: Json, *absent: str) -> None:
        """Give every embedded record that *concerns* accepts other values, without any history."""

        def changed(value: Json) -> Json:
            if not concerns(value):
                return value
            return {k: v for k, v in (value | change).items() if k not in absent}

        with self.jira.lock:
            seen = {id(issue): issue for issue in self.jira.documents}
            seen |= {id(issue): issue for issue in self.jira.index.each()}
            self.jira.documents.rewrite(changed, seen.values())
            self.jira.index.version += 1

    def value(self, name: str, value: Any, project: str) -> tuple[str, Any]:
        """Return the field's id and the JSON value that *value* stands for."""
        catalogue = self.jira.catalogue
        if name in RECORDS or name == "security":
            kind = "securitylevel" if name == "security" else name
            return name, None if value is None else catalogue.find(kind, value)
        if name in LISTS:
            return name, [self.member(name, one, project) for one in value or ()]
        if name in PEOPLE:
            return name, catalogue.person(value)
        if name == "sprint":
            return self.jira.knobs.sprint_field, self._sprints(value)
        if name == "parent":
            return name, self._parent(value)
        field = catalogue.field_named(name)
        forms: dict[str, Callable[[Any], Any]] = {"date": day, "user": catalogue.person}
        return field["id"], forms.get(field["schema"]["type"], _unchanged)(value)

    def _parent(self, reference: str | None) -> Json | None:
        if reference is None:
            return None
        parent = self.jira.documents[reference]
        shown = {name: parent.fields[name] for name in ("summary", "status", "issuetype")}
        return {"id": parent.id, "key": parent.key, "fields": shown}

    def _sprints(self, names: Iterable[int | str] | None) -> list[Json] | None:
        known = self.jira.catalogue.sprints.values()
        wanted = list(names or ())
        found = [row for name in wanted for row in known if name in {row["id"], row["name"]}]
        if len(found) != len(wanted):
            raise KeyError(f"Of the sprints {wanted} only {len(found)} exist: use add_sprint().")
        return found or None

    def member(self, field: str, name: str, project: str) -> Json:
        """Return a version or component of *project*, adding it where it is missing."""
        home = self.jira.catalogue.add_project(project)
        rows = home.components if field == "components" else home.versions
        for row in rows.values():
            if name in {row["id"], row["name"]}:
                return row
        number = self.number("version")
        kind = "component" if field == "components" else "version"
        row = {"self": f"{self.jira.site}/rest/api/2/{kind}/{number}", "id": number, "name": name}
        if kind == "version":
            row |= {"archived": False, "released": False, "projectId": int(home.id)}
        rows[number] = row
        return row


def _unchanged(value: Any) -> Any:
    return value


def _followed(fields: Json, moment: Instant) -> Json:
    """Return *fields* with the dates that follow from them."""
    followed = dict(fields)
    if "status" in fields:
        followed["statuscategorychangedate"] = moment
    if "resolution" in fields:
        followed["resolutiondate"] = moment if fields["resolution"] else None
    return followed


def first_version(number: str, key: str, moment: Instant, fields: Json) -> Issue:
    """Return an issue as it is at its creation, which has no history."""
    return Issue(number, key, moment, moment, fields | {"created": moment, "updated": moment})
