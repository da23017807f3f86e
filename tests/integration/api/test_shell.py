"""What every answer has: headers, problems, languages, limits; what every write must bring."""

import re

import pytest

from tests.integration.api.place import ORIGIN

ADDRESSES = ["/sign-in", "/nothing", "/health", "/v1/nothing", "/static/nothing.css", "/settings"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_carries_the_headers(browser, path):
    headers = browser.get(path).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert headers["cache-control"] == "no-store"


def test_an_unforeseen_failure_says_its_number_and_no_more(browser):
    @browser.app.get("/fails")
    def fails():
        raise RuntimeError("a secret detail")

    answer = browser.get("/fails")

    assert answer.status_code == 500
    assert "a secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"]


def test_a_problem_is_a_document_with_a_remedy_and_a_number(browser):
    answer = browser.get("/v1/nothing", headers={"accept-language": "zh-CN"})

    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "remedy", "code", "error_id"}
    assert problem["title"] == "这里没有内容"


def test_assets_have_their_hash_in_the_name_and_are_kept_for_a_year(browser):
    page = browser.get("/sign-in").text
    addresses = re.findall(r"/static/[^\"]+", page)

    assert len(set(addresses)) == 3
    for address in set(addresses):
        assert "immutable" in browser.get(address).headers["cache-control"]


def test_no_page_has_inline_script_or_style(browser):
    page = browser.get("/sign-in").text

    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
    assert "data:" not in page


@pytest.mark.parametrize(
    ("headers", "query", "word"),
    [
        ({"accept-language": "fr, en;q=0.4"}, "", "Sign in"),
        ({"accept-language": "fr"}, "", "登录"),
        ({"accept-language": "zh-CN"}, "?lang=en", "Sign in"),
        ({"accept-language": "en"}, "?lang=tlh", "Sign in"),
    ],
)
def test_the_language_comes_from_the_address_else_from_the_browser(browser, headers, query, word):
    assert word in browser.get("/sign-in" + query, headers=headers).text


def test_a_body_above_the_limit_is_refused(browser, somebody):
    somebody("coordinator")

    answer = browser.post("/sign-in", content=b"x" * 1_100_000)

    assert answer.status_code == 413
    assert "too large" in answer.text


@pytest.mark.parametrize(
    "sent",
    [
        {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
        {"origin": "", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_write_from_elsewhere_is_refused(browser, somebody, sent):
    somebody("coordinator")
    browser.sign_in("coordinator")
    token = browser.token_on("/settings")

    answer = browser.post("/sign-out", data={"token": token}, headers=sent)

    assert answer.status_code == 403


def test_a_write_without_the_token_of_its_page_is_refused(browser, somebody):
    somebody("coordinator")
    browser.sign_in("coordinator")

    assert browser.post("/sign-out", data={}).status_code == 403
    assert browser.post("/sign-out", data={"token": "x" * 43}).status_code == 403
    assert browser.get("/settings").status_code == 200


@pytest.mark.parametrize(
    ("as_of", "says"),
    [
        ("yesterday", "is no instant"),
        ("2025-08-21T08:00:00", "no time zone"),
        ("2031-01-01T00:00:00Z", "in the future"),
        ("10000-01-01T00:00:00Z", "is no instant"),
    ],
)
def test_an_instant_that_means_nothing_is_refused_with_its_remedy(browser, somebody, as_of, says):
    somebody("coordinator")
    browser.sign_in("coordinator")

    answer = browser.get("/settings", params={"as_of": as_of})

    assert answer.status_code == 422
    assert says in answer.text


def test_a_plus_sign_that_became_a_blank_is_still_a_zone(browser, somebody):
    somebody("coordinator")
    browser.sign_in("coordinator")

    page = browser.get("/settings?as_of=2025-08-21T08:00:00+08:00").text

    assert "As known on 21 Aug 2025, 08:00" in page


def test_a_day_to_look_back_to_becomes_its_evening_in_the_project(browser, somebody):
    somebody("coordinator")
    browser.sign_in("coordinator")

    answer = browser.get("/as-of", params={"on": "2025-08-20", "back": "/settings?lang=en"})

    where = "/settings?lang=en&as_of=2025-08-20T23%3A59%3A59%2B08%3A00"
    assert answer.headers["location"] == where


def test_the_documentation_of_the_api_comes_from_here_alone(browser, somebody):
    somebody("coordinator")
    browser.sign_in("coordinator")

    page = browser.get("/docs")

    assert "img-src 'self' data:" in page.headers["content-security-policy"]
    assert "http" not in page.text.replace("http-equiv", "")
    assert browser.get("/v1/openapi.json").json()["info"]["title"] == "Rollout hub"
