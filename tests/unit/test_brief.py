"""The sheet: where go-live stands, what is to be decided, who waits for whom."""

from datetime import timedelta

from hub import plugins
from hub.brief import Brief, brief_of
from hub.brief_text import markdown
from hub.model.commitments import Kind, PromiseGiven
from hub.model.decisions import DecisionAsked
from hub.model.event import Interval
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day, noon


def sheet(rollout: Rollout, on: str) -> Brief:
    return brief_of(rollout.context(day(on)))


def rollout() -> Rollout:
    told = Rollout().agreed(needs=("record",)).item(state=State.DONE)
    return told.agreed(
        "G", kind=Kind.MILESTONE, topic="go_live", finish_on=day("05-29"), title="上线"
    )


def promised(told: Rollout, finish_on) -> Rollout:
    event = PromiseGiven(
        subject="plan/G",
        entry="",
        occurred=Interval.at(noon(day("03-10"))),
        finish_on=finish_on,
    )
    told.tell(event, day("03-10"))
    return told


def test_go_live_is_shown_as_agreed_and_as_promised():
    [go_live] = sheet(promised(rollout(), day("06-05")), "03-20").go_live

    assert (go_live.agreed_on, go_live.promised_on) == (day("05-29"), day("06-05"))
    assert go_live.slip_wd == 5


def test_no_date_any_more_is_said_and_not_filled_in():
    [go_live] = sheet(promised(rollout(), None), "03-20").go_live

    assert go_live.has_no_date
    assert go_live.promised_on is None


def test_claimed_and_accepted_stand_side_by_side():
    progress = sheet(rollout(), "03-20").progress

    assert (progress.due, progress.claimed, progress.accepted) == (1, 1, 0)


def test_who_is_waited_for_comes_from_the_open_findings():
    told = rollout()
    told.night(day("03-10"))

    waits = sheet(told, "03-10").waits

    assert [(wait.court, wait.findings) for wait in waits] == [("vendor:pm", 1)]


def test_open_decisions_are_asked_with_their_options():
    told = rollout()
    asked = DecisionAsked(
        subject="Q1",
        entry="",
        occurred=Interval.at(noon(day("03-10"))),
        decision="Q1",
        question="Six printers?",
        options=("buy", "do without"),
        of="client:sponsor",
    )
    told.tell(asked, day("03-10"))

    text = markdown(sheet(told, "03-20"), plugins.rules(), "en")

    assert "Six printers? — buy / do without" in text


def test_a_source_that_failed_is_named_as_unknown():
    told = rollout().read(on=day("03-10"), outcome="failed")

    assert sheet(told, "03-10").unknown == ["jira:V"]


def test_without_a_recorded_forecast_the_sheet_holds_none():
    [go_live] = sheet(rollout(), "03-20").go_live

    assert (go_live.p50_on, go_live.p85_on) == (None, None)


def test_the_forecast_is_that_of_the_last_evaluation():
    told = rollout()
    for number in range(60):
        told.agreed(f"N{number:02}", finish_on=day("05-29"))
    for number in range(30):
        on = day("03-02") + timedelta(days=number * 2)
        told.shown("demo_or_test_record", on=on, verdict="accepted", key=f"N{number:02}")
    told.night(day("05-04"))

    [go_live] = sheet(told, "05-04").go_live

    assert go_live.p50_on is not None
    assert go_live.p85_on is not None
    assert day("05-29") <= go_live.p50_on <= go_live.p85_on
