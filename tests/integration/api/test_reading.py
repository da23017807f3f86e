"""Lists, filters, pages of lists, and what was known at an instant."""

import re

import pytest

from tests.integration.api.place import PEOPLE
from tests.integration.api.story import START


def test_a_page_of_a_list_follows_on_without_gap_and_comes_back(reader):
    browser = reader("coordinator")
    whole = [row["id"] for row in browser.get("/v1/items?limit=200").json()["items"]]
    seen, cursors, cursor = [], [], ""
    while cursor is not None:
        part = browser.get("/v1/items", params={"limit": 5, "cursor": cursor}).json()
        seen += [row["id"] for row in part["items"]]
        cursors.append(part)
        cursor = part["next_cursor"]

    assert seen == whole
    back = browser.get("/v1/items", params={"limit": 5, "cursor": cursors[1]["previous_cursor"]})
    assert [row["id"] for row in back.json()["items"]] == whole[:5]
    assert back.json()["previous_cursor"] is None


def test_keys_follow_by_their_numbers(reader):
    rows = reader("coordinator").get("/v1/items?source=jira:MES&limit=200").json()["items"]
    numbers = [int(row["key"].partition("-")[2]) for row in rows]

    assert numbers == sorted(numbers)
    assert max(numbers) > 9  # by letters, the tenth would stand before the second


def test_a_marker_of_another_question_is_refused(reader):
    browser = reader("coordinator")
    cursor = browser.get("/v1/items?limit=2").json()["next_cursor"]

    for query in ({"source": "jira:MES"}, {"as_of": START.isoformat()}):
        answer = browser.get("/v1/items", params={"cursor": cursor, **query})
        assert answer.status_code == 422
        assert answer.json()["code"] == "bad_cursor"
    assert browser.get("/v1/items", params={"cursor": "???"}).status_code == 422
    assert reader("auditor").get("/v1/items", params={"cursor": cursor}).status_code == 422


def test_an_unknown_word_in_a_filter_is_refused_with_the_known_ones(reader):
    answer = reader("coordinator").get("/v1/findings?severity=S9")

    assert answer.status_code == 422
    assert "S1, S2, S3, S4" in answer.json()["remedy"]


@pytest.mark.parametrize(
    "asked",
    [
        "commitments?module=ZZZ",
        "commitments?department=nobody",
        "quarantine?source=jira:NONE",
        "editions?state=lost",
        "items?source=jira:NONE",
        "flags?state=lost",
    ],
)
def test_a_filter_that_names_nothing_is_no_empty_list(reader, asked):
    answer = reader("coordinator").get(f"/v1/{asked}")

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_filter")


def test_filters_are_combined(reader):
    browser = reader("coordinator")

    rows = browser.get("/v1/findings?rule=LATE-START&court=client:quality").json()["items"]

    assert {(row["rule"], row["court"]) for row in rows} == {("LATE-START", "client:quality")}


def test_a_search_takes_signs_as_letters(reader):
    browser = reader("coordinator")

    assert browser.get("/v1/items", params={"q": "%"}).json()["total"] == 0
    assert browser.get("/v1/items", params={"q": "PDA"}).json()["total"] == 2


def test_what_was_not_known_then_is_not_shown_then(reader):
    browser = reader("coordinator")
    then = {"as_of": "2025-07-30T10:00:00+08:00"}

    assert browser.get("/v1/findings", params={"state": "all", **then}).json()["total"] == 0
    assert browser.get("/v1/items", params=then).json()["total"] == 0
    answer = browser.get("/v1/items", params=then).json()
    assert answer["as_of"].startswith("2025-07-30T10:00:00")


def test_a_finding_brings_every_operand_with_place_value_and_both_times(reader):
    browser = reader("coordinator")
    name = browser.get("/v1/findings").json()["items"][0]["id"]

    found = browser.get(f"/v1/findings/{name}").json()

    assert found["operands"]
    assert found["clears_when"]
    for operand in found["operands"]:
        for cited in operand["citations"]:
            assert cited["locator"]
            assert cited["event_id"]
            assert cited["recorded_at"]


def test_every_page_speaks_both_languages(reader):
    browser = reader("coordinator")
    for path in ("/", "/findings", "/items", "/plan", "/evidence", "/flags", "/sources", "/brief"):
        english = browser.get(path, params={"lang": "en"}).text
        chinese = browser.get(path, params={"lang": "zh_CN"}).text
        assert 'lang="en"' in english
        assert 'lang="zh-CN"' in chinese
        assert "上线协同台" in chinese


def test_a_region_is_the_part_of_the_page_that_is_swapped(reader):
    browser = reader("coordinator")

    answer = browser.get("/items", headers={"hub-region": "list"})

    assert answer.headers["vary"] == "Hub-Region"
    assert "<html" not in answer.text
    assert "data-count" in answer.text


def test_a_page_carries_its_language_and_instant_in_every_link(reader):
    browser = reader("coordinator")
    page = browser.get("/findings?lang=en&as_of=2025-08-29T12:00:00%2B08:00").text

    assert "/plan?lang=en&amp;as_of=2025-08-29T12%3A00%3A00%2B08%3A00" in page


def test_the_difference_of_two_plans_names_what_moved_and_how_far(reader):
    browser = reader("coordinator")

    [row] = browser.get("/v1/plan/diff?new=plan-2&old=plan-1").json()

    assert (row["key"], row["what"], row["moved_wd"]) == ("T-05", "changed", 15)


def test_a_place_shows_the_entry_between_its_neighbours(reader):
    ref = "jira:MES/10001#history=77/0"

    place = reader("coordinator").get("/v1/locators", params={"ref": ref}).json()

    assert (place["event"]["old"], place["event"]["new"]) == ("2025-08-16", "2025-10-17")
    assert len(place["near"]) == 2


def test_the_hub_says_whether_it_can_serve(reader):
    assert reader("coordinator").get("/ready").json() == {"status": "ready", "missing": []}


@pytest.mark.parametrize("who", [*PEOPLE])
def test_every_page_that_the_head_offers_is_there(reader, who):
    browser = reader(who)
    home = browser.get(browser.get("/").headers.get("location", "/")).text
    offered = re.findall(r'<li><a href="(/[^"?]*)', home)

    assert len(offered) >= 6
    for path in offered:
        assert browser.get(path, follow_redirects=True).status_code == 200, path
