"""Make, play and score simulated rollouts: `python -m tests.simulation score --seeds 1-5`."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from hub.demo.rollout.folder import Rollout, write
from hub.demo.rollout.make import make
from hub.demo.rollout.world import World
from tests.simulation.calibration import Calibration, forecasts
from tests.simulation.found import Played, lying, played
from tests.simulation.score import Score
from tests.simulation.told import content, table


def main() -> int:
    """Do what the command line says."""
    options = asked()
    if options.do == "make":
        made = write(world_of(options.seed, options), options.out)
        say(f"{made.folder}: {len(made.labels)} labels")
        return 0
    if options.do == "play":
        rollout = Rollout(options.folder)
        result = played(rollout, options.home or options.folder / "hub", options.database)
        for one in sorted(result.findings, key=lambda f: (f.opened_on, f.rule)):
            say(f"{one.opened_on} {one.severity} {one.rule} {one.court}: {one.sentence}")
        return 0 if not result.broken else 2
    return score(options) if options.do == "score" else calibrate(options)


def asked() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    tasks = parser.add_subparsers(dest="do", required=True)
    made = tasks.add_parser("make", help="write a rollout into a folder")
    made.add_argument("--seed", type=int, required=True)
    made.add_argument("--out", type=Path, required=True)
    playing = tasks.add_parser("play", help="play a folder into a hub, and list what it found")
    playing.add_argument("folder", type=Path)
    playing.add_argument("--home", type=Path, help="where the hub is kept; DIR/hub without it")
    scoring = tasks.add_parser("score", help="play and compare with the labels")
    scoring.add_argument("folders", type=Path, nargs="*", metavar="DIR")
    scoring.add_argument("--seeds", type=seeds, default=[], help="such as 1-5 or 3,7")
    scoring.add_argument("--home", type=Path, help="of a hub that was played before")
    scoring.add_argument("--project", default="demo", help="of that hub")
    scoring.add_argument("--json", action="store_true")
    calibrating = tasks.add_parser("calibrate", help="forecast short projects, and see what came")
    calibrating.add_argument("--projects", type=int, default=500)
    calibrating.add_argument("--first", type=int, default=0, help="seed of the first one")
    for each in (made, scoring):
        each.add_argument("--size", choices=("small", "large"), default="small")
        each.add_argument("--honest", action="store_true", help="without injections")
        each.add_argument("--only", type=names, default=(), help="scenarios, such as zombie,ghost")
    for each in (playing, scoring):
        each.add_argument("--database", help="address of an empty PostgreSQL; SQLite without it")
    return parser.parse_args()


def names(text: str) -> tuple[str, ...]:
    """Read `zombie,ghost`."""
    return tuple(text.split(","))


def seeds(text: str) -> list[int]:
    """Read `1-3,7`."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def score(options: argparse.Namespace) -> int:
    """Play every rollout that was asked for, and print the comparison."""
    total, items = Score(), 0
    if options.home:
        compare(options, total)
    for name, rollout in rollouts(options):
        begun = time.process_time()
        with tempfile.TemporaryDirectory(prefix="hub-simulation-", dir=in_memory()) as home:
            result = played(rollout, Path(home), options.database)
        warn(name, result, time.process_time() - begun)
        total.add(name, rollout.labels, result.findings)
        items += rollout.about["commitments"]
    if options.json:
        say(json.dumps(content(total), ensure_ascii=False, indent=1))
    else:
        for line in table(total):
            say(line)
    if options.honest:
        grave = [one for _, one in total.extra if one.severity < "S4"]
        say(
            f"{len(grave)} findings above S4 on {items} commitments:"
            f" {1000 * len(grave) / items:.2f} per 1,000"
        )
    return 0


def calibrate(options: argparse.Namespace) -> int:
    """Live through short projects, and print how often what was forecast came."""
    found = Calibration()
    for seed in range(options.first, options.first + options.projects):
        found.add(list(forecasts(seed)))
    for line in found.table():
        say(line)
    return 0


def compare(options: argparse.Namespace, total: Score) -> None:
    """Compare what a hub has found that was played before, with the labels of the days it saw."""
    folder = options.folders[0]
    result, until = lying(options.home, options.project)
    labels = [each for each in Rollout(folder).labels if each.first_on <= until]
    labels = [replace(each, must=each.must and each.by_on <= until) for each in labels]
    warn(f"{folder.name} until {until}", result, 0.0)
    total.add(folder.name, labels, result.findings)


def rollouts(options: argparse.Namespace) -> Iterator[tuple[str, Rollout]]:
    """Yield the rollouts that lie on disk, then those that are made from seeds."""
    for folder in [] if options.home else options.folders:
        yield folder.name, Rollout(folder)
    for seed in options.seeds:
        with written(seed, options) as rollout:
            yield f"seed {seed}", rollout


@contextmanager
def written(seed: int, options: argparse.Namespace) -> Iterator[Rollout]:
    """Write the rollout of a seed into a folder that goes away again."""
    with tempfile.TemporaryDirectory(prefix="hub-simulation-") as folder:
        yield write(world_of(seed, options), Path(folder))


def world_of(seed: int, options: argparse.Namespace) -> World:
    """Make the rollout that was asked for."""
    return make(seed, options.size, injected=not options.honest, only=options.only)


def in_memory() -> str | None:
    """Give a folder that lies in memory, if there is one: a hub for one play need not last."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def warn(name: str, result: Played, cpu_s: float) -> None:
    """Say on standard error how a play went."""
    text = f"{name}: {len(result.findings)} findings, {cpu_s:.1f} s of CPU, {result.broken} broken"
    sys.stderr.write("\n".join([text, *result.failed[:5]]) + "\n")


def say(text: str) -> None:
    """Print one line."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
