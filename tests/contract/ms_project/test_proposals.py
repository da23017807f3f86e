"""What a plan of MS Project proposes: a set of commitments that a person may approve."""

from pathlib import Path

from hub.model.commitments import CommitmentDropProposed, CommitmentProposed, Kind
from hub.model.event import Side
from hub.model.facts import WorkItemFact
from hub.model.people import Person, Role
from hub.model.plans import ApprovePlan, BaselineProposed, RevisionProposed
from tests.contract.ms_project.plans import AT, Desk, after, baseline, desk, plan, task

SPONSOR = Person("person:sponsor", Side.CLIENT, Role.SPONSOR)


def approve(it: Desk, proposed: BaselineProposed | RevisionProposed) -> None:
    command = ApprovePlan(by=SPONSOR, proposal=proposed.proposal, set_hash=proposed.set_hash)
    it.log.act(command, project="rollout", run="act", recorded_at=AT)


def test_tasks_are_proposed_as_one_set_and_claim_nothing(database_url: str, tmp_path: Path):
    tasks = [
        task(1, "Pilot", Summary=1),
        task(2, "Prepare", level=2),
        task(3, "Go live", level=2, Milestone=1, more=[after(2)]),
        task(4, "Not any more", level=2, Active=0),
    ]
    with desk(database_url, tmp_path, makes="commitments", topics={"Go live": "go_live"}) as it:
        it.read(plan(*tasks))
        rows = {row.terms.key: row.terms for row in it.of(CommitmentProposed)}
        [closing] = it.of(BaselineProposed)

        assert it.of(WorkItemFact) == []
    assert set(rows) == {"2", "3"}
    assert (rows["3"].kind, rows["3"].topic) == (Kind.MILESTONE, "go_live")
    assert (rows["3"].predecessors, rows["3"].phase) == (("2",), "Pilot")
    assert (closing.rows, len(closing.set_hash)) == (2, 64)


def test_the_dates_are_those_of_the_baseline_that_a_person_has_named(
    database_url: str, tmp_path: Path
):
    one = task(1, more=[baseline(0, "2026-03-06"), baseline(3, "2026-03-20")])
    with desk(database_url, tmp_path, makes="commitments", baseline=3) as it:
        it.read(plan(one))
        [row] = it.of(CommitmentProposed)

    assert str(row.terms.finish_on) == "2026-03-20"


def test_a_changed_plan_is_the_difference_to_the_one_in_force(database_url: str, tmp_path: Path):
    first = [task(n) for n in range(1, 21)]
    later = [task(1, Finish="2026-03-27T17:00:00"), *first[1:-1], task(21)]
    with desk(database_url, tmp_path, makes="commitments") as it:
        it.read(plan(*first, saved="2026-03-10"))
        [proposed] = it.of(BaselineProposed)
        approve(it, proposed)

        it.read(plan(*later))
        [revision] = it.of(RevisionProposed)
        [dropped] = it.of(CommitmentDropProposed)

    assert (revision.changed, revision.added, revision.dropped) == (1, 1, 1)
    assert revision.revises == proposed.proposal
    assert dropped.subject == "plan/20"


def test_a_plan_that_is_as_agreed_proposes_nothing(database_url: str, tmp_path: Path):
    with desk(database_url, tmp_path, makes="both") as it:
        it.read(plan(task(1), saved="2026-03-10"))
        [proposed] = it.of(BaselineProposed)
        approve(it, proposed)

        it.read(plan(task(1, PercentComplete=50)))

        assert it.of(RevisionProposed) == []
        assert it.item(1).value("percent") == 50.0
