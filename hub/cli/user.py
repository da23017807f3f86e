"""`hub user`: who may sign in, for operators alone; the pages have no administrator."""

import secrets
import sys
from typing import Annotated, Any

import typer

from hub.accounts.account import Account
from hub.accounts.passwords import refuse_weak
from hub.cli.output import answer, line, table
from hub.cli.session import AsJson, now, session
from hub.cli.shell import command, group
from hub.cli.words import say
from hub.errors import NotFound, Refused
from hub.installation import OPERATOR, Installation
from hub.locale import _
from hub.model.event import Side
from hub.model.parties import AssignRole
from hub.model.people import Person, Role

app = group(_("Accounts, for operators; the pages have no administrator."))
Login = Annotated[str, typer.Argument(metavar="LOGIN", help=_("Name that is typed to sign in."))]
WORDS = 5  # of a made password; from 2,048 words they would be 55 bits, ours are 13 bits each


@command(
    app,
    "add",
    does=_("Make an account and put its role on record."),
    example="hub user add li --role coordinator --side client --name 'Li'",
)
def add(
    login: Login,
    *,
    role: Annotated[Role, typer.Option(help=_("What this person is in the project."))],
    side: Annotated[Side, typer.Option(help=_("Whose side."))],
    unit: Annotated[str, typer.Option(metavar="UNIT", help=_("Department or team."))] = "",
    party: Annotated[
        str, typer.Option(metavar="PARTY", help=_("Company, where a side has several."))
    ] = "",
    person: Annotated[
        str,
        typer.Option(
            metavar="REFERENCE", help=_("Reference that events name; hub:LOGIN without it.")
        ),
    ] = "",
    name: Annotated[
        str, typer.Option(metavar="NAME", help=_("What people read instead of the reference."))
    ] = "",
    generate: Annotated[
        bool, typer.Option("--generate", help=_("Make a password and show it once."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Add one; the role is recorded first, since recording it twice is harmless."""
    who = Person(person or f"hub:{login.strip().casefold()}", side, role, unit, party)
    if role is Role.OPERATOR:
        raise Refused(
            _("An operator has no account in the pages."),
            remedy=_("Operators use the command line."),
        )
    with session() as hub:
        require_new(hub, login)
        password, is_made = chosen_password(login, generate)
        record_role(hub, who)
        account = hub.accounts.add(login, who, at=now(), password=password)
        if name:
            hub.accounts.names.learn({who.id: name}, at=now())
    content = {"account": told(account), "password": password if is_made else None}
    answer(content, as_json, lambda: show_added(account, password if is_made else ""))


def require_new(hub: Installation, login: str) -> None:
    """Refuse a login that is taken before anything is recorded."""
    try:
        hub.accounts.find(login)
    except NotFound:
        return
    raise Refused(
        _("There is already an account {login}."), remedy=_("Choose another name."), login=login
    )


def chosen_password(login: str, generate: bool) -> tuple[str, bool]:
    """Ask for a password on a terminal, or make one; tell whether it was made."""
    if generate or not sys.stdin.isatty():
        return secrets.token_urlsafe(15), True
    password: str = typer.prompt(say(_("Password")), hide_input=True, confirmation_prompt=True)
    refuse_weak(password, login)
    return password, False


def record_role(hub: Installation, who: Person) -> None:
    """Put a person's role on record, by the operator."""
    role = AssignRole(
        by=OPERATOR, person=who.id, role=who.role, side=who.side, unit=who.unit, party=who.party
    )
    hub.act(role)


def told(account: Account) -> dict[str, Any]:
    """Give what may be shown of an account."""
    who = account.person
    return {
        "login": account.login,
        "person": who.id,
        "side": who.side.value,
        "role": who.role.value,
        "unit": who.unit,
        "party": who.party,
        "active": account.active,
    }


def show_added(account: Account, password: str) -> None:
    """Say that the account is there."""
    line(
        say(
            _("{login} may sign in as {role}."), login=account.login, role=account.person.role.value
        )
    )
    if password:
        line(say(_("Password, shown this once: {password}"), password=password))


@command(app, "list", does=_("List the accounts."), example="hub user list")
def list_(as_json: AsJson = False) -> None:
    """List them by login."""
    with session() as hub:
        accounts = [told(account) for account in hub.accounts.all()]
    answer({"accounts": accounts}, as_json, lambda: show(accounts))


def show(accounts: list[dict[str, Any]]) -> None:
    """Write them as a table."""
    if not accounts:
        line(say(_("There is no account yet: `hub user add` makes one.")))
        return
    heads = (
        _("login"),
        _("reference"),
        _("side"),
        _("acts as"),
        _("unit"),
        _("party"),
        _("active"),
    )
    rows = [
        [
            *(one[n] for n in ("login", "person", "side", "role", "unit", "party")),
            "✓" if one["active"] else "–",
        ]
        for one in accounts
    ]
    table([say(head) for head in heads], rows)


@command(
    app,
    "invite",
    does=_("Make a link by which somebody sets a password, once and within a day."),
    example="hub user invite li",
)
def invite(login: Login, as_json: AsJson = False) -> None:
    """Invite one."""
    with session() as hub:
        token = hub.accounts.invite(hub.accounts.find(login).id, at=now())
        settings = hub.settings
        place = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    link = f"{place}/invitation/{token}"
    answer({"login": login, "link": link}, as_json, lambda: line(link))


@command(
    app,
    "deactivate",
    does=_("Let nobody sign in with an account any more; what it did stays on record."),
    example="hub user deactivate li",
)
def deactivate(login: Login, as_json: AsJson = False) -> None:
    """Deactivate one."""
    with session() as hub:
        hub.accounts.deactivate(hub.accounts.find(login).id)
    answer(
        {"login": login, "active": False},
        as_json,
        lambda: line(say(_("{login} cannot sign in any more."), login=login)),
    )


@command(
    app,
    "token",
    does=_("Make a token for a program, shown once; it ends after 90 days."),
    example="hub user token li --label 'weekly export'",
)
def token(
    login: Login,
    label: Annotated[str, typer.Option(metavar="TEXT", help=_("What the token is for."))] = "",
    scope: Annotated[str, typer.Option(metavar="SCOPE", help=_("read or write."))] = "read",
    as_json: AsJson = False,
) -> None:
    """Issue one."""
    with session() as hub:
        account = hub.accounts.find(login)
        secret = hub.accounts.tokens.issue(account.id, label, scope=scope, at=now())
    answer({"login": login, "scope": scope, "token": secret}, as_json, lambda: line(secret))
