"""Who holds a place, and who has left it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from hub.errors import Refused
from hub.model.event import Side
from hub.model.parties import AssignRole, EndRole, NameKeyUser, RoleEnded, decide
from hub.model.people import Person, Role

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
BY = Person("p:lead", Side.CLIENT, Role.COORDINATOR)
PM: dict[str, Any] = {"by": BY, "side": Side.VENDOR, "role": Role.VENDOR_PM, "party": "v"}


def test_who_leaves_a_place_held_it():
    assigned = decide([], AssignRole(**PM, person="p:1"), AT)

    [left] = decide(assigned, EndRole(**PM, person="p:1", on=date(2026, 3, 9)), AT)

    assert isinstance(left, RoleEnded)
    assert (left.subject, left.on) == (assigned[0].subject, date(2026, 3, 9))
    assert decide([*assigned, left], EndRole(**PM, person="p:1", on=date(2026, 3, 9)), AT) == []


@pytest.mark.parametrize("held", [[], ["p:2"]])
def test_who_does_not_hold_a_place_does_not_leave_it(held):
    state = [decide([], AssignRole(**PM, person=each), AT)[0] for each in held]

    with pytest.raises(Refused, match="does not hold"):
        decide(state, EndRole(**PM, person="p:1", on=date(2026, 3, 9)), AT)


def test_the_same_person_may_come_back():
    command = AssignRole(**PM, person="p:1")
    state = decide([], command, AT)
    state += decide(state, EndRole(**PM, person="p:1", on=date(2026, 3, 9)), AT)

    assert len(decide(state, command, AT)) == 1


def test_a_key_user_leaves_the_place_of_a_module():
    place: dict[str, Any] = {"by": BY, "person": "p:1", "unit": "quality", "module": "MES"}
    state = decide([], NameKeyUser(**place), AT)

    end = EndRole(**place, role=Role.KEY_USER, side=Side.CLIENT, on=date(2026, 3, 9))

    assert decide(state, end, AT)[0].subject == state[0].subject
