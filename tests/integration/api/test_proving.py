"""From what is said to where it was read: every citation opens, and what was shown is not owed."""

from functools import partial

import pytest

from hub.model.evidence import AcceptEvidence, SubmitEvidence
from tests.integration.api.story import COORDINATOR, VENDOR

EDGES = ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-12:00"]


@pytest.mark.parametrize("path", ["/v1/brief", "/v1/items", "/v1/accounts/me"])
@pytest.mark.parametrize("edge", EDGES)
def test_an_instant_beyond_the_calendar_is_refused_in_words(reader, path, edge):
    answer = reader("coordinator").get(path, params={"as_of": edge})

    assert answer.status_code == 422
    assert answer.json()["code"] == "bad_as_of"
    assert answer.json()["remedy"]


def test_every_cited_place_opens_by_its_name_alone(reader):
    browser = reader("coordinator")
    names = [row["id"] for row in browser.get("/v1/findings?limit=200").json()["items"]]
    cited = {
        citation["locator"]
        for name in names
        for operand in browser.get(f"/v1/findings/{name}").json()["operands"]
        for citation in operand["citations"]
    } - {"status_date"}  # a day, no place

    answers = {ref: browser.get("/v1/locators", params={"ref": ref}) for ref in cited}

    assert any(ref.startswith("search:") for ref in cited)
    assert {ref: a.status_code for ref, a in answers.items() if a.status_code != 200} == {}


def test_every_cited_value_is_read_again_at_its_place(reader):
    browser = reader("coordinator")
    names = [row["id"] for row in browser.get("/v1/findings?limit=200").json()["items"]]
    cited = [
        (citation["locator"], citation["value"])
        for name in names
        for operand in browser.get(f"/v1/findings/{name}").json()["operands"]
        for citation in operand["citations"]
        if citation["value"] is not None
    ]

    told = {ref: browser.get("/v1/locators", params={"ref": ref}).text for ref, _ in cited}

    assert cited
    assert [(ref, value) for ref, value in cited if str(value) not in told[ref]] == []


def test_work_whose_evidence_was_accepted_waits_for_nobody(reader, rollout):
    browser = reader("coordinator")
    before = browser.get("/v1/overview").json()["overdue"]
    [owed] = browser.get("/v1/commitments?q=T-02").json()["items"]
    needs = browser.get(f"/v1/commitments/{owed['id']}").json()["needs"]
    record = partial(rollout.hub.log.act, project=rollout.hub.project, run="run-1")
    for kind in needs:
        shown = {"evidence": f"shown-{kind}", "key": "T-02", "kind": kind, "title": "演示记录"}
        record(SubmitEvidence(by=VENDOR, **shown), recorded_at=rollout.clock.at)
        accept = AcceptEvidence(by=COORDINATOR, evidence=f"shown-{kind}")
        record(accept, recorded_at=rollout.clock.at)

    rollout.hub.catch_up()

    assert needs
    assert browser.get("/v1/overview").json()["overdue"] == before - 1
    waiting = reader("vendor").get("/v1/vendor/waiting").json()
    assert "T-02" not in str(waiting)
