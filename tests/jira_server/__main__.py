"""`python -m tests.jira_server`: a local Jira on a port, from recorded answers."""

import argparse
import threading

from .jira import LocalJira
from .loading import load
from .serving import Served


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.jira_server", description=__doc__)
    parser.add_argument("--mode", choices=("cloud", "dc"), required=True)
    parser.add_argument("--load", nargs="*", default=[], metavar="FILE")
    parser.add_argument("--port", type=int, default=8089)
    parser.add_argument("--zone", default="UTC", help="zone of the reader's profile")
    options = parser.parse_args()
    jira = LocalJira(options.mode, zone=options.zone)
    counts = load(jira, *options.load)
    served = Served(jira, options.port)
    print(f"{options.mode} at {served.url}, {dict(counts)}")  # noqa: T201
    print(f"account {jira.access.account}, token {jira.access.token}")  # noqa: T201
    served.start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
