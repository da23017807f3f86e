"""The application around an installation on both databases, and people who sign in to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from api.app import create_app
from hub.accounts import Accounts
from hub.installation import Installation
from hub.settings import Settings
from tests.conftest import fresh_schema
from tests.integration.api import story as told
from tests.integration.api.place import PASSWORD, PEOPLE, Browser, Clock, Place


@contextmanager
def installation(home: Path, url: str) -> Iterator[Place]:
    """Open an empty installation whose clock stands still."""
    clock = Clock()
    address = None if url.startswith("sqlite") else url
    settings = Settings(home=home, database_url=address, project="demo", sources=home / "none")
    hub = Installation(settings, clock, create=True, sources=[])
    yield Place(hub, clock)
    hub.close()


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[Place]:
    """Give an installation in which nothing has happened."""
    with installation(tmp_path, database_url) as opened:
        yield opened


@pytest.fixture
def accounts(place: Place) -> Accounts:
    return place.hub.accounts


@pytest.fixture
def browser(place: Place) -> Browser:
    """Give a browser in which nobody is signed in yet."""
    return Browser(create_app(place.hub))


@pytest.fixture
def somebody(place: Place) -> Callable[[str], object]:
    """Give a function that makes an account for a role, and signs nobody in."""

    def make(who: str):
        return place.hub.accounts.add(who, PEOPLE[who], at=place.clock.at, password=PASSWORD)

    return make


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def rollout(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """Give an installation in which the story was told, with an account for everybody."""
    home = tmp_path_factory.mktemp("rollout")
    schema = None
    if request.param == "postgresql":
        schema = fresh_schema(request.getfixturevalue("postgresql_server"))
    with installation(home, next(schema) if schema else "sqlite") as opened:
        told.tell(opened.hub, opened.clock)
        for who, person in PEOPLE.items():
            opened.hub.accounts.add(who, person, at=opened.clock.at, password=PASSWORD)
        yield opened
    if schema:
        next(schema, None)


@pytest.fixture(scope="module")
def reader(rollout: Place) -> Callable[[str], Browser]:
    """Give a function that signs somebody in to the story, each person once."""
    app = create_app(rollout.hub)

    @cache
    def sign_in(who: str) -> Browser:
        opened = Browser(app)
        opened.sign_in(who)
        return opened

    return sign_in
