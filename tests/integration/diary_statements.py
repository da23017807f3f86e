"""What the hub must say on the mornings of the diary, and which rules it still waits for."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.integration.diary import Kept

# Rules, and parts of the hub, that statements below still wait for. Once one is there, its line
# here fails, and the statements about it are checked.
WAITING: set[str] = set()
WAITING_PARTS: set[str] = set()


@dataclass(frozen=True)
class Statement:
    """What the hub must say on a morning, and the rule that says it."""

    morning: str
    rule: str
    words: str
    holds: Callable[[Kept], bool]

    def __str__(self) -> str:
        """Name it in the list of tests."""
        return f"{self.morning} {self.words}"


def _trained(kept: Kept) -> bool:
    found = kept.open("TRAINING-GAP")
    courts = ["client:production", "client:quality", "client:warehouse"]
    shown = {c.shown_as for c in found}
    return sorted(c.court for c in found) == courts and shown == {"TRAINING-NOT-ATTENDED"}


def _refused(kept: Kept) -> bool:
    found = kept.open("MEETING-REFUSED")
    return [(c.severity, c.court) for c in found] == [("S2", "client:production")]


def _replanned(severity: str) -> Callable[[Kept], bool]:
    def holds(kept: Kept) -> bool:
        found = kept.open("SILENT-REPLAN")
        moved = [(c.severity, c.court, c.numbers["moved_wd"]) for c in found]
        cited = all({"old", "new", "agreed", "notices"} <= set(c.operands) for c in found)
        one_story = len({c.story for c in found}) == 1
        return moved == [(severity, "vendor:pm", 16)] * 3 and cited and one_story

    return holds


def _demanded(kept: Kept) -> bool:
    found = kept.open("OUT-OF-SCOPE", "HW-1")
    raiser = kept.terms("hardware", "HW-1").unit
    return [c.court for c in found] == ["client:sponsor"] and raiser == "warehouse"


def _blocked(kept: Kept) -> bool:
    found = kept.open("DUTY-LATE", "D-03")
    return [(c.shown_as, c.court) for c in found] == [("CLIENT-BLOCKED", "client:warehouse")]


def _unowned(*keys: str) -> Callable[[Kept], bool]:
    def holds(kept: Kept) -> bool:
        about = {c.about_key for c in kept.open("NO-OWNER")}
        return {key for key in about if key[:2] == "W-"} == set(keys)

    return holds


def _absent(kept: Kept) -> bool:
    found = kept.open("SPONSOR-ABSENT")
    return len(found) == 1 and {2, 0} <= set(found[0].numbers.values())


def _nothing(rule: str) -> Callable[[Kept], bool]:
    return lambda kept: not kept.open(rule)


STATEMENTS = [
    Statement("07-31", "TRAINING-GAP", "training was not attended, once a department", _trained),
    Statement("07-31", "SPONSOR-ABSENT", "two demonstrations, none attended", _absent),
    Statement(
        "08-07", "SPONSOR-ABSENT", "the sponsor's absence is not found", _nothing("SPONSOR-ABSENT")
    ),
    Statement("08-22", "MEETING-REFUSED", "the kick-off was refused by production", _refused),
    Statement("09-20", "SILENT-REPLAN", "moved, not yet announced", _replanned("S4")),
    Statement("09-25", "SILENT-REPLAN", "three silent moves, one story", _replanned("S1")),
    Statement("09-25", "OUT-OF-SCOPE", "printers beyond the contract", _demanded),
    Statement(
        "09-25",
        "OUT-OF-SCOPE",
        "four differences wait as changes",
        lambda kept: all(
            [c.court for c in kept.open("OUT-OF-SCOPE", f"G-{n}")] == ["client:sponsor"]
            for n in (3, 4, 5, 6)
        ),
    ),
    Statement("09-25", "DUTY-LATE", "the master data is late", _blocked),
    Statement(
        "09-25",
        "SCHEDULE-SLIP",
        "the import slips beside it",
        lambda kept: bool(kept.open("SCHEDULE-SLIP", "T-306")),
    ),
    Statement(
        "09-25", "STAFFING-SHORTFALL", "no figures, no shortfall", _nothing("STAFFING-SHORTFALL")
    ),
    Statement(
        "09-25", "UNSUPPORTED-BLAME", "two days to support it", _nothing("UNSUPPORTED-BLAME")
    ),
    Statement(
        "09-28",
        "UNSUPPORTED-BLAME",
        "nothing supports it",
        lambda kept: [c.court for c in kept.open("UNSUPPORTED-BLAME")] == ["vendor:pm"],
    ),
    Statement("10-12", "NO-OWNER", "the problems are new", _unowned()),
    Statement("10-14", "NO-OWNER", "two problems have nobody", _unowned("W-05", "W-16")),
]
