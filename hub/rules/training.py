"""Who is trained for go-live: what was offered, who came, and how many have passed by the day."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hub.model.commitments import Kind
from hub.model.meetings import MeetingCalled
from hub.model.people import court_of
from hub.model.trainings import Audience, PeopleTrained, TrainingRequired
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.forecast_inputs import has_no_date
from hub.rules.gatherings import Gathering
from hub.rules.going_live import GoLive
from hub.rules.subjects import ProjectCase

MATERIAL = "training_material"
Numbers = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Gap:
    """People who are not trained: whose turn it is, of what module, and what says so."""

    court: str
    module: str
    operands: dict[str, list[Said]]
    numbers: Numbers
    is_due: bool  # its day of check has passed
    is_offered: bool  # else it is the provider's turn
    clears_when: str
    detail: str
    sentence: str = ""


def gaps(case: ProjectCase) -> Iterator[Gap]:
    """Give what is missing on the status date."""
    short = [*_too_few(case)]
    told = {(gap.module, gap.numbers["invited"]) for gap in short}
    yield from short
    for (module, court), meetings in sorted(case.context.trainings.items()):
        if (module, court) not in told and not _was_there(case, meetings, court):
            yield _nobody_came(case, module, court, meetings)
    short_of = {gap.module for gap in short}
    yield from (g for g in _never_offered(case) if not _is_told(g, short_of))


def _is_told(gap: Gap, short_of: set[str]) -> bool:
    """Tell whether the users of its module were found untrained; of all, those of any."""
    return gap.module in short_of if gap.module else bool(short_of)


def _was_there(case: ProjectCase, meetings: list[Gathering], court: str) -> bool:
    names = {meeting.called.meeting for meeting in meetings}
    passed = (each for each in case.context.world.trained.values() if each.meeting in names)
    is_told = any(_court(each) == court and each.passed for each in passed)
    return is_told or any(meeting.was_there(court) for meeting in meetings)


def _nobody_came(case: ProjectCase, module: str, court: str, meetings: list[Gathering]) -> Gap:
    held = [Said(", ".join(m.held.attended), m.held) for m in meetings if m.held]
    refusals = [Said(r.reason, r) for m in meetings if (r := m.refusal_of(court)) is not None]
    offers = [Said(m.called.on, m.called) for m in meetings]
    checks = [day for each in Audience if (day := check_on(case, module, each)) is not None]
    missing = _no_material(case, module)
    return Gap(
        court=missing[0].terms.court if missing else court,
        module=module,
        operands={"offers": offers, "attendance": [*held, *refusals] or offers, **_cited(missing)},
        numbers={"offers": len(meetings), "invited": court, "attended": 0},
        is_due=any(day <= case.status_date for day in checks),
        is_offered=not missing,
        clears_when="training_attended",
        detail=f"{module}:{court}",
    )


def _never_offered(case: ProjectCase) -> Iterator[Gap]:
    """Give the modules for which nothing was offered by the first day on which it had to be."""
    called = [meeting.called for meeting in case.gatherings if not meeting.is_cancelled]
    provider = court_of(case.context.policy_guest)
    for wave in case.context.go_lives:
        owed = CommitmentCase.of(case.context, case.context.world.owed[wave.id])
        for module in () if has_no_date(owed) else _going_live(case, wave):
            by = check_on(case, module, Audience.KEY_USER, wave)
            is_due = by is not None and by <= case.status_date
            if is_due and not _offers(called, module):
                operands = {"agreed": owed.baseline, "offers": [owed.searched("training")]}
                said: Numbers = {"offers": 0, "invited": provider, "attended": 0}
                detail = f"{module}:{provider}"
                yield Gap(provider, module, operands, said, True, False, "training_offered", detail)


def _going_live(case: ProjectCase, wave: GoLive) -> list[str]:
    """Give the modules that go live with it: of several, its own; of the only one, all.

    All are the declared modules of whose agreed work at least half ends by then. A plan keeps
    what belongs to no module under a name of its own, and the only go-live with it.
    """
    if len(case.context.go_lives) > 1:
        return [wave.module]
    ends: dict[str, list[bool]] = defaultdict(list)
    for owed in case.commitments:
        if owed.approval is not None and not owed.is_milestone and owed.terms.finish_on:
            ends[owed.module].append(owed.terms.finish_on <= wave.on)
    modules = {module for module, done in ends.items() if 2 * sum(done) >= len(done)}
    return sorted((modules - {wave.module}) & case.context.world.modules) or [""]


def _offers(called: list[MeetingCalled], module: str) -> list[MeetingCalled]:
    """Give the trainings of a module; one for no module is one for all."""
    return [c for c in called if c.topic == "training" and (not module or c.module in ("", module))]


def check_on(
    case: ProjectCase, module: str, audience: Audience, wave: GoLive | None = None
) -> date | None:
    """Give the day by which they have to be trained: days before UAT, or before go-live."""
    uat, wave = _uat(case, module), wave or case.context.go_live_for(module)
    if uat is not None and audience is Audience.KEY_USER:
        return case.calendar.add(uat, -case.policy["uat_before_wd"])
    return case.calendar.add(wave.on, -case.policy["golive_before_wd"]) if wave else None


def _uat(case: ProjectCase, module: str) -> date | None:
    """Give the day on which UAT begins; of a milestone, that by which it is reached."""
    found = [c.terms for c in case.commitments if c.terms.topic == "uat"]
    ours = [terms for terms in found if not module or terms.module in ("", module)]
    days = [t.finish_on if t.kind is Kind.MILESTONE else t.start_on or t.finish_on for t in ours]
    return min(filter(None, days), default=None)


def _too_few(case: ProjectCase) -> Iterator[Gap]:
    """Give the units of which too few have passed, where a module's share is short on its day."""
    by_role: dict[tuple[str, Audience], list[TrainingRequired]] = defaultdict(list)
    for needed in case.context.world.trainees.values():
        by_role[needed.module, needed.audience].append(needed)
    for (module, audience), all_ in sorted(by_role.items()):
        day, least = check_on(case, module, audience), case.policy[f"{audience}s"]
        if day is None or case.status_date < day or _reached(case, all_, least):
            continue
        for court in sorted({_court(each) for each in all_}):
            ours = [each for each in all_ if _court(each) == court]
            if not _reached(case, ours, least):
                yield _short(case, ours, day)


def _reached(case: ProjectCase, needed: list[TrainingRequired], least: float) -> bool:
    return _counted(case, needed) >= least * sum(each.people for each in needed)


def _counted(case: ProjectCase, needed: list[TrainingRequired]) -> int:
    return sum(_passed(case, each, needed) for each in needed)


def _passed(case: ProjectCase, needed: TrainingRequired, all_: list[TrainingRequired]) -> int:
    """Count who has passed in one shift, once each; more than are needed cover no other shift."""
    told = [each for each in case.context.world.trained.values() if _key(each) == _key(needed)]
    people = {person for each in told if each.shift == needed.shift for person in each.passed}
    before = [
        each.shift for each in all_ if _key(each) == _key(needed) and each.shift < needed.shift
    ]
    counted = {person for each in told if each.shift in before for person in each.passed}
    return min(needed.people, len(people - counted))


def _short(case: ProjectCase, needed: list[TrainingRequired], day: date) -> Gap:
    module, audience, court = needed[0].module, needed[0].audience, _court(needed[0])
    mine = case.context.trainings.get((module, court)) or case.context.trainings.get(("", court))
    offers = [Said(meeting.called.on, meeting.called) for meeting in mine or ()]
    told = [e for e in case.context.world.trained.values() if _key(e) == _key(needed[0])]
    missing = _no_material(case, module)
    provider = missing[0].terms.court if missing else court_of(case.context.policy_guest)
    is_offered = bool(offers) and not missing
    search = [case.cited_search(f"training?module={module}", needed[0])]
    return Gap(
        court=court if is_offered else provider,
        module=module,
        operands={
            "required": [Said(each.people, each) for each in needed],
            "attendance": [Said(len(each.passed), each) for each in told] or search,
            "offers": offers or search,
            **_cited(missing),
        },
        numbers={
            "audience": str(audience),
            "invited": court,
            "passed": _counted(case, needed),
            "people": sum(each.people for each in needed),
            "share": round(100 * case.policy[f"{audience}s"]),
            "check_on": day.isoformat(),
        },
        is_due=True,
        is_offered=is_offered,
        clears_when="share_trained",
        detail=f"{module}:{audience}:{court}",
        sentence="share",
    )


def _no_material(case: ProjectCase, module: str) -> list[CommitmentCase]:
    """Give the material of a module whose date stands, has passed, and brought nothing accepted."""
    return [
        owed
        for owed in case.commitments
        if owed.terms.topic == MATERIAL and owed.module in ("", module) and owed.accepted is None
        if (owed.approval or owed.confirmed) and owed.terms.finish_on is not None
        if owed.terms.finish_on < case.status_date
    ]


def _cited(missing: list[CommitmentCase]) -> dict[str, list[Said]]:
    return {"material": [Said(each.key, each.row) for each in missing]} if missing else {}


def _court(event: TrainingRequired | PeopleTrained) -> str:
    return court_of(event.side, event.unit)


def _key(event: TrainingRequired | PeopleTrained) -> tuple[str, str, str]:
    return event.module, event.audience, _court(event)
