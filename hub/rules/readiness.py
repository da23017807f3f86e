"""What go-live needs: rows of the list, its burn-down, and what stands nowhere on it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hub.model.commitments import CommitmentWithdrawn, Kind, Terms
from hub.model.event import Event, Side
from hub.model.people import court_of, executive_of
from hub.rules.case import Case
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.context import Context
from hub.rules.forecast_inputs import has_no_date
from hub.rules.gatherings import Gathering
from hub.rules.going_live import GoLive
from hub.rules.series import DAILY
from hub.rules.subjects import ProjectCase

OPTIONAL = "minor"  # go-live can do without
MEETINGS = ("go_live", "go_no_go")
NEEDED = {  # by topic, with the words by which a list names it
    "rollback_plan": ("回退", "回滚", "rollback", "roll-back", "fallback", "fall-back"),
    "test_environment": ("测试环境", "test environment"),
    "opening_data": ("期初", "opening data", "opening balance"),
}
FEWEST = 3  # open rows of a side; of fewer, each is told by itself
PROVIDED = ("rollback_plan", "test_environment")  # by who provides the system


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that go-live needs and that is not there: whose, and what says so."""

    wave: GoLive
    court: str
    operands: dict[str, list[Said]]
    clears_when: tuple[str, ...]
    since: date | None = None
    detail: str = ""
    sentence: str = ""
    counts: dict[str, str | int] = field(default_factory=dict)


def gaps(case: CommitmentCase | ProjectCase) -> Iterator[Gap]:
    """Give what is missing on the status date, about one row or about a whole list."""
    if isinstance(case, CommitmentCase):
        if is_red(case) and case.goes_live is not None:
            due = case.agreed("finish_on")
            operands = {"row": [cite(case), *([due] if due else [])]}
            operands |= {"acceptance": [case.searched("acceptance")], **last_reading(case.context)}
            clears = ("evidence_accepted", "revision_approved")
            yield Gap(case.goes_live, case.court, operands, clears, due.value if due else None)
        return
    yield from _withdrawn(case)
    for wave in filter(case.context.is_window_open, case.context.go_lives):
        owed = CommitmentCase.of(case.context, case.context.world.owed[wave.id])
        if _nears(owed, wave):
            yield from _too_slow(case, wave)
            yield from _nowhere(case, wave, owed)


def is_red(case: CommitmentCase) -> bool:
    """Tell whether a row that go-live needs is past its day, or open in the last days."""
    wave = case.goes_live
    if wave is None or case.kind is not Kind.READINESS or case.terms.priority == OPTIONAL:
        return False
    due = case.terms.finish_on
    is_due = is_last_call(case, wave) or (due is not None and due < case.status_date)
    return case.in_golive_window and is_due and case.accepted is None


def is_last_call(case: Case, wave: GoLive) -> bool:
    """Tell whether so few working days are left that everything has to be accepted."""
    left = case.wd(case.status_date, wave.on)
    return left <= case.context.policy.golive.critical_red_wd


def last_reading(context: Context) -> dict[str, list[Said]]:
    """Cite the last daily reading; nothing where none was ever read."""
    readings = [r for r in context.world.sources.values() if r.content.get("profile") == DAILY]
    editions = [edition for reading in readings for edition in reading.editions]
    last = max(editions, key=lambda each: each.edition.edition_on, default=None)
    return {"reading": [Said(last.edition.edition_on, last)]} if last else {}


def _nears(owed: CommitmentCase, wave: GoLive) -> bool:
    """Tell whether a go-live is in its last days: not passed, and neither put off nor undated."""
    if owed.accepted is not None or has_no_date(owed):
        return False
    days = owed.context.policy.golive.window_days
    return 0 <= (_day(owed, wave) - owed.status_date).days <= days


def _day(owed: CommitmentCase, wave: GoLive) -> date:
    """Give the day of a go-live: the agreed one, or the later one that is promised."""
    said = owed.promised_finish
    return max(wave.on, said.value) if said and said.value else wave.on


def _too_slow(case: ProjectCase, wave: GoLive) -> Iterator[Gap]:
    """Give the sides whose rows are accepted too slowly to be all green at go-live."""
    golive = case.context.policy.golive
    since = wave.on - timedelta(days=golive.slope_from_days)
    if case.status_date < since:
        return
    first = wave.on - timedelta(days=golive.window_days)
    passed, left = case.wd(first, case.status_date), case.wd(case.status_date, wave.on)
    for side, rows in sorted(_by_side(case, wave).items()):
        still = [row for row in rows if row.accepted is None]
        done = [row.accepted for row in rows if row.accepted and row.accepted.value >= first]
        if len(still) < FEWEST or len(done) * left >= len(still) * passed:
            continue
        units = {row.unit for row in still}
        cited = {"accepted": done} if done else {}
        yield Gap(
            wave,
            court_of(side, units.pop() if len(units) == 1 else ""),
            {"rows": [cite(row) for row in still], **cited, **last_reading(case.context)},
            ("evidence_accepted", "revision_approved"),
            since=since,
            detail=_of_wave(case, wave, f"{side}:slope"),
            sentence="slope",
            counts={"open": len(still), "accepted": len(done), "passed_wd": passed},
        )


def _of_wave(case: ProjectCase, wave: GoLive, what: str) -> str:
    """Tell the gaps of several waves apart."""
    key = case.context.world.owed[wave.id].key
    return f"{key}:{what}" if len(case.context.go_lives) > 1 else what


def _by_side(case: ProjectCase, wave: GoLive) -> dict[Side, list[CommitmentCase]]:
    found: dict[Side, list[CommitmentCase]] = defaultdict(list)
    for row in case.commitments:
        is_needed = row.kind is Kind.READINESS and row.terms.priority != OPTIONAL
        if is_needed and row.goes_live == wave:
            found[row.side].append(row)
    return found


def _withdrawn(case: ProjectCase) -> Iterator[Gap]:
    """Give the rows that were withdrawn in the window, and not by an executive's word."""
    days, tell = case.context.policy.golive.window_days, case.context.world.court_of_person
    executives = {executive_of(side) for side in Side}
    for owed in case.context.world.owed.values():
        last, terms = owed.of(CommitmentWithdrawn)[-1:], _terms_of(owed.rows)
        if not last or terms is None or tell(last[0].actor) in executives:
            continue
        on = case.day(last[0].occurred.hi)
        waves = (w for w in case.context.go_lives_of(terms.module) if w.is_near(on, days))
        wave = next((w for w in waves if case.context.is_window_open(w)), None)
        if wave and not case.context.is_decided(owed.key, last[0].occurred.hi):
            said = {"row": [Said(owed.key, owed.rows[-1])], "withdrawn": [Said(on, last[0])]}
            counts: dict[str, str | int] = {"title": terms.title}
            clears = ("decided", "revision_approved")
            yield Gap(wave, terms.court, said, clears, on, owed.key, "withdrawn", counts)


def _terms_of(rows: Sequence[Event]) -> Terms | None:
    """Give what was last said of a row that go-live needs; None where it is none."""
    told = [terms for row in rows if (terms := getattr(row, "terms", None)) is not None]
    is_needed = told and told[-1].kind is Kind.READINESS and told[-1].priority != OPTIONAL
    return told[-1] if is_needed else None


def _nowhere(case: ProjectCase, wave: GoLive, go_live: CommitmentCase) -> Iterator[Gap]:
    """Give what a go-live needs and nobody has called, or put on a list that is kept."""
    guest, golive = case.context.policy_guest, case.context.policy.golive
    since = wave.on - timedelta(days=golive.window_days)
    absent = []
    if not any(_decides(case, meeting, wave, go_live) for meeting in case.gatherings):
        absent.append(("go_no_go", case.context.lead, "meeting_called"))
    terms = [o.terms for o in case.commitments if wave in case.context.go_lives_of(o.module)]
    for what, words in NEEDED.items() if any(t.kind is Kind.READINESS for t in terms) else ():
        if not any(_names(each, what, words) for each in terms):
            side = guest if what in PROVIDED else guest.other
            absent.append((what, court_of(side), "row_added"))
    for what, court, clears in absent:
        said = {"agreed": go_live.baseline, "searched": [_searched(case, what, go_live)]}
        clears_when, detail = (clears, "revision_approved"), _of_wave(case, wave, what)
        yield Gap(wave, court, said, clears_when, since, detail, "nowhere", {"what": what})


def _decides(case: ProjectCase, meeting: Gathering, wave: GoLive, go_live: CommitmentCase) -> bool:
    """Tell whether a meeting is called for a go-live itself, and was held or is still to come.

    One that names neither milestone nor module is for every wave that it comes just before.
    """
    called, waves = meeting.called, case.context.go_lives
    is_open = meeting.held is not None or called.on >= case.status_date
    if meeting.is_cancelled or not is_open:
        return False
    if called.milestone == go_live.key or called.topic not in MEETINGS:
        return called.milestone == go_live.key
    if called.milestone in {case.context.world.owed[each.id].key for each in waves}:
        return False
    if called.module:
        return wave in case.context.go_lives_of(called.module)
    ahead = (_day(go_live, wave) - meeting.on).days
    return len(waves) == 1 or 0 <= ahead <= case.context.policy.golive.window_days


def _names(terms: Terms, topic: str, words: tuple[str, ...]) -> bool:
    return terms.topic == topic or any(word in terms.title.casefold() for word in words)


def _searched(case: ProjectCase, what: str, go_live: CommitmentCase) -> Said:
    return case.cited_search(f"readiness:{what}", go_live.row)


def cite(case: CommitmentCase) -> Said:
    """Cite the row of the list."""
    return Said(case.key, case.row, case.row.locator)
