"""A log on each store."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from hub.store import Log, open_log
from tests.integration.store.building import views_beside


@pytest.fixture
def log(database_url: str) -> Iterator[Log]:
    """Give an empty log."""
    with open_log(database_url, create=True) as opened:
        yield opened


@pytest.fixture
def views(database_url: str) -> Iterator[Engine]:
    """Give an empty database for read models."""
    engine = views_beside(database_url)
    yield engine
    engine.dispose()
