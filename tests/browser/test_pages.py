"""Every page in both languages: light, quiet, its own origin alone, readable on a phone."""

from functools import partial
from itertools import pairwise

import pytest
from playwright.sync_api import Response
from sqlalchemy import select

from projections.findings import finding
from projections.items import item
from projections.plan import commitment
from projections.sources import edition
from tests.browser.conftest import PHONE, shot
from tests.integration.api.place import Place

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/forecast",
    "/findings",
    "/items",
    "/plan",
    "/evidence",
    "/blueprint",
    "/goals",
    "/flags",
    "/sources",
    "/brief",
]
PAGES += [
    "/uploads",
    "/questions",
    "/settings",
    "/forecast",
    "/plan/plan-2",
    "/flags/flag-2",
    "/evidence/evidence-1",
]
WEIGHT = 60_000
REQUESTS = 5
LANGUAGES = ["en", "zh_CN"]


def every_page(rollout: Place) -> list[str]:
    """Give the pages, with one of each kind of detail."""
    with rollout.hub.views.connect() as db:
        one = db.scalars(select(finding.c.id).order_by(finding.c.id)).first()
        work = db.scalars(select(item.c.id).where(item.c.key == "MES-6")).first()
        owed = db.scalars(select(commitment.c.id).where(commitment.c.key == "T-05")).first()
        held = db.scalars(select(edition.c.id).where(edition.c.state == "held")).first()
    place = "/locators?ref=jira:MES/10001%23history=77/0"
    return [
        *PAGES,
        f"/findings/{one}",
        f"/items/{work}",
        f"/commitments/{owed}",
        f"/editions/{held}",
        f"/ledger/{owed}",
        place,
    ]


def keep(answers: list[Response], answer: Response) -> None:
    answers.append(answer)


def with_lang(path: str, lang: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("who", ["coordinator", "vendor"])
def test_no_page_complains_and_none_asks_elsewhere(context_of, origin, rollout, lang, who):
    context = context_of(who)
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type != "verbose" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(origin) else complaints.append(r.url))

    for path in ["/vendor", "/items", "/plan"] if who == "vendor" else every_page(rollout):
        answer = page.goto(with_lang(path, lang))
        assert answer is not None
        assert answer.status == 200, path

    assert complaints == []


def test_a_page_weighs_little_and_asks_for_little(context_of, rollout):
    state = context_of("coordinator").storage_state()
    for path in every_page(rollout):
        context = context_of(storage_state=state)  # a cold cache
        page = context.new_page()
        answers: list[Response] = []
        page.on("response", partial(keep, answers))
        page.goto(path)
        page.wait_for_load_state("networkidle")
        weight = sum(len(answer.body()) for answer in answers)
        context.close()

        assert len(answers) <= REQUESTS, path
        assert weight <= WEIGHT, f"{path} weighs {weight}"


@pytest.mark.parametrize("width", [390, 320])
def test_no_page_scrolls_sideways_on_a_phone(context_of, rollout, width):
    options = {**PHONE, "viewport": {"width": width, "height": 844}}
    page = context_of("coordinator", **options).new_page()

    for path in every_page(rollout):
        page.goto(with_lang(path, "zh_CN"))
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, f"{path} by {beyond} px"


def test_every_page_has_one_title_headings_in_order_and_names_for_its_fields(context_of, rollout):
    page = context_of("coordinator").new_page()

    for path in every_page(rollout):
        page.goto(path)
        levels = page.eval_on_selector_all(
            "h1, h2, h3", "found => found.map(h => Number(h.tagName[1]))"
        )
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels))
        nameless = page.eval_on_selector_all(
            "input:not([type=hidden]), select, textarea",
            "found => found.filter(f => !f.labels.length && !f.ariaLabel).map(f => f.name)",
        )
        assert nameless == [], path


def test_what_can_be_clicked_is_large_enough_to_hit(context_of, rollout):
    page = context_of("coordinator").new_page()

    for path in every_page(rollout):
        page.goto(path)
        small = page.eval_on_selector_all(
            "button, select, summary, input:not([type=hidden])",
            """found => found.filter(f => f.offsetParent).map(f => f.getBoundingClientRect())
               .filter(box => box.height < 24 || box.width < 24).length""",
        )
        assert small == 0, path


def test_the_brief_is_one_sheet_of_paper(context_of):
    page = context_of("coordinator").new_page()
    page.goto("/brief?lang=zh_CN")

    sheet = page.pdf(format="A4", prefer_css_page_size=True)

    assert sheet.count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_every_page_is_pictured_for_people_to_look_at(context_of, rollout, lang, scheme, size):
    options = PHONE if size == "phone" else {}
    page = context_of("coordinator", color_scheme=scheme, **options).new_page()

    for path in every_page(rollout):
        page.goto(with_lang(path, lang))
        name = path.strip("/").split("/")[0].split("?")[0] or "home"
        detail = "-one" if "/" in path.strip("/") else ""
        assert shot(page, f"{name}{detail}-{size}-{scheme}-{lang}").exists()


def test_no_field_sticks_out_of_its_card(context_of, rollout):
    page = context_of("coordinator").new_page()

    for path in every_page(rollout):
        page.goto(with_lang(path, "zh_CN"))
        out = page.eval_on_selector_all(
            ".card select, .card input, .card textarea",
            """found => found.filter(f => f.offsetParent && f.getBoundingClientRect().right
               > f.closest('.card').getBoundingClientRect().right).map(f => f.name)""",
        )
        assert out == [], path
