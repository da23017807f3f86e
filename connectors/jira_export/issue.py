"""One issue as an export shows it: the same from a CSV and from an XML."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from connectors.jira_export.frames import Row, Text
from connectors.jira_export.settings import JiraExportSettings
from connectors.jira_export.values import (
    NotUnderstood,
    day_from,
    minute_from,
    number_from,
    percent_from,
    words_hash,
)
from connectors.jira_export.words import categories, plain
from hub.model.event import Interval, Value
from hub.model.facts import State

NAMED = ("title", "type", "status", "priority", "resolution")
WITH_ID = ("type", "status", "priority", "resolution")
PEOPLE = ("assignee", "reporter")
LONG = ("description", "environment")
SETS = ("labels", "fix_versions", "versions", "components", "sprints")
NOTES = ("comment", "worklog", "attachment")
READ_AS = {"start": "day", "due": "day", "percent": "percent", "weight": "number"}
OWN = (*READ_AS, "module", "phase", "department")
NEUTRAL = {"new": State.NOT_STARTED, "indeterminate": State.IN_PROGRESS, "done": State.DONE}
NOTHING = Text("", "", "")
IN_ADDRESS = re.compile(r"attachment/(?:content/)?(\d{1,19})(?:/|$)")


@dataclass(frozen=True, slots=True)
class Held:
    """One value, what people read, and where it stands."""

    value: Value
    label: str = ""
    place: str = ""
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A comment, worklog or attachment. Its body is a hash; the words are in the original."""

    kind: str
    id: str
    at: Interval
    author: str
    body: str
    place: str
    amount_s: float | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A value that was not understood, or a whole row where *field* is empty."""

    field: str
    reason: str
    text: str
    place: str


@dataclass(slots=True)
class Issue:
    """What one row or item says. A field that is not in it was not shown."""

    number: int
    id: str
    key: str
    place: str
    created: Interval | None = None
    fields: dict[str, Held] = field(default_factory=dict)
    members: dict[str, dict[str, str]] = field(default_factory=dict)  # member -> label
    notes: list[Note] = field(default_factory=list)
    noted: set[str] = field(default_factory=set)  # kinds of notes that the file shows
    unread: list[Unread] = field(default_factory=list)


class Reader:
    """Reads rows by the settings, and collects the names of the people in them."""

    def __init__(self, settings: JiraExportSettings) -> None:
        self.settings = settings
        self.names: dict[str, str] = {}  # person reference -> name
        self.mentioned: set[str] = set()  # person references
        self.people = {plain(name): person for name, person in settings.people.items()}
        self.states = {plain(name): state for name, state in settings.states.items()}
        self.dropped = {plain(name) for name in settings.dropped}
        self.ids = {plain(name): number for name, number in settings.custom_fields.items()}

    def issue(self, row: Row) -> Issue:
        """Read one row. What is not understood is noted, and the rest is read."""
        shown = row.shown
        key = first(shown.get("key", ()))
        id_ = first(shown.get("id", ()))
        found = Issue(row.number, id_.text.strip(), key.text.strip(), key.place or id_.place)
        for name in NAMED:
            if name in shown:
                self._named(found, name, shown)
        for name in PEOPLE:
            if name in shown or f"{name}_id" in shown:
                found.fields[name] = self._person(name, shown)
        for name in LONG:
            if name in shown:
                text = first(shown[name])
                found.fields[name] = Held(words_hash(text.text), place=text.place)
        self._parent(found, shown)
        self._sets(found, shown)
        self._own(found, shown)
        self._times(found, shown)
        self._notes(found, shown)
        return found

    def _named(self, found: Issue, name: str, shown: Mapping[str, Sequence[Text]]) -> None:
        text = first(shown[name])
        word = " ".join(text.text.split()) or None
        state = self._state(word or "", shown) if name == "status" and word else None
        found.fields[name] = Held(word, place=text.place, state=state)
        if name in WITH_ID and text.id:
            found.fields[f"extra:{name}_id"] = Held(text.id, place=text.place)

    def _state(self, status: str, shown: Mapping[str, Sequence[Text]]) -> State:
        """Give the neutral state by settings, else by the category; never by the status's name."""
        category = first(shown.get("status_category", ()))
        known = category.id or categories().get(plain(category.text), "")
        state = self.states.get(plain(status)) or NEUTRAL.get(known, State.UNKNOWN)
        resolution = plain(first(shown.get("resolution", ())).text)
        return State.CANCELLED if state is State.DONE and resolution in self.dropped else state

    def _person(self, name: str, shown: Mapping[str, Sequence[Text]]) -> Held:
        written = first(shown.get(name, ()))
        number = written.id or first(shown.get(f"{name}_id", ())).text.strip()
        person = self._reference(number, written.text)
        return Held(person, place=written.place)

    def _reference(self, number: str, name: str) -> str | None:
        """Give who it is: as the settings say, else the account, else a digest of the name.

        The source stands before it, for two Jiras may both know an `admin`.
        """
        name = " ".join(name.split())
        if not (number or name):
            return None
        reference = self.people.get(plain(name), "")
        if not reference:
            digest = blake2b(plain(name).encode("utf-8", "replace"), digest_size=8).hexdigest()
            reference = f"{self.settings.source}/person/{number or digest}"
        if name:
            self.names[reference] = name
        self.mentioned.add(reference)
        return reference

    def _parent(self, found: Issue, shown: Mapping[str, Sequence[Text]]) -> None:
        if "parent" not in shown and "parent_key" not in shown:
            return
        parent, key = first(shown.get("parent", ())), first(shown.get("parent_key", ()))
        # The XML has the key as text and the id beside it, the CSV has a column for each.
        number = parent.id or parent.text.strip() or key.text.strip()
        label = parent.text.strip() if parent.id else key.text.strip()
        found.fields["parent"] = Held(number or None, label, parent.place or key.place)

    def _sets(self, found: Issue, shown: Mapping[str, Sequence[Text]]) -> None:
        for name in SETS:
            if name in shown:
                found.members[name] = {" ".join(one.text.split()): "" for one in shown[name]}
        links = [name for name in shown if name.startswith(("link_in:", "link_out:"))]
        for name in links:
            words = name.partition(":")[2]
            added = {one.text.strip(): words for one in shown[name]}
            found.members["links"] = found.members.get("links", {}) | added

    def _own(self, found: Issue, shown: Mapping[str, Sequence[Text]]) -> None:
        """Read due, percent and so on from the fields that the settings name."""
        fields = self.settings.fields
        for name in OWN:
            there = [
                column for each in getattr(fields, name) if (column := self._column(each, shown))
            ]
            there += ["due"] if name == "due" and "due" in shown else []
            if there:
                self._read(found, name, READ_AS.get(name, "text"), there, shown)
        for each in fields.extra:
            if column := self._column(each, shown):
                self._read(found, f"extra:{each}", "text", [column], shown)

    def _column(self, wanted: str, shown: Mapping[str, Sequence[Text]]) -> str:
        """Find a custom field by its name, or by its id where the file or the settings tell it."""
        for column, texts in shown.items():
            if not column.startswith("custom:"):
                continue
            name = plain(column.removeprefix("custom:"))
            if plain(wanted) in (name, plain(self.ids.get(name, name))):
                return column
            if any(text.id == wanted for text in texts):
                return column
        return wanted if wanted in shown else ""

    def _read(
        self,
        found: Issue,
        name: str,
        reading: str,
        columns: Sequence[str],
        shown: Mapping[str, Sequence[Text]],
    ) -> None:
        filled = [text for column in columns for text in shown[column] if text.text.strip()]
        if not filled:
            found.fields[name] = Held(None)
            return
        text = filled[0]
        try:
            value = self._value(text.text.strip(), reading)
        except NotUnderstood as error:
            found.unread.append(Unread(name, error.reason, error.text, text.place))
        else:
            found.fields[name] = Held(value, place=text.place)

    def _value(self, text: str, reading: str) -> Value:
        if reading == "day":
            return day_from(text)
        if reading == "percent":
            return percent_from(text, self.settings.fields.percent_scale)
        return number_from(text) if reading == "number" else text

    def _times(self, found: Issue, shown: Mapping[str, Sequence[Text]]) -> None:
        created = first(shown.get("created", ()))
        if not created.text.strip():
            return
        try:
            found.created = minute_from(created.text, self.settings.at_zone)
        except NotUnderstood as error:
            found.unread.append(Unread("created", error.reason, error.text, created.place))

    def _notes(self, found: Issue, shown: Mapping[str, Sequence[Text]]) -> None:
        said: Counter[str] = Counter()
        for kind in NOTES:
            if kind not in shown:
                continue
            found.noted.add(kind)
            for text in shown[kind]:
                try:
                    found.notes.append(self._note(kind, text, said))
                except NotUnderstood as error:
                    found.unread.append(Unread(kind, error.reason, text.text, text.place))

    def _note(self, kind: str, text: Text, said: Counter[str]) -> Note:
        at, author, body, more = split_note(kind, text.text)
        minute = minute_from(at, self.settings.at_zone)
        # An account stands there, or on old servers a name, which has blanks.
        is_name = len(author.split()) > 1 or plain(author) in self.people
        number, name = ("", author) if is_name else (author.strip(), "")
        person = self._reference(number, name) or ""
        id_ = text.id if kind == "attachment" else ""
        if found := IN_ADDRESS.search(more):
            id_ = found[1]
        if not id_:
            # A CSV tells no id of words: minute and author name them in both forms, so that an
            # edit is an edit.
            mark = f"{kind}\n{minute.lo}\n{person}"
            said[mark] += 1
            content = f"{mark}\n{said[mark]}".encode("utf-8", "replace")
            id_ = blake2b(content, digest_size=8).hexdigest()
        amount = number_from(more.strip()) if kind == "worklog" else None
        return Note(kind, id_, minute, person, words_hash(body) or "", text.place, amount)


def split_note(kind: str, text: str) -> tuple[str, str, str, str]:
    """Give time, author, words and the rest of a cell; the words may hold `;` and line breaks.

    A comment is `date;author;words`, a worklog `words;date;author;seconds`, an attachment
    `date;author;name;address`.
    """
    parts = text.rsplit(";", 3) if kind == "worklog" else text.split(";", 2)
    if len(parts) < (4 if kind == "worklog" else 3):
        raise NotUnderstood(f"{kind}_not_understood", text)
    if kind == "worklog":
        return parts[1], parts[2], parts[0], parts[3]
    words, mark, address = parts[2].rpartition(";")
    if kind == "attachment" and mark and "://" in address:
        return parts[0], parts[1], words, address
    return parts[0], parts[1], parts[2], ""


def first(texts: Sequence[Text]) -> Text:
    """Give the first text, or an empty one."""
    return texts[0] if texts else NOTHING
