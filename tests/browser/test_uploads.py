"""A coordinator who has never seen the hub puts a plan and two reports on record by pages alone."""

import pytest

from tests.browser.conftest import PHONE, shot
from tests.integration.api.test_uploads import FIRST, PLAN, PLAN_HEAD, SECOND, XLSX, workbook

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
