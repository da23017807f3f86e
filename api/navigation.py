"""Which pages stand in the head, by role."""

from dataclasses import dataclass

from hub.locale import _
from hub.model.people import Role

_OWN = frozenset(Role)
_HOST = _OWN - {Role.VENDOR_PM, Role.VENDOR_MANAGEMENT}
_VENDOR = frozenset({Role.VENDOR_PM, Role.VENDOR_MANAGEMENT})


@dataclass(frozen=True)
class Entry:
    """One entry of the head."""

    path: str
    title: str  # message id
    roles: frozenset[Role]
    current: bool = False


PAGES = (
    Entry("/", _("Monday"), _HOST),
    Entry("/vendor", _("For you"), _VENDOR),
    Entry("/findings", _("Findings"), _OWN),
    Entry("/evidence", _("Evidence"), _OWN),
    Entry("/items", _("Items"), _OWN),
    Entry("/plan", _("Plan"), _OWN),
    Entry("/forecast", _("Forecast"), _OWN),
    Entry("/blueprint", _("Blueprint"), _OWN),
    Entry("/goals", _("Goals"), _OWN),
    Entry("/ledger", _("Ledger"), _OWN),
    Entry("/flags", _("Flags"), _HOST),
    Entry("/brief", _("Brief"), _HOST),
    Entry("/sources", _("Sources"), _OWN - {Role.HEAD, Role.KEY_USER}),
)


def entries_for(role: Role, path: str) -> list[Entry]:
    """Give the entries of *role*; the one that holds *path* is marked."""
    return [
        Entry(entry.path, entry.title, entry.roles, current=_holds(entry.path, path))
        for entry in PAGES
        if role in entry.roles
    ]


def _holds(own: str, path: str) -> bool:
    return path == own or (own != "/" and path.startswith(own + "/"))
