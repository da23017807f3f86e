"""Laws of the delay ledger over rollouts that chance has made."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.ball import accounts_of, rounded
from hub.ball.chain import Links
from hub.ball.holders import Holders
from hub.model.commitments import (
    CommitmentAcknowledged,
    CommitmentMet,
    GateFailed,
    Kind,
    NoticeSent,
    PromiseGiven,
)
from hub.model.event import Interval, Side
from hub.model.meetings import MeetingCalled, MeetingHeld, MeetingRefused
from tests.unit.rules.rollout import Rollout, day, noon
from tests.unit.rules.test_fairness import STATES, mirrored

DAYS = [f"03-{n:02}" for n in range(3, 31)]
KEYS = ("D1", "T1", "T2", "M1", "D2")
ACTS = ["due", "status", "shown", "notice", "confirm", "met", "promise", "refuse", "hold", "fail"]

acts = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, "revise", "read"]),
        st.sampled_from(DAYS),
        st.sampled_from(KEYS),
        st.integers(0, 27),
    ),
    max_size=25,
)


def told(
    acts: list[tuple[str, str, str, int]], *, swapped: bool = False, without: str = ""
) -> Rollout:
    """Tell acts about a chain of two duties, two tasks and a milestone; leave one unit's out."""
    rollout = Rollout(sides_swapped=swapped)
    plan: dict[str, dict[str, Any]] = {
        "D1": {"side": Side.CLIENT, "unit": "warehouse", "kind": Kind.DUTY, "finish_on": "03-06"},
        "D2": {"side": Side.VENDOR, "unit": "data", "kind": Kind.DUTY, "finish_on": "03-04"},
        "T1": {"side": Side.VENDOR, "unit": "team", "start_on": "03-09", "finish_on": "03-13"},
        "T2": {"side": Side.CLIENT, "unit": "it", "start_on": "03-04", "finish_on": "03-18"},
        "M1": {"side": Side.CLIENT, "kind": Kind.MILESTONE, "finish_on": "03-20"},
    }
    before = {"D1": ("D2",), "T1": ("D1",), "M1": ("T1", "T2")}
    for key, content in plan.items():
        terms = {**content, "start_on": None} | {
            name: day(content[name]) for name in ("start_on", "finish_on") if name in content
        }
        terms["side"] = rollout.side(content["side"])
        rollout.agreed(key, needs=("record",), predecessors=before.get(key, ()), **terms)
        if key[0] == "T":
            rollout.item(key, due=str(terms["finish_on"]))
    units = {key: content.get("unit", "") for key, content in plan.items()}
    for what, on, key, number in sorted(acts, key=lambda act: act[1]):
        if not without or without != _doer(what, units[key], number):
            act(rollout, what, on, key, number)
    return rollout


def _doer(what: str, unit: str, number: int) -> str:
    """Give the unit whose act it is: its owner's, but a refusal is the refuser's."""
    if what in ("read", "hold", "fail"):
        return ""  # a source, or a meeting of both sides
    return REFUSERS[number % len(REFUSERS)][1] if what == "refuse" else unit


def act(rollout: Rollout, what: str, on: str, key: str, number: int) -> None:
    """Tell one act."""
    said: dict[str, Any] = {"entry": "", "occurred": Interval.at(noon(day(on)))}
    about = {**said, "subject": f"plan/{key}"}
    later = day(on) + timedelta(days=number)
    courts = [f"{rollout.side(side)}:{unit}" for side, unit in COURTS]
    events = {
        "notice": lambda: NoticeSent(**about, to="somebody", words="please"),
        "confirm": lambda: CommitmentAcknowledged(**about, finish_on=later),
        "met": lambda: CommitmentMet(**about, on=day(on), defect="half" if number % 4 == 0 else ""),
        "promise": lambda: PromiseGiven(**about, finish_on=later if number % 5 else None),
        "fail": lambda: GateFailed(
            **about, on=day(on), open_criteria={c: c for c in courts[: number % 3 + 1]}
        ),
        "refuse": lambda: MeetingRefused(
            **{**said, "subject": key},
            meeting=key,
            court=courts[number % len(REFUSERS)],
            reason="load",
        ),
        "hold": lambda: MeetingHeld(
            **{**said, "subject": key}, meeting=key, on=day(on), attended=()
        ),
    }
    if what == "refuse":
        call = {**said, "subject": key}
        rollout.tell(
            MeetingCalled(
                **call, meeting=key, topic="x", title=key, on=later, invited=(), milestone=key
            ),
            day(on),
        )
    if what in events:
        rollout.tell(events[what](), day(on))
    elif what in ("due", "status") and key[0] == "T":
        value = STATES[number % 4] if what == "status" else f"2026-03-{number + 1:02}"
        rollout.changed(what, None, value, on=day(on), key=key)
    elif what == "shown":
        verdict = ["", "accepted", "rejected"][number % 3]
        rollout.shown("record", on=day(on), verdict=verdict, key=key)
    elif what == "read":
        rollout.read(on=day(on), outcome="good" if number % 4 else "failed")


COURTS = [(Side.CLIENT, "production"), (Side.VENDOR, "team"), (Side.CLIENT, "it")]
REFUSERS = COURTS[:2]


@given(acts=acts, on=st.sampled_from(DAYS))
def test_the_columns_of_every_window_and_commitment_add_up_exactly(acts, on):
    for account in accounts_of(told(acts).context(day(on))):
        assert sum(account.columns().values(), Fraction()) == account.slip
        assert sum(spent.moved for spent in account.spent) == account.finish - account.agreed
        for spent in account.spent:
            assert sum(spent.columns.values(), Fraction()) == spent.moved


@given(acts=acts, on=st.sampled_from(DAYS))
def test_swapping_the_sides_swaps_the_columns_and_leaves_every_number(acts, on):
    ours, theirs = (accounts_of(told(acts, swapped=s).context(day(on))) for s in (False, True))

    assert {a.link.owed.key: swapped(a.columns()) for a in ours} == {
        a.link.owed.key: a.columns() for a in theirs
    }


def swapped(columns: dict[str, Fraction]) -> dict[str, Fraction]:
    return {mirrored(c) if ":" in c else c: days for c, days in columns.items()}


@given(acts=acts, on=st.sampled_from(DAYS))
def test_every_day_has_exactly_one_holder(acts, on):
    links = Links(told(acts).context(day(on)))
    last = links.number(day(on))
    for link in links.all.values():
        runs = Holders(links).timeline(link, last)
        days = [number for lo, hi, _ in runs for number in range(lo + 1, hi + 1)]
        assert days == list(range(link.steps[0].since + 1, last + 1))


@given(acts=acts, on=st.sampled_from(DAYS), unit=st.sampled_from(["warehouse", "team"]))
def test_removing_what_one_party_did_charges_nothing_to_the_other_where_the_chain_stays(
    acts, on, unit
):
    """Of two who held a thing up on one side, the other is left where the first is removed.

    What comes nearer is no delay: it is credited to whoever's turn it was.
    """
    own = {"warehouse": str(Side.CLIENT), "team": str(Side.VENDOR)}[unit]
    whole = by_week(told(acts), on)
    rest = by_week(told(acts, without=unit), on)

    for key in whole.keys() & rest.keys():
        (moved, chain, ours), (other_moved, other_chain, theirs) = whole[key], rest[key]
        if moved < 0 or (moved, chain) != (other_moved, other_chain):
            continue  # another chain drives it: its days come in
        changed = {c for c in ours.keys() | theirs.keys() if ours.get(c) != theirs.get(c)}
        others = {c for c in changed if not c.startswith(f"{own}:")} - {"unexplained"}
        assert not others or "concurrent" in others


def by_week(rollout: Rollout, on: str) -> dict[Any, Any]:
    """Give, by commitment and week, how far it moved, through what, and the columns.

    Through what: the commitments at the end of the chain, and the refusals that they waited for.
    """
    found = {}
    for account in accounts_of(rollout.context(day(on))):
        for spent in account.spent:
            behind = [event for events in spent.cited.values() for event in events]
            refused = {(e.court, e.occurred.hi) for e in behind if isinstance(e, MeetingRefused)}
            chain = (spent.chain, frozenset(refused))
            found[account.link.owed.key, spent.on] = (spent.moved, chain, spent.columns)
    return found


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.fractions(-30, 30, max_denominator=60), max_size=6
    )
)
def test_what_is_shown_keeps_the_sum(columns):
    tenths = {name: round(days * 10) for name, days in rounded(columns).items()}

    assert sum(tenths.values()) == round(sum(columns.values(), Fraction()) * 10)
    assert all(
        abs(Fraction(tenths[name], 10) - columns[name]) < Fraction(1, 10) for name in columns
    )
