"""Who answers for what: exactly one person, on each line of the matrix."""

import pytest

from hub.errors import NotAllowed, Refused
from hub.model.commitments import Kind
from hub.model.parties import DeclareRaci
from tests.unit.model.acts import COORDINATOR, VENDOR_PM, Subject, names


def line(by=COORDINATOR, **more):
    return DeclareRaci(by=by, kind=Kind.DUTY, topic="data", **{"accountable": "p:head", **more})


@pytest.mark.parametrize("named", ["", " ", "p:1, p:2", "p:1；p:2", "p:1/p:2"])
def test_nobody_and_several_are_refused(named):
    with pytest.raises(Refused, match="Exactly one"):
        Subject().do(line(accountable=named))


def test_a_vendor_does_not_write_the_matrix():
    with pytest.raises(NotAllowed):
        Subject().do(line(by=VENDOR_PM))


def test_a_line_that_is_so_already_is_not_repeated():
    subject = Subject()

    first, second = subject.do(line()), subject.do(line())

    assert (names(first), second) == (["RaciDeclared"], [])


def test_a_line_is_known_by_kind_topic_and_module():
    assert line(module="WMS").subject == "duty:data:WMS"
