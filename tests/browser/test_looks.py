"""What people see: nothing cut off, nothing loaded from elsewhere, usable by keyboard and by screen readers."""

import json

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("list", "household", "report")
GRAVE = {"serious", "critical"}


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_keeps_to_itself(opened, picture, name, size):
    watched = opened(name, size)
    wide, seen = watched.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= seen
    cut = watched.page.evaluate(
        """[...document.querySelectorAll('main *')].filter(e => e.children.length === 0 && e.textContent.trim()
            && e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent)"""
    )
    assert cut == []
    assert watched.outside == []
    assert watched.said == []
    picture(watched, f"{name}-{size}")


@pytest.mark.parametrize("name", PAGES)
def test_on_a4_it_fits_and_shows_no_risk_number(opened, picture, name):
    watched = opened(name, "paper", media="print")
    wide, seen = watched.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= seen
    if name != "household":
        assert watched.page.locator(".entries .risk:visible, main li .risk:visible").count() == 0
    assert watched.page.pdf(format="A4").startswith(b"%PDF")
    picture(watched, f"{name}-paper")


@pytest.mark.parametrize("language", ["vi-VN", "en-GB"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(opened, name, language):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(opened(name, language=language).page).response["violations"]
    told = [(v["id"], v["impact"], [node["html"][:120] for node in v["nodes"][:2]]) for v in found]
    assert [line for line in told if line[1] in GRAVE] == [], json.dumps(told, indent=1)


@pytest.mark.parametrize("name", ["list", "household"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened, name):
    page = opened(name).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    unseen = []
    stops = page.locator("a[href]:visible, button:visible, select:visible, input:visible, summary:visible").count()
    for _ in range(min(stops, 40) - 1):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            """(e => e === document.body ? 'out' : getComputedStyle(e).outlineStyle + getComputedStyle(e).boxShadow)
               (document.activeElement)"""
        )
        if ring in ("out", "nonenone"):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
    assert unseen == []


def test_the_skip_link_leads_to_the_content(opened):
    page = opened("list").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_filter_and_a_household_are_a_click_away_without_scripts(opened, address):
    page = opened("list").page
    page.select_option("#band", "high")
    page.locator("form.filters button").click()
    assert "band=high" in page.url
    first = page.locator("main table a, main .entries a, main ol a").first
    name = first.inner_text()
    first.click()
    assert name in page.locator("h1").inner_text()
    assert page.url.startswith(f"{address}/households/")


def test_the_readme_s_picture_in_english(opened, picture):
    watched = opened("household", language="en-GB")
    assert watched.page.locator("html").get_attribute("lang") == "en"
    picture(watched, "household-desktop")
