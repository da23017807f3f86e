"""A night in a process of its own, to be killed while it works."""

import json
import sys
from datetime import datetime
from pathlib import Path

from hub.installation import opened
from hub.settings import Settings
from hub.sync import sync
from tests.simulation.play import Clock, sources


def main() -> None:
    """Say that it begins; then read every source and evaluate, at the instant that is given."""
    home, url, database, instant, account, about = sys.argv[1:]
    at = datetime.fromisoformat(instant)
    given = [
        each.model_copy(update={"account": account}) if each.kind == "jira" else each
        for each in sources(json.loads(about), url, Path(home))
    ]
    settings = Settings(
        home=Path(home), database_url=database or None, project="rollout", lang="en"
    )
    with opened(settings, Clock(at), sources=given) as hub:
        sys.stdout.write("begins\n")
        sys.stdout.flush()
        sync(hub, at=at, trigger="timer")


if __name__ == "__main__":
    main()
