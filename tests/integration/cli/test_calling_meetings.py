"""A meeting is called, and the policy says without whom it has no quorum."""

import pytest

from hub.model.meetings import MeetingCalled
from tests.integration.cli.terminal import COORDINATOR, Terminal

CALL = {
    "do": "call-meeting",
    "by": "person:coordinator",
    "meeting": "review-wms",
    "topic": "blueprint_review",
    "module": "WMS",
    "title": "WMS",
    "on": "2025-08-21",
    "invited": ["client:it"],
}


def called(terminal: Terminal, **more: object) -> MeetingCalled:
    terminal.acts({**COORDINATOR, "side": "client"}, {**CALL, **more})
    with terminal.hub() as hub:
        [events] = hub.world().meetings.values()
    [found] = events
    assert isinstance(found, MeetingCalled)
    return found


def test_a_call_that_names_nobody_takes_who_is_needed_from_the_policy(prepared: Terminal):
    call = called(prepared)

    assert set(call.required) == {"client:warehouse", "vendor:pm"}
    assert call.invited == ("client:it", "client:warehouse", "vendor:pm")


@pytest.mark.parametrize(
    ("named", "required"),
    [
        ({"required": ["client:it"]}, ("client:it",)),
        ({"topic": "weekly"}, ()),
    ],
    ids=["the call names them", "the policy names nobody"],
)
def test_what_is_called_otherwise_stays_as_it_is(prepared: Terminal, named, required):
    assert called(prepared, **named).required == required
