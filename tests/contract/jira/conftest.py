"""Where the tests about Jira keep their log: scenarios in a real file and on a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import fresh_schema
from tests.contract.jira.scenarios import is_scenario
from tests.contract.jira.stores import kept_in


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Play every scenario on both stores; what else is asked of a reader needs memory alone."""
    name = f"contract/jira/{Path(metafunc.module.__file__).stem}::{metafunc.function.__name__}"
    if is_scenario(name):
        metafunc.parametrize("store", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Say where logs are opened in this test, and give its address."""
    which = getattr(request, "param", "memory")
    if which == "postgresql":
        for address in fresh_schema(request.getfixturevalue("postgresql_server")):
            with kept_in(address):
                yield address
    else:
        address = f"sqlite:///{tmp_path}/events.db" if which == "sqlite" else "sqlite://"
        with kept_in(address):
            yield address
