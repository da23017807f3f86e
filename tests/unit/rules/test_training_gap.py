"""TRAINING-GAP: the shares of those who are trained; what was offered is in `test_gatherings`."""

from typing import Any

import pytest

from hub.model.commitments import Kind, PromiseGiven
from hub.model.event import Interval, Severity, Side
from hub.model.findings import Conclusion
from hub.model.meetings import MeetingCalled
from hub.model.parties import ModuleDeclared
from hub.model.trainings import Audience, PeopleTrained, TrainingRequired
from tests.unit.rules.rollout import Rollout, day, noon
from tests.unit.rules.test_gatherings import held

RULE = "TRAINING-GAP"
UAT, END = Audience.KEY_USER, Audience.END_USER


def said(on: str, subject: str) -> dict[str, Any]:
    return {"subject": subject, "entry": "", "occurred": Interval.at(noon(day(on)))}


def offered(
    rollout: Rollout, name: str = "C1", *, on: str = "03-04", module: str = "MES"
) -> Rollout:
    """Offer a training of a module to the unit that needs it."""
    court = f"{rollout.side(Side.CLIENT)}:quality"
    call: dict[str, Any] = {"meeting": name, "topic": "training", "title": name, "module": module}
    call |= {"on": day(on), "invited": (court,), "required": (court,)}
    rollout.tell(MeetingCalled(**said("03-02", name), **call), day("03-02"))
    return held(rollout, name, on=on, attended=(court,))


def needed(
    people: int = 10,
    *,
    audience: Audience = UAT,
    shift: str = "",
    rollout: Rollout | None = None,
    swapped: bool = False,
) -> Rollout:
    """Need people of quality for a module: UAT on 16 March, go-live on 30 April."""
    if rollout is None:
        rollout = Rollout(sides_swapped=swapped)
        rollout.agreed("U", kind=Kind.MILESTONE, topic="uat", finish_on=day("03-16"))
        rollout.agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day("04-30"))
    side = rollout.side(Side.CLIENT)
    subject = f"MES:{audience}:{side}:quality:{shift}"
    who: dict[str, Any] = {"module": "MES", "audience": audience, "side": side, "unit": "quality"}
    event = TrainingRequired(**said("03-02", subject), **who, shift=shift, people=people)
    rollout.tell(event, day("03-02"))
    return rollout


def passed(
    rollout: Rollout,
    *people: int,
    training: str = "C1",
    shift: str = "",
    audience: Audience = UAT,
    on: str = "03-04",
) -> Rollout:
    side = rollout.side(Side.CLIENT)
    who: dict[str, Any] = {"module": "MES", "audience": audience, "side": side, "unit": "quality"}
    subject = f"{training}:{audience}:{side}:quality:{shift}"
    names = tuple(f"p:{number}" for number in people)
    event = PeopleTrained(**said(on, subject), meeting=training, **who, shift=shift, passed=names)
    rollout.tell(event, day(on))
    return rollout


def found(rollout: Rollout, on: str) -> list[Conclusion]:
    return rollout.judged(RULE, on=day(on))


@pytest.mark.parametrize(
    ("swapped", "court"), [(False, "client:quality"), (True, "vendor:quality")]
)
def test_fewer_than_nine_in_ten_key_users_five_days_before_uat_are_found_on_either_side(
    swapped, court
):
    rollout = passed(offered(needed(swapped=swapped)), *range(8))

    assert found(rollout, "03-06") == []
    [gap] = found(rollout, "03-09")
    assert (gap.severity, gap.court, gap.shown_as) == (
        Severity.S2,
        court,
        "TRAINING-NOT-ATTENDED",
    )
    assert (gap.numbers["passed"], gap.numbers["people"], gap.numbers["share"]) == (8, 10, 90)


def test_nine_in_ten_are_enough():
    assert found(passed(offered(needed()), *range(9)), "03-09") == []


@pytest.mark.parametrize(("count", "gaps"), [(7, 1), (8, 0)])
def test_eight_in_ten_end_users_are_enough_ten_days_before_go_live(count, gaps):
    rollout = passed(offered(needed(audience=END)), *range(count), audience=END)

    assert found(rollout, "04-10") == []
    assert [f.severity for f in found(rollout, "04-16")] == [Severity.S1] * gaps


def test_who_is_registered_twice_counts_once():
    rollout = passed(offered(needed()), *range(8))
    passed(offered(rollout, "C2"), *range(2), training="C2")

    assert len(found(rollout, "03-09")) == 1


def test_a_full_shift_covers_no_other():
    rollout = needed(5, shift="late", rollout=needed(5, shift="early"))
    passed(offered(rollout), *range(8), shift="early")
    passed(rollout, 8, shift="late")

    [gap] = found(rollout, "03-09")

    assert (gap.numbers["passed"], gap.numbers["people"]) == (6, 10)


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_what_was_not_offered_is_the_provider_s_turn_on_either_side(swapped, court):
    [gap] = found(needed(swapped=swapped), "03-09")

    assert (gap.court, gap.shown_as) == (court, "TRAINING-NOT-OFFERED")


def test_missing_material_is_the_provider_s_turn():
    rollout = passed(offered(needed()), *range(8))
    rollout.agreed("M", topic="training_material", kind=Kind.DUTY, finish_on=day("03-04"))

    [gap] = found(rollout, "03-09")
    assert (gap.court, gap.shown_as) == ("vendor:pm", "TRAINING-NOT-OFFERED")
    rollout.shown("receiver_confirmation", on=day("03-04"), verdict="accepted", key="M")
    assert [f.court for f in found(rollout, "03-09")] == ["client:quality"]


def test_a_unit_that_has_its_share_is_left_out():
    rollout = passed(offered(needed()), *range(10))
    subject = "MES:key_user:client:it:"
    who: dict[str, Any] = {"module": "MES", "audience": UAT, "side": Side.CLIENT, "unit": "it"}
    rollout.tell(TrainingRequired(**said("03-02", subject), **who, people=4), day("03-02"))

    assert [f.numbers["invited"] for f in found(rollout, "03-09")] == ["client:it"]


@pytest.mark.parametrize(
    ("on", "severity"),
    [("03-06", Severity.S3), ("03-09", Severity.S2), ("04-15", Severity.S1)],
)
def test_a_training_without_anybody_is_graver_from_the_day_of_check_and_in_the_window(on, severity):
    rollout = needed(0)
    offered(rollout)
    rollout.events.pop()
    held(rollout, "C1", on="03-04", attended=("vendor:pm",))

    assert [f.severity for f in found(rollout, on)] == [severity]


def test_who_passed_was_there_whatever_the_attendance_says():
    rollout = needed(0)
    offered(rollout)
    rollout.events.pop()
    held(rollout, "C1", on="03-04", attended=("vendor:pm",))

    assert found(passed(rollout, 1), "03-06") == []


def test_each_module_that_goes_live_was_offered_a_training():
    rollout = offered(Rollout())
    for module in ("MES", "WMS"):
        terms: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "module": module}
        rollout.agreed(module, **terms, finish_on=day("03-20"))

    assert [f.detail for f in found(rollout, "03-06")] == ["WMS:vendor:pm"]


def test_a_go_live_for_all_needs_a_training_of_each_declared_module():
    rollout = offered(Rollout())
    go_live: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "module": "all"}
    rollout.agreed("GO", **go_live, finish_on=day("03-20"))
    for module in ("MES", "WMS", "EAM", "all"):
        rollout.agreed(module, module=module)
    rollout.agreed("later", module="QMS", finish_on=day("06-30"))
    for module in ("MES", "WMS", "QMS", "all"):
        declared = ModuleDeclared(**said("03-02", module), key=module, names={})
        rollout.tell(declared, day("03-02"))

    assert [f.detail for f in found(rollout, "03-06")] == ["WMS:vendor:pm"]


def test_a_go_live_without_a_date_needs_no_training_yet():
    rollout = Rollout().agreed(
        "GO", kind=Kind.MILESTONE, topic="go_live", module="MES", finish_on=day("03-20")
    )
    rollout.tell(PromiseGiven(**said("03-05", "plan/GO"), finish_on=None), day("03-05"))

    assert found(rollout, "03-06") == []


def test_a_training_that_nobody_needs_by_name_has_to_be_offered_before_uat():
    rollout = Rollout().agreed("U", kind=Kind.MILESTONE, topic="uat", finish_on=day("03-16"))
    rollout.agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day("04-30"))

    assert found(rollout, "03-06") == []
    [gap] = found(rollout, "03-09")
    assert (gap.court, gap.shown_as, gap.severity) == (
        "vendor:pm",
        "TRAINING-NOT-OFFERED",
        Severity.S2,
    )


def test_users_are_trained_ten_days_before_the_go_live_of_all_though_it_bears_a_name():
    rollout = needed(audience=END, rollout=Rollout().agreed("T1", module="MES"))
    rollout.agreed("GO", kind=Kind.MILESTONE, topic="go_live", module="all", finish_on=day("03-20"))

    assert found(rollout, "03-05") == []
    assert "MES:end_user:client:quality" in [gap.detail for gap in found(rollout, "03-06")]


def test_a_module_without_a_wave_of_its_own_is_not_held_to_that_of_another():
    rollout = Rollout().agreed("T1", module="MES").agreed("T2", module="QMS")
    for key, module, on in (("GO-MES", "MES", "03-27"), ("GO", "", "06-26")):
        terms: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "module": module}
        rollout.agreed(key, **terms, finish_on=day(on))
    context = rollout.context(day("03-16"))

    days = {m: context.go_live_for(m) for m in ("MES", "QMS")}

    assert {m: wave.on for m, wave in days.items() if wave} == {
        "MES": day("03-27"),
        "QMS": day("06-26"),
    }
    assert [gap.numbers["module"] for gap in found(rollout, "03-16")] == ["MES"]


def test_the_wave_of_another_module_makes_no_gap_critical():
    rollout = needed(rollout=Rollout().agreed("T1", module="MES").agreed("T2", module="QMS"))
    rollout.agreed("U", kind=Kind.MILESTONE, topic="uat", module="MES", finish_on=day("03-16"))
    for module, on in (("QMS", "03-20"), ("MES", "06-26")):
        terms: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "module": module}
        rollout.agreed(f"GO-{module}", **terms, finish_on=day(on))

    gaps = {str(gap.numbers["module"]): gap.severity for gap in found(rollout, "03-09")}

    assert gaps == {"MES": Severity.S2, "QMS": Severity.S1}
