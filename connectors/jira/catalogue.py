"""What an administrator of Jira has set up: fields, statuses, projects, link types."""

# ruff: noqa: N815 - the names are those that Jira writes

from collections import defaultdict
from dataclasses import dataclass, field

from msgspec import Struct

from connectors.jira.payloads import Category

SPRINT = "com.pyxis.greenhopper.jira:gh-sprint"
EPIC_LINK = "com.pyxis.greenhopper.jira:gh-epic-link"


class Schema(Struct, gc=False):
    """The type of a field."""

    type: str = ""
    items: str = ""
    custom: str = ""


class FieldEntry(Struct, gc=False):
    """A field by id; system fields have words as ids."""

    id: str
    name: str = ""
    custom: bool = False
    schema: Schema | None = None

    @property
    def type(self) -> str:
        """Give the type in one word, such as `date` or `array:version`."""
        if self.schema is None:
            return ""
        return self.schema.type + (f":{self.schema.items}" if self.schema.items else "")


class StatusEntry(Struct, gc=False):
    """A status with the category it is in."""

    id: str
    name: str = ""
    statusCategory: Category | None = None

    @property
    def category(self) -> str:
        """Give the key of the category; empty where Jira shows none."""
        return self.statusCategory.key if self.statusCategory else ""


class ProjectEntry(Struct, gc=False):
    """A project that the account may browse."""

    id: str
    key: str
    name: str = ""


@dataclass(slots=True)
class Catalogue:
    """Everything by id. Names are looked up without regard to case, and may be shared."""

    fields: dict[str, FieldEntry] = field(default_factory=dict)
    statuses: dict[str, StatusEntry] = field(default_factory=dict)
    projects: dict[str, ProjectEntry] = field(default_factory=dict)

    def ids_by_name(self) -> dict[str, list[str]]:
        """Give the ids of all fields that share a name, by the name in small letters."""
        found: dict[str, list[str]] = defaultdict(list)
        for entry in self.fields.values():
            found[entry.name.casefold()].append(entry.id)
        return found

    def custom(self, type_: str) -> str:
        """Give the id of the field of a well-known custom type, or nothing."""
        for entry in self.fields.values():
            if entry.schema is not None and entry.schema.custom == type_:
                return entry.id
        return ""
