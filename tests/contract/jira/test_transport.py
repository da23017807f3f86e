"""What can go wrong on the way, and that nothing of it reads as `there is nothing`."""

from datetime import timedelta
from pathlib import Path

import pytest

from hub.model.facts import SourceObserved
from tests.jira_server import LocalJira, faults

from .reading import Hub, hub

MODES = pytest.mark.parametrize("mode", ["cloud", "dc"])


def stocked(mode: str, count: int = 3) -> LocalJira:
    jira = LocalJira(mode)
    for _ in range(count):
        jira.script.create("ALPHA")
    jira.clock.advance(hours=1)
    return jira


def code_of(it: Hub) -> str:
    return it.failed().code


@MODES
def test_a_wrong_token_is_refused_after_one_request(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)

    with hub(jira, tmp_path, account="somebody@example.test") as it:
        assert code_of(it) == "credential_refused"
        assert len(jira.requests) == 1


@MODES
def test_a_credential_lost_on_the_way_is_no_empty_jira(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.access.anonymous = True

    with hub(jira, tmp_path) as it:
        assert code_of(it) == "anonymous_answer"


@MODES
def test_a_login_page_with_status_200_is_refused_by_its_title(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.faults.on("*", faults.login_page(), times=None)

    with hub(jira, tmp_path) as it:
        outcome = it.failed()

    assert outcome.code == "not_json"
    assert outcome.values["title"] == "Log in - Company Single Sign-On"


@MODES
@pytest.mark.parametrize("to", ["https://elsewhere.example.test/x?token=1", "/jira/login"])
def test_no_redirect_is_followed(mode: str, to: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.faults.on("myself", faults.redirect(to))

    with hub(jira, tmp_path) as it:
        outcome = it.failed()

    assert outcome.code == "redirect_refused"
    assert outcome.values["location"] == to.partition("?")[0]


@MODES
def test_an_internal_address_is_refused_unless_it_is_listed(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)

    with hub(jira, tmp_path, allow=["other.example.test"]) as it:
        outcome = it.failed()

    assert outcome.code == "address_refused"
    assert not jira.requests


def test_410_on_the_old_search_of_cloud_is_no_reason_to_try_the_other(tmp_path: Path) -> None:
    jira = stocked("cloud")

    with hub(jira, tmp_path, dialect="dc", strict=False) as it:
        outcome = it.failed()

    assert (outcome.code, outcome.values["status"]) == ("endpoint_gone", "410")
    assert jira.counted()["search"] == 0


def test_404_on_the_new_search_of_a_server_is_no_reason_to_try_the_other(tmp_path: Path) -> None:
    jira = stocked("dc")

    with hub(jira, tmp_path, dialect="cloud", strict=False) as it:
        outcome = it.failed()

    assert outcome.code == "endpoint_gone"


@MODES
def test_a_server_that_does_not_say_what_it_is_is_asked_three_times(
    mode: str, tmp_path: Path
) -> None:
    jira = stocked(mode)
    jira.faults.on("serverInfo", faults.exactly({}), times=2)

    with hub(jira, tmp_path) as it:
        it.good()
        jira.faults.on("serverInfo", faults.exactly({}), times=None)

        assert code_of(it) == "dialect_unknown"


@MODES
@pytest.mark.parametrize(
    ("fault", "least"),
    [
        (faults.too_many(7), 7),
        (faults.too_many("3.5"), 3.5),
        (faults.too_many(timedelta(seconds=40)), 40),
        (faults.too_many(45, as_html=True), 45),
        (faults.too_many(), 30),
        (faults.too_many("soon"), 30),
    ],
    ids=["seconds", "decimals", "date", "html", "silent", "words"],
)
def test_a_429_is_waited_out_and_never_early(
    mode: str, fault: faults.Accident, least: float, tmp_path: Path
) -> None:
    jira = stocked(mode)
    jira.faults.on("search", fault)

    with hub(jira, tmp_path) as it:
        it.good()

        assert len(it.waits) == 1
        assert least <= it.waits[0] <= least * 1.2 + 6


@MODES
def test_a_wait_beyond_patience_ends_the_source_and_loses_nothing(
    mode: str, tmp_path: Path
) -> None:
    jira = stocked(mode)
    jira.faults.on("search", faults.too_many(3600, reason="jira-quota-global-based"))

    with hub(jira, tmp_path) as it:
        outcome = it.failed()
        assert outcome.code == "rate_limited"
        assert outcome.values["reason"] == "jira-quota-global-based"
        jira.clock.advance(hours=1)
        it.good()

        assert len(list(it.past.all_items())) == 3


@pytest.mark.parametrize("where", ["search", "bulkfetch", "changelog/bulkfetch", "field"])
@pytest.mark.parametrize(
    "fault",
    [faults.status(500), faults.status(503), faults.cut(), faults.drop(), faults.body(bytes.upper)],
    ids=["500", "503", "cut", "drop", "broken"],
)
def test_a_passing_failure_is_tried_again(
    where: str, fault: faults.Accident, tmp_path: Path
) -> None:
    jira = stocked("cloud")
    jira.faults.on(where, fault, times=2)

    with hub(jira, tmp_path) as it:
        it.good()

        assert len(it.waits) == 2
        assert all(1 <= wait <= 60 for wait in it.waits)
        assert len(list(it.past.all_items())) == 3


@MODES
def test_one_page_of_many_may_fail_once(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode, 60)
    jira.knobs.page_cap = 1
    jira.knobs.caps["dc_search"] = 12
    jira.faults.on("search", faults.status(500), skip=20)

    with hub(jira, tmp_path) as it:
        it.good()

        assert len(list(it.past.all_items())) == 60


@MODES
def test_six_failures_end_the_source(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.faults.on("search", faults.status(502), times=None)

    with hub(jira, tmp_path) as it:
        assert code_of(it) == "unavailable"
        assert jira.counted()["search"] == 6


@pytest.mark.parametrize(
    "where",
    ["field", "field/search", "status", "project/search", "versions", "search", "bulkfetch"],
)
@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refused_list_is_never_an_empty_one(where: str, status: int, tmp_path: Path) -> None:
    jira = stocked("cloud")
    jira.faults.on(where, faults.status(status, "No."), times=None)

    with hub(jira, tmp_path) as it:
        outcome = it.failed()

    assert outcome.code in {"query_refused", "forbidden", "endpoint_gone"}
    assert not it.waits


def test_a_repeated_token_ends_within_two_requests(tmp_path: Path) -> None:
    jira = stocked("cloud", 12)
    jira.knobs.page_cap = 2

    with hub(jira, tmp_path) as it:
        jira.faults.on("search", faults.repeated_token(), times=None)

        assert code_of(it) == "paging_stuck"
        assert jira.counted()["search"] <= 3
        jira.faults.clear()
        it.good()
        assert len(list(it.past.all_items())) == 12


def test_empty_pages_with_a_token_are_passed(tmp_path: Path) -> None:
    jira = stocked("cloud", 12)
    jira.knobs.page_cap = 2
    jira.faults.empty_pages(5)

    with hub(jira, tmp_path) as it:
        it.good()

        assert len(list(it.past.all_items())) == 12


def test_fifty_empty_pages_are_too_many(tmp_path: Path) -> None:
    jira = stocked("cloud", 12)
    jira.faults.empty_pages(60)

    with hub(jira, tmp_path) as it:
        assert code_of(it) == "paging_stuck"


def test_an_expired_token_begins_the_pass_anew(tmp_path: Path) -> None:
    jira = stocked("cloud", 250)
    jira.knobs.page_cap = 100

    with hub(jira, tmp_path) as it:
        jira.faults.on("bulkfetch", faults.status(400), skip=1, times=None)
        it.failed()
        jira.faults.clear()
        jira.clock.advance(days=8)
        it.good()

        assert len(list(it.past.all_items())) == 250


def test_a_run_goes_on_where_the_last_one_stopped(tmp_path: Path) -> None:
    jira = stocked("cloud", 250)

    with hub(jira, tmp_path) as it:
        jira.faults.on("bulkfetch", faults.status(400), skip=2, times=None)
        it.failed()
        jira.faults.clear()
        it.good()
        observed = it.of(SourceObserved)[0]

        assert (observed.counts["issues"], observed.count) == (50, 250)
        assert len(list(it.past.all_items())) == 250


def test_bulk_calls_in_the_third_version_alone_are_found(tmp_path: Path) -> None:
    jira = stocked("cloud")
    jira.knobs.bulk_versions = ("3",)

    with hub(jira, tmp_path) as it:
        it.good()
        it.night()

        assert len(list(it.past.all_items())) == 3


def test_the_bucket_of_a_server_is_respected(tmp_path: Path) -> None:
    jira = stocked("dc", 30)
    jira.limits.set_bucket(3, 3, 1)

    with hub(jira, tmp_path) as it:
        it.good()

        assert all(wait == 1 for wait in it.waits)
        assert len(list(it.past.all_items())) == 30


def test_rows_that_come_and_go_between_offset_pages_are_neither_lost_nor_doubled(
    tmp_path: Path,
) -> None:
    jira = stocked("dc", 60)
    jira.knobs.caps["dc_search"] = 20
    jira.knobs.nodes = 2
    doomed = [issue.id for issue in jira.documents][:15:5]

    def disturb(value: object) -> None:
        if doomed:
            jira.script.delete(doomed.pop())
            jira.script.create("ALPHA")

    with hub(jira, tmp_path) as it:
        jira.faults.on("search", faults.content(disturb), times=None)
        it.good()
        left = {issue.id for issue in jira.documents}

        assert left <= {item.subject for item in it.past.all_items()}


@MODES
def test_no_environment_variable_sends_the_credential_elsewhere(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    jira = stocked(mode)

    with hub(jira, tmp_path) as it:
        it.good()


@MODES
def test_a_context_path_belongs_to_the_address(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.knobs.context = "/jira"

    with hub(jira, tmp_path) as it:
        it.good()

        assert all(target.startswith("/jira/") for _, target in jira.requests)


@MODES
def test_two_runs_at_once_read_each_issue_once(mode: str, tmp_path: Path) -> None:
    jira = stocked(mode)

    with hub(jira, tmp_path) as it:
        held = it.log.lease(it.settings.source, holder="another run", at=it.at())
        outcome = it.sync()

        assert held
        assert outcome.outcome == "running"
        assert not it.events()
