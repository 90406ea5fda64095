"""An officer on a phone: the list with names, a household, its sheet, a visit, a record put right; nothing cut off, nothing
that a screen reader or a keyboard can't use."""

import datetime as dt
import json
import shutil
import socket
import threading

import pytest
import uvicorn
from signed_in import session_for

from service.disputes import answer, dispute
from service.runs import listing
from service.scores import Runs
from service.store.columns import now
from service.store.persons import person_of
from service.web.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GRAVE = {"serious", "critical"}
CUT = """[...document.querySelectorAll('main *')].filter(e => e.children.length === 0 && e.textContent.trim()
    && e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent)"""


@pytest.fixture(scope="module")
def round_app(finished_run, tmp_path_factory):
    """The application over a published list, and a question about its first household that was agreed to."""
    home = tmp_path_factory.mktemp("round") / "home"
    shutil.copytree(finished_run.kept.parents[1], home, ignore=shutil.ignore_patterns("sommai.db*", "cache"))
    made = listing.draft(home, "newest", "Nguyễn Thị Mai", "Kế hoạch")
    listing.step(home, "approve", made["id"], "Trần Văn Bình", "Đã xem", None, None)
    listing.step(home, "publish", made["id"], "Lê Thu Hà", "Bắt đầu", None, dt.date.today())
    app = create_app(home)
    first = Runs(home).get().entries.row(0, named=True)
    with app.state.entrance.engine.begin() as connection:
        person_id = person_of(connection, "Vi Thị Hoa")
        asked = {"reason": "Xã đã rà soát lại", "person_id": person_id, "at": now()}
        number = dispute(connection, first["household_id"], **asked)
        answer(connection, number, decision="accepted", **asked)
    return app, first, number


@pytest.fixture(scope="module")
def officer_at(chromium, round_app):
    """Opens pages as the officer of the first household's commune, by width and language."""
    app, first, _ = round_app
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        cookie = session_for(app, "officer", (first["commune_code"],), name="Vi Thị Hoa")

        def opened(path, width=360, language="vi-VN"):
            context = chromium.new_context(viewport={"width": width, "height": 780}, locale=language)
            context.add_cookies([{"name": app.state.entrance.cookie, "value": cookie, "url": address}])
            page = context.new_page()
            page.goto(address + path)
            return page

        yield opened
        server.should_exit = True
        thread.join(timeout=20)


def held(page):
    from axe_playwright_python.sync_playwright import Axe

    wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= seen
    assert page.evaluate(CUT) == []
    found = Axe().run(page).response["violations"]
    told = [(v["id"], v["impact"], [node["html"][:120] for node in v["nodes"][:2]]) for v in found]
    assert [line for line in told if line[1] in GRAVE] == [], json.dumps(told, indent=1)


@pytest.mark.parametrize("language", ["vi-VN", "en-GB"])
def test_every_page_of_the_officer_s_work_fits_a_phone(officer_at, round_app, language):
    household, number = round_app[1]["household_id"], round_app[2]
    page = officer_at("/", language=language)
    page.locator("details.names > summary").click()
    held(page)
    page.locator("details.names .look button").click()
    assert page.locator(".list .people b").count() > 1
    held(page)
    page = officer_at(f"/households/{household}", language=language)
    held(page)
    page.locator(".who .look button").click()
    assert page.locator(".who .people b").count() > 0
    held(page)
    page.locator("form[action$='/sheet'] button").click()
    held(page)
    for path in ("visit", f"correct?dispute={number}"):
        page = officer_at(f"/households/{household}/{path}", language=language)
        held(page)
    page.locator(".cells a:visible").first.click()
    held(page)
    for table in ("children", "guardians", "school_records", "guardian_events"):
        page = officer_at(f"/households/{household}/correct/add?dispute={number}&table={table}", language=language)
        held(page)


def test_the_keyboard_adds_a_child_and_withdraws_another_row(officer_at, round_app):
    household, number = round_app[1]["household_id"], round_app[2]
    page = officer_at(f"/households/{household}/correct?dispute={number}")
    page.locator("a[href*='/correct/add'][href*='table=children']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/correct/add?**")
    page.locator("#cell-birth_date").fill("2020-02-01")
    page.locator("#cell-sex").focus()
    page.keyboard.press("ArrowDown")
    page.locator("#reason").focus()
    page.keyboard.type("Gia đình đưa giấy khai sinh")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/households/{household}#corrections")
    held(page)
    assert "đã thêm dòng" in page.locator("#corrections").inner_text()
    page = officer_at(f"/households/{household}/correct?dispute={number}")
    page.locator("details > summary").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator("a[href*='/correct/row']:visible").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/correct/row?**")
    held(page)
    page.locator("#reason").focus()
    page.keyboard.type("Của hộ khác")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/households/{household}#corrections")
    held(page)
    assert "đã bỏ cả dòng" in page.locator("#corrections").inner_text()


def test_a_sheet_on_paper_is_marked_and_shows_no_risk(officer_at, round_app):
    page = officer_at(f"/households/{round_app[1]['household_id']}", width=794)
    page.locator("form[action$='/sheet'] button").click()
    page.emulate_media(media="print")
    assert "Vi Thị Hoa" in page.locator(".sheet .mark").inner_text()
    assert page.locator(".sheet .people b").first.is_visible()
    assert "1.000" not in page.locator("main").inner_text()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_household_page_on_paper_shows_no_name_and_no_private_matter(officer_at, round_app):
    page = officer_at(f"/households/{round_app[1]['household_id']}", width=794)
    page.locator(".who .look button").click()
    name = page.locator(".who .people b").first.inner_text()
    page.emulate_media(media="print")
    assert name not in page.locator("body").inner_text()
    assert page.locator(".private:visible").count() == 0


def test_the_keyboard_opens_names_and_a_visit(officer_at, round_app):
    page = officer_at(f"/households/{round_app[1]['household_id']}", width=1280)
    page.locator(".who select").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/names")
    page.locator(".who a.button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/visit")
