"""NO-OWNER: a commitment has no single accountable person."""

from hub.model.commitments import Kind
from hub.model.event import Interval, Severity, Side
from hub.model.parties import RaciDeclared
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
