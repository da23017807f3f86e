"""Reading and judging from the command line."""

from shutil import rmtree

from hub.cli.session import now
from tests.integration.cli.terminal import PLAN, REPORT, Terminal, position


def test_an_installation_that_was_not_prepared_says_how(terminal: Terminal):
    result = terminal.types("sync")

    assert result.exit_code == 1
    assert "hub migrate" in result.stderr
    assert "Traceback" not in result.output


def test_preparing_twice_changes_nothing(prepared: Terminal):
    before = position(prepared)

    prepared.good("migrate")

    assert position(prepared) == before


def test_a_run_tells_what_came_of_each_source(prepared: Terminal):
    prepared.drop(PLAN, "plan")

    told = prepared.told("sync")

    counts = {one["source"]: (one["outcome"], one["new"] > 0) for one in told["sources"]}
    assert counts["workbook:plan"] == ("good", True)
    assert counts["workbook:reports"] == (
        "good",
        False,
    )  # no file: that it was looked at is no news
    assert told["exit_code"] == 0


def test_the_same_night_again_records_no_fact(prepared: Terminal):
    prepared.drop(REPORT, "reports")
    first = prepared.told("sync")

    second = prepared.told("sync")

    assert sum(one["first_seen"] for one in first["sources"]) > 0
    assert sum(one["first_seen"] + one["changed"] for one in second["sources"]) == 0
    assert second["evaluation"]["opened"] == 0


def test_a_failed_source_says_how_many_items_are_unknown_and_since_when(prepared: Terminal):
    prepared.drop(REPORT, "reports")
    first = prepared.told("sync")
    rmtree(prepared.home / "reports")

    told = prepared.told("sync", code=2)["evaluation"]["unknown"]
    said = prepared.types("sync").stdout

    seen = sum(one["first_seen"] for one in first["sources"])
    assert first["evaluation"]["unknown"] == []
    assert [(one["source"], one["reason"], one["items"]) for one in told] == [
        ("workbook:reports", "failed", seen)
    ]
    assert f"workbook:reports: it failed; items unknown: {seen}; last good" in said


def test_a_look_tells_what_would_be_recorded_and_records_nothing(prepared: Terminal):
    before = position(prepared)

    told = prepared.told("look", REPORT, "--into", "workbook:reports")
    said = prepared.good("look", REPORT, "--into", "workbook:reports")

    assert told["counts"]["new"] > 0
    assert "title" in {column["name"] for column in told["tables"][0]["columns"]}
    assert "Nothing was recorded" in said
    assert position(prepared) == before


def test_a_look_at_what_is_no_table_says_what_to_do(prepared: Terminal):
    path = prepared.home / "odd.xlsx"
    path.write_bytes(b"MZ no table")

    result = prepared.types("look", path, "--into", "workbook:reports")

    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_only_the_named_source_is_read(prepared: Terminal):
    told = prepared.told("sync", "--source", "plan")

    assert [one["source"] for one in told["sources"]] == ["workbook:plan"]


def test_a_source_that_nobody_configured_is_a_usage_error(prepared: Terminal):
    result = prepared.types("sync", "--source", "plans")

    assert result.exit_code == 64
    assert "plan" in result.stderr


def test_a_source_that_fails_is_a_partial_success(prepared: Terminal):
    prepared.drop(REPORT, "reports")
    (prepared.home / "plan").rmdir()

    result = prepared.types("sync")

    assert result.exit_code == 2
    assert "workbook:plan: " in result.stdout


def test_a_run_elsewhere_is_no_failure_and_is_named(prepared: Terminal):
    with prepared.hub() as hub:
        hub.log.lease("workbook:plan", holder="run:elsewhere", at=now())

    result = prepared.types("sync")

    assert result.exit_code == 0
    assert "run:elsewhere" in result.stdout


def test_what_is_critical_is_said_in_a_sentence(prepared: Terminal):
    prepared.good("plan", "propose", PLAN)
    prepared.approve()

    said = prepared.good("evaluate")

    assert "\nS1 " in said
    assert "agreed for 2025-09-30" in said


def test_a_dry_run_tells_what_would_come_and_keeps_nothing(prepared: Terminal):
    if not (prepared.home / "events.db").exists():
        assert prepared.types("sync", "--dry-run").exit_code == 1  # a PostgreSQL is not copied
        return
    prepared.drop(REPORT, "reports")
    before = position(prepared)

    told = prepared.told("sync", "--dry-run")

    assert told["dry_run"]
    assert sum(one["first_seen"] for one in told["sources"]) > 0
    assert position(prepared) == before
    assert not (prepared.home / "originals").exists()
