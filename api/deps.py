"""What an endpoint asks for: the hub, the clock, who asks, in which language, as of when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query, Request
from sqlalchemy import Engine

from api.auth import NotSignedIn, Principal, principal_of
from api.names import module_names, unit_names
from api.visible import Visible
from hub.errors import NotAllowed, NotFound, Refused
from hub.locale import LANGUAGES, best_language, translate
from hub.model.people import Role

if TYPE_CHECKING:
    from hub.installation import Installation

# A clock of a browser or a server may be a little ahead; that is no look into the future.
AHEAD = timedelta(minutes=2)


class BadInstant(Refused):
    """An `as_of` that names no instant of the past."""

    code = "bad_as_of"


@dataclass(frozen=True)
class Asked:
    """One request: who, in which language, when."""

    request: Request
    hub: "Installation"
    now: datetime
    lang: str
    principal: Principal | None

    def say(self, message: str, **values: object) -> str:
        """Give a text in the language of who asks."""
        return translate(message, self.lang, **values)


@dataclass(frozen=True)
class Read(Asked):
    """A request that may read: as somebody, and as of an instant."""

    principal: Principal
    as_of: datetime | None  # None: now

    @cached_property
    def engine(self) -> Engine:
        """Give the read models, as they are or as they were."""
        return self.hub.views if self.as_of is None else self.hub.as_of(self.as_of)

    @property
    def instant(self) -> datetime:
        """Give the instant that the answer speaks of."""
        return self.as_of or self.now

    @cached_property
    def visible(self) -> Visible:
        """Give what who asks may see: the permissions of now, also for what was then."""
        return Visible(self.principal.person, self.hub.project)

    @cached_property
    def names(self) -> dict[str, str]:
        """Give what people call their units, by court, in the reader's language."""
        return unit_names(self.engine, self.hub.project, self.lang)

    @cached_property
    def modules_called(self) -> dict[str, str]:
        """Give what people call their modules, by key, in the reader's language."""
        return module_names(self.engine, self.hub.project, self.lang)

    def require(self, *roles: Role) -> None:
        """Refuse unless who asks has one of *roles*; the page is then simply not there."""
        if self.principal.person.role not in roles:
            raise NotFound("There is no such page.", remedy="Open the page again.")


def hub_of(request: Request) -> "Installation":
    """Give the installation that this application serves."""
    hub: Installation = request.app.state.hub
    return hub


def asked(request: Request) -> Asked:
    """Look who asks; nobody is an answer too."""
    hub = hub_of(request)
    now = hub.now()
    who = principal_of(request, hub.accounts, now)
    # Kept for what fails later: a problem is told in the same language.
    request.state.asked = found = Asked(request, hub, now, _language(request, who), who)
    return found


AskedBy = Annotated[Asked, Depends(asked)]


def signed_in(who: AskedBy) -> Principal:
    """Require somebody."""
    if who.principal is None:
        raise NotSignedIn(
            "Please sign in.",
            remedy="Sign in again; a program sends a token that was made on the page of your"
            " account.",
        )
    return who.principal


SignedInAs = Annotated[Principal, Depends(signed_in)]

AsOf = Annotated[
    str | None,
    Query(
        description="An instant of the past with its zone, such as 2025-08-21T08:00:00+08:00. "
        "The answer is what a hub stopped at that instant would have said.",
        max_length=40,
    ),
]


def reading(who: AskedBy, principal: SignedInAs, as_of: AsOf = None) -> Read:
    """Require somebody who reads, as of now or as of an instant of the past."""
    instant = parse_instant(as_of, who.now) if as_of else None
    return Read(who.request, who.hub, who.now, who.lang, principal, instant)


Reading = Annotated[Read, Depends(reading)]


def parse_instant(text: str, now: datetime) -> datetime:
    """Read an instant with its zone; refuse what has none, what is no time, and the future."""
    # In an address a plus sign means a blank, so a careless client sends its zone with one.
    head, blank, zone = text.strip().rpartition(" ")
    wanted = f"{head}+{zone}" if blank and "T" in head else text.strip()
    try:
        instant = datetime.fromisoformat(wanted)
        instant.astimezone(UTC)  # the first and last hours of the calendar have no UTC
    except (ValueError, OverflowError):
        raise BadInstant(
            "{text} is no instant.",
            remedy="Write it like 2025-08-21T08:00:00+08:00.",
            text=text[:40],
        ) from None
    if instant.utcoffset() is None:
        raise BadInstant(
            "{text} has no time zone, so it may mean many instants.",
            remedy="Write it like 2025-08-21T08:00:00+08:00.",
            text=text[:40],
        )
    if instant > now + AHEAD:
        raise BadInstant(
            "{text} lies in the future; nobody knows yet what will be known then.",
            remedy="Choose an instant of the past, or leave it out.",
            text=text[:40],
        )
    return instant


def _language(request: Request, who: Principal | None) -> str:
    wanted = request.query_params.get("lang", "")
    if wanted in LANGUAGES:
        return wanted
    if who is not None and who.account.lang in LANGUAGES:
        return who.account.lang
    return best_language(request.headers.get("accept-language", ""))


def refuse_readers(principal: Principal) -> None:
    """Refuse a write by a program whose token may only read."""
    if principal.scope != "write":
        raise NotAllowed(
            "This token may only read.", remedy="Make a token with the scope write on the settings."
        )
