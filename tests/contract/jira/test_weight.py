"""What a reading costs: requests are counted, memory is bounded."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.jira.ahead import Ahead
from tests.jira_server import LocalJira, generate

from .reading import hub

MODES = pytest.mark.parametrize("mode", ["cloud", "dc"])


@MODES
def test_a_changed_issue_costs_three_hundredths_of_a_request(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    generate(jira, 1000, seed=1)

    with hub(jira, tmp_path) as it:
        it.good()
        asked = jira.counted()

        assert len(list(it.past.all_items())) == 1000
        assert asked["search"] + asked["bulkfetch"] + asked["changelog/bulkfetch"] <= 30


def test_at_most_three_pages_are_in_flight() -> None:
    alive = most = 0
    lock = threading.Lock()

    def pages() -> Iterator[int]:
        nonlocal alive, most
        for number in range(50):
            with lock:
                alive += 1
                most = max(most, alive)
            yield number

    used = []
    for number in Ahead(pages()):
        used.append(number)
        with lock:
            alive -= 1

    assert used == list(range(50))
    assert most <= 3


def test_an_error_of_the_fetching_comes_where_it_happened() -> None:
    def pages() -> Iterator[int]:
        yield 1
        raise ValueError("page 2")

    using = iter(Ahead(pages()))

    assert next(using) == 1
    with pytest.raises(ValueError, match="page 2"):
        next(using)


def test_pages_that_nobody_wants_are_not_fetched() -> None:
    fetched: list[int] = []

    def pages() -> Iterator[int]:
        for number in range(1000):
            fetched.append(number)
            yield number

    using = iter(Ahead(pages()))
    next(using)
    using.close()  # type: ignore[attr-defined]

    assert len(fetched) <= 4
