"""What tasks of MS Project claim, and how editions of a plan differ."""

from pathlib import Path

import pytest

from hub.model.facts import (
    EditionHeld,
    EditionRead,
    State,
    WorkItemFact,
    WorkItemFieldChanged,
    WorkItemVanished,
)
from tests.contract.ms_project.plans import after, baseline, desk, plan, task


def finishes(changes: list[WorkItemFieldChanged], field: str) -> dict[str, tuple]:
    return {each.subject: (each.old, each.new) for each in changes if each.field == field}


def test_both_baselines_are_kept_and_links_lead_through_unique_ids(
    database_url: str, tmp_path: Path
):
    first = task(7, more=[baseline(0, "2026-03-06"), baseline(3, "2026-03-20")])
    second = task(9, more=[after(7, kind=1, lag=9600)])

    with desk(database_url, tmp_path) as it:
        outcome = it.read(plan(first, second))
        held, follower = it.item(7), it.item(9)

    assert outcome.outcome == "good"
    assert held.value("extra:baseline0_finish") == "2026-03-06"
    assert held.value("extra:baseline3_finish") == "2026-03-20"
    assert held.value("due") == "2026-03-13"
    assert follower.value("predecessor") == "7FS+2d"


def test_a_plan_with_another_baseline_is_told_task_by_task(database_url: str, tmp_path: Path):
    numbers = range(1, 6)
    with desk(database_url, tmp_path) as it:
        it.read(plan(*(task(n, more=[baseline(0, "2026-03-06")]) for n in numbers)))
        moved = (task(n, more=[baseline(0, f"2026-04-0{n}")]) for n in numbers)

        it.read(plan(*moved, saved="2026-03-12"))
        changes, [_, edition] = it.of(WorkItemFieldChanged), it.of(EditionRead)

    assert finishes(changes, "extra:baseline0_finish") == {
        f"plan/{n}": ("2026-03-06", f"2026-04-0{n}") for n in numbers
    }
    assert edition.differences == {"changed": 5, "rebaselined": 5}
    assert all(each.old_locator.endswith(f"/task/{each.subject[5:]}") for each in changes)


def test_a_baseline_that_was_cleared_is_told(database_url: str, tmp_path: Path):
    with desk(database_url, tmp_path) as it:
        it.read(plan(task(1, more=[baseline(0, "2026-03-06")])))
        it.read(plan(task(1), saved="2026-03-12"))

        assert it.item(1).value("extra:baseline0_finish") is None


def test_the_same_file_twice_gives_facts_once(database_url: str, tmp_path: Path):
    with desk(database_url, tmp_path) as it:
        it.read(plan(task(1), task(2)))
        before = len(it.of(WorkItemFact))

        it.read(plan(task(1), task(2)), name="another name.xml")

        assert len(it.of(WorkItemFact)) == before == 3


def test_the_titles_of_summary_tasks_become_phase_and_module(database_url: str, tmp_path: Path):
    outline = [
        task(1, "Pilot", Summary=1, PercentComplete=60),
        task(2, "MES", level=2, Summary=1),
        task(3, "Reports", level=3, Summary=1),
        task(4, "Count the stock", level=4, PercentComplete=100),
        task(5, "Train", level=1),
    ]
    with desk(database_url, tmp_path) as it:
        it.read(plan(*outline))
        leaf, group, outer = it.item(4), it.item(1), it.item(5)

    assert (leaf.value("phase"), leaf.value("module")) == ("Pilot", "MES / Reports")
    assert (group.value("type"), group.value("percent"), group.state) == (
        "group",
        None,
        State.UNKNOWN,
    )
    assert outer.value("phase") is None


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        ({}, State.NOT_STARTED),
        ({"PercentComplete": 30}, State.IN_PROGRESS),
        ({"ActualStart": "2026-03-10T08:00:00"}, State.IN_PROGRESS),
        ({"PercentComplete": 100}, State.DONE),
        ({"PercentComplete": 100, "Active": 0}, State.CANCELLED),
        ({"PercentComplete": None}, State.UNKNOWN),
    ],
)
def test_the_state_is_what_the_figures_claim(texts: dict, state: State, tmp_path: Path):
    with desk(f"sqlite:///{tmp_path}/events.db", tmp_path) as it:
        it.read(plan(task(1, **texts)))

        assert it.item(1).state is state


def test_names_of_people_stand_in_the_table_of_people_alone(database_url: str, tmp_path: Path):
    resources = [
        ("Resource", [("UID", 1), ("Name", "Zhou Wen"), ("Type", 1), ("Group", "Team A")]),
        ("Resource", [("UID", 2), ("Name", "Cable"), ("Type", 0)]),
    ]
    pairs = [(1, 1), (1, 2), (2, -65535)]
    assigned = [("Assignment", [("TaskUID", t), ("ResourceUID", r)]) for t, r in pairs]
    own = ("Calendar", [("UID", 3), ("Name", "Zhou Wen"), ("IsBaseCalendar", 0)])
    lists = [("Calendars", [own]), ("Resources", resources), ("Assignments", assigned)]
    with desk(database_url, tmp_path) as it:
        it.read(plan(task(1), task(2), lists=lists))
        worker = it.item(1).value("assignee")
        told = "".join(str(event) for event in it.of(WorkItemFact))

    assert it.people == {worker: "Zhou Wen"}
    assert it.settings.source in str(worker)
    assert "Zhou Wen" not in told
    assert "Cable" not in told


def test_calendars_are_kept_to_be_compared(database_url: str, tmp_path: Path):
    free = [
        ("TimePeriod", [("FromDate", "2026-05-01T00:00:00"), ("ToDate", "2026-05-05T23:59:00")])
    ]
    holiday = ("Exception", [*free, ("Name", "Labour Day"), ("DayWorking", 0)])
    saturday = ("WeekDay", [("DayType", 7), ("DayWorking", 1)])
    standard = [("UID", 1), ("Name", "Standard"), ("IsBaseCalendar", 1)]
    parts = [("WeekDays", [saturday]), ("Exceptions", [holiday])]
    lists = [("Calendars", [("Calendar", [*standard, *parts])])]
    with desk(database_url, tmp_path) as it:
        it.read(plan(task(1), lists=lists))

        assert it.item(0).value("extra:calendar:Standard") == (
            "2026-05-01…2026-05-05: free Labour Day\nweek Sat: works"
        )


def test_a_task_that_is_gone_is_removed_and_may_come_back(database_url: str, tmp_path: Path):
    many = [task(n) for n in range(1, 21)]
    with desk(database_url, tmp_path) as it:
        it.read(plan(*many, saved="2026-03-09"))
        it.read(plan(*many[:-1], saved="2026-03-10"))
        [gone] = it.of(WorkItemVanished)
        it.read(plan(*many, saved="2026-03-11"))

        assert (gone.subject, gone.reason) == ("plan/20", "removed")
        assert it.item(20).vanished == ""


def test_unique_ids_that_mean_other_tasks_hold_the_edition(database_url: str, tmp_path: Path):
    with desk(database_url, tmp_path) as it:
        it.read(plan(*(task(n, f"Old {n}") for n in range(1, 21))))
        again = plan(*(task(n, f"Else {n}" if n < 9 else f"Old {n}") for n in range(1, 21)))

        it.read(again.replace(b"2026-03-11", b"2026-03-12"))
        [held] = it.of(EditionHeld)

        assert held.reason == "held_churn"
        assert it.item(1).title == "Old 1"


def test_a_plan_of_another_project_is_held(database_url: str, tmp_path: Path):
    with desk(database_url, tmp_path) as it:
        it.read(plan(task(1), GUID="A0B1"))
        it.read(plan(task(1), GUID="C2D3", saved="2026-03-12"))
        [held] = it.of(EditionHeld)

        assert held.values["why"] == "project"


def test_an_edition_that_comes_late_moves_no_current_state(database_url: str, tmp_path: Path):
    def edition(day: int, percent: int) -> bytes:
        return plan(task(1, PercentComplete=percent), saved=f"2026-03-{day:02}")

    with desk(database_url, tmp_path) as it:
        it.read(edition(2, 10))
        it.read(edition(10, 80))
        it.read(edition(6, 40))
        late = it.of(WorkItemFieldChanged)[-1]

        assert (late.field, late.old, late.new) == ("percent", 10.0, 40.0)
        assert it.item(1).value("percent") == 80.0


def test_the_status_date_is_the_date_of_the_edition(tmp_path: Path):
    with desk(f"sqlite:///{tmp_path}/events.db", tmp_path) as it:
        it.read(plan(task(1), StatusDate="2026-03-06T17:00:00"))
        it.read(plan(task(1), task(2), saved="2026-03-11"))
        first, second = (each.edition for each in it.of(EditionRead))

    assert (str(first.edition_on), first.dated_by) == ("2026-03-06", "status_date")
    assert (str(second.edition_on), second.dated_by) == ("2026-03-11", "modified")
