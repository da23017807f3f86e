"""People who can sign in to the demonstration, one for each role."""

from collections.abc import Mapping
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


IN_LARGE = {login: person for login, person in PEOPLE.items() if login != "auditor"}
IN_LARGE |= {"sponsor": "person:sponsor"}


@dataclass(frozen=True)
class SignIn:
    """What somebody types to sign in."""

    login: str
    password: str


def sign_ins(hub: Installation, people: Mapping[str, str] = PEOPLE) -> list[SignIn]:
    """Make an account for each role, with a password that nobody has used before."""
    found = [SignIn(login, token_urlsafe(12)) for login in people]
    for each in found:
        person = hub.person(people[each.login])
        hub.accounts.add(each.login, person, at=hub.now(), password=each.password)
    return found
