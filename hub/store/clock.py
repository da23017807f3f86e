"""The instants of the log never go back, and never run far ahead."""

from hub.store.page import instant_of
from hub.store.refusals import ClockAhead

AHEAD = 10 * 60 * 1_000_000


def next_instant(last: int | None, given: int) -> int:
    """Give the instant of the next commit, in microseconds since 1970.

    A clock that was set back a little repeats the last instant; one that is ten minutes behind
    the log is wrong, or the log is, and nothing is written until somebody has looked.
    """
    if last is None:
        return given
    if last - given > AHEAD:
        raise ClockAhead(instant_of(last).isoformat(), instant_of(given).isoformat())
    return max(last, given)
