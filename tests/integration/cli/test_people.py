"""Accounts and acts from the command line."""

import pytest

from hub.accounts import SignInRefused
from hub.cli.session import now
from tests.integration.cli.terminal import SPONSOR, Terminal, position

LI = ("user", "add", "li", "--role", "coordinator", "--side", "client", "--name", "Li")


def signed_in(terminal: Terminal, login: str, password: str) -> str:
    with terminal.hub() as hub:
        signed = hub.accounts.sessions.sign_in(login, password, address="192.0.2.1", at=now())
        return str(signed.account.person.role)


def test_a_made_password_is_shown_once_and_works(prepared: Terminal):
    told = prepared.told(*LI)

    assert signed_in(prepared, "li", told["password"]) == "coordinator"
    assert told["password"] not in prepared.good("user", "list")


def test_the_role_of_an_account_is_on_record(prepared: Terminal):
    prepared.good(*LI)

    with prepared.hub() as hub:
        assert hub.person("hub:li").role == "coordinator"
        assert hub.accounts.names.of(["hub:li"]) == {"hub:li": "Li"}


def test_a_login_is_given_once(prepared: Terminal):
    prepared.good(*LI)
    before = position(prepared)

    result = prepared.types(*LI)

    assert result.exit_code == 1
    assert position(prepared) == before


def test_an_operator_gets_no_account_and_no_role(prepared: Terminal):
    before = position(prepared)

    result = prepared.types("user", "add", "root", "--role", "operator", "--side", "client")

    assert result.exit_code == 1
    assert position(prepared) == before


def test_a_deactivated_account_signs_in_no_more(prepared: Terminal):
    password = prepared.told(*LI)["password"]

    prepared.good("user", "deactivate", "li")

    with pytest.raises(SignInRefused):
        signed_in(prepared, "li", password)


def test_an_invitation_sets_a_password(prepared: Terminal):
    prepared.good(*LI)

    link = prepared.told("user", "invite", "li")["link"]

    with prepared.hub() as hub:
        token = link.rpartition("/")[2]
        hub.accounts.accept_invitation(token, "five quiet rivers", at=now())
    assert signed_in(prepared, "li", "five quiet rivers") == "coordinator"


def test_a_token_reads_for_its_owner(prepared: Terminal):
    prepared.good(*LI)

    secret = prepared.told("user", "token", "li", "--label", "export")["token"]

    with prepared.hub() as hub:
        owner, scope = hub.accounts.tokens.owner(secret, at=now())
    assert (owner.login, scope) == ("li", "read")


def test_acts_are_recorded_once_however_often_the_file_is(prepared: Terminal):
    sponsor = {**SPONSOR, "side": "client"}
    first = prepared.acts(sponsor)

    second = prepared.acts(sponsor)

    assert "1 acts read, 1 events" in first
    assert "1 acts read, 0 events" in second


def test_a_line_that_is_wrong_is_named(prepared: Terminal):
    path = prepared.home / "acts.jsonl"
    path.write_text('\n{"do": "approve-plans"}\n')

    result = prepared.types("record", path)

    assert result.exit_code == 1
    assert result.stderr.startswith("Line 2: ")
    assert "approve-plan" in result.stderr


def test_acts_come_from_standard_input_too(prepared: Terminal):
    line = '{"do": "declare-unit", "by": "operator", "side": "client", "key": "quality"}'

    prepared.good("record", "-", input=line)

    exported = prepared.good("export", "--subject", "client:quality")
    assert "unit-declared.v1" in exported
