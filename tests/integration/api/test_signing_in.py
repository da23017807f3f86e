"""Signing in and out: what is refused, and what a session is worth."""

import pytest

from hub.accounts import SignInRefused, TooManyTries
from hub.accounts.tables import metadata
from hub.errors import Refused
from tests.integration.api.place import PASSWORD, PEOPLE, Browser


def test_nobody_is_led_to_the_sign_in_page_and_back(browser):
    answer = browser.get("/settings?lang=en")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fsettings%3Flang%3Den"


def test_a_program_without_token_gets_a_problem_and_no_redirect(browser):
    answer = browser.get("/v1/accounts/me", headers={"accept": "application/json"})

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_wrong_name_and_a_wrong_password_are_told_alike(browser, somebody):
    somebody("coordinator")

    wrong_password = browser.sign_in("coordinator", "five quiet boats")
    wrong_name = browser.sign_in("nobody", PASSWORD)

    told = "Name and password do not fit together."
    assert told in wrong_password.text
    assert told in wrong_name.text
    assert "Check both." in wrong_name.text  # and what to do
    assert wrong_password.status_code == wrong_name.status_code == 403


def test_of_a_thousand_guesses_few_are_looked_at_and_another_address_still_gets_in(
    accounts, somebody, place
):
    somebody("coordinator")
    looked_at = 0
    for _ in range(1000):
        place.later(seconds=1)
        looked_at += not _is_delayed(accounts, place.clock.at)

    assert looked_at <= 20
    assert accounts.sessions.sign_in("coordinator", PASSWORD, address="10.0.0.7", at=place.clock.at)


def _is_delayed(accounts, at):
    try:
        accounts.sessions.sign_in("coordinator", "wrong", address="10.6.6.6", at=at)
    except TooManyTries:
        return True
    except SignInRefused:
        return False
    raise AssertionError("a wrong password was taken")


def test_the_cookie_before_signing_in_is_worth_nothing_after(browser, somebody):
    somebody("coordinator")
    browser.get("/sign-in")
    before = set(browser.cookies.values())

    browser.sign_in("coordinator")

    assert before.isdisjoint(browser.cookies.values())
    assert "__Host-hub" in browser.cookies


def test_a_session_ends_after_half_an_hour_without_use(browser, somebody, place):
    somebody("coordinator")
    browser.sign_in("coordinator")
    place.later(minutes=29)
    assert browser.get("/settings").status_code == 200
    place.later(minutes=31)

    assert browser.get("/settings").status_code == 303


def test_a_session_ends_after_twelve_hours_in_any_case(browser, somebody, place):
    somebody("coordinator")
    browser.sign_in("coordinator")
    for _ in range(30):
        place.later(minutes=25)
        answer = browser.get("/settings")

    assert answer.status_code == 303


def test_signing_out_kills_the_session_for_everybody_who_holds_its_cookie(browser, somebody):
    somebody("coordinator")
    browser.sign_in("coordinator")
    held = dict(browser.cookies)
    browser.submit("/sign-out")
    browser.cookies.update(held)

    assert browser.get("/settings").status_code == 303


def test_a_new_role_ends_every_session(browser, somebody, accounts):
    account = somebody("coordinator")
    browser.sign_in("coordinator")
    accounts.change_role(account.id, PEOPLE["head"])

    assert browser.get("/settings").status_code == 303


def test_a_redirect_after_signing_in_never_leaves_the_hub(browser, somebody):
    somebody("coordinator")

    answer = browser.sign_in("coordinator", next="//elsewhere.example/")

    assert answer.headers["location"] == "/"


def test_a_password_over_plain_http_from_another_machine_is_not_taken(browser):
    plain = Browser(browser.app, "http://hub.example")

    answer = plain.post("/sign-in", data={"login": "a", "password": "b"})

    assert answer.status_code == 422
    assert "__Host-hub" not in plain.cookies


def test_on_loopback_the_cookie_has_its_plain_name(browser, somebody):
    somebody("coordinator")
    loopback = Browser(browser.app, "http://127.0.0.1:8000")

    loopback.sign_in("coordinator", next="/settings")

    assert set(loopback.cookies) == {"hub"}


def test_only_hashes_of_tokens_are_stored(browser, somebody, accounts, place):
    account = somebody("coordinator")
    browser.sign_in("coordinator")
    secret = accounts.tokens.issue(account.id, "report", scope="read", at=place.clock.at)
    kept = _everything_in(accounts)

    assert secret not in kept
    assert browser.cookies["__Host-hub"] not in kept
    assert PASSWORD not in kept


def _everything_in(accounts):
    with accounts._engine.connect() as db:
        return " ".join(str(db.execute(table.select()).all()) for table in metadata.sorted_tables)


def test_an_invitation_sets_a_password_once(browser, somebody, place, accounts):
    account = somebody("coordinator")
    link = accounts.invite(account.id, at=place.clock.at)
    form = {"password": "seven slow rivers", "invitation": link}
    form["token"] = browser.token_on(f"/invitation/{link}")

    first = browser.post("/invitation", data=form)
    form["token"] = browser.token_on("/sign-in")
    second = browser.post("/invitation", data=form)

    assert (first.status_code, second.status_code) == (303, 422)
    assert browser.sign_in("coordinator", "seven slow rivers").status_code == 303


def test_an_invitation_of_yesterday_is_refused(accounts, somebody, place):
    link = accounts.invite(somebody("coordinator").id, at=place.clock.at)
    place.later(hours=24)

    with pytest.raises(Refused, match="older than a day"):
        accounts.accept_invitation(link, "seven slow rivers", at=place.clock.at)
