"""`python -m tests.jira_server`: a local Jira on a port, from recorded answers and scripts."""

import argparse
import json
import threading
import time
from pathlib import Path
from typing import Any

from .generator import generate
from .jira import START, LocalJira
from .loading import load
from .serving import Served


def main() -> None:
    """Serve until interrupted."""
    options = _options()
    jira = LocalJira(options.mode, at=options.at, zone=options.zone)
    jira.knobs.context = options.context
    jira.knobs.latency_s, jira.knobs.remember = options.latency, options.remember
    counts = load(jira, *options.load)
    if options.generate:
        counts["generated"] = len(
            generate(jira, options.generate, seed=options.seed, saves=options.saves)
        )
    script = steps(options.script)
    while script and not options.pace:
        play(jira, script.pop(0))
    with Served(jira, options.port) as served:
        print(f"{options.mode} at {served.url}: {dict(counts)}", flush=True)  # noqa: T201
        account = f"account {jira.access.account}, token {jira.access.token}"
        print(account, flush=True)  # noqa: T201
        for step in script:
            time.sleep(options.pace)
            play(jira, step)
        threading.Event().wait()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.jira_server", description=__doc__)
    parser.add_argument("--mode", choices=("cloud", "dc"), required=True)
    parser.add_argument("--load", nargs="*", default=[], metavar="FILE")
    parser.add_argument("--generate", type=int, default=0, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--saves", type=int, default=8, help="most saves of a generated issue")
    parser.add_argument("--script", metavar="FILE", help="JSON list of steps, see the README")
    parser.add_argument(
        "--pace", type=float, default=0, help="real seconds before each step; 0: all before serving"
    )
    parser.add_argument("--port", type=int, default=8089)
    parser.add_argument("--at", default=START, help="instant at which its clock stands")
    parser.add_argument("--zone", default="UTC", help="zone of the reader's profile")
    parser.add_argument("--latency", type=float, default=0, help="real seconds before each answer")
    parser.add_argument(
        "--remember",
        action="store_true",
        help="answer equal questions from memory: nothing changes",
    )
    parser.add_argument("--context", default="", help="context path, such as /jira")
    return parser.parse_args()


def steps(path: str | None) -> list[dict[str, Any]]:
    """Return the steps of a script file: objects whose `do` names what is done."""
    return list(json.loads(Path(path).read_text("utf-8"))) if path else []


def play(jira: LocalJira, step: dict[str, Any]) -> None:
    """Do one step: a call of the script by name, or `advance` for the clock."""
    words = dict(step)
    name = words.pop("do")
    if name == "advance":
        jira.clock.advance(**words)
    elif name.startswith("_") or not hasattr(jira.script, name):
        raise SystemExit(f"There is no step {name!r}.")
    else:
        getattr(jira.script, name)(**words)


if __name__ == "__main__":
    main()
