"""Who has to be trained and who has passed: the side that is trained says both."""

from typing import Any

import pytest

from hub.errors import NotAllowed, Refused
from hub.model.event import Side
from hub.model.trainings import Audience, RecordTraining, RequireTraining
from tests.unit.model.acts import COORDINATOR, VENDOR_PM, Subject, names

WHO: dict[str, Any] = {"module": "MES", "audience": Audience.END_USER, "unit": "quality"}


def test_the_provider_does_not_say_who_has_passed():
    with pytest.raises(NotAllowed, match="client:quality"):
        Subject().do(RecordTraining(by=VENDOR_PM, **WHO, meeting="C1", passed=("p:1",)))


def test_the_same_holds_for_the_other_side():
    with pytest.raises(NotAllowed, match="vendor:quality"):
        Subject().do(RequireTraining(by=COORDINATOR, **WHO, side=Side.VENDOR, people=3))


def test_a_later_word_replaces_and_the_same_word_is_not_repeated():
    subject = Subject()
    command = RecordTraining(by=COORDINATOR, **WHO, meeting="C1", passed=("p:1",))

    first, same = subject.do(command), subject.do(command)
    more = subject.do(RecordTraining(by=COORDINATOR, **WHO, meeting="C1", passed=("p:1", "p:2")))

    assert (names(first), same, names(more)) == (["PeopleTrained"], [], ["PeopleTrained"])


def test_fewer_than_nobody_is_refused():
    with pytest.raises(Refused, match="nobody"):
        Subject().do(RequireTraining(by=COORDINATOR, **WHO, people=-1))


def test_each_shift_has_its_own_history():
    early, late = (RequireTraining(by=COORDINATOR, **WHO, shift=s, people=3) for s in ("1", "2"))

    assert early.subject != late.subject
