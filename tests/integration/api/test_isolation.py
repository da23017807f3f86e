"""Nobody sees what is not theirs: in no list, page, detail, count or error."""

import re

import pytest

from api.app import create_app
from tests.integration.api.place import PEOPLE
from tests.integration.api.story import WORD_A, WORD_B, WORD_CLIENT

LISTS = [
    "/v1/findings?state=all",
    "/v1/items?limit=200",
    "/v1/commitments?limit=200",
    "/v1/evidence",
    "/v1/goals",
    "/v1/blueprint",
    "/v1/rules",
    "/v1/flags",
    "/v1/plan/proposals",
    "/v1/ledger?by=item&limit=200",
    "/v1/ledger?by=side",
    "/v1/ledger?by=department",
    "/v1/ledger?by=module",
    "/v1/ledger?by=window",
    "/v1/sources/health",
    "/v1/quarantine",
    "/v1/editions",
    "/v1/mappings",
    "/v1/sources/outdated",
    "/v1/questions",
    "/v1/overview",
    "/v1/plan/slip",
    "/v1/forecast",
    "/v1/accounts/me",
    "/v1/sessions",
    "/v1/accounts/me/tokens",
]
PAGES = [
    "/forecast",
    "/",
    "/findings",
    "/items",
    "/ledger",
    "/plan",
    "/evidence",
    "/goals",
    "/rules",
    "/flags",
    "/sources",
    "/settings",
]
# Files hold the same rows; as JSON every byte of them can be searched.
FILES = [
    f"/v1/exports/{name}?form=json"
    for name in ("findings", "items", "flags", "plan", "quarantine", "scope")
]
LISTS += FILES
VENDOR_LISTS = ["/v1/vendor/flags", "/v1/vendor/waiting"]


@pytest.mark.parametrize("path", LISTS + VENDOR_LISTS)
def test_nobody_reads_without_signing_in(rollout, path):
    from tests.integration.api.place import Browser

    answer = Browser(create_app(rollout.hub)).get(path)

    assert answer.status_code == 401


@pytest.mark.parametrize("path", LISTS + PAGES + VENDOR_LISTS + ["/vendor"])
@pytest.mark.parametrize(("who", "foreign"), [("vendor", WORD_B), ("other", WORD_A)])
def test_a_vendor_meets_no_word_of_another_and_none_of_the_client_alone(reader, path, who, foreign):
    answer = reader(who).get(path)

    assert answer.status_code in (200, 303, 404)
    assert foreign not in answer.text
    assert WORD_CLIENT not in answer.text
    assert foreign not in str(answer.headers)


def details(browser) -> list[str]:
    """Give the addresses of everything that the coordinator can open."""
    found = []
    for name in ("items", "commitments", "evidence", "flags", "findings"):
        query = "?state=all&limit=200" if name == "findings" else "?limit=200"
        rows = browser.get(f"/v1/{name}{query}").json()["items"]
        found += [f"/v1/{name}/{row['id']}" for row in rows]
        found += [f"/{name}/{row['id']}" for row in rows]
        if name in ("items", "commitments"):
            found += [f"/v1/{name}/{row['id']}/history" for row in rows]
        if name == "commitments":
            found += [f"{base}/{row['id']}" for row in rows for base in ("/v1/ledger", "/ledger")]
    return found


@pytest.mark.parametrize(("who", "foreign"), [("vendor", WORD_B), ("other", WORD_A)])
def test_no_detail_shows_a_vendor_what_is_another_s(reader, who, foreign):
    everything = details(reader("coordinator"))
    browser = reader(who)

    for path in everything:
        answer = browser.get(path)
        assert foreign not in answer.text, path
        assert WORD_CLIENT not in answer.text, path


def test_what_is_not_theirs_and_what_is_not_there_look_the_same(reader):
    [theirs] = [
        row["id"]
        for row in reader("coordinator").get("/v1/flags").json()["items"]
        if row["party"] == "vendor-b"
    ]
    browser = reader("vendor")

    foreign, missing = (browser.get(f"/v1/flags/{name}").json() for name in (theirs, "flag-none"))

    assert {**foreign, "error_id": ""} == {**missing, "error_id": ""}
    assert foreign["status"] == 404


def test_a_vendor_sees_no_draft_of_the_plan(reader):
    plans = reader("vendor").get("/v1/plan/proposals").json()

    assert [plan["state"] for plan in plans] == ["approved"]
    assert reader("vendor").get("/plan/plan-2").status_code == 404


def test_a_department_sees_what_is_charged_to_it_and_nothing_else(reader):
    rows = reader("head").get("/v1/findings?state=all").json()["items"]

    assert {row["court"] for row in rows} == {"client:warehouse"}


def test_a_withdrawn_flag_is_gone_for_the_vendor(reader, rollout):
    coordinator = reader("coordinator")
    body = {"sentence": "?", "reply_by": "2025-10-01", "party": "vendor-a", "item": "none"}
    coordinator.write("/v1/flags", body)
    flags = coordinator.get("/v1/flags").json()["items"]
    [made] = [row["id"] for row in flags if row["sentence"] == "?"]
    vendor = reader("vendor")
    assert vendor.get(f"/flags/{made}").status_code == 200

    coordinator.submit(f"/flags/{made}/withdraw", reason="settled")

    assert vendor.get(f"/flags/{made}").status_code == 404
    answer = vendor.write(f"/v1/vendor/flags/{made}/reply", {"answer": "disagree", "words": "no"})
    assert answer.status_code == 404


def test_each_look_of_a_vendor_at_an_item_is_on_record_once(reader, rollout):
    vendor = reader("vendor")
    [flag] = [f for f in vendor.get("/v1/flags").json()["items"] if f["item"]]
    before = len(rollout.hub.accounts.readings.of(flag["item"], party="vendor-a"))

    vendor.get(f"/v1/items/{flag['item']}")

    after = rollout.hub.accounts.readings.of(flag["item"], party="vendor-a")
    assert len(after) == before + 1


def test_every_operation_is_asked_for_by_these_tests(rollout):
    """A route that nobody thought of fails here, until somebody has said who may see it."""
    paths = {
        re.sub(r"\{[^}]+\}", "*", path)
        for path, operations in create_app(rollout.hub).openapi()["paths"].items()
        if "get" in operations
    }
    known = {path.partition("?")[0] for path in LISTS + VENDOR_LISTS}
    open_to_all = {"/health", "/ready"}
    details_of = {
        "/v1/findings/*",
        "/v1/items/*",
        "/v1/items/*/history",
        "/v1/commitments/*",
        "/v1/commitments/*/history",
        "/v1/evidence/*",
        "/v1/flags/*",
        "/v1/editions/*",
        "/v1/ledger/*",
    }
    elsewhere = {"/v1/plan/diff", "/v1/locators", "/v1/sync/runs", "/v1/sync/runs/*", "/v1/brief"}
    elsewhere |= {"/v1/progress", "/v1/uploads/*"}

    workbooks = {"/v1/vendor/flags/workbook", "/v1/vendor/flags/workbook/original"}

    assert paths == known | open_to_all | details_of | elsewhere | workbooks


@pytest.mark.parametrize(
    "path", ["/v1/sync/runs", "/v1/progress", "/v1/brief", "/v1/plan/diff?new=plan-2"]
)
def test_a_vendor_finds_nothing_where_the_client_works(reader, path):
    assert reader("vendor").get(path).status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "head", "auditor"])
def test_the_workbook_of_flags_is_the_vendor_s_alone(reader, who):
    assert reader(who).get("/v1/vendor/flags/workbook").status_code == 404


def test_a_place_opens_only_for_who_sees_its_subject_or_its_citation(reader):
    ref = "jira:OTH/10001#history=77/0"

    assert reader("vendor").get("/v1/locators", params={"ref": ref}).status_code == 404
    assert reader("other").get("/v1/locators", params={"ref": ref}).status_code == 200


def test_the_people_of_these_tests_have_every_role_that_signs_in():
    roles = {str(person.role) for person in PEOPLE.values()}

    assert roles == {"coordinator", "vendor_pm", "head", "key_user", "sponsor", "auditor"}
