"""People who can sign in to the demonstration, one for each role."""

from dataclasses import dataclass
from secrets import token_urlsafe

from hub.installation import Installation

PEOPLE = {
    "coordinator": "person:coordinator",
    "vendor": "person:vendor-pm",
    "head": "person:head-production",
    "keyuser": "person:key-user-mes",
    "sponsor": "person:deputy",
    "auditor": "person:auditor",
}


@dataclass(frozen=True)
class SignIn:
    """What somebody types to sign in."""

    login: str
    password: str


def sign_ins(hub: Installation) -> list[SignIn]:
    """Make an account for each role, with a password that nobody has used before."""
    found = [SignIn(login, token_urlsafe(12)) for login in PEOPLE]
    for each in found:
        person = hub.person(PEOPLE[each.login])
        hub.accounts.add(each.login, person, at=hub.now(), password=each.password)
    return found
