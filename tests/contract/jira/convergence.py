"""Whatever happens, and wherever it breaks: after a quiet night the hub holds what Jira holds.

`python -m tests.contract.jira.convergence --seeds 2000` tries so many lives of a Jira, each with
edits during the paging, a late index, moves, deletions, permissions that come and go, ten kinds
of fault, and crashes at any point. Each seed is printed that does not end in the truth.
"""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import structlog as lines

from hub.ingest import ingest
from hub.model.facts import SourceObserved
from hub.model.runs import SourceOutcome
from hub.store import Originals
from tests.conftest import embedded, fresh_schema
from tests.jira_server import LocalJira, faults

from .life import PROJECTS, ZONES, Life
from .reading import Hub, hub
from .truth import differences, doubled

FIELDS = {"percent": ["Percent"], "module": ["components"], "phase": ["labels:phase-"]}
LISTS = {"cloud": ("search", "bulkfetch", "changelog/bulkfetch"), "dc": ("search",)}
ALL = ("comments", "worklogs", "field", "status", "serverInfo")
MOST_NIGHTS = 4
HIDING = ("permitted", "secured", "moved", "deleted")


class Crashed(BaseException):
    """The process is gone; nothing of it can tidy up."""


@dataclass
class Failed(Exception):
    """A seed did not end in the truth."""

    seed: int
    what: list[str]

    def __str__(self) -> str:
        return "\n  ".join([f"seed {self.seed}:", *self.what])


def site(seed: int) -> tuple[LocalJira, Random]:
    """Make a Jira that chance has furnished: its zone, its limits, its manners."""
    chance = Random(seed)
    mode = ("cloud", "dc")[seed % 2]
    jira = LocalJira(mode, zone=chance.choice(ZONES))
    knobs = jira.knobs
    knobs.epoch_bound = chance.random() < 0.7
    knobs.ambiguous_fold = chance.randint(0, 1)
    knobs.page_cap = chance.choice((None, 2, 5))
    knobs.nodes = chance.choice((1, 2))
    knobs.bulk_versions = chance.choice((("2", "3"), ("3",)))
    knobs.numeric_history_times = chance.random() < 0.3
    knobs.caps |= {
        "bulk_histories": chance.choice((3, 1000)),
        "dc_search": chance.choice((4, 12, 1000)),
        "embedded": chance.choice((1, 3, 20)),
        "comments": chance.choice((2, 100)),
        "worklogs": chance.choice((2, 5000)),
    }
    jira.clock.skew = chance.choice((0, 0, -240_000, 240_000))
    return jira, chance


def accident(life: Life) -> tuple[str, faults.Accident]:
    """Choose one of ten kinds of fault, and the endpoint that it hits."""
    chance = life.chance
    while_paging = Random(chance.random())

    def meanwhile() -> None:
        before, life.chance = life.chance, while_paging
        life.one()
        life.chance = before
        if life.done[-1] in HIDING:  # fields were seen, and of their history nothing any more
            life.all_silent()

    kinds: list[Callable[[], faults.Accident]] = [
        lambda: faults.meanwhile(meanwhile),
        lambda: faults.meanwhile(meanwhile),
        lambda: faults.status(chance.choice((500, 502, 503, 504))),
        lambda: faults.too_many(chance.choice((3, "2.5", None, "soon", timedelta(seconds=9)))),
        lambda: faults.too_many(3600, as_html=True),
        lambda: faults.cut(abort=False),
        faults.drop,
        lambda: faults.body(lambda raw: raw[: len(raw) // 2]),
        lambda: faults.body(faults.cesu8),
        lambda: faults.status(chance.choice((400, 403))),
        faults.login_page,
    ]
    lists = LISTS[life.jira.mode]
    return chance.choice((*lists, *lists, *ALL)), chance.choice(kinds)()


def trouble(life: Life) -> None:
    """Order some accidents for the next reading."""
    chance = life.chance
    for _ in range(chance.choice((0, 1, 2, 4))):
        where, what = accident(life)
        times = chance.choice((1, 1, 2, 6))
        life.jira.faults.on(where, what, skip=chance.choice((0, 0, 1, 3, 8)), times=times)
    if life.jira.mode == "cloud" and chance.random() < 0.2:
        life.jira.faults.empty_pages(chance.choice((1, 60)))
    if life.jira.mode == "cloud" and chance.random() < 0.15:
        life.jira.faults.on("search", faults.repeated_token(), times=None)
    if chance.random() < 0.1:
        life.jira.cursors.clear()


class Dying(Originals):
    """A place for originals in which the process dies when it has kept so many."""

    left = 0  # to be kept before that

    def keep(self, *arguments: Any, **named: Any) -> Any:
        if self.left == 0:
            raise Crashed
        self.left -= 1
        return super().keep(*arguments, **named)


def crash(it: Hub, chance: Random, folder: Path) -> None:
    """Read until the process dies: before a page is recorded, after it, or not at all."""
    it.runs += 1
    originals: Originals = it.originals
    pages = count()
    if chance.random() < 0.5:
        originals = Dying(folder / "originals")
        originals.left = chance.randint(0, 8)
    last = chance.randint(0, 6)

    def progress(so_far: SourceOutcome) -> None:
        if next(pages) == last:
            raise Crashed

    run = f"run-{it.runs}"
    try:
        ingest(
            it.connector(), it.log, originals,
            run=run, at=it.at, people=it.people.update, progress=progress,
        )  # fmt: skip
    except Crashed:
        it.jira.clock.advance(minutes=6)  # its lease runs out


def read(it: Hub, life: Life, folder: Path) -> None:
    """Read once under accidents; however it ends, it ends in words and not in an error of ours."""
    trouble(life)
    if life.chance.random() < 0.3:
        crash(it, life.chance, folder)
    else:
        outcome = it.sync()
        life.done.append(f"read: {outcome.outcome} {outcome.code}")
        if outcome.code in ("error", "counts_unequal"):
            raise AssertionError(f"{outcome.message} {outcome.values}")
    it.jira.faults.clear()


def quiet_night(it: Hub) -> None:
    """Read undisturbed; so much may have vanished that a second census must confirm it."""
    for _ in range(MOST_NIGHTS):
        it.jira.clock.advance(hours=24)
        outcome = it.sync()
        if outcome.outcome == "good" or outcome.code == "project_unseen":
            return  # a project that never could be seen is complained about, and all else is read
        if outcome.code != "census_doubtful":
            raise AssertionError(f"{outcome.code}: {outcome.message} {outcome.values}")
    raise AssertionError("the census remains in doubt")


def converge(seed: int, folder: Path, store: str = "sqlite://") -> None:
    """Live one life, then compare. Raise `Failed` where the hub does not hold the truth."""
    jira, chance = site(seed)
    life = Life(jira, chance)
    settings: dict[str, Any] = {"projects": PROJECTS, "reread_nights": 1, "fields": FIELDS}
    with hub(jira, folder, store=store, **settings) as it:
        try:
            for _ in range(chance.randint(2, 5)):
                jira.clock.advance(hours=chance.choice((0.1, 1, 7, 24)))
                read(it, life, folder)
                life.some(chance.randint(2, 12))
            quiet_night(it)
            found = differences(it, life) + doubled(it, life)
            before = it.log.last_position()
            quiet_night(it)
            new = it.log.read(after=before).events
            found += [
                f"told again: {type(event).__name__} {event.subject} {event.entry}"
                for event in new
                if not isinstance(event, SourceObserved)
            ]
        except AssertionError as error:
            found = [str(error)]
    if found:
        raise Failed(seed, found)


@contextmanager
def stores(every: int) -> Iterator[Callable[[int], Any]]:
    """Give what makes a fresh store for a seed: each so many-th on PostgreSQL, else SQLite."""
    with ExitStack() as stack:
        server = ""
        if every:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-pg-"))
            Path(folder).chmod(0o755)
            server = stack.enter_context(embedded(Path(folder))).get_uri()

        def fresh(seed: int) -> Any:
            on_server = every and seed % every < 2  # one of each dialect
            return contextmanager(fresh_schema)(server) if on_server else nullcontext("sqlite://")

        yield fresh


def say(line: object) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 - the command's own output


def main() -> int:
    """Try many seeds; print those that fail."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--postgresql", type=int, default=0, help="of so many seeds two on it")
    options = parser.parse_args()
    lines.configure(wrapper_class=lines.make_filtering_bound_logger(logging.CRITICAL))
    failed, begun = 0, time.monotonic()
    with stores(options.postgresql) as fresh:
        for seed in range(options.first, options.first + options.seeds):
            if seed % 50 == 0:
                say(f"… {seed}, after {time.monotonic() - begun:.0f} s")
            try:
                with tempfile.TemporaryDirectory() as folder, fresh(seed) as store:
                    converge(seed, Path(folder), store)
            except (Failed, Exception) as error:  # noqa: BLE001 - the other seeds go on
                failed += 1
                say(error if isinstance(error, Failed) else f"seed {seed}: {error!r}")
    took = time.monotonic() - begun
    say(f"{options.seeds} seeds, {failed} failed, {took:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
