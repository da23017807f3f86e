"""The command line on an installation of its own, on both databases."""

from pathlib import Path

import pytest

from tests.integration.cli.terminal import Terminal


@pytest.fixture
def terminal(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Give a terminal in front of an installation that nobody has prepared yet."""
    variables = {"HOME": tmp_path, "LANG": "en", "SOURCES": tmp_path / "sources.toml"}
    if database_url.startswith("postgresql"):
        variables["DATABASE_URL"] = database_url
    for name, value in variables.items():
        monkeypatch.setenv(f"HUB_{name}", str(value))
    return Terminal(tmp_path)


@pytest.fixture
def prepared(terminal: Terminal) -> Terminal:
    """Give one whose tables are made and whose two folders are configured."""
    terminal.configure()
    terminal.good("migrate")
    return terminal
