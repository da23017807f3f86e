"""What the command line starts: the pages, and the demonstration's own home."""

from pathlib import Path

import pytest

from hub.cli.demo import MARK, fresh
from hub.cli.serve import is_loopback, serving
from hub.errors import Refused
from tests.integration.cli.terminal import Terminal


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "hub.example"])
def test_without_a_proxy_only_this_machine_reaches_the_pages(prepared: Terminal, host: str):
    with prepared.hub() as hub:
        config = serving(hub, host, 0).config

    assert (config.host, config.port) == ("127.0.0.1", 8000)
    assert not config.proxy_headers


def test_behind_a_proxy_the_pages_listen_where_they_are_told(
    prepared: Terminal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HUB_PROXY", "192.0.2.1")

    with prepared.hub() as hub:
        config = serving(hub, "0.0.0.0", 9000).config

    assert (config.host, config.port) == ("0.0.0.0", 9000)
    assert config.forwarded_allow_ips == "192.0.2.1"


@pytest.mark.parametrize(
    ("host", "answer"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("hub", False)],
)
def test_an_address_of_this_machine_is_known(host: str, answer: bool):
    assert is_loopback(host) is answer


def test_a_folder_that_no_demonstration_made_is_left_alone(tmp_path: Path):
    letter = tmp_path / "letter.txt"
    letter.write_text("do not lose this")

    with pytest.raises(Refused):
        fresh(tmp_path)

    assert letter.exists()


def test_an_earlier_demonstration_gives_way(tmp_path: Path):
    home = fresh(tmp_path / "demo")
    (home / "events.db").touch()

    again = fresh(home)

    assert [path.name for path in again.iterdir()] == [MARK]


def test_without_a_terminal_nothing_moves_a_cursor(prepared: Terminal):
    result = prepared.types("sync")

    assert "\x1b" not in result.output
    assert "\r" not in result.output
