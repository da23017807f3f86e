"""What a reading costs: requests are counted, memory is bounded."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.jira.ahead import Ahead
from hub.model.facts import Basis, HistoryGapFound, WorkItemFieldChanged
from tests.jira_server import LocalJira, faults, generate
from tests.jira_server.exchange import Reply, Request

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


@pytest.mark.parametrize("connections", [1, 4])
def test_at_most_three_batches_of_a_cloud_are_in_flight(connections: int, tmp_path: Path) -> None:
    jira = LocalJira("cloud")
    generate(jira, 1200, seed=2)

    with hub(jira, tmp_path, connections=connections) as it:
        ahead = []
        for used, page in enumerate(it.connector().pages(it.past, it.at())):
            assert page is not None
            ahead.append(jira.counted()["bulkfetch"] - used)

        assert len(ahead) == 15  # the catalogue, twelve batches, what was observed, the census
        assert max(ahead) <= 3


@pytest.mark.parametrize("where", ["bulkfetch", "changelog/bulkfetch"])
def test_an_issue_that_changes_between_calls_side_by_side_is_read_whole(
    where: str, tmp_path: Path
) -> None:
    jira = LocalJira("cloud")
    ids = generate(jira, 300, seed=2)

    def moved(jira: LocalJira, _: Request, serve: Callable[[], Reply]) -> Reply:
        reply = serve()
        jira.script.change(ids[150], summary="Said meanwhile")
        return reply

    jira.faults.on(where, moved, when=lambda request: f'"{ids[150]}"'.encode() in request.body)
    with hub(jira, tmp_path, connections=4) as it:
        it.good()
        jira.clock.advance(minutes=1)
        it.good()  # where the change came after both calls, this one sees it

        assert it.item(ids[150]).fields["title"].value == "Said meanwhile"
        assert it.of(HistoryGapFound) == []
        assert [e for e in it.of(WorkItemFieldChanged) if e.basis is not Basis.STATED] == []
        told = [e.new for e in it.of(WorkItemFieldChanged) if e.field == "title"]
        assert told == ["Said meanwhile"]


def test_a_failure_among_calls_side_by_side_is_tried_again(tmp_path: Path) -> None:
    jira = LocalJira("cloud")
    generate(jira, 700, seed=3)
    jira.faults.on("bulkfetch", faults.status(503), skip=2, times=2)
    jira.faults.on("changelog/bulkfetch", faults.too_many(5), skip=3)

    with hub(jira, tmp_path, connections=4) as it:
        it.good()

        assert len(list(it.past.all_items())) == 700
        assert len(it.waits) == 3
