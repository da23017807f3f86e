"""A set that is measured as one: the project, a module, a team or a department."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from hub.model.charges import CONCURRENT
from hub.model.event import Event, Side
from hub.model.evidence import EvidenceSubmitted
from hub.model.people import court_of
from hub.progress.calibration import Observation
from hub.progress.lines import Line
from hub.progress.series import Schedule
from hub.rules.case import Case
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said, named
from hub.rules.context import Context
from hub.rules.measures import measures_of
from hub.rules.remembering import remembered
from hub.rules.turns import Charged

CITED = 40  # of a long list; the figures tell how long it is


class UnitCase(Case):
    """The figures of one set, and what they were counted from."""

    def __init__(self, context: Context, by: str, name: str) -> None:
        super().__init__(context)
        self.by = by  # project, module, department
        self.name = name
        self.id = f"{by}:{name}" if name else context.world.project
        self.key = self.title = name or context.world.project
        self.module = name if by == "module" else ""
        self.unit = name.partition(":")[2] if by == "department" else ""
        self.measures = measures_of(context)
        self.measured = self.measures.groups[by, name]
        now = self.measured
        self.schedule = Schedule(now.actual_w, now.planned_w, now.earned_w)
        self.claimed = Schedule(now.actual_w, now.planned_w, now.claimed_w)

    @property
    def lines(self) -> list[Line]:
        """Give what is counted in it."""
        return [line for line in self.measures.lines if self._name_of(line) == self.name]

    def _name_of(self, line: Line) -> str:
        return {"project": "", "module": line.module}.get(self.by, line.court)

    @property
    def plans(self) -> list[Said]:
        """Cite the approvals that made its plan bind, the latest first."""
        cases = (self._case(line) for line in self.lines)
        found = {said.event.event_id: said for case in cases for said in case.approved}
        return sorted(found.values(), key=lambda said: said.event.recorded_at, reverse=True)[:CITED]

    @property
    def late(self) -> list[Line]:
        """Give what was due and is not accepted, or was too late, the longest due first."""
        due = (e for e in self.lines if e.finish_on <= self.status_date and e.is_missed())
        return sorted(due, key=lambda line: (line.finish_on, line.id))

    @remembered
    def charged(self) -> dict[str, Charged]:
        """Give the days that its own ledger charges to each court, and to both sides at once."""
        found = self.context.turns.charged(self.module) if self.by != "department" else {}
        counted = (CONCURRENT, *(f"{side}:" for side in Side))
        return {
            court: each
            for court, each in found.items()
            if court.startswith(counted) and each.days > 0 and each.events
        }

    @property
    def court(self) -> str:
        """Give whose turn it is: whose days its ledger charges most.

        Where it charges none, who holds most of what was due and is still open.
        """
        return _leading({court: each.days for court, each in self.charged.items()} or self._open())

    def charged_to(self, court: str) -> dict[str, Charged]:
        """Give the columns of a court's side; all of them where both sides are charged alike."""
        side = court.partition(":")[0]
        own = {c: each for c, each in self.charged.items() if c.partition(":")[0] == side}
        return own or self.charged

    @staticmethod
    def behind(charged: Mapping[str, Charged]) -> list[Said]:
        """Cite what the days of some columns rest on."""
        events = (event for each in charged.values() for event in each.events)
        return [named(event) for event in events][:CITED]

    def _open(self) -> dict[str, float]:
        held: dict[str, float] = defaultdict(float)
        for line in self.late:
            if line.accepted_on is None:
                held[self._case(line).court] += line.weight
        return held

    def rows(self, lines: list[Line]) -> list[Said]:
        """Cite some of what is counted, by the rows that state it."""
        rows = [self._case(line).row for line in lines[:CITED]]
        return [Said(line.key, row, row.locator) for line, row in zip(lines, rows, strict=False)]

    def _case(self, line: Line) -> CommitmentCase:
        return CommitmentCase.of(self.context, self.context.world.owed[line.id])

    @property
    def observations(self) -> list[Observation]:
        """Give what tells of its claims, oldest first."""
        return list(self.measures.observations.get(self.name, ()))

    def claims(self, seen: list[Observation]) -> list[Said]:
        """Cite the claims that were compared."""
        found = (_claim(self._case(each.line), each.on) for each in seen[-CITED:])
        return [said for said in found if said is not None]

    def verdicts(self, seen: list[Observation]) -> list[Said]:
        """Cite what was shown for them, or the place that was searched."""
        return [_shown(self._case(each.line)) for each in seen[-CITED:]]


def days_of(charged: Mapping[str, Charged]) -> float:
    """Add up the days of some columns, as they are shown."""
    return round(float(sum(each.days for each in charged.values())), 1)


def _leading(held: Mapping[str, Fraction | float]) -> str:
    """Give the court of the side that holds most: its one unit, or its lead where it has several.

    Sides that hold as much, or both at once for longer than either, are concurrent.
    """
    parts = {side: sum(n for c, n in held.items() if c.startswith(f"{side}:")) for side in Side}
    most = max(parts.values())
    leading = [side for side in Side if parts[side] == most]
    if len(leading) > 1 or held.get(CONCURRENT, 0) > most:
        return CONCURRENT if any(held.values()) else "unknown"
    own = [court for court in held if court.startswith(f"{leading[0]}:")]
    return own[0] if len(own) == 1 else court_of(leading[0])


def _claim(case: CommitmentCase, on: date) -> Said | None:
    told = [
        said for item in case.items for said in (*item.history("percent"), *item.history("status"))
    ]
    told += [Said(claim.value, claim) for claim in case.owed.claims]
    return max(
        (said for said in told if case.day(said.occurred_hi) <= on),
        key=lambda said: said.occurred_hi,
        default=None,
    )


def _shown(case: CommitmentCase) -> Said:
    events: list[Event] = [e[-1] for kind in case.needed for e in case.evidence_of(kind)]
    if not events and case.accepted is not None:
        return case.accepted
    if not events:
        return case.searched("evidence")
    last = max(events, key=lambda event: event.occurred.hi)
    return Said(last.title if isinstance(last, EvidenceSubmitted) else last.subject, last)
