"""A child process that reads the feed, or keeps the read model current, until it is killed."""

import sys
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal

from hub.errors import TryLater
from hub.ingest import ingest
from hub.projection import catch_up, open_views
from hub.store import Originals, open_log
from tests.integration.durability.feed import START, Feed, totals


def main(words: list[str]) -> None:
    """Work. Each generation starts ten minutes later, when the lease of a killed one has ended."""
    task, url, views, journal, seed, generation = words
    log = open_log(url)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if task == "ingest":
        at = START + timedelta(minutes=10 * int(generation))
        originals = Originals(Path(journal).with_name("originals"))
        feed = Feed(Path(journal), int(seed))
        outcome = ingest(
            feed, log, originals, run=generation, at=lambda: at, people=lambda names: None
        )
        raise SystemExit(f"ingest ended: {outcome}")
    engine, projection = open_views(views), totals()
    while True:
        try:
            catch_up(log, engine, projection, batch=40)
        except TryLater as error:
            sys.stderr.write(f"{error}\n")
        Signal().wait(0.01)


if __name__ == "__main__":
    main(sys.argv[1:])
