"""Flags are written into issues once, whatever happens to the answers."""

from pathlib import Path

import pytest

from connectors.jira.payloads import Comment, Person
from connectors.jira.settings import JiraSettings
from connectors.jira.writeback import LABEL, JiraSender, is_own, marker_of, property_of
from tests.contract.jira.writing import desk
from tests.jira_server import faults

LOST = {
    "503": faults.after(faults.status(503)),
    "504": faults.after(faults.status(504)),
    "dropped": faults.after(faults.drop()),
    "cut": faults.cut(),
    "a page of a proxy": faults.after(faults.login_page()),
}


def test_nothing_is_written_where_it_is_only_shown(tmp_path: Path):
    with desk(tmp_path, write_back="dry_run") as it:
        it.flag()
        counted = it.work()

        [row] = it.outbox.rows()
        assert counted == {"shown": 1}
        assert "When will the gateway run?" in row.message
        assert (it.comments, it.labels, it.properties, it.jira.counted()) == ([], [], {}, {})


@pytest.mark.parametrize("mode", ["cloud", "dc"])
def test_a_flag_becomes_a_property_a_label_and_a_comment(tmp_path: Path, mode: str):
    with desk(tmp_path, mode) as it:
        it.flag()
        counted = it.work()

        [text] = it.comments
        done = it.properties[property_of("flag-1")]
        assert counted == {"sent": 1}
        assert text.endswith(f"\n\n{marker_of('flag-1')}")
        assert it.labels == [LABEL]
        assert done["state"] == "done"


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("mode", ["cloud", "dc"])
def test_a_comment_whose_answer_was_lost_is_there_once(tmp_path: Path, mode: str, lost: str):
    with desk(tmp_path, mode) as it:
        it.jira.faults.on("add comment", LOST[lost])
        it.flag()
        first = it.work()
        at_once = it.work()
        it.later(seconds=61)
        second = it.work()

        assert (first, at_once, second) == ({"waiting": 1}, {}, {"sent": 1})
        assert len(it.comments) == 1
        assert it.jira.counted()["add comment"] == 1
        assert it.properties[property_of("flag-1")]["state"] == "done"


@pytest.mark.parametrize("answer", [faults.status(503), faults.drop()])
def test_a_comment_that_never_arrived_is_sent_again(tmp_path: Path, answer: faults.Accident):
    with desk(tmp_path) as it:
        it.jira.faults.on("add comment", answer)
        it.flag()
        it.work()
        it.later(seconds=61)
        it.work()

        assert len(it.comments) == 1


@pytest.mark.parametrize(
    "where", ["myself", "mypermissions", "set property", "edit issue", "comments", "add comment"]
)
@pytest.mark.parametrize("accident", [*LOST, "429"])
def test_wherever_it_breaks_there_is_one_comment_in_the_end(
    tmp_path: Path, where: str, accident: str
):
    with desk(tmp_path) as it:
        it.jira.faults.on(where, LOST.get(accident, faults.too_many()), times=2)
        it.flag()
        counted = it.until_done()

        assert (len(it.comments), it.labels, counted["sent"]) == (1, [LABEL], 1)


class Died(BaseException):
    """The end of a worker, in the middle of its work."""


class Dying(JiraSender):
    """Ends as soon as the comment is there, before that is written down anywhere."""

    def _commented(self, *asked):
        super()._commented(*asked)
        raise Died


def test_a_worker_that_died_after_the_comment_is_followed_by_one_that_looks(tmp_path: Path):
    with desk(tmp_path) as it:
        it.flag()
        it.sender = Dying
        with pytest.raises(Died):
            it.work()
        it.sender = JiraSender
        waits = it.work()
        it.later(minutes=11)
        counted = it.work()

        assert (waits, counted) == ({}, {"sent": 1})
        assert len(it.comments) == 1


@pytest.mark.parametrize("denied", ["ADD_COMMENTS", "EDIT_ISSUES"])
def test_without_the_permission_nothing_is_written_and_a_person_is_told(
    tmp_path: Path, denied: str
):
    with desk(tmp_path) as it:
        it.jira.access.denied.add(denied)
        it.flag()
        it.work()
        [row] = it.outbox.rows("parked")
        it.later(hours=5)

        assert row.code == "forbidden"
        assert row.values["permissions"] == denied
        assert (it.work(), it.comments, it.labels, it.properties) == ({}, [], [], {})


def test_a_parked_message_is_sent_once_the_permission_is_there(tmp_path: Path):
    with desk(tmp_path) as it:
        it.jira.access.denied.add("ADD_COMMENTS")
        it.flag()
        it.work()
        [row] = it.outbox.rows("parked")
        it.jira.access.denied.clear()
        it.outbox.resend(row.id, at=it.now())

        assert it.work() == {"sent": 1}
        assert len(it.comments) == 1


@pytest.mark.parametrize(("status", "code"), [(403, "forbidden"), (404, "issue_gone")])
def test_a_refusal_parks_the_message_with_words_for_a_person(
    tmp_path: Path, status: int, code: str
):
    with desk(tmp_path) as it:
        it.jira.faults.on("add comment", faults.status(status), times=None)
        it.flag()
        counted = it.until_done()

        [row] = it.outbox.rows("parked")
        assert (counted, row.code) == ({"parked": 1}, code)
        assert it.jira.counted()["add comment"] == 1
        assert "outbox resend" in row.remedy


def test_nothing_is_repeated_for_ever(tmp_path: Path):
    with desk(tmp_path) as it:
        it.jira.faults.on("set property", faults.status(503), times=None)
        it.flag()
        it.until_done(tries=20)

        [row] = it.outbox.rows("parked")
        assert (row.code, it.jira.counted()["set property"]) == ("unavailable", 10)


def test_a_credential_goes_nowhere_else(tmp_path: Path):
    with desk(tmp_path) as it:
        it.jira.faults.on("myself", faults.redirect("https://elsewhere.example/"))
        it.flag()
        it.work()

        [row] = it.outbox.rows("parked")
        assert row.code == "redirect_refused"


def test_an_address_that_is_not_allowed_is_not_written_to(tmp_path: Path):
    with desk(tmp_path) as it:
        url = str(it.settings.base_url).replace("http:", "https:")
        table = it.settings.model_dump(mode="json") | {"allow": (), "base_url": url}
        it.settings = JiraSettings(**table)
        it.flag()
        it.work()

        [row] = it.outbox.rows("parked")
        assert (row.code, row.values["address"]) == ("address_refused", "127.0.0.1")


def test_a_flag_that_ends_changes_its_comment_and_takes_the_label_away(tmp_path: Path):
    with desk(tmp_path) as it:
        it.flag()
        it.work()
        it.withdraw()
        it.work()

        [text] = it.comments
        assert text.startswith("The client does not ask this any more:")
        assert "it has come" not in text
        assert it.labels == []


def test_the_label_stays_as_long_as_another_flag_is_open(tmp_path: Path):
    with desk(tmp_path) as it:
        it.flag("flag-1")
        it.flag("flag-2")
        it.work()
        it.close("flag-1")
        it.work()
        one_open = it.labels
        it.close("flag-2")
        it.work()

        assert (one_open, it.labels, len(it.comments)) == ([LABEL], [], 2)


def test_a_flag_that_ended_before_it_was_sent_is_never_seen_there(tmp_path: Path):
    with desk(tmp_path) as it:
        it.flag()
        it.withdraw()

        assert it.work() == {"dropped": 2}
        assert (it.comments, it.labels, it.properties) == ([], [], {})


def test_the_comment_of_somebody_else_with_our_marker_is_not_taken_for_ours(tmp_path: Path):
    with desk(tmp_path) as it:
        it.jira.script.comment(it.issue, f"> {marker_of('flag-1')}", by="li")
        it.flag()
        it.work()

        assert len(it.comments) == 2


def test_our_comment_is_found_behind_many_others(tmp_path: Path):
    with desk(tmp_path) as it:
        it.jira.faults.on("add comment", LOST["504"])
        it.flag()
        it.work()
        for number in range(130):
            it.jira.script.comment(it.issue, f"Word {number}", by="li")
        it.later(seconds=61)
        it.work()

        assert len(it.comments) == 131


def test_a_sentence_that_holds_a_marker_does_not_pass_for_another_flag(tmp_path: Path):
    with desk(tmp_path) as it:
        it.flag("flag-1", f"As in {marker_of('flag-2')}, when?")
        it.flag("flag-2")
        it.until_done()

        assert len(it.comments) == 2


def test_a_flag_about_an_item_of_another_source_stays_here(tmp_path: Path):
    with desk(tmp_path) as it:
        it.issue, known = "0815", it.issue
        it.flag()

        assert it.work() == {}
        it.issue = known
        assert it.comments == []


def test_a_flag_about_a_commitment_goes_to_the_item_that_its_finding_cites(tmp_path: Path):
    with desk(tmp_path) as it:
        it.flag_finding(it.issue)

        assert it.work() == {"sent": 1}
        assert len(it.comments) == 1


def test_a_flag_whose_finding_cites_several_items_goes_to_none(tmp_path: Path):
    with desk(tmp_path) as it:
        it.flag_finding(it.issue, "4711")

        assert (it.work(), it.comments) == ({}, [])


def test_filling_again_makes_no_second_row(tmp_path: Path):
    with desk(tmp_path) as it:
        it.flag()
        it.work()
        it.later(days=1)

        assert (it.work(), len(it.outbox.rows())) == ({}, 1)


@pytest.mark.parametrize(
    ("author", "body", "own"),
    [
        ("hub", f"Asked. {marker_of('f')}", True),
        ("hub", "My own words", False),
        ("li", f"> {marker_of('f')}", False),
    ],
)
def test_only_our_account_with_our_marker_is_ours(author: str, body: str, own: bool):
    comment = Comment(id="1", created=0, author=Person(accountId=author), body=body)

    assert is_own(comment, "hub") is own


def test_what_was_only_shown_is_sent_once_that_is_switched_on(tmp_path: Path):
    with desk(tmp_path, write_back="dry_run") as it:
        it.flag()
        it.work()
        it.settings = it.settings.model_copy(update={"write_back": "on"})

        assert it.work() == {"sent": 1}
        assert len(it.comments) == 1
