"""The diary: what the hub says on the mornings after its days, and what it does not say."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from importlib.util import find_spec

import pytest
from sqlalchemy import select

from hub import plugins
from hub.ball import accounts_of
from hub.brief import brief_of
from hub.demo.make import workbooks
from hub.demo.play import NIGHT, courts
from hub.demo.sign_ins import sign_ins
from hub.demo.tables import HERE
from hub.demo.tracker import ZONE
from hub.evaluation import judge
from hub.model.commitments import CommitmentAcknowledged
from hub.model.facts import SourceObserved
from hub.model.parties import RoleAssigned
from hub.model.plans import BaselineApproved
from hub.model.progress import ForecastMade, ProgressMeasured
from hub.model.runs import EvaluationCompleted, SyncRunCompleted, SyncRunStarted
from hub.rules.context import Context
from hub.sentences import sentence
from projections.ledger import window
from tests.conftest import fresh_schema
from tests.integration.diary import Kept, Played, figures, playing
from tests.integration.diary_statements import STATEMENTS, WAITING, WAITING_PARTS, Statement
from tests.integration.mirror import mirrored, mirrored_policy, mirrored_world

DATE_RULES = {"SCHEDULE-SLIP", "LATE-START", "MISSED-MILESTONE", "SILENT-REPLAN", "DUE-DATE-CHURN"}
DEPARTMENTS = {"production", "quality", "equipment", "warehouse", "purchasing", "it", "finance"}
FOUR = ("T-201", "T-202", "T-203", "T-204")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    """Play everything once on each database."""
    home = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        yield from playing(home, None)
        return
    server = request.getfixturevalue("postgresql_server")
    for url in fresh_schema(server):
        yield from playing(home, url)


@pytest.mark.parametrize("statement", STATEMENTS, ids=str)
def test_the_morning_says(statement: Statement, played: Played):
    if statement.rule in WAITING:
        assert statement.rule not in plugins.rules()
        return

    assert statement.holds(played.on(statement.morning))


def test_nothing_waits_for_a_rule_that_is_there():
    known = set(plugins.rules())
    needed = {statement.rule for statement in STATEMENTS}

    assert needed - known == WAITING


def test_nothing_waits_for_a_part_that_is_there():
    assert {part for part in WAITING_PARTS if find_spec(part)} == set()


def test_every_source_was_read_every_night(played: Played):
    nights = [
        (kept.morning.at, o) for kept in played.kept.values() for o in kept.morning.night.outcomes
    ]

    assert [(at, o.source, o.code) for at, o in nights if o.outcome != "good"] == []


def test_no_rule_failed(played: Played):
    assert [at for at, kept in played.kept.items() if kept.morning.night.evaluated.broken] == []


def test_a_proposed_plan_charges_nobody(played: Played):
    kept = played.on("07-31")

    assert [c for rule in DATE_RULES for c in kept.open(rule)] == []
    assert not any(isinstance(e, BaselineApproved) for e in kept.world.proposals.popitem()[1])


def test_before_the_answers_every_department_is_unconfirmed(played: Played):
    assert _unconfirmed(played.on("07-31")) == DEPARTMENTS


def test_the_approved_plan_names_who_signed_and_who_did_not(played: Played):
    kept = played.on("08-07")
    approvals = [
        event
        for events in kept.world.proposals.values()
        for event in events
        if isinstance(event, BaselineApproved)
    ]

    assert _unconfirmed(kept) == {"equipment", "finance"}
    assert [len(approval.signed_by) for approval in approvals] == [5]


def _unconfirmed(kept: Kept) -> set[str]:
    duties = [o for o in kept.world.owed.values() if o.series == "plan" and o.key[:2] == "D-"]
    silent = [owed for owed in duties if not owed.of(CommitmentAcknowledged)]
    return {kept.terms("plan", owed.key).unit for owed in silent}


def test_the_deputy_is_sponsor_from_the_day_of_the_decision(played: Played):
    named = [r for r in played.on("08-07").world.roles if isinstance(r, RoleAssigned)]
    sponsors = [(r.person, r.from_on) for r in named if r.role == "sponsor"]

    assert sponsors[-1] == ("person:deputy", date(2025, 8, 6))


def test_the_decision_stands_in_the_brief(played: Played):
    taken = brief_of(played.on("08-07").context).taken

    assert (date(2025, 8, 6), "baseline_approved") in [(each.on, each.what) for each in taken]


@pytest.mark.parametrize("key", FOUR)
def test_the_ball_of_what_waits_for_the_kick_off_is_with_who_refused(played: Played, key: str):
    case = played.on("08-22").case(key)

    assert case.court == "client:production"
    assert case.blocked_now is not None
    assert case.blocked_now.since == date(2025, 8, 21)


def test_what_waits_for_the_kick_off_charges_no_vendor(played: Played):
    days = [f"08-{day}" for day in range(22, 31)]
    said = [c for day in days for rule in DATE_RULES for c in played.on(day).open(rule)]

    assert [c for c in said if c.court.startswith("vendor")] == []


def test_go_live_has_no_promised_date_and_keeps_the_agreed_one(played: Played):
    [go_live] = brief_of(played.on("08-22").context).go_live

    assert (go_live.has_no_date, go_live.agreed_on) == (True, date(2025, 9, 30))


def test_what_the_blueprint_says_is_the_vendor_s(played: Played):
    kept = played.on("09-25")
    terms = [kept.terms("problems", key) for key in ("G-1", "G-2")]

    assert [each.court for each in terms] == ["vendor:pm"] * 2


def test_the_sheet_gives_22_problems_and_one_cell_to_look_at(played: Played):
    kept = played.on("10-12")
    [refused] = kept.world.quarantine.values()

    assert len(kept.problems()) == 22
    assert refused.locator.endswith("!C17")


def test_the_brief_asks_for_three_decisions(played: Played):
    asked = brief_of(played.on("10-12").context).asked

    assert [ask.id for ask in asked] == ["four-changes", "hardware-list", "new-date"]


def test_the_view_of_a_morning_stays_as_it_was(played: Played):
    assert played.views() == played.views_then


def test_the_view_of_a_morning_says_something(played: Played):
    assert all(len(view) > 500 for view in played.views_then[:3])


def test_the_ledger_of_uat_adds_up_to_its_slip(played: Played):
    kept = played.on("09-25")
    windows = [w for w in kept.world.windows.values() if w.key == "M-03"]

    columns = kept.ledger("M-03")

    assert set(columns) <= {"vendor:pm", "client:production", "concurrent", *LEFT_OVER}
    assert sum(columns.values()) == sum(window.moved_wd for window in windows) == 16
    assert min(columns["vendor:pm"], columns["client:production"], columns["concurrent"]) > 0


LEFT_OVER = {"client:warehouse", "unexplained", "approved_change"}


@pytest.mark.parametrize("key", ["M-02", "M-03", *FOUR])
def test_the_ten_days_of_the_refused_kick_off_stay_with_production(played: Played, key: str):
    assert played.on("09-25").ledger(key)["client:production"] == 10


def test_the_master_data_is_the_warehouse_s_once_it_was_noticed(played: Played):
    assert played.on("09-25").ledger("D-03") == {"client:warehouse": 4, "unexplained": 4}


@pytest.mark.parametrize("morning", ["08-22", "09-25", "10-14"])
def test_swapping_the_sides_swaps_the_ledger(played: Played, morning: str):
    kept = played.on(morning)
    hub, context = played.hub, kept.context
    events = [event for event in played.events() if event.recorded_at <= context.at]
    world, policy = mirrored_world(hub.project, events), mirrored_policy(hub.policy)
    other = Context(world, policy, hub.calendar, context.status_date, context.at)

    ours, theirs = (accounts_of(each) for each in (context, other))

    said = {a.link.owed.key: mirrored_columns(a.columns()) for a in ours}
    assert said == {a.link.owed.key: a.columns() for a in theirs}


def mirrored_columns(columns: dict[str, Fraction]) -> dict[str, Fraction]:
    return {mirrored(column): days for column, days in columns.items()}


@pytest.mark.parametrize("morning", ["08-22", "09-05", "09-25", "10-12"])
def test_the_ledger_of_a_morning_is_what_it_was_that_morning(played: Played, morning: str):
    kept = played.on(morning)
    wanted = select(window).where(window.c.project == played.hub.project)

    with played.hub.as_of(kept.morning.at).connect() as db:
        rows = {(row.commitment, row.on): row.columns for row in db.execute(wanted)}

    recorded = {key: held.columns for key, held in kept.world.windows.items() if held.columns}
    assert rows == recorded
    assert rows


def test_a_vendor_finds_its_own_column_and_the_rest_as_one(played: Played):
    answer = played.asked_by("person:vendor-pm", "/v1/ledger?by=department").json()

    names = {row["name"] for row in answer["items"]}
    assert names == {"vendor:pm", "others"}


def test_nothing_is_said_before_it_was_knowable(played: Played):
    late = [
        event.finding
        for at, event in played.judged()
        for citations in event.conclusion.operands.values()
        for citation in citations
        if citation.recorded_at > at
    ]

    assert late == []


@pytest.mark.parametrize("morning", ["07-31", "08-07", "08-22", "09-20", "09-25", "10-12", "10-14"])
def test_swapping_the_sides_swaps_what_is_said(played: Played, morning: str):
    kept = played.on(morning)
    hub, context = played.hub, kept.context
    events = [event for event in played.events() if event.recorded_at <= context.at]
    world, policy = mirrored_world(hub.project, events), mirrored_policy(hub.policy)
    other = Context(world, policy, hub.calendar, context.status_date, context.at)

    ours, theirs = (judge(each, plugins.rules()).found for each in (context, other))

    said = [mirrored(figures(conclusion)) for conclusion in ours.values()]
    assert sorted(said, key=str) == sorted(map(figures, theirs.values()), key=str)


def test_both_languages_carry_the_same_numbers(played: Played):
    differing = []
    for _, event in played.judged():
        rule = plugins.rules()[event.conclusion.rule]
        zh, en = (_numbers(sentence(event.conclusion, rule, lang)) for lang in ("zh_CN", "en"))
        if zh != en:
            differing.append((event.finding, zh, en))

    assert differing == []


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", text))


def test_what_was_mended_is_cleared_at_the_second_look(played: Played):
    cleared = [
        event for kept in played.kept.values() for event in kept.morning.night.evaluated.cleared
    ]

    assert cleared
    assert all(event.since < event.status_date for event in cleared)


def test_a_quiet_night_adds_only_its_own_record(played: Played):
    night = datetime.combine(date(2025, 8, 10), NIGHT, ZONE)
    said = {type(event) for event in played.events() if event.recorded_at == night}

    run = {SyncRunStarted, SourceObserved, SyncRunCompleted, EvaluationCompleted}
    assert said == {*run, ProgressMeasured, ForecastMade}


def test_the_vendor_finds_two_flags_and_its_own_reply(played: Played):
    answer = played.asked_by("person:vendor-pm", "/v1/flags").json()

    assert sorted(row["state"] for row in answer["items"]) == ["open", "replied"]


def test_the_auditor_reads_what_is_open(played: Played):
    answer = played.asked_by("person:auditor", "/v1/findings")

    assert answer.status_code == 200
    assert answer.json()["items"]


def test_somebody_signs_in_for_every_role(played: Played):
    logins = {each.login for each in sign_ins(played.hub)}

    assert {"coordinator", "vendor", "auditor"} <= logins


def test_every_told_morning_is_said_in_words(played: Played):
    assert sum("2025-" in line and "·" not in line for line in played.said) >= 5
    assert "生产部" in str(courts(played.hub))


def test_the_committed_workbooks_are_those_of_the_tables():
    differing = [name for name, content in workbooks() if (HERE / name).read_bytes() != content]

    assert differing == []
