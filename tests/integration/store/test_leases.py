"""Who may do a thing that only one may do at a time."""

from hub.store import Log
from tests.integration.store.building import NOW, later


def test_a_lease_is_given_to_one_only(log: Log):
    assert log.lease("nightly", holder="one", at=NOW)
    assert log.lease("nightly", holder="two", at=NOW) is None
    assert log.holder_of("nightly") == ("one", later(minutes=5))


def test_a_lease_past_its_time_is_free(log: Log):
    log.lease("nightly", holder="one", at=NOW)

    assert log.lease("nightly", holder="two", at=later(minutes=5, seconds=1))
    assert log.holder_of("nightly") == ("two", later(minutes=10, seconds=1))


def test_a_renewed_lease_is_not_free(log: Log):
    token = log.lease("nightly", holder="one", at=NOW)

    assert token
    assert log.renew("nightly", token, at=later(minutes=4))
    assert log.lease("nightly", holder="two", at=later(minutes=6)) is None


def test_a_lost_lease_cannot_be_renewed_nor_given_back(log: Log):
    lost = log.lease("nightly", holder="one", at=NOW)
    log.lease("nightly", holder="two", at=later(minutes=6))

    assert lost
    assert not log.renew("nightly", lost, at=later(minutes=6))
    log.release("nightly", lost)
    assert log.holder_of("nightly") == ("two", later(minutes=11))


def test_a_lease_given_back_is_free_at_once(log: Log):
    token = log.lease("nightly", holder="one", at=NOW)
    assert token

    log.release("nightly", token)

    assert log.holder_of("nightly") is None
    assert log.lease("nightly", holder="two", at=NOW)
