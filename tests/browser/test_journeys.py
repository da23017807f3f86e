"""What people come for, done in the browser from beginning to end."""

import pytest

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser


def test_a_filter_swaps_the_list_and_back_restores_it(context_of):
    page = context_of("coordinator").new_page()
    page.goto("/items?lang=en")
    everything = page.inner_text("#list [data-count]")

    page.fill("[name=q]", "PDA")
    page.wait_for_url("**q=PDA**")
    page.wait_for_function(
        "document.querySelector('#list [data-count]').textContent.startsWith('2')"
    )

    assert page.evaluate("document.activeElement.name") == "q"
    assert "2" in page.inner_text("#said")
    page.go_back()
    page.wait_for_function(
        "text => document.querySelector('#list [data-count]').textContent === text", arg=everything
    )


def test_the_list_is_filtered_without_scripts_too(context_of):
    context = context_of(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "coordinator")
    page.goto("/items?lang=en")

    page.fill("[name=q]", "PDA")
    page.press("[name=q]", "Enter")

    assert "q=PDA" in page.url
    assert page.inner_text("#list [data-count]").startswith("2")


def test_the_coordinator_flags_a_finding_and_the_vendor_answers(context_of):
    coordinator = context_of("coordinator").new_page()
    coordinator.goto("/findings?lang=en&rule=LATE-START&court=vendor:team-b")
    coordinator.click("#list th a")
    coordinator.fill("[name=sentence]", "何时开始?")
    coordinator.fill("[name=reply_by]", "2025-10-01")
    coordinator.fill("[name=party]", "vendor-a")
    coordinator.click("text=Flag it >> nth=-1")
    coordinator.wait_for_selector("text=Recorded.")
    finding = coordinator.url

    vendor = context_of("vendor").new_page()
    vendor.goto("/?lang=en")
    vendor.click("text=何时开始?")
    vendor.click("summary:has-text('Right: another date')")
    vendor.fill("[name=new_on]", "2025-09-22")
    vendor.click("text=Promise this date")
    vendor.wait_for_selector("text=Recorded.")

    coordinator.goto(finding)
    assert "22 Sep 2025" in coordinator.inner_text("main")


def test_the_sponsor_approves_what_is_shown(context_of):
    page = context_of("sponsor").new_page()
    page.goto("/plan?lang=en")
    page.click("text=上线计划 0829")
    assert "+15 working days" in page.inner_text("main")

    page.click("text=Approve these rows")
    page.wait_for_selector("text=Recorded.")

    assert page.inner_text(".title .pill") == "approved"


def test_from_a_finding_to_its_entry_in_one_click_and_back_to_its_subject(context_of):
    page = context_of("coordinator").new_page()
    page.goto("/findings?lang=en&rule=SCHEDULE-SLIP")
    page.click("#list th a")
    page.click("table a.mono >> nth=0")

    assert "Both times" in page.inner_text("main")
    page.click("text=To its page")
    assert "/commitments/" in page.url


def test_looking_back_says_so_and_leads_back(context_of):
    page = context_of("coordinator").new_page()
    page.goto("/findings?lang=en")
    page.click(".menu summary")
    page.fill(".menu [name=on]", "2025-08-01")
    page.click("text=Look back")

    assert "As known on 1 Aug 2025, 23:59" in page.inner_text(".as-of")
    page.click("text=Back to now")
    assert page.query_selector(".as-of") is None


def test_the_keyboard_alone_reaches_the_content(context_of):
    page = context_of("coordinator").new_page()
    page.goto("/findings?lang=en")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
