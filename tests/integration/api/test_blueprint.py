"""Functions of the blueprint: what was shown, what is only said, and the holes between."""

from uuid import uuid4

import pytest

from hub.model.commitment_acts import RaiseCommitment
from hub.model.commitments import Kind, Terms
from hub.model.event import Side
from hub.model.evidence import AcceptEvidence, SubmitEvidence
from tests.integration.api.place import PEOPLE

VENDOR, COORDINATOR = PEOPLE["vendor"], PEOPLE["coordinator"]


@pytest.fixture
def function(rollout):
    """Raise a function in a module of its own, and show evidence of kinds that are accepted."""

    def raised(*kinds, accepted=True):
        key, module = f"F-{uuid4().hex[:8]}", f"M{uuid4().hex[:6]}"
        terms = Terms(key=key, title="Count stock", kind=Kind.SCOPE, module=module)
        rollout.hub.act(RaiseCommitment(by=COORDINATOR, series="blueprint", terms=terms))
        for kind in kinds:
            name = f"evidence-{uuid4().hex[:12]}"
            said = {"evidence": name, "series": "blueprint", "key": key, "title": kind}
            rollout.hub.act(SubmitEvidence(by=VENDOR, kind=kind, **said))
            if accepted:
                rollout.hub.act(AcceptEvidence(by=COORDINATOR, evidence=name))
        return module

    return raised


def covered(reader, module, **asked):
    told = reader("coordinator").get("/v1/blueprint", params={"module": module, **asked}).json()
    [counts] = [row for row in told["modules"] if row["module"] == module]
    return told["functions"]["items"], counts


def test_a_module_without_functions_is_refused_with_what_there_is(reader, function):
    module = function()

    answer = reader("coordinator").get("/v1/blueprint", params={"module": "XYZ"})

    assert answer.status_code == 422
    assert module in answer.json()["remedy"]


def test_a_function_without_evidence_has_reached_nothing(reader, function):
    [row], counts = covered(reader, function())

    assert (row["reached"], row["is_hole"]) == ("", False)
    assert set(counts["reached"].values()) == {0}


def test_what_is_submitted_and_not_accepted_is_not_shown(reader, function):
    [row], _ = covered(reader, function("blueprint_ref", accepted=False))

    assert row["reached"] == ""


def test_what_was_accepted_after_a_test_that_nobody_showed_is_a_hole(reader, function):
    [row], counts = covered(reader, function("blueprint_ref", "key_user_acceptance"))

    assert (row["reached"], row["is_hole"]) == ("accepted", True)
    assert (counts["reached"]["accepted"], counts["reached"]["tested"]) == (1, 0)


def test_the_list_of_what_lacks_a_stage_leaves_out_what_has_it(reader, function):
    module = function("blueprint_ref")

    assert covered(reader, module, lacks="designed")[0] == []
    assert len(covered(reader, module, lacks="tested")[0]) == 1


def test_a_vendor_meets_only_what_its_side_owes(reader, function, rollout):
    terms = Terms(key=f"F-{uuid4().hex[:8]}", title="Ours", kind=Kind.SCOPE, side=Side.CLIENT)
    rollout.hub.act(RaiseCommitment(by=COORDINATOR, series="blueprint", terms=terms))

    rows = reader("vendor").get("/v1/blueprint").json()["functions"]["items"]

    assert terms.key not in {row["key"] for row in rows}


def test_the_page_leads_to_the_functions_that_lack_a_stage(reader, function):
    module = function("blueprint_ref")

    text = reader("coordinator").get("/blueprint").text

    assert f"module={module}&amp;lacks=tested" in text
