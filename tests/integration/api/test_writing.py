"""What people do through the pages: refused first, recorded once, told at once."""

from urllib.parse import quote

import pytest

from hub import plugins
from tests.integration.api.place import ORIGIN, Browser

WRITES = [
    "/v1/commitments/x/acknowledge",
    "/v1/commitments/x/promise",
    "/v1/commitments/x/decline",
    "/v1/commitments/x/refuse",
    "/v1/commitments/x/met",
    "/v1/commitments/x/notice",
    "/v1/flags",
    "/v1/claims",
    "/v1/commitments",
    "/v1/goals/x/measure",
    "/v1/evidence",
    "/v1/findings/x/confirm",
    "/v1/findings/x/dispute",
    "/v1/findings/x/waive",
    "/v1/findings/x/close",
    "/v1/disputes/x/decide",
    "/v1/ledger/x/dispute",
    "/v1/ledger/x/decide",
    "/v1/plan/proposals/x/approve",
    "/v1/plan/proposals/x/reject",
    "/v1/evidence/x/accept",
    "/v1/evidence/x/reject",
    "/v1/evidence/x/return",
    "/v1/vendor/flags/x/reply",
    "/v1/links/x/y/confirm",
    "/v1/links/x/y/reject",
    "/v1/editions/x/release",
    "/v1/editions/x/reject",
]


@pytest.mark.parametrize("path", WRITES)
def test_a_write_with_a_cookie_and_without_its_token_is_refused(reader, path):
    answer = reader("coordinator").post(path, json={}, headers={"idempotency-key": "k"})

    assert answer.status_code == 403


def test_a_write_without_a_key_is_refused(reader):
    browser = reader("coordinator")
    headers = {"hub-token": browser.token_on("/settings")}

    answer = browser.post("/v1/findings/x/confirm", headers=headers)

    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["detail"]


def test_a_token_that_may_read_writes_nothing(reader, rollout):
    account = rollout.hub.accounts.find("coordinator")
    secret = rollout.hub.accounts.tokens.issue(
        account.id, "report", scope="read", at=rollout.clock.at
    )
    browser = Browser(reader("auditor").app)
    headers = {"authorization": f"Bearer {secret}", "idempotency-key": "k"}

    assert browser.get("/v1/findings", headers=headers).status_code == 200
    answer = browser.post("/v1/findings/x/confirm", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This token may only read."


def first(browser, path: str, **wanted: str) -> dict:
    """Give the first row of a list with these values."""
    rows = browser.get(path).json()["items"]
    return next(r for r in rows if all(r[name] == value for name, value in wanted.items()))


def test_the_same_key_records_once_and_answers_the_same(reader, rollout):
    browser = reader("coordinator")
    name = first(browser, "/v1/findings", rule="NO-OWNER")["id"]
    before = rollout.hub.log.last_position()

    answers = [browser.write(f"/v1/findings/{name}/confirm", key="once").json() for _ in "ab"]

    assert rollout.hub.log.last_position() == before + 1
    assert answers[0]["events"] == answers[1]["events"]
    assert [answer["repeated"] for answer in answers] == [False, True]


FLAG = {"sentence": "When?", "reply_by": "2025-10-01", "party": "vendor-a", "item": "none"}
EVIDENCE = {"key": "T-02", "kind": "demo_or_test_record", "title": "Record of the test"}


@pytest.mark.parametrize(("path", "body"), [("/v1/flags", FLAG), ("/v1/evidence", EVIDENCE)])
def test_what_is_made_and_sent_again_is_made_once(reader, rollout, path, body):
    browser = reader("coordinator")
    answers = [browser.write(path, body, key=f"again{path}") for _ in "ab"]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["events"] == answers[1].json()["events"]
    assert (
        browser.write(path, body, key=f"another{path}").json()["events"]
        != answers[0].json()["events"]
    )


def test_a_key_that_was_used_for_something_else_is_refused(reader):
    browser = reader("coordinator")
    rows = browser.get("/v1/findings").json()["items"]
    browser.write(f"/v1/findings/{rows[0]['id']}/confirm", key="twice")

    answer = browser.write(f"/v1/findings/{rows[1]['id']}/confirm", key="twice")

    assert answer.status_code == 422


def test_who_may_not_confirm_is_told_whom_to_ask(reader):
    head = reader("head")
    name = first(head, "/v1/findings")["id"]

    answer = head.write(f"/v1/findings/{name}/confirm")

    assert answer.status_code == 403
    assert "coordinator" in answer.json()["remedy"]


def test_a_department_disputes_what_is_charged_to_it_and_the_severity_stays(reader):
    head = reader("head")
    found = first(head, "/v1/findings", rule="SCHEDULE-SLIP")

    answer = head.submit(f"/findings/{found['id']}/dispute", reason="模板未到")

    assert answer.status_code == 303
    after = head.get(f"/v1/findings/{found['id']}").json()
    assert (after["state"], after["severity"]) == ("disputed", found["severity"])


def test_a_flag_of_a_finding_shows_it_to_its_vendor_with_its_proof(reader):
    coordinator, vendor = reader("coordinator"), reader("vendor")
    found = first(coordinator, "/v1/findings", rule="LATE-START", court="vendor:team-b")
    assert vendor.get(f"/findings/{found['id']}").status_code == 404

    coordinator.submit(
        f"/findings/{found['id']}/flag", sentence="?", reply_by="2025-10-01", party="vendor-a"
    )

    assert vendor.get(f"/findings/{found['id']}").status_code == 200
    [cited, *_] = vendor.get(f"/v1/findings/{found['id']}").json()["operands"][0]["citations"]
    place = {"ref": cited["locator"], "event": cited["event_id"]}
    assert vendor.get("/v1/locators", params=place).status_code == 200


def test_a_reply_needs_what_its_kind_says(reader):
    vendor = reader("vendor")

    answer = vendor.write("/v1/vendor/flags/flag-vendor-a/reply", {"answer": "new_date"})

    assert answer.status_code == 422
    assert answer.json()["detail"] == "This answer needs a date."


def test_a_reply_stands_beside_the_question_for_the_client(reader):
    answer = reader("vendor").submit(
        "/flags/flag-vendor-a/reply", answer="new_date", new_on="2025-09-20", words="接口已排期"
    )

    assert answer.status_code == 303
    page = reader("coordinator").get("/flags/flag-vendor-a").text
    assert "20 Sep 2025" in page
    assert "接口已排期" in page


def test_nobody_judges_what_their_own_side_has_shown(reader):
    vendor = reader("vendor")
    answer = vendor.write("/v1/evidence/evidence-1/accept", {"words": ""})

    assert answer.status_code in (403, 404)
    assert first(reader("coordinator"), "/v1/evidence", id="evidence-1")["verdict"] == "none"


def test_a_rejection_of_evidence_needs_a_reason(reader):
    coordinator = reader("coordinator")

    refused = coordinator.submit("/evidence/evidence-3", verdict="reject", words="")
    taken = coordinator.submit("/evidence/evidence-3", verdict="reject", words="没有签字")

    assert (refused.status_code, taken.status_code) == (422, 303)
    shown = coordinator.get("/v1/evidence/evidence-3").json()
    assert (shown["verdict"], shown["reason"]) == ("rejected", "没有签字")


def test_only_the_executive_approves_a_plan_and_only_what_was_shown(reader):
    asked = {"set_hash": "hash-2", "reason": "模板晚到"}
    approving = "/v1/plan/proposals/plan-2/approve"

    by_coordinator = reader("coordinator").write(approving, asked)
    outdated = reader("sponsor").write(approving, {**asked, "set_hash": "hash-0"})
    theirs = reader("sponsor").write(approving, {**asked, "signed_by": ["vendor:team-a"]})
    nobody = reader("sponsor").write(approving, {**asked, "signed_by": ["client:warehosue"]})
    approved = reader("sponsor").write(approving, asked)

    answers = (by_coordinator, outdated, theirs, nobody, approved)
    assert [each.status_code for each in answers] == [403, 409, 403, 422, 200]
    row = first(reader("vendor"), "/v1/commitments", key="T-05")
    assert row["finish_on"] == "2025-09-12"
    assert "<dt>Not signed by</dt>" in reader("sponsor").get("/plan/plan-2").text


def test_a_word_by_mouth_stands_in_the_history_and_moves_nothing(reader):
    coordinator = reader("coordinator")
    row = first(coordinator, "/v1/commitments", key="T-02")

    coordinator.submit(f"/commitments/{row['id']}/claim", words="下周能完成", percent="90")

    page = coordinator.get(f"/commitments/{row['id']}").text
    assert "下周能完成" in page
    assert first(coordinator, "/v1/commitments", key="T-02") == row


def test_no_get_records_anything_in_the_log(reader, rollout):
    browser = reader("coordinator")
    before = rollout.hub.log.last_position()

    for path in ("/", "/findings", "/items", "/plan", "/evidence", "/flags", "/sources", "/brief"):
        assert browser.get(path).status_code == 200

    assert rollout.hub.log.last_position() == before


def test_a_form_from_another_site_changes_nothing(reader, rollout):
    browser = reader("coordinator")
    token = browser.token_on("/settings")
    before = rollout.hub.log.last_position()
    foreign = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}

    answer = browser.post(
        "/flags/flag-2/close", data={"token": token, "accepted": "true"}, headers=foreign
    )

    assert ORIGIN not in foreign.values()
    assert answer.status_code == 403
    assert rollout.hub.log.last_position() == before


def test_every_form_is_refused_without_the_token_of_its_page(reader):
    browser = reader("coordinator")
    forms = {
        route.path
        for router in plugins.routers()
        for route in router.routes
        if "POST" in getattr(route, "methods", ()) and not route.path.startswith("/v1")
    }

    assert len(forms) > 15
    for path in forms:
        answer = browser.post(path.replace(":path", ""), data={**ANYTHING, "token": "x" * 43})
        assert answer.status_code == 403, path


def test_a_department_confirms_its_own_date_and_no_other(reader):
    head = reader("head")
    own = first(head, "/v1/commitments", key="D-01")
    other = first(head, "/v1/commitments", key="D-02")

    taken = head.submit(f"/commitments/{own['id']}/act", act="acknowledge")
    refused = head.submit(f"/commitments/{other['id']}/act", act="acknowledge")

    assert (taken.status_code, refused.status_code) == (303, 403)
    assert first(head, "/v1/commitments", key="D-01")["confirmed_on"] == "2025-08-12"
    assert first(head, "/v1/commitments", key="D-02")["confirmed_on"] is None


def test_who_owes_something_does_not_say_that_it_was_received(reader):
    vendor = reader("vendor")
    own = first(vendor, "/v1/commitments", key="T-07")
    theirs = first(vendor, "/v1/commitments", key="D-02")

    own_word = vendor.write(f"/v1/commitments/{own['id']}/met", {"on": "2025-08-28"})
    received = vendor.write(f"/v1/commitments/{theirs['id']}/met", {"on": "2025-08-28"})

    assert (own_word.status_code, received.status_code) == (403, 200)
    assert first(vendor, "/v1/commitments", key="D-02")["state"] == "met"


def test_a_reminder_counts_and_a_promise_stands_beside_the_agreed_date(reader):
    row = first(reader("coordinator"), "/v1/commitments", key="T-08")
    path = f"/v1/commitments/{row['id']}"

    reader("coordinator").write(f"{path}/notice", {"words": "请按期完成"})
    reader("vendor").write(f"{path}/promise", {"on": "2025-09-15", "words": "台账晚到"})

    after = first(reader("coordinator"), "/v1/commitments", key="T-08")
    assert (after["noticed"], after["promised_on"]) == (1, "2025-09-15")
    assert after["finish_on"] == row["finish_on"]


def test_an_auditor_writes_nothing_down(reader):
    auditor = reader("auditor")

    answer = auditor.write("/v1/claims", {"key": "T-01", "field": "percent", "value": 100})

    assert answer.status_code == 403


ANYTHING = {
    "login": "a",
    "password": "b" * 12,
    "old": "a",
    "new": "b",
    "lang": "en",
    "label": "x",
    "words": "x",
    "reason": "x",
    "sentence": "x",
    "answer": "x",
    "verdict": "accept",
    "upheld": "true",
    "accepted": "true",
    "until_on": "2026-01-01",
    "reply_by": "2026-01-01",
    "set_hash": "x",
    "item_id": "x",
    "commitment_id": "x",
    "act": "met",
    "invitation": "x",
}

ODD = [
    "\x00",
    "\x00; drop",
    "\u202e",
    "\ufffd",
    "{0}{x}",
    "%s%(a)s",
    "=1+1",
    "<script>",
    "\U0001f600" * 200,
]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_is_stored_as_it_is_or_refused_and_never_breaks(reader, text):
    browser = reader("coordinator")
    row = first(browser, "/v1/commitments", key="T-03")

    said = browser.submit(f"/commitments/{row['id']}/claim", words=text)
    found = browser.get("/v1/items", params={"q": text})
    named = browser.get(f"/findings/{quote(text)}")
    page = browser.get(f"/commitments/{row['id']}")

    assert (said.status_code, found.status_code) in {(303, 200), (303, 422), (422, 422), (422, 200)}
    assert named.status_code in {404, 422}
    assert page.status_code == 200
    assert "<script>" not in page.text.replace('<script type="module"', "")


def test_half_a_surrogate_pair_is_refused(reader):
    browser = reader("coordinator")
    body = '{"key": "T-03", "field": "remarks", "value": "\\ud800"}'
    headers = {
        "hub-token": browser.token_on("/settings"),
        "idempotency-key": "surrogate",
        "content-type": "application/json",
    }

    answer = browser.post("/v1/claims", content=body, headers=headers)

    assert answer.status_code == 422
