"""`python -m tests.contract.events`: write a golden file for every topic that has none yet."""

import sys

from hub.model.event import event_types
from tests.contract.events.golden import add


def main() -> int:
    """Add what is missing; what is there is never touched."""
    added = [topic for topic in sorted(event_types()) if add(topic)]
    sys.stdout.write(f"{len(added)} added{': ' if added else ''}{', '.join(added)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
