"""The parts of a policy: what each may say, with its unit and its bounds."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
WeekTime = Annotated[str, Meta(pattern=r"^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):[0-5]\d$")]
Court = Annotated[
    str, Meta(pattern=r"^(client|vendor)(:[a-z][a-z0-9_]*)?$|^(coordinator|sponsor)$")
]
Word = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
Count = Annotated[int, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Period = Literal["week", "month", "quarter", "half_year"]


class Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the policy; a word it does not know is refused."""


class Shutdown(Strict, frozen=True):
    """Days on which the plant is closed, both bounds included."""

    first: date
    last: date


class Holidays(Strict, frozen=True):
    """Where holidays come from, and, once the policy is adopted, what they were then."""

    source: Literal["cn-statutory+makeup", "none"] = field(name="from")
    dates: Literal["frozen_at_adoption"] = "frozen_at_adoption"
    later_years: Literal["provisional"] = "provisional"
    years: tuple[int, ...] = ()
    free: tuple[date, ...] = ()
    makeup: tuple[date, ...] = ()


class CalendarTerms(Strict, frozen=True):
    """What the project calendar is made from."""

    tz: str
    week_starts: Literal["mon"]
    holidays: Holidays
    plant_shutdowns: tuple[Shutdown, ...] = ()
    blackouts: tuple[Literal["month_end", "stock_taking"], ...] = ()
    service_hours: tuple[Clock, Clock] = ("08:00", "18:00")


class Due(Strict, frozen=True):
    """A report that is due each week."""

    due: WeekTime
    sender: Court = field(name="from")
    grace_wd: Count


class Meeting(Strict, frozen=True):
    """The meeting of each week."""

    on: WeekTime
    caller: Court = field(name="from")
    minutes_within_wd: Count
    call_ahead_wd: Count


class Daily(Strict, frozen=True):
    """The report that is due each working day before go-live."""

    window_days_before_golive: Count
    due: Clock
    sender: Court = field(name="from")
    grace_h: Count


class Every(Strict, frozen=True):
    """Something that happens once in each period."""

    every: Period
    sender: Court | None = field(name="from", default=None)


class Briefing(Strict, frozen=True):
    """The monthly briefing; who is ranked may reply first."""

    every: Period
    sender: Court = field(name="from")
    reply_window_h: Count
    ranking_min_n: Count


class Rhythm(Strict, frozen=True):
    """What returns."""

    weekly_plan: Due
    weekly_report: Due
    weekly_meeting: Meeting
    daily_readiness: Daily
    inspection: Every
    briefing: Briefing
    month_evaluation: Every
    retrospective: Every
    full_evaluation: Every
    sponsor_review: Every


class Major(Strict, frozen=True):
    """The clock of a problem that stops the work."""

    respond_on_site_h: Count
    clock: Literal["service", "24x7"]
    clock_in_golive_window: Literal["service", "24x7"]


class Normal(Strict, frozen=True):
    """The clocks of every other problem."""

    respond_wd: Count
    resolve_wd: Count


class Measured(Strict, frozen=True):
    """Limits of what is measured on the running system."""

    cpu_percent_max: Annotated[int, Meta(ge=0, le=100)]


class Sla(Strict, frozen=True):
    """Clocks: one value each, whoever has to answer."""

    major: Major
    normal: Normal
    route_problem_wd: Count
    flag_reply_wd: Count
    question_wd: Count
    document_signoff_wd: Count
    acceptance_wd: Count
    decision_wd: Count
    returned_incomplete_wd: Count
    acknowledge_wd: Count
    deemed_acceptance: bool
    measured: Measured


class Notice(Strict, frozen=True):
    """What a reminder starts."""

    reasonable_time_wd: Count
    unconfirmed_dates_charge: bool
    minimum_request_wd: Count


class Meetings(Strict, frozen=True):
    """Who must be at a meeting, by its topic and then by module; `any` stands for the others."""

    required: dict[Word, dict[str, tuple[Court, ...]]] = field(default_factory=dict)

    def required_at(self, topic: str, module: str) -> tuple[str, ...]:
        """Give the courts without which a meeting has no quorum."""
        by_module = self.required.get(topic, {})
        return by_module.get(module, by_module.get("any", ()))


class Escalation(Strict, frozen=True):
    """The steps up, and how long each is waited on."""

    ladder: tuple[Word, ...]
    wait_wd: tuple[Count, ...]


class Vanish(Strict, frozen=True):
    """How many items may be missing before their absence is doubted."""

    share: Share
    items: Count


class Sources(Strict, frozen=True):
    """When a source counts as silent."""

    stale: Literal["rhythm+grace"]
    nightly_stale_h: Count
    overlap_h: Count
    census: Literal["nightly"]
    vanish: Vanish
    link_confidence: Share
    weekly_statusing: bool


class Precedence(Strict, frozen=True):
    """Which source is shown first for a field."""

    dates: tuple[Literal["baseline", "minutes", "jira", "workbook", "verbal"], ...]


class GoLive(Strict, frozen=True):
    """What the days before go-live ask for."""

    path_float_wd: Count
    window_days: Count
    critical_red_wd: Count
    slope_from_days: Count
    simulation_rounds_clean: Count


class Phase(Strict, frozen=True):
    """How many months a phase plausibly takes."""

    months: tuple[Count, Count] | None = None


class Phases(Strict, frozen=True):
    """The four phases."""

    preparation: Phase
    pilot: Phase
    rollout: Phase
    optimisation: Phase
