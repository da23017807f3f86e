"""The application around a small installation, and people who sign in to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from api.app import create_app
from hub.accounts import Accounts, open_accounts
from tests.integration.api.place import ORIGIN, PASSWORD, PEOPLE, Browser, Place


@pytest.fixture
def accounts(database_url: str, tmp_path: Path) -> Iterator[Accounts]:
    """Give an empty store of accounts, on both databases."""
    url = database_url.replace("events.db", "people.db")
    opened = open_accounts(url)
    yield opened
    opened.close()


@pytest.fixture
def place(accounts: Accounts) -> Iterator[Place]:
    views = create_engine("sqlite://")
    yield Place(accounts, views)
    views.dispose()


@pytest.fixture
def browser(place: Place) -> Browser:
    """Give a browser in which nobody is signed in yet."""
    headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "accept": "text/html"}
    return Browser(
        create_app(place),
        base_url=ORIGIN,
        headers={**headers, "accept-language": "en"},
        raise_server_exceptions=False,
        follow_redirects=False,
    )


@pytest.fixture
def somebody(place: Place):
    """Give a function that makes an account for a role, and signs nobody in."""

    def make(who: str):
        return place.accounts.add(who, PEOPLE[who], at=place.clock, password=PASSWORD)

    return make
