"""Where tests about workbooks keep their log; what is recorded and asked holds on both stores."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.store import Log, open_log
from tests.conftest import fresh_schema

BOTH = ("test_editions", "test_renames", "test_reading_again")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what tells of editions, answers and readings again on a real server, too."""
    if "log" in metafunc.fixturenames and Path(metafunc.module.__file__).stem in BOTH:
        metafunc.parametrize("log", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Log]:
    """Open a log in a file, or in a schema of its own."""
    if getattr(request, "param", "sqlite") == "postgresql":
        for address in fresh_schema(request.getfixturevalue("postgresql_server")):
            with closing(open_log(address, create=True)) as opened:
                yield opened
    else:
        with closing(open_log(f"sqlite:///{tmp_path}/events.db", create=True)) as opened:
            yield opened
