"""The doctor: each failing line names its cure."""

from pathlib import Path

import pytest

from tests.integration.cli.terminal import SOURCES, Terminal


def by_name(terminal: Terminal, code: int = 0) -> dict[str, dict[str, str]]:
    return {check["name"]: check for check in terminal.told("doctor", code=code)["checks"]}


def test_an_installation_that_is_well_passes(prepared: Terminal):
    told = by_name(prepared)

    assert {"settings", "sqlite", "disk", "store", "clock", "projections"} <= set(told)
    assert told["workbook:plan"]["state"] == "good"


def test_a_mistyped_variable_is_found(prepared: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUB_PROJEKT", "mes")

    assert "HUB_PROJECT" in by_name(prepared, code=1)["settings"]["cure"]


def test_a_store_that_is_not_there_is_found(terminal: Terminal):
    assert "hub migrate" in by_name(terminal, code=1)["store"]["cure"]


def test_a_mistake_in_the_sources_is_found(prepared: Terminal):
    with (prepared.home / "sources.toml").open("a") as file:
        file.write('sidee = "vendor"\n')

    assert by_name(prepared, code=1)["sources"]["cure"] == "Did you mean side?"


def test_a_secret_that_is_not_there_is_found(prepared: Terminal):
    jira = """
[[source]]
name = "SRC"
kind = "jira"
base_url = "https://jira.example"
token = "env:NO_SUCH_TOKEN"
projects = ["SRC"]
"""
    text = SOURCES.format(home=prepared.home.as_posix()) + jira
    (prepared.home / "sources.toml").write_text(text)

    assert by_name(prepared, code=1)["jira:SRC"]["state"] == "failed"


def test_whatever_is_not_good_has_its_cure(terminal: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUB_PROJEKT", "mes")
    monkeypatch.setenv("HUB_PORT", "0")

    checks = terminal.told("doctor", code=1)["checks"]

    assert all(check["cure"] for check in checks if check["state"] != "good")


def test_a_person_reads_the_cure_below_the_line(terminal: Terminal):
    lines = terminal.types("doctor").stdout.splitlines()

    [failed] = [place for place, line in enumerate(lines) if line.startswith("failed")]
    assert "hub migrate" in lines[failed + 1]


def test_a_full_disk_is_measured_where_the_hub_writes(prepared: Terminal):
    assert str(Path(prepared.home)) in by_name(prepared)["disk"]["said"]
