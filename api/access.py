"""Puts on record who read what, before the answer leaves; who cannot be recorded does not read."""

from api.deps import Read
from hub.accounts import Reading


def seen(read: Read, subject: str) -> None:
    """Record that who asks has read *subject*, and as of when."""
    request, person = read.request, read.principal.person
    route = request.scope.get("route")
    read.hub.accounts.readings.record(
        Reading(
            at=read.now,
            account=read.principal.account.id,
            person=person.id,
            role=str(person.role),
            party=person.party,
            route=getattr(route, "path", request.url.path),
            subject=subject,
            address=request.client.host if request.client else "",
            as_of=read.as_of,
        )
    )
