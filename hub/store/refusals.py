"""Why the log did not take or give something, each with what to do."""

from hub.errors import Broken, Refused, TryLater


class Contended(TryLater):
    """Others wrote about the same subjects again and again."""

    code = "contended"

    def __init__(self, what: str) -> None:
        super().__init__(
            "Others have recorded about the same subjects at the same time ({what}).",
            remedy="Nothing was recorded. Try again.",
            what=what,
        )


class LeaseLost(TryLater):
    """Another run has taken over what this one was allowed to write."""

    code = "lease_lost"

    def __init__(self, name: str) -> None:
        super().__init__(
            "Another run has taken over {name}.",
            remedy="Nothing of this page was recorded. The other run goes on; "
            "if none is running, start again.",
            name=name,
        )


class LogAway(TryLater):
    """The database does not answer, or cannot write."""

    code = "log_away"

    def __init__(self, reason: str) -> None:
        super().__init__(
            "The event log cannot be reached or written: {reason}",
            remedy="Look at the database and the free space, then try again. "
            "Nothing is half recorded.",
            reason=" ".join(reason.split()),  # drivers write theirs on several lines
        )


class ClockAhead(Broken):
    """The last recorded instant lies in the future of the given time."""

    code = "clock_ahead"

    def __init__(self, last: str, given: str) -> None:
        super().__init__(
            "The log was last written at {last}, but it is said to be {given} now.",
            remedy="One of the two clocks is wrong. Set the clock of this machine; "
            "`hub doctor` shows both.",
            last=last,
            given=given,
        )


class PageTooLarge(Refused):
    """More events in one call than a transaction may hold."""

    code = "page_too_large"

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            "A page holds at most {most} events, this one has {count}.",
            remedy="Hand the page over in several parts; its cursor goes with the last.",
            count=count,
            most=most,
        )


class UnknownTopic(Broken):
    """A row names an event that this version does not know."""

    code = "unknown_topic"

    def __init__(self, topic: str) -> None:
        super().__init__(
            "The log holds an event `{topic}` that this version of the hub does not know.",
            remedy="Start the version of the hub that wrote it, or a newer one.",
            topic=topic,
        )


class RowDisagrees(Broken):
    """The columns of a row are not what its body says."""

    code = "row_disagrees"

    def __init__(self, row: str, reason: str) -> None:
        super().__init__(
            "The row {row} of the log is not what was recorded: {reason}",
            remedy="Somebody has altered the database. Compare it with a backup.",
            row=row,
            reason=reason,
        )


class NotSetUp(Refused):
    """The tables are missing."""

    code = "not_set_up"

    def __init__(self, where: str) -> None:
        super().__init__(
            "There is no event log at {where} yet.",
            remedy="Run `hub migrate` once.",
            where=where,
        )


class Unsafe(Broken):
    """The database is set so that it would lose or skip events."""

    code = "unsafe_database"

    def __init__(self, setting: str, found: object, needed: str) -> None:
        super().__init__(
            "The database setting {setting} is {found}, but must be {needed}: "
            "otherwise events can be lost.",
            remedy="Set it back and start again.",
            setting=setting,
            found=found,
            needed=needed,
        )
