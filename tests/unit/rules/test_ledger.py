"""The delay ledger: the gates before days are charged, the same for both sides."""

from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace as replace_struct

from hub.ball import rounded
from hub.ball.accounts import Account, NotConserved, accounts_of, check
from hub.ball.chain import Links
from hub.ball.holders import Holders
from hub.ball.recording import charged
from hub.ball.spans import Holding
from hub.model.charges import ChargeDecided, LedgerWithheld
from hub.model.commitments import CommitmentAcknowledged, CommitmentMet, Kind, NoticeSent
from hub.model.event import Interval, Side
from hub.model.evidence import EvidenceReturned, EvidenceSubmitted
from hub.model.facts import State, WorkItemFirstSeen
from hub.model.flags import ItemFlagged
from hub.model.meetings import MeetingCalled, MeetingHeld, MeetingRefused
from hub.rules.context import Context
from tests.unit.rules.rollout import START, Rollout, day, noon

BOTH = pytest.mark.parametrize("swapped", [False, True])


def said(subject: str, on: str) -> dict[str, Any]:
    return {"subject": subject, "entry": "", "occurred": Interval.at(noon(day(on)))}


def account(rollout: Rollout, key: str, on: str) -> Account:
    """Give the ledger of one commitment on a status date."""
    return next(a for a in accounts_of(rollout.context(day(on))) if (a.link.owed.key == key))


def columns(rollout: Rollout, key: str, on: str) -> dict[str, str]:
    return {name: str(days) for name, days in account(rollout, key, on).columns().items()}


def court(rollout: Rollout, side: Side, unit: str) -> str:
    return f"{rollout.side(side)}:{unit}"


def duty(rollout: Rollout, *, confirmed: bool = True, noticed: str = "", met: str = "") -> Rollout:
    """A department owes data on 03-06; a vendor's task of 03-09 to 03-20 waits for it."""
    rollout.agreed("T1", predecessors=("D1",), start_on=day("03-09"), unit="team")
    rollout.raised("D1", unit="warehouse", finish_on=day("03-06"))
    if confirmed:
        event = CommitmentAcknowledged(**said("plan/D1", "03-03"), finish_on=day("03-06"))
        rollout.tell(event, day("03-03"))
    if noticed:
        notice = NoticeSent(**said("plan/D1", noticed), to="warehouse", words="please")
        rollout.tell(notice, day(noticed))
    if met:
        rollout.tell(CommitmentMet(**said("plan/D1", met), on=day(met)), day(met))
    return rollout


def late_task(rollout: Rollout, *, told: str = "") -> Rollout:
    """A vendor's task was due on 03-06, is at work, and is not shown to be done."""
    rollout.agreed("T1", unit="team", finish_on=day("03-06"), needs=("record",))
    rollout.item("T1", state=State.IN_PROGRESS)
    if told:
        task = rollout.world().commitment("plan", "T1").id
        flag = ItemFlagged(
            **said("f", told),
            flag="f",
            party="",
            sentence="?",
            reply_by=day("03-30"),
            commitment=task,
        )
        rollout.tell(flag, day(told))
    return rollout


@BOTH
def test_a_noticed_duty_is_charged_to_who_owes_it_once_a_reasonable_time_is_over(swapped):
    rollout = duty(Rollout(sides_swapped=swapped), noticed="03-09")

    # Late since 03-06; noticed on 03-09, so that days after 03-12 count.
    found = columns(rollout, "D1", "03-20")

    assert found == {court(rollout, Side.CLIENT, "warehouse"): "6", "unexplained": "4"}


@BOTH
def test_what_was_not_told_is_unexplained(swapped):
    rollout = duty(Rollout(sides_swapped=swapped))

    assert columns(rollout, "D1", "03-20") == {"unexplained": "10"}


@BOTH
def test_a_date_that_nobody_confirmed_charges_nobody(swapped):
    rollout = duty(Rollout(sides_swapped=swapped), confirmed=False, noticed="03-09")

    assert columns(rollout, "D1", "03-20") == {"unexplained": "10"}


@BOTH
def test_what_waits_is_charged_to_who_lets_it_wait(swapped):
    rollout = duty(Rollout(sides_swapped=swapped), noticed="03-09")

    found = columns(rollout, "T1", "03-20")

    assert found == {court(rollout, Side.CLIENT, "warehouse"): "6", "unexplained": "4"}


@BOTH
def test_a_late_task_is_charged_after_it_was_told(swapped):
    rollout = late_task(Rollout(sides_swapped=swapped), told="03-09")

    found = columns(rollout, "T1", "03-20")

    assert found == {court(rollout, Side.VENDOR, "team"): "6", "unexplained": "4"}


@BOTH
def test_a_late_task_of_which_nobody_was_told_is_unexplained(swapped):
    assert columns(late_task(Rollout(sides_swapped=swapped)), "T1", "03-20") == {
        "unexplained": "10"
    }


@BOTH
def test_a_date_that_a_side_moves_itself_needs_no_notice(swapped):
    rollout = Rollout(sides_swapped=swapped).agreed("T1", unit="team", needs=("record",))
    rollout.item("T1", state=State.IN_PROGRESS, due="2026-03-20").read(on=day("03-20"))
    rollout.changed("due", "2026-03-20", "2026-03-27", on=day("03-10"))

    assert columns(rollout, "T1", "03-20") == {court(rollout, Side.VENDOR, "team"): "5"}


@BOTH
def test_what_the_other_side_had_to_bring_first_makes_it_concurrent(swapped):
    rollout = duty(Rollout(sides_swapped=swapped), noticed="03-09")
    rollout.raised("D1", unit="warehouse", finish_on=day("03-06"), predecessors=("V1",))
    rollout.agreed("V1", unit="team", finish_on=day("03-05"), needs=("record",))
    rollout.item("V1", state=State.IN_PROGRESS)

    found = columns(rollout, "D1", "03-20")

    # The vendor's part was due a day earlier still, and nobody has told the vendor.
    assert found == {"concurrent": "6", "unexplained": "5"}


@BOTH
def test_blockers_of_both_sides_at_once_are_concurrent_and_never_split(swapped):
    rollout = duty(Rollout(sides_swapped=swapped), noticed="03-09")
    rollout.agreed("T1", predecessors=("D1", "T0"), start_on=day("03-09"), unit="team")
    rollout.agreed("T0", unit="team", finish_on=day("03-06"), needs=("record",))
    rollout.item("T0", state=State.IN_PROGRESS)
    task = rollout.world().commitment("plan", "T0").id
    flag = ItemFlagged(
        **said("f", "03-09"), flag="f", party="", sentence="?", reply_by=START, commitment=task
    )
    rollout.tell(flag, day("03-09"))

    assert columns(rollout, "T1", "03-20") == {"concurrent": "6", "unexplained": "4"}


@BOTH
def test_a_refused_meeting_is_charged_from_the_refusal_until_it_is_held(swapped):
    rollout = Rollout(sides_swapped=swapped)
    refuser = court(rollout, Side.CLIENT, "production")
    rollout.agreed("M1", kind="milestone", finish_on=day("03-06"), start_on=None)
    call = MeetingCalled(
        **said("m", "03-04"),
        meeting="m",
        topic="kick_off",
        title="m",
        on=day("03-06"),
        invited=(refuser,),
        milestone="M1",
    )
    refusal = MeetingRefused(**said("m", "03-06"), meeting="m", court=refuser, reason="load")
    rollout.tell(call, day("03-04"))
    rollout.tell(refusal, day("03-06"))
    held = MeetingHeld(**said("m", "03-18"), meeting="m", on=day("03-18"), attended=(refuser,))
    rollout.tell(held, day("03-18"))
    rollout.tell(CommitmentMet(**said("plan/M1", "03-18"), on=day("03-18")), day("03-18"))

    assert columns(rollout, "M1", "03-20") == {refuser: "8"}


@BOTH
def test_what_waits_for_a_verdict_is_the_reviewers_and_the_successor_pays_no_price(swapped):
    rollout = late_task(Rollout(sides_swapped=swapped))
    rollout.agreed("T2", predecessors=("T1",), start_on=day("03-09"), unit="team")
    rollout.shown("record", on=day("03-06"))
    lead = "vendor:pm" if swapped else "client:coordinator"

    found = columns(rollout, "T2", "03-20")

    # Five days are the agreed time for a verdict; what comes after is the reviewer's.
    assert found == {lead: "5", "unexplained": "5"}
    assert columns(rollout, "T1", "03-20") == {}


@BOTH
def test_a_refused_meeting_of_one_side_and_an_overdue_verdict_of_the_other_are_concurrent(swapped):
    rollout = late_task(Rollout(sides_swapped=swapped))
    rollout.agreed("T2", predecessors=("T1",), start_on=day("03-09"), unit="team")
    rollout.shown("record", on=day("03-06"))
    refuser = court(rollout, Side.VENDOR, "team")
    about: dict[str, Any] = {"meeting": "m", "topic": "review", "title": "m", "milestone": "T1"}
    call = MeetingCalled(**said("m", "03-04"), on=day("03-09"), invited=(refuser,), **about)
    refusal = MeetingRefused(**said("m", "03-09"), meeting="m", court=refuser, reason="load")
    rollout.tell(call, day("03-04"))
    rollout.tell(refusal, day("03-09"))

    # Refused on 03-09; the five days for a verdict are over on 03-13.
    assert columns(rollout, "T2", "03-20") == {refuser: "4", "concurrent": "5", "unexplained": "1"}


def test_an_approved_revision_moves_days_to_approved_change():
    rollout = Rollout().agreed("T1", unit="team", finish_on=day("03-20"))
    rollout.item("T1", state=State.IN_PROGRESS)
    rollout.agreed("T1", unit="team", finish_on=day("03-27"), on=day("03-10"))

    assert columns(rollout, "T1", "03-20") == {"approved_change": "5"}


def test_a_revision_after_the_fact_takes_no_charge_away():
    rollout = Rollout().agreed("T1", unit="team", needs=("record",))
    rollout.item("T1", state=State.IN_PROGRESS, due="2026-03-20").read(on=day("03-20"))
    rollout.changed("due", "2026-03-20", "2026-03-27", on=day("03-10"))
    rollout.agreed("T1", unit="team", needs=("record",), finish_on=day("03-27"), on=day("03-17"))

    assert columns(rollout, "T1", "03-20") == {"vendor:team": "5"}


def test_what_comes_nearer_again_is_a_credit():
    rollout = Rollout().agreed("T1", unit="team", needs=("record",))
    rollout.item("T1", state=State.IN_PROGRESS, due="2026-03-20").read(on=day("03-20"))
    rollout.changed("due", "2026-03-20", "2026-03-27", on=day("03-10"))
    rollout.changed("due", "2026-03-27", "2026-03-24", on=day("03-17"))

    [first, second] = account(rollout, "T1", "03-20").spent

    assert (first.moved, second.moved) == (5, -3)
    assert columns(rollout, "T1", "03-20") == {"vendor:team": "2"}


def test_days_leave_a_column_where_a_dispute_about_them_is_upheld():
    rollout = duty(Rollout(), noticed="03-09")
    decision = ChargeDecided(
        **said("plan/D1@2026-03-16@client:warehouse", "03-20"),
        series="plan",
        key="D1",
        window_on=day("03-16"),
        court="client:warehouse",
        upheld=True,
        reason="it lay in the post room",
    )
    rollout.tell(decision, day("03-20"))

    assert columns(rollout, "D1", "03-20") == {"client:warehouse": "1", "unexplained": "9"}


def test_the_timeline_has_no_gap_and_no_overlap():
    context = duty(Rollout(), noticed="03-09", met="03-18").context(day("03-20"))
    links = Links(context)
    [link] = [each for each in links.all.values() if each.owed.key == "T1"]

    last = links.number(day("03-20"))
    runs = Holders(links).timeline(link, last)

    assert [lo for lo, _, _ in runs] == [link.steps[0].since, *(hi for _, hi, _ in runs[:-1])]
    assert runs[-1][1] == last
    assert [who for _, _, who in runs] == ["vendor:team", "client:warehouse", "vendor:team"]


@pytest.mark.parametrize(
    ("noticed", "charged"), [("03-03", "10"), ("03-05", "8"), ("03-06", "7"), ("03-09", "6")]
)
def test_a_reminder_before_the_due_day_tells_of_the_duty_as_one_after_it(noticed, charged):
    # Ten working days late by 03-20; three of them after the reminder nobody is charged.
    late = columns(duty(Rollout(), noticed=noticed), "D1", "03-20")

    assert late["client:warehouse"] == charged
    assert sum(map(int, late.values())) == 10


@pytest.mark.parametrize(
    ("signed_by", "days"), [(("client:warehouse",), "7"), (("client:finance",), None)]
)
def test_a_duty_in_a_plan_is_charged_to_a_unit_that_signed_it(signed_by, days):
    terms: dict[str, Any] = {"kind": Kind.DUTY, "side": Side.CLIENT, "unit": "warehouse"}
    rollout = Rollout().agreed("D1", signed_by=signed_by, **terms, finish_on=day("03-06"))
    told = NoticeSent(
        subject="plan/D1",
        entry="",
        occurred=Interval.at(noon(day("03-06"))),
        to="client:warehouse",
        words="please send the data",
    )
    rollout.tell(told, day("03-06"))

    assert columns(rollout, "D1", "03-20").get("client:warehouse") == days


def test_columns_that_do_not_add_up_stop_the_ledger():
    context = duty(Rollout(), noticed="03-09").context(day("03-20"))
    [found] = [a for a in accounts_of(context) if a.link.owed.key == "D1"]
    found.spent[0].columns["unexplained"] += Fraction(1, 7)

    with pytest.raises(NotConserved):
        check(found)


def test_a_ledger_that_is_withheld_is_on_record_and_names_why(monkeypatch):
    context = duty(Rollout(), noticed="03-09").context(day("03-20"))
    monkeypatch.setattr("hub.ball.weeks.Week._approved", lambda *_: 1)
    monkeypatch.setattr("hub.ball.weeks.Week._decided", lambda *_: {})

    told = charged(context)

    assert told.is_withheld
    assert [type(event) for event in told.events] == [LedgerWithheld]


def test_what_is_shown_adds_up_to_what_is_shown_as_the_sum():
    thirds = {name: Fraction(10, 3) for name in "abc"}

    shown = rounded(thirds)

    assert sorted(shown.values()) == [3.3, 3.3, 3.4]
    assert rounded({"a": Fraction(-1, 3), "b": Fraction(1, 3)}) == {"a": -0.3, "b": 0.3}


def test_silence_that_counts_as_acceptance_ends_the_reviewers_turn():
    rollout = (
        Rollout()
        .agreed("T1", needs=("record",), unit="team")
        .shown("record", on=day("03-04"), key="T1")
    )
    usual = rollout.context(day("03-20"))
    policy = replace_struct(
        usual.policy, sla=replace_struct(usual.policy.sla, deemed_acceptance=True)
    )
    context = Context(usual.world, policy, usual.calendar, usual.status_date, usual.at)
    holders = []
    for each in (usual, context):
        links = Links(each)
        [link] = [one for one in links.all.values() if one.owed.key == "T1"]
        runs = Holders(links).timeline(link, links.number(day("03-20")))
        holders.append(runs[-1][2])

    assert holders == ["client:coordinator", "none"]


def test_what_the_first_sheet_shows_as_done_may_have_been_in_time():
    rollout = Rollout().agreed("T1", needs=(), unit="team", finish_on=day("03-06"))
    rollout.item("T1", source="workbook:report", state=State.DONE, on=day("03-17"))
    known = columns(rollout, "T1", "03-20")
    place = next(n for n, e in enumerate(rollout.events) if isinstance(e, WorkItemFirstSeen))
    first = rollout.events[place]
    rollout.events[place] = replace_struct(first, occurred=Interval(None, first.occurred.hi))

    assert (sum(map(Fraction, known.values())), columns(rollout, "T1", "03-20")) == (7, {})


def test_who_sent_it_back_too_late_is_charged_sooner_for_the_next_submission():
    days = []
    for missing in ("03-05", "03-09"):  # in time, and three days late
        rollout = Rollout().agreed("T1", needs=("record",), unit="team", finish_on=day("03-06"))
        rollout.shown("record", on=day("03-04"), key="T1")
        first = rollout.events[-1]
        assert isinstance(first, EvidenceSubmitted)
        said: dict[str, Any] = {"subject": first.subject, "entry": "", "evidence": first.evidence}
        said |= {"series": "plan", "key": "T1", "kind": "record", "missing": "a page"}
        at = Interval.at(noon(day(missing)))
        rollout.tell(EvidenceReturned(**said, occurred=at), day(missing))
        again = replace_struct(first, entry="", occurred=Interval.at(noon(day("03-10"))))
        rollout.tell(again, day("03-10"))
        context = rollout.context(day("03-20"))
        [name] = context.in_force
        told = [s for s in Holding(context).of(name).waiting if s.why == "sign_off"][-1]
        days.append((told.told or 0) - told.lo)

    assert days == [5, 2]
