"""NO-OWNER: a commitment has no single accountable person."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub import plugins
from hub.evaluation import judge
from hub.model.commitments import Kind
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from hub.model.parties import RaciDeclared, RoleAssigned, RoleEnded, UnitDeclared
from hub.model.people import Role
from hub.rules.context import Context
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "NO-OWNER"


def test_a_named_person_is_enough():
    assert Rollout().agreed().judged(RULE, on=day("03-10")) == []


def test_an_approved_plan_without_a_name_is_found_at_once():
    [found] = Rollout().agreed(accountable="", finish_on=day("06-30")).judged(RULE, on=day("03-02"))

    assert (found.severity, found.court) == (Severity.S3, "vendor:pm")


def test_what_is_raised_has_a_working_day_to_be_taken():
    rollout = Rollout().raised("P1", kind=Kind.PROBLEM, accountable="", finish_on=None)

    assert rollout.judged(RULE, on=day("03-02")) == []
    assert len(rollout.judged(RULE, on=day("03-03"))) == 1


def test_near_its_due_day_it_is_major():
    [found] = Rollout().agreed(accountable="").judged(RULE, on=day("03-10"))

    assert found.severity is Severity.S2


def test_a_problem_that_nobody_routed_is_the_coordinators_turn():
    rollout = Rollout().raised("P1", kind=Kind.PROBLEM, accountable="", side=Side.VENDOR)

    [found] = rollout.judged(RULE, on=day("03-10"))

    assert found.court == "client:coordinator"


def test_a_department_without_a_name_is_told_the_same():
    rollout = Rollout().agreed(accountable="", side=Side.CLIENT, unit="quality")

    [found] = rollout.judged(RULE, on=day("03-10"))

    assert found.court == "client:quality"


def raci(rollout, **line):
    said = {"kind": Kind.TASK, "accountable": "p:head", "entry": "", **line}
    at_noon = Interval.at(noon(day("03-02")))
    rollout.tell(RaciDeclared(subject="line", occurred=at_noon, **said), day("03-02"))
    return rollout


def test_the_person_of_the_matrix_answers_where_the_plan_names_nobody():
    rollout = raci(Rollout().agreed(accountable="", module="WMS"), module="WMS")

    assert rollout.judged(RULE, on=day("03-10")) == []


def test_a_line_of_the_matrix_for_another_module_names_nobody():
    rollout = raci(Rollout().agreed(accountable="", module="WMS"), module="MES")

    assert len(rollout.judged(RULE, on=day("03-10"))) == 1


def what(rollout: Rollout, on: str = "03-10") -> list[str]:
    return [str(found.numbers["what"]) for found in rollout.judged(RULE, on=day(on))]


def test_two_names_in_one_cell_are_no_single_person():
    assert what(Rollout().agreed(accountable="张三、李四")) == ["several_accountable"]


@pytest.mark.parametrize("named", ["warehouse", "client:warehouse", "仓储部"])
def test_a_department_is_no_person(named):
    rollout = Rollout().agreed(accountable=named, finish_on=day("06-30"))
    assert what(rollout) == []

    unit = UnitDeclared(
        subject="client:warehouse",
        entry="",
        occurred=Interval.at(noon(day("03-02"))),
        side=Side.CLIENT,
        key="warehouse",
        names={"zh": "仓储部"},
    )
    rollout.tell(unit, day("03-02"))
    assert what(rollout) == ["group_accountable"]


def place(kind: Any, unit: str, told: str, **more: Any) -> Any:
    said: dict[str, Any] = {"subject": f"client:head:{unit}", "entry": "", "person": "p:1"}
    said |= {"occurred": Interval.at(noon(day(told))), "role": Role.HEAD, "side": Side.CLIENT}
    return kind(**said, unit=unit, **more)


def test_who_has_left_every_place_answers_for_nothing_any_more():
    rollout = Rollout().agreed(finish_on=day("06-30"))
    for unit in ("quality", "warehouse"):
        rollout.tell(place(RoleAssigned, unit, "03-02"), day("03-02"))
    rollout.tell(place(RoleEnded, "quality", "03-09", on=day("03-09")), day("03-09"))
    assert what(rollout, "03-11") == []

    rollout.tell(place(RoleEnded, "warehouse", "03-10", on=day("03-12")), day("03-10"))
    assert (what(rollout, "03-12"), what(rollout, "03-13")) == ([], ["accountable_left"])

    rollout.tell(place(RoleAssigned, "it", "03-13"), day("03-13"))
    assert what(rollout, "03-16") == []


def test_what_is_said_to_be_done_needs_no_owner_any_more():
    rollout = Rollout().agreed(accountable="张三、李四", needs=()).item(state=State.DONE)

    assert what(rollout) == []


def test_the_end_of_an_earlier_holder_does_not_empty_a_place_that_is_filled():
    rollout = Rollout().agreed(accountable="p:2", finish_on=day("06-30"))
    rollout.tell(place(RoleAssigned, "quality", "03-02"), day("03-02"))
    for kind, more in ((RoleAssigned, {}), (RoleEnded, {"on": day("03-09")})):
        event = place(kind, "it", "03-03", **more)
        rollout.tell(replace(event, person="p:2"), day("03-03"))
    rollout.tell(replace(place(RoleAssigned, "quality", "03-04"), person="p:2"), day("03-04"))
    rollout.tell(place(RoleEnded, "quality", "03-05", on=day("03-05")), day("03-05"))

    assert rollout.world().places == {"client:head:quality": "p:2"}
    assert what(rollout, "03-16") == []


def test_a_source_that_is_silent_hides_no_missing_owner():
    rollout = Rollout().agreed(accountable="").item().read(on=day("03-04"))

    assert what(rollout, "03-12") == ["nobody_accountable"]


@pytest.mark.parametrize(("days", "count"), [(1, 1), (3, 0)])
def test_the_policy_says_how_long_a_problem_may_wait_to_be_routed(days, count):
    rollout = Rollout().raised("P1", kind=Kind.PROBLEM, accountable="", finish_on=None)
    usual = rollout.context(day("03-04"))
    policy = replace(usual.policy, sla=replace(usual.policy.sla, route_problem_wd=days))
    context = Context(usual.world, policy, usual.calendar, usual.status_date, usual.at)

    assert len(judge(context, {RULE: plugins.rules()[RULE]}).found) == count
