"""Whom a file names: persons by reference, departments and teams, companies."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from connectors.workbook.identity import normal
from connectors.workbook.settings import WorkbookSettings
from hub.ingest.contract import Known
from hub.model.event import Side


@dataclass(frozen=True, slots=True)
class People:
    """Who is known. Names are compared in their normal form."""

    source: str
    persons: Mapping[str, str] = field(default_factory=dict)  # name → reference
    units: Mapping[str, str] = field(default_factory=dict)  # name → our key
    parties: Mapping[str, Side] = field(default_factory=dict)  # name → side
    named: Set[str] = frozenset()  # whom a file names in its columns of people

    def naming(self, names: Set[str]) -> "People":
        """Return the same with the names that a file gives in its columns of people."""
        return replace(self, named=names)

    def reference(self, name: str) -> str:
        """Return who is meant: whom the settings name, else a reference of the source's own."""
        return person_reference(self.source, name, self.persons)

    def unit(self, name: str) -> str:
        """Return our key of a department or team; a name that nobody has declared is itself."""
        return self.units.get(normal(name), name)

    def owners(self, names: Sequence[str]) -> "Owners":
        """Sort out who is named in an owner's cell: known persons before others."""
        units = [name for name in names if normal(name) in self.units]
        parties = [name for name in names if normal(name) in self.parties]
        rest = [name for name in names if name not in units and name not in parties]
        rest.sort(key=lambda name: normal(name) not in self.persons)
        side = self.parties[normal(parties[0])] if parties else None
        return Owners(rest, units[0] if units else "", side)


@dataclass(frozen=True, slots=True)
class Owners:
    """Who is named in an owner's cell; the first person is accountable."""

    persons: Sequence[str]
    unit: str = ""
    side: Side | None = None


def people_of(settings: WorkbookSettings, known: Known) -> People:
    """Give whom a source may name: by its settings, and by who takes part in the project."""
    roster = known.roster()
    units = {**roster.units, **settings.units}
    own = {settings.party: settings.side or Side.VENDOR} if settings.party else {}
    parties = {**own, **roster.parties}
    return People(
        settings.source,
        {form: who for name, who in settings.people.items() for form in (name, normal(name))},
        {normal(name): key for name, key in units.items()},
        {normal(name): side for name, side in parties.items()},
    )


def person_reference(source: str, name: str, people: Mapping[str, str]) -> str:
    """Return who is meant: whom *people* names, else a reference of the source's own."""
    known = people.get(name) or people.get(normal(name))
    if known:
        return known
    digest = blake2b(f"{source}\n{normal(name)}".encode(), digest_size=8).hexdigest()
    return f"{source}/person/{digest}"
