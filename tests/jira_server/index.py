"""The search index: what search sees of the documents, for each issue possibly hours late."""

import heapq
from collections.abc import Callable
from functools import cmp_to_key
from itertools import count
from typing import Any

from .clock import Instant
from .documents import Issue
from .jql import Query
from .jql_meaning import Test, order_key

KEPT = 32


class Index:
    """Versions of issues as search shows them.

    `lag_ms` is the delay of every change; `lags` sets it apart for single issues, by id. Time is
    the server's: nothing becomes visible before the clock is moved.
    """

    def __init__(self) -> None:
        self.shown: dict[str, Issue] = {}
        self.lag_ms = 0
        self.lags: dict[str, int] = {}
        self.version = 0
        self._waiting: list[tuple[int, int, str, Issue | None]] = []
        self._turn = count()
        self._kept: dict[Any, tuple[int, list[Issue]]] = {}

    def lag(self, issue_id: str, *, hours: float = 0, minutes: float = 0) -> None:
        """From now on show changes of one issue so much later."""
        self.lags[issue_id] = int(hours * 3_600_000 + minutes * 60_000)

    def note(self, before: Issue | None, after: Issue | None, at: Instant) -> None:
        """Take over a change, at once or after its lag."""
        issue_id = str((after or before).id)  # type: ignore[union-attr]
        lag = self.lags.get(issue_id, self.lag_ms)
        if lag == 0:
            self._show(issue_id, after)
        else:
            heapq.heappush(self._waiting, (at + lag, next(self._turn), issue_id, after))

    def _show(self, issue_id: str, issue: Issue | None) -> None:
        self.version += 1
        if issue is None:
            self.shown.pop(issue_id, None)
        else:
            self.shown[issue_id] = issue

    def catch_up(self, now: Instant) -> None:
        """Show what has waited long enough."""
        while self._waiting and self._waiting[0][0] <= now:
            _, _, issue_id, issue = heapq.heappop(self._waiting)
            self._show(issue_id, issue)

    def each(self) -> list[Issue]:
        """Return every version that search shows or will show."""
        return [*self.shown.values(), *(entry[3] for entry in self._waiting if entry[3])]

    def found(
        self,
        key: Any,
        query: Query,
        test: Test,
        visible: Callable[[Issue], bool],
        *,
        node: int = 0,
        fresh: tuple[Issue, ...] = (),
    ) -> list[Issue]:
        """Return the matching issues in order, kept under *key* until the index changes.

        *fresh* replaces the index's versions of some issues. What ORDER BY leaves open, node 0
        sorts by id and node 1 the other way round.
        """
        kept = self._kept.get((key, node))
        if kept and kept[0] == self.version and not fresh:
            return kept[1]
        versions = self.shown | {issue.id: issue for issue in fresh}
        rows = [issue for issue in versions.values() if test(issue) and visible(issue)]
        rows.sort(key=lambda issue: int(issue.id), reverse=node % 2 == 1)
        for name, descending in reversed(query.order):
            rows.sort(key=order_key(name), reverse=descending)
        if not fresh:
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key, node] = self.version, rows
        return rows


def place_after(rows: list[Issue], last: Issue, query: Query) -> int:
    """Return where to go on behind *last*, which may have moved or left the result."""
    keys = [(order_key(name), descending) for name, descending in query.order]

    def compare(one: Issue, other: Issue) -> int:
        for key, descending in keys:
            a, b = key(one), key(other)
            if a != b:
                return (1 if a > b else -1) * (-1 if descending else 1)
        return (one.number > other.number) - (one.number < other.number)

    wanted = cmp_to_key(compare)(last)
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        if cmp_to_key(compare)(rows[middle]) <= wanted:
            low = middle + 1
        else:
            high = middle
    return low
