"""What an evaluation measured: planned, claimed and verified by week; the forecast of go-live."""

from datetime import date
from typing import ClassVar

from msgspec import Struct, field
from msgspec.structs import replace

from hub.model.event import Event, Value


class Point(Struct, frozen=True, array_like=True, gc=False):
    """One week's end. None: it has not come yet, so nobody can have claimed or shown anything."""

    on: date
    planned: float
    claimed: float | None
    verified: float | None


class Measured(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The figures of one group on a status date; values are weights, in planned working days."""

    by: str  # project, module, phase, department; cell: a module in a phase
    name: str
    items: int = 0  # commitments that are counted; 0: the group is gone
    weight: float = 0.0
    planned: float = 0.0
    claimed: float = 0.0
    verified: float = 0.0
    due: int = 0
    done: int = 0  # accepted, due or not
    missed: int = 0  # due, and not accepted or accepted after the agreed finish
    gap_points: float | None = None  # mean of claimed less verified over what is due; None: nothing
    actual_w: float = 0.0  # weeks from the planned start to the status date
    planned_w: float = 0.0  # weeks from the planned start to the planned end
    earned_w: float = 0.0  # earned schedule of what is verified
    claimed_w: float = 0.0  # the same of what is claimed
    wip: int = 0  # started, not accepted
    age_p85_days: int | None = None
    cycle_p50_days: int | None = None
    cycle_p85_days: int | None = None
    throughput: float = 0.0  # accepted in a week, the mean of the last four
    first_on: date | None = None  # of its weeks: what lies outside is not there any more
    last_on: date | None = None
    points: tuple[Point, ...] = ()  # the weeks that are other than on record


def with_changes(before: Measured | None, told: Measured) -> Measured:
    """Give a group as it stands after what was told of it: the other weeks are as they were."""
    points = {point.on: point for point in (*(before.points if before else ()), *told.points)}
    first, last = told.first_on or date.min, told.last_on or date.max
    within = (point for on, point in sorted(points.items()) if first <= on <= last)
    return replace(told, points=tuple(within))


class Seen(Struct, frozen=True, array_like=True, gc=False):
    """How the finish of a milestone looked from a day on; None: it had no date any more."""

    on: date
    finish_on: date | None
    how: str  # approved, promised, silent
    event_id: str = ""


class Slip(Struct, frozen=True, kw_only=True):
    """The finish of one milestone, as it was told over time."""

    commitment: str
    key: str
    title: str
    topic: str
    seen: tuple[Seen, ...]


class Calibration(Struct, frozen=True, kw_only=True):
    """How a team's or department's claims compare with what was shown; never of a person."""

    court: str
    items: int
    bias_points: float | None  # median of claimed less verified; None: too few items
    recent_points: float | None  # the same over the last items alone
    ratio: float | None  # what was claimed over what was verified
    p: float | None  # of the sign test


class ProgressMeasured(Event, frozen=True, kw_only=True, gc=False):
    """What an evaluation measured and what differs from the record; the rest stands as it was."""

    about: ClassVar[str] = "progress"

    status_date: date
    groups: tuple[Measured, ...] = ()
    slips: tuple[Slip, ...] = ()
    calibrations: tuple[Calibration, ...] = ()


class Driver(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that the forecast rests on, and what it would win if it were not there."""

    kind: str  # items, growth, duty, gate
    commitment: str = ""
    key: str = ""
    title: str = ""
    court: str = ""
    count: int = 0
    days: int = 0  # by which the median would come sooner


class Outlook(Struct, frozen=True, kw_only=True):
    """When go-live comes: half of the runs by the first day, 85 of 100 by the second."""

    chance: float | None  # of go-live by the agreed day; None: no day is agreed
    p10_on: date
    p50_on: date
    p85_on: date
    p90_on: date


class ForecastMade(Event, frozen=True, kw_only=True, gc=False):
    """The hub has forecast go-live, with what it started from; or has said why it does not."""

    about: ClassVar[str] = "forecast"

    status_date: date
    go_live_on: date | None  # as agreed
    promised_on: date | None = None
    abstains: str = ""  # no_go_live, too_few_finished, too_few_weeks, nothing_open
    outlook: Outlook | None = None
    without_growth: Outlook | None = None
    drivers: tuple[Driver, ...] = ()
    open_items: int = 0
    open_duties: int = 0
    open_gates: int = 0
    finished: int = 0
    added: int = 0  # commitments that came into the plan within the sample's weeks
    weeks: int = 0  # of the sample
    sample_from: date | None = None
    sample_to: date | None = None
    linear_on: date | None = None  # at the mean pace so far
    spi_on: date | None = None  # by SPI(t)
    runs: int = 0
    seed: int = 0
    inputs_hash: str = ""
    gate_days: int | None = None  # the median delay of earlier gates; None: none was held yet
    duty_days: int | None = None  # the median delay of earlier duties

    @property
    def numbers(self) -> dict[str, Value]:
        """Give its figures and what it was drawn from, as findings hold them."""
        told: dict[str, Value] = {
            **{"open": self.open_items, "finished": self.finished, "weeks": self.weeks},
            **{"seed": self.seed, "runs": self.runs, "inputs": self.inputs_hash},
            "sample_from": str(self.sample_from),
            "sample_to": str(self.sample_to),
            "agreed": str(self.go_live_on),
        }
        if self.outlook is not None and self.without_growth is not None:
            told["chance"] = round(100 * (self.outlook.chance or 0.0))
            told |= {"p50": str(self.outlook.p50_on), "p85": str(self.outlook.p85_on)}
            told["p85_frozen"] = str(self.without_growth.p85_on)
        return told


class Progress(Struct):
    """What is on record of all that was measured."""

    groups: dict[tuple[str, str], Measured] = field(default_factory=dict)  # by kind and name
    slips: dict[str, Slip] = field(default_factory=dict)  # by commitment
    calibrations: dict[str, Calibration] = field(default_factory=dict)  # by court
    forecast: ForecastMade | None = None

    def take(self, event: ProgressMeasured | ForecastMade) -> None:
        """Fold one event; what it does not tell stands as it was."""
        if isinstance(event, ForecastMade):
            self.forecast = event
            return
        for group in event.groups:
            key = (group.by, group.name)
            if group.items:
                self.groups[key] = with_changes(self.groups.get(key), group)
            else:
                self.groups.pop(key, None)
        self.slips |= {slip.commitment: slip for slip in event.slips}
        self.calibrations |= {each.court: each for each in event.calibrations}
