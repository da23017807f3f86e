"""A coordinator who has never seen the hub puts a plan and two reports on record by pages alone."""

import pytest

from tests.browser.conftest import PHONE, shot
from tests.integration.api.test_uploads import (
    FIRST,
    NAMED,
    PLAN,
    PLAN_HEAD,
    SECOND,
    XLSX,
    odd_book,
    workbook,
)

pytestmark = pytest.mark.browser


def bring(page, name: str, body: bytes, choice: str, series: str = ""):
    page.goto(f"/sources?lang={page.lang}")
    page.click("a[href*='/uploads']")
    page.set_input_files("[name=file]", {"name": name, "mimeType": XLSX, "buffer": body})
    page.select_option("[name=into]", choice)
    page.fill("[name=series]", series)
    page.click("main button.main")
    page.wait_for_selector("#would")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("width", ["wide", "phone"])
def test_a_plan_and_two_reports_are_brought_without_a_guide(context_of, lang, width):
    page = context_of("coordinator", **(PHONE if width == "phone" else {})).new_page()
    page.lang, mark = lang, f"{lang}-{width}"
    plan = [[f"{row[0]}-{mark}", *row[1:]] for row in PLAN]
    reports = [[[f"{row[0]}-{mark}", *row[1:]] for row in rows] for rows in (FIRST, SECOND)]
    page.goto(f"/uploads?lang={lang}")
    shot(page, f"uploads-{mark}")

    bring(page, f"计划-{mark}.xlsx", workbook(plan, PLAN_HEAD, "2025-08-01"), "plan")
    shot(page, f"upload-plan-{mark}")
    page.click("#would button.main")
    page.wait_for_selector("#would a.button.main")
    page.click("#would a.button.main")
    assert f"计划-{mark}.xlsx" in page.inner_text("main")

    series = f"report-{mark}"
    bring(page, "周报1.xlsx", workbook(reports[0], day="2025-08-15"), "new:", series)
    shot(page, f"upload-report-{mark}")
    assert "周报!E6" in page.inner_text("#problems")
    page.click("#would button.main")
    page.wait_for_selector("#would a.button.main")
    shot(page, f"upload-read-{mark}")

    bring(page, "周报2.xlsx", workbook(reports[1], day="2025-08-22"), f"workbook:{series}")
    page.click("#would button.main")
    page.wait_for_selector("#would a.button.main")
    page.goto(f"/items?lang={lang}&q=T-1-{mark}")
    assert "80" in page.inner_text("#list")

    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_a_header_that_was_not_found_is_pointed_at_and_the_file_read(context_of):
    page = context_of("coordinator").new_page()
    page.lang = "en"
    bring(page, "怪表.xlsx", odd_book(), "new:", "pointed")
    page.click("section:has(h2:text('项目 8月')) >> text=Point at its header")
    shot(page, "upload-rows")

    page.click("#rows a[aria-label='The header begins in row 3']")
    shot(page, "upload-pointed")
    for header, meaning in NAMED.items():
        page.select_option(f"#pointed tr:has(th:text('{header}')) select", meaning)
    page.click("#pointed button.main")
    page.wait_for_selector("text=new items: 3")

    page.click("#would button.main")
    page.wait_for_selector("text=This file is on record")


def test_a_file_that_waits_leads_to_its_decision_and_a_refusal_leads_back(context_of):
    page = context_of("coordinator").new_page()
    page.lang = "en"
    others = [[f"X-{n}", "ERP", f"全新工作{n}", *FIRST[0][3:]] for n in range(6)]
    bring(page, "周报1.xlsx", workbook(FIRST, day="2025-08-15"), "new:", "waiting")
    page.click("#would button.main")
    page.wait_for_selector("#would a.button.main")
    bring(page, "周报2.xlsx", workbook(others, day="2025-08-20"), "workbook:waiting")
    page.click("#would button.main")

    page.click("text=See what differs, and decide")
    decided = page.url
    shot(page, "edition-held")
    assert "6 rows differ from the last file, which has 3" in page.inner_text("main")
    page.click("button[value=reject]")
    page.click("text=Back, to correct it")
    page.fill("[name=reason]", "another project")
    page.click("button[value=reject]")

    page.wait_for_selector("text=Recorded.")
    page.goto(decided)
    assert "another project" in page.inner_text("main")
