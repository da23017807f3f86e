"""Flags and replies: asked by the coordinator, seen and answered by one vendor alone."""

from datetime import timedelta
from typing import Any

import pytest

from hub.errors import NotAllowed, NotFound, Outdated, Refused
from hub.model.flags import AnswerReply, FlagItem, ReplyToFlag, WithdrawFlag
from tests.unit.model.acts import COORDINATOR, DAY, OTHER_PM, VENDOR_PM, Subject, after, names


def flag(**terms) -> FlagItem:
    content: dict[str, Any] = {
        "by": COORDINATOR,
        "flag": "F1",
        "party": "acme",
        "item": "i",
        "reply_by": DAY,
    }
    return FlagItem(**{**content, "sentence": "Why was it moved?", **terms})


def reply(answer: str = "disagree", by=VENDOR_PM, **content) -> ReplyToFlag:
    return ReplyToFlag(by=by, flag="F1", answer=answer, **{"words": "It was agreed.", **content})


def test_only_the_coordinator_flags():
    with pytest.raises(NotAllowed):
        Subject().do(flag(by=VENDOR_PM))


@pytest.mark.parametrize(
    "wrong", [{"sentence": " "}, {"reply_by": DAY - timedelta(days=1)}, {"item": ""}]
)
def test_a_flag_without_sentence_subject_or_future_is_refused_with_a_remedy(wrong):
    with pytest.raises(Refused) as refused:
        Subject().do(flag(**wrong))

    assert refused.value.remedy


def test_another_vendor_does_not_learn_that_a_flag_exists():
    flagged = after(flag())

    with pytest.raises(NotFound) as theirs:
        flagged.do(reply(by=OTHER_PM))
    with pytest.raises(NotFound) as missing:
        Subject().do(reply(by=OTHER_PM))

    assert str(theirs.value) == str(missing.value)


def test_a_reply_to_a_withdrawn_flag_records_nothing_and_says_so():
    flagged = after(flag(), WithdrawFlag(by=COORDINATOR, flag="F1"))

    with pytest.raises(Outdated, match="nothing was recorded"):
        flagged.do(reply())

    assert names(flagged.stream) == ["ItemFlagged", "FlagWithdrawn"]


@pytest.mark.parametrize("answer", ["new_date", "evidence", "blocked", "maybe"])
def test_an_answer_without_what_it_needs_is_refused(answer):
    with pytest.raises(Refused):
        after(flag()).do(reply(answer))


@pytest.mark.parametrize(
    ("answer", "content"),
    [
        ("new_date", {"new_on": DAY}),
        ("evidence", {"evidence": "record 7"}),
        ("blocked", {"blocked_by": "client:quality", "since_on": DAY}),
        ("disagree", {}),
    ],
)
def test_each_of_the_four_answers_is_recorded(answer, content):
    [recorded] = after(flag()).do(reply(answer, **content))

    assert recorded.answer == answer


def test_the_same_reply_twice_is_one():
    flagged = after(flag(), reply())

    assert flagged.do(reply()) == []


def test_a_flag_is_closed_after_the_reply_and_not_before():
    close = AnswerReply(by=COORDINATOR, flag="F1", accepted=True)

    with pytest.raises(Refused):
        after(flag()).do(close)
    assert names(after(flag(), reply()).do(close)) == ["FlagAnswered"]
