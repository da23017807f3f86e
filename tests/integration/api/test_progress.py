"""Progress, slip and forecast: what the evaluation recorded, now and as of then."""

import pytest

from tests.integration.api.story import START


def test_progress_adds_up_over_modules_and_tells_its_weeks(reader):
    browser = reader("coordinator")

    [whole] = browser.get("/v1/progress").json()["groups"]
    modules = browser.get("/v1/progress?by=module").json()["groups"]

    assert whole["items"] == sum(group["items"] for group in modules) == 10
    assert whole["weight"] == pytest.approx(sum(group["weight"] for group in modules))
    assert 0 < whole["verified"] + 1 <= whole["claimed"] + 1
    assert whole["weeks"][0]["on"] == "2025-08-03"
    assert whole["weeks"][-1]["planned"] == whole["weight"]


def test_claims_are_told_by_unit_and_never_by_person(reader):
    told = reader("auditor").get("/v1/progress?by=department").json()

    assert {group["name"].partition(":")[0] for group in told["groups"]} == {"client", "vendor"}
    assert "person" not in str(told)


def test_an_unknown_grouping_is_refused(reader):
    answer = reader("coordinator").get("/v1/progress?by=person")

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_filter")


def test_before_the_first_evaluation_nothing_was_measured(reader):
    query = {"as_of": START.isoformat()}
    browser = reader("coordinator")

    assert browser.get("/v1/progress", params=query).json()["groups"] == []
    assert browser.get("/v1/plan/slip", params=query).json()["milestones"] == []
    assert browser.get("/v1/forecast", params=query).json()["forecast"] is None
    assert browser.get("/forecast", params=query).status_code == 200


def test_the_slip_of_go_live_names_every_week(reader):
    [told] = reader("coordinator").get("/v1/plan/slip").json()["milestones"]

    assert (told["key"], told["agreed_on"], told["slip_days"]) == ("M-01", "2025-09-30", 0)
    assert [change["state"] for change in told["changes"]] == ["approved"]
    assert {week["finish_on"] for week in told["weeks"]} == {"2025-09-30"}
    assert len(told["weeks"]) >= 4


def test_too_little_is_no_forecast_and_says_why(reader):
    browser = reader("coordinator")
    told = browser.get("/v1/forecast").json()["forecast"]

    page = browser.get("/forecast?lang=en").text

    assert (told["abstains"], told["ahead"], told["go_live_on"]) == (
        "too_few_finished",
        None,
        "2025-09-30",
    )
    assert "Too little data: 0 items are accepted, 20 are needed." in page


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_home_and_plan_draw_what_was_measured(reader, lang):
    browser = reader("coordinator")

    home, plan = (browser.get(f"{path}?lang={lang}").text for path in ("/", "/plan"))

    assert 'class="evidence-line"' in home
    assert 'class="heat"' in home
    assert 'class="slip"' in plan
