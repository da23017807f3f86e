"""Swapping client and vendor swaps the courts and leaves every number as it was."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub import plugins
from hub.locale import LANGUAGES
from hub.model.event import Side
from hub.model.facts import State
from hub.sentences import sentence
from tests.unit.rules.rollout import Rollout, day

DAYS = [f"03-{n:02}" for n in range(2, 28)]
STATES = [State.NOT_STARTED, State.IN_PROGRESS, State.BLOCKED, State.DONE]
LEADS = {"client:coordinator": "vendor:pm", "vendor:pm": "client:coordinator"}

acts = st.lists(
    st.tuples(
        st.sampled_from(["status", "due", "percent", "evidence", "word", "read", "fail"]),
        st.sampled_from(DAYS),
        st.integers(0, 30),
    ),
    max_size=12,
)


def told(acts: list[tuple[str, str, int]], *, swapped: bool, owner: Side) -> Rollout:
    """Tell the same acts, with the sides as they are or swapped."""
    rollout = Rollout(sides_swapped=swapped)
    side = rollout.side(owner)
    rollout.agreed(side=side, unit="team", needs=("record",))
    rollout.item(due="2026-03-20", percent=10)
    held = {"status": State.NOT_STARTED, "due": "2026-03-20", "percent": 10}
    for what, on, number in sorted(acts, key=lambda act: act[1]):
        values: dict[str, Any] = {
            "status": STATES[number % 4],
            "due": f"2026-03-{number + 1:02}",
            "percent": number * 3,
        }
        if what in values:
            rollout.changed(what, held[what], values[what], on=day(on))
            held[what] = values[what]
        elif what == "evidence":
            verdict = ["", "accepted", "rejected"][number % 3]
            rollout.shown("record", on=day(on), verdict=verdict, side=owner)
        elif what == "word":
            rollout.said("status", ["done", "in_progress"][number % 2], on=day(on))
        else:
            outcome = "good" if what == "read" else "failed"
            rollout.read(on=day(on), outcome=outcome)
    return rollout


def mirrored(court: str) -> str:
    side, _, unit = court.partition(":")
    return LEADS.get(court) or f"{Side(side).other}:{unit}"


@given(acts=acts, owner=st.sampled_from(list(Side)), on=st.sampled_from(DAYS))
def test_the_swap_test_holds_for_every_rule(acts, owner, on):
    ours = told(acts, swapped=False, owner=owner).all_judged(on=day(on))
    theirs = told(acts, swapped=True, owner=owner).all_judged(on=day(on))

    assert [(f.rule, f.numbers) for f in ours] == [(f.rule, f.numbers) for f in theirs]
    assert [f.severity for f in ours] == [f.severity for f in theirs]
    assert [mirrored(f.court) for f in ours] == [f.court for f in theirs]


@given(acts=acts, on=st.sampled_from(DAYS))
def test_every_finding_cites_and_says_itself_in_both_languages_with_the_same_numbers(acts, on):
    rules = plugins.rules()
    for found in told(acts, swapped=False, owner=Side.VENDOR).all_judged(on=day(on)):
        assert all(found.operands.values())
        texts = [sentence(found, rules[found.rule], lang) for lang in LANGUAGES]
        digits = ["".join(sorted(c for c in text if c.isdecimal())) for text in texts]
        assert digits[0] == digits[1]
        assert "{" not in "".join(texts)


def test_every_rule_is_silent_where_nothing_is_agreed():
    assert Rollout().all_judged(on=day("03-20")) == []
