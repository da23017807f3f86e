"""`python -m tests.benchmarks [names] [--full]`: print every number beside its target."""

import sys
from collections.abc import Callable, Iterator

from tests.benchmarks import (
    appending,
    evaluating,
    jira_reading,
    jira_sync,
    measuring,
    pages,
    past,
    projecting,
    rebuilding,
    rechecking,
    workbooks,
)
from tests.benchmarks.measure import Line
from tests.benchmarks.places import Place, places

SHORT: dict[str, Callable[[Place], Iterator[Line]]] = {
    "append": appending.lines,
    "projection": projecting.lines,
    "unchanged": rechecking.lines,
    "asof": past.lines,
    "evaluation": evaluating.lines,
    "measuring": measuring.lines,
    "workbook": workbooks.lines,
    "pages": pages.lines,
    "jira": jira_reading.lines,
    "jira-sync": jira_sync.lines,
}
LONG: dict[str, Callable[[Place], Iterator[Line]]] = {"rebuild": rebuilding.lines}


def main(words: list[str]) -> int:
    """Print the lines of the named benchmarks, or of all short ones; --full adds the long ones."""
    known = SHORT | LONG
    names = [word for word in words if word != "--full"]
    if unknown := [name for name in names if name not in known]:
        sys.stdout.write(
            f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(known)}.\n"
        )
        return 64
    chosen = names or list(known if "--full" in words else SHORT)
    with places() as found:
        for name in chosen:
            for place in found:
                for line in known[name](place):
                    sys.stdout.write(f"{line}\n")
                    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
