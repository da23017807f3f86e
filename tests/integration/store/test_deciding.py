"""People's acts: decided on what is recorded, recorded once, refused with a remedy."""

from datetime import date

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError

from hub.errors import Refused
from hub.model.commitment_acts import GivePromise, RaiseCommitment, SendNotice
from hub.model.commitments import PromiseGiven, Terms
from hub.model.event import Event, Side
from hub.model.people import Person, Role
from hub.model.runs import ConfirmMapping
from hub.store import Contended, Log, open_log
from tests.integration.store.building import NOW, PROJECT, everything
from tests.integration.store.test_appending import Unsteady

LEAD = Person(id="p1", side=Side.CLIENT, role=Role.COORDINATOR)
RAISE = RaiseCommitment(by=LEAD, terms=Terms(key="D-1", title="Name users", side=Side.CLIENT))
NOTICE = SendNotice(by=LEAD, series="duties", key="D-1", words="Please name them.")


def act(log: Log, command) -> list[Event]:
    """Act at NOW."""
    return log.act(command, project=PROJECT, run="request-1", recorded_at=NOW)


def test_what_the_decider_refuses_is_not_recorded(log: Log):
    with pytest.raises(Refused, match="D-1"):
        act(log, NOTICE)

    assert not log.read()


def test_what_is_decided_is_recorded_with_an_entry_of_its_own(log: Log):
    [event] = act(log, RAISE)

    assert everything(log) == [event]
    assert (event.source, event.actor, event.originator_version) == ("hub", "p1", 1)
    assert len(event.entry) == 32


def test_what_is_so_already_is_not_recorded_again(log: Log):
    act(log, RAISE)

    assert act(log, RAISE) == []


def test_the_same_act_twice_is_two_events_where_that_means_something(log: Log):
    act(log, RAISE)
    act(log, NOTICE)
    act(log, NOTICE)

    assert [event.originator_version for event in everything(log)] == [1, 2, 3]


def test_an_act_about_a_source_goes_to_the_stream_of_that_source(log: Log):
    command = ConfirmMapping(
        by=LEAD, source="workbook:plan", fingerprint="f1", columns={"名称": "title"}
    )
    act(log, command)

    assert act(log, command) == []
    assert len(list(log.stream_ids("workbook:plan", about="mapping"))) == 1


def test_a_decision_is_made_again_on_what_another_has_recorded(log: Log, database_url: str):
    act(log, RAISE)
    with open_log(database_url) as other:
        put = log._application.events.put

        def overtaken(*args, **rest):
            log._application.events.put = put  # type: ignore[method-assign]
            act(other, NOTICE)
            return put(*args, **rest)

        log._application.events.put = overtaken  # type: ignore[method-assign]
        act(log, NOTICE)

    assert [event.originator_version for event in everything(log)] == [1, 2, 3]


@pytest.mark.parametrize("failure", [IntegrityError("?"), OperationalError("gone")])
def test_an_act_whose_answer_was_lost_is_recorded_once(log: Log, failure: Exception):
    act(log, RAISE)
    Unsteady(log, failure, commits=True)

    promise = GivePromise(by=LEAD, series="duties", key="D-1", finish_on=date(2025, 4, 1))
    [event] = act(log, promise)

    assert isinstance(event, PromiseGiven)
    assert everything(log)[1:] == [event]


def test_after_three_conflicts_it_is_refused(log: Log):
    Unsteady(log, *[IntegrityError("again")] * 3, commits=False)

    with pytest.raises(Contended):
        act(log, RAISE)
