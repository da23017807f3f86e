"""What `hub doctor` finds out about a Jira before anything is read."""

from pathlib import Path

import pytest

from connectors.jira.client import Clocks
from connectors.jira.metadata import checks
from hub.errors import HubError
from hub.ingest import Seen
from tests.jira_server import LocalJira, faults

from .reading import Hub, hub

MODES = pytest.mark.parametrize("mode", ["cloud", "dc"])


def stocked(mode: str) -> LocalJira:
    jira = LocalJira(mode)
    jira.script.create("ALPHA")
    return jira


def told(it: Hub) -> list[HubError | Seen]:
    return list(checks(it.settings, it.at(), Clocks(sleep=it.wait, chance=lambda: 0.5)))


def found(it: Hub) -> list[HubError]:
    """Give what is wrong."""
    return [one for one in told(it) if isinstance(one, HubError)]


def sentence(it: Hub) -> str:
    [wrong] = found(it)
    return str(wrong)


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


@MODES
def test_what_was_found_is_said(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode, zone="Asia/Shanghai")
    jira.catalogue.add_field("customfield_10030", "Percent", "number")
    jira.script.create("ALPHA")

    with hub(jira, tmp_path, fields={"percent": ["Percent"], "phase": ["labels:phase-"]}) as it:
        connection, fields = (one for one in told(it) if isinstance(one, Seen))

    assert (connection.values["dialect"], connection.values["zone"]) == (mode, "Asia/Shanghai")
    assert "percent ← Percent (customfield_10030)" in str(fields.values["fields"])
    assert "phase ← labels:phase-" in str(fields.values["fields"])


@MODES
@pytest.mark.parametrize("zone", ["", "Mars/Base"])
def test_a_profile_without_a_zone_works_and_could_be_better(
    mode: str, zone: str, tmp_path: Path
) -> None:
    jira = stocked(mode)
    jira.reader["timeZone"] = zone

    with hub(jira, tmp_path) as it:
        [hint] = [one for one in told(it) if isinstance(one, Seen) and one.cure]

    assert "set `zone`" in hint.cure


@MODES
def test_a_project_that_is_not_seen_is_named_before_its_permissions(
    mode: str, tmp_path: Path
) -> None:
    with hub(stocked(mode), tmp_path, projects=["ALPHA", "NOPE"]) as it:
        assert "sees no project NOPE" in sentence(it)


@pytest.mark.parametrize(("mode", "other"), [("cloud", "dc"), ("dc", "cloud")])
def test_a_dialect_that_is_not_the_servers_is_said(mode: str, other: str, tmp_path: Path) -> None:
    with hub(stocked(mode), tmp_path, dialect=other, strict=False) as it:
        first = str(found(it)[0])

    assert f"is {other}, and the server says that it is {mode}" in first


@MODES
def test_a_clock_that_is_behind_is_not_ahead(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.clock.skew = -7 * 60_000

    with hub(jira, tmp_path) as it:
        assert "420 seconds behind" in sentence(it)


@MODES
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (faults.status(503), "status 503 (Service Unavailable)"),
        (faults.html(502, "Down for maintenance"), "status 502 (Bad Gateway)"),
        (faults.body(lambda raw: raw[:50]), "its answer cannot be read: "),
        (faults.drop(), "ReadError: "),
    ],
    ids=["503", "502", "cut", "dropped"],
)
def test_a_jira_that_does_not_answer_is_told_as_what_it_is(
    mode: str, fault: faults.Accident, said: str, tmp_path: Path
) -> None:
    jira = stocked(mode)
    jira.faults.on("field", fault, times=None)

    with hub(jira, tmp_path) as it:
        words = sentence(it)

    assert f"the last one failed: {said}" in words
    assert "waited for and tried again" in words
    assert "Undecodable" not in words


@MODES
def test_whoever_asks_does_not_wait_long_for_a_jira_that_does_not_answer(
    mode: str, tmp_path: Path
) -> None:
    jira = stocked(mode)
    jira.faults.on("*", faults.status(503), times=None)

    with hub(jira, tmp_path) as it:
        [wrong] = found(it)
        waited = sum(it.waits)

    assert (wrong.code, wrong.values["tries"]) == ("unavailable", 2)
    assert waited <= 3
