"""What a reading costs: requests are counted, memory is bounded."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.jira.ahead import Ahead
from tests.jira_server import LocalJira, faults, generate

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


def test_bulk_calls_side_by_side_bring_the_same_facts(tmp_path: Path) -> None:
    told = []
    for connections in (1, 4):
        jira = LocalJira("cloud")
        generate(jira, 1200, seed=2)
        folder = tmp_path / str(connections)
        folder.mkdir()
        with hub(jira, folder, connections=connections) as it:
            it.good()
            told.append([(e.subject, e.entry) for e in it.facts() if e.about == "item"])

    assert told[0] == told[1]


def test_a_failure_among_calls_side_by_side_is_tried_again(tmp_path: Path) -> None:
    jira = LocalJira("cloud")
    generate(jira, 700, seed=3)
    jira.faults.on("bulkfetch", faults.status(503), skip=2, times=2)
    jira.faults.on("changelog/bulkfetch", faults.too_many(5), skip=3)

    with hub(jira, tmp_path, connections=4) as it:
        it.good()

        assert len(list(it.past.all_items())) == 700
        assert len(it.waits) == 3
