"""What `hub doctor` finds out about a Jira before anything is read."""

from pathlib import Path

import pytest

from connectors.jira.client import Clocks
from connectors.jira.metadata import checks
from hub.errors import HubError
from tests.jira_server import LocalJira, faults

from .reading import Hub, hub

MODES = pytest.mark.parametrize("mode", ["cloud", "dc"])


def stocked(mode: str) -> LocalJira:
    jira = LocalJira(mode)
    jira.script.create("ALPHA")
    return jira


def found(it: Hub) -> list[HubError]:
    return list(checks(it.settings, it.at(), Clocks(sleep=it.wait, chance=lambda: 0.5)))


@MODES
@pytest.mark.parametrize("write_back", ["off", "on"])
def test_a_good_connection_has_nothing_wrong(mode: str, write_back: str, tmp_path: Path) -> None:
    with hub(stocked(mode), tmp_path, write_back=write_back) as it:
        assert found(it) == []


@MODES
def test_a_permission_that_is_lacking_is_named_with_its_project(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.access.denied.add("ADD_COMMENTS")

    with hub(jira, tmp_path, write_back="on") as it:
        [wrong] = found(it)

    assert (wrong.code, wrong.values["permissions"]) == ("forbidden", "ADD_COMMENTS")


@MODES
def test_a_wrong_token_is_the_only_complaint(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)

    with hub(jira, tmp_path, account="nobody@example.test") as it:
        assert [wrong.code for wrong in found(it)] == ["credential_refused"]


@MODES
def test_a_field_that_is_not_there_is_named(mode: str, tmp_path: Path) -> None:
    with hub(stocked(mode), tmp_path, fields={"percent": ["Percent done"]}) as it:
        assert [wrong.code for wrong in found(it)] == ["mapping_refused"]


@MODES
def test_a_status_without_a_meaning_is_listed(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.catalogue.add_status("77", "Parked", "undefined")

    with hub(jira, tmp_path) as it:
        assert [wrong.values["names"] for wrong in found(it)] == ["Parked"]


@MODES
def test_a_clock_that_is_off_is_reported(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.clock.skew = 7 * 60_000

    with hub(jira, tmp_path) as it:
        assert [wrong.values["seconds"] for wrong in found(it)] == [420]


@MODES
def test_a_refused_question_for_permissions_is_a_complaint(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.faults.on("mypermissions", faults.status(403, "No."), times=None)

    with hub(jira, tmp_path) as it:
        assert [wrong.code for wrong in found(it)] == ["forbidden"]
