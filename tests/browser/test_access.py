"""Every page for who sees little, uses the keyboard alone, or wants no motion."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.looks import faults, walked
from tests.browser.test_pages import every_page, with_lang
from tests.integration.api.place import Place

pytestmark = pytest.mark.browser

FOR_VENDOR = ["/vendor", "/vendor/replies", "/findings", "/items", "/sources", "/flags/flag-2"]
FOR_NOBODY = ["/sign-in", "/invitations/none"]
PROBLEMS = ["/nothing", "/findings?severity=none"]


def of_coordinator(rollout: Place) -> list[str]:
    """Give the pages of the coordinator, those of problems too."""
    return [*every_page(rollout), *PROBLEMS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_no_page_has_a_fault_that_can_be_counted(context_of, rollout, scheme, size):
    options = {"color_scheme": scheme, **(PHONE if size == "phone" else {})}
    page = context_of("coordinator", **options).new_page()
    found: dict[str, list[str]] = {}

    for path in of_coordinator(rollout):
        page.goto(with_lang(path, "en"))
        found[path] = faults(page)

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nor_has_a_page_of_the_vendor_or_of_nobody(context_of, scheme):
    found: dict[str, list[str]] = {}
    for who, paths in (("vendor", FOR_VENDOR), ("", FOR_NOBODY)):
        page = context_of(who, color_scheme=scheme).new_page()
        for path in paths:
            page.goto(with_lang(path, "zh_CN"))
            found[path] = faults(page)

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("path", ["/findings", "/uploads", "/sources", "/settings"])
def test_the_tab_key_reaches_everything_and_shows_where_it_is(context_of, path):
    page = context_of("coordinator").new_page()
    page.goto(with_lang(path, "en"))
    reachable = page.eval_on_selector_all(
        "a[href], button, select, summary, textarea, input:not([type=hidden]), [tabindex='0']",
        "found => found.filter(f => f.checkVisibility()).length",
    )

    focused = walked(page)

    assert len(focused) >= reachable
    assert [tag for tag, outline in focused if outline < 3] == []


def test_who_wants_no_motion_gets_none(context_of, rollout):
    page = context_of("coordinator", reduced_motion="reduce").new_page()

    for path in every_page(rollout)[:6]:
        page.goto(path)
        moving = page.eval_on_selector_all(
            "*",
            """all => all.filter(one => {
                 const style = getComputedStyle(one);
                 return parseFloat(style.transitionDuration) > 0
                     || style.animationName !== "none" || style.scrollBehavior === "smooth";
               }).map(one => one.tagName)""",
        )
        assert moving == [], path


def test_forced_colours_keep_state_and_selection_visible(context_of):
    page = context_of("coordinator", forced_colors="active").new_page()
    page.goto("/findings?lang=en")

    bordered = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.pill')).borderTopWidth)"
    )
    marked = page.evaluate(
        "getComputedStyle(document.querySelector('.nav a[aria-current]')).borderBottomStyle"
    )

    assert bordered > 0
    assert marked != "none"
