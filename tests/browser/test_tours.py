"""The tours of docs/tutorials, each walked as its reader would: sign in, do the role's main task, see what came of it.

With ``SOMMAI_SCREENSHOTS`` the tours' pictures are taken anew.
"""

import datetime as dt
import io
import os
import shutil
import socket
import threading
from pathlib import Path

import pytest
import uvicorn
from listed import person
from signed_in import account_for, client_for

from service import lists
from service.runs.drafting import draft_from_run
from service.store.columns import now
from service.store.database import reading
from service.web.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "a sentence to remember"
FURTHER_PASSWORD = "another sentence to keep in mind"
SIZES = {"desktop": (1280, 900), "phone": (360, 780)}
PICTURES = "SOMMAI_SCREENSHOTS"
COLOURS = 64
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def served(shown_run, tmp_path_factory):
    """One home that all tours share: its application, its address, and the commune that has most households listed."""
    home = tmp_path_factory.mktemp("tours") / "home"
    shutil.copytree(shown_run.kept.parents[1], home)
    app = create_app(home)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield app, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(scope="module")
def commune(served):
    listed = served[0].state.runs.get().entries["commune_code"]
    return listed.mode().sort()[0]


@pytest.fixture
def visitor(chromium, served):
    """Opens a browser of a size, and signs somebody in at the door."""
    contexts = []

    def signs_in(role, name, size="desktop", communes=()):
        app, address = served
        account_for(app, role, communes, name)
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="vi-VN", base_url=address)
        contexts.append(context)
        page = context.new_page()
        page.goto("/login")
        signed(page, name, PASSWORD)
        return page

    yield signs_in
    for context in contexts:
        context.close()


def signed(page, name, password):
    """Fill in the form at the door and send it."""
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main form button")


def fits(page):
    """Hold that nothing is wider than the screen."""
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= seen


def picture(page, name, at=None):
    """Keep a picture where pictures were asked for: of what is in view, from an element on."""
    fits(page)
    if at is not None:
        page.evaluate("element => element.scrollIntoView()", page.locator(at).first.element_handle())
    folder = os.environ.get(PICTURES)
    if folder:
        from PIL import Image

        page.evaluate("document.fonts.ready")
        taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        kept = Path(folder).parent / "tutorials" / "pictures" / f"{name}.png"
        taken.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, optimize=True)


def with_reason(page, step, reason):
    """Take a step in the life of the list that is shown."""
    page.fill("#step-reason", reason)
    page.click(f"#life button[formaction$='/{step}']")


@pytest.fixture(scope="module")
def published(served):
    """The list that officers work with; the planner's tour has published it already where it was walked before."""
    app, _ = served
    engine, today = app.state.entrance.engine, dt.date.today()
    with reading(engine) as connection:
        found = lists.newest_published(connection, today)
    if found is None:
        moment = lists.Moment(at=now(), today=today)
        found = draft_from_run(app.state.home, engine, person(engine, "Nguyễn Thị Mai"), "Kế hoạch tháng 1", moment)
        lists.approve(engine, found, person(engine, "Trần Văn Bình"), "Đã xem đủ xã", moment)
        lists.publish(engine, found, person(engine, "Lê Thu Hà"), "Bắt đầu đợt thăm", moment)
    return found


def test_a_planner_goes_from_the_province_to_a_published_list(visitor):
    page = visitor("planner", "Nguyễn Thị Mai")
    page.goto("/province")
    assert page.locator("svg circle").count() > 1
    picture(page, "planner-province")
    page.goto("/simulate")
    before = page.locator("#point").inner_text()
    page.locator("#hours").press("End")
    page.wait_for_function("told => document.querySelector('#point').innerText !== told", arg=before)
    picture(page, "planner-hours")
    page.goto("/")
    with_reason(page, "draft", "Kế hoạch tháng 1")
    page.click("#life a[href$='/account']")
    assert page.locator("#below").is_visible()
    picture(page, "planner-account")
    page.click("p.back a")
    with_reason(page, "approve", "Đã xem đủ xã")
    picture(page, "planner-approved", at="#life")
    other = visitor("planner", "Lê Thu Hà")
    other.goto(page.url)
    with_reason(other, "publish", "Bắt đầu đợt thăm")
    assert "công bố" in other.locator("#life").inner_text()


def test_an_officer_visits_a_household_of_the_list_by_phone(visitor, published, commune):
    page = visitor("officer", "Vi Thị Hoa", "phone", [commune])
    assert page.locator(".urgent").first.is_visible()
    picture(page, "officer-list", at="table.list")
    page.locator("table.list tbody a").first.click()
    household = page.url.rpartition("/")[2].partition("?")[0]
    assert household in page.locator("h1").inner_text()
    picture(page, "officer-household", at="#why")
    page.locator("a[href*='/visit']").first.click()
    page.fill("#visited_on", page.locator("#visited_on").get_attribute("max"))
    page.select_option("#outcome", index=1)
    picture(page, "officer-visit")
    page.click("form[data-keep] button")
    assert "Đã ghi lượt thăm" in page.locator("main").inner_text()
    picture(page, "officer-recorded")


@pytest.fixture(scope="module")
def walked(served, published):
    """The published list, every household visited but for each sixth, by one officer who goes everywhere."""
    app, _ = served
    with reading(app.state.entrance.engine) as connection:
        entries = lists.records.entries(connection, published)
    officer = client_for(app, "officer", tuple(entries["commune_code"].unique()), "Lê Văn Nam")
    told = [
        {"outcome": "reached", "finding": "needs", "help_accepted": True, "minutes": 50},
        {"outcome": "reached", "finding": "none", "minutes": 35},
        {"outcome": "reached", "finding": "circumstance", "help_accepted": False, "minutes": 65},
        {"outcome": "absent"},
        {"outcome": "reached", "finding": "needs", "help_accepted": True, "minutes": 45},
    ]
    for i, home in enumerate(entries["household_id"]):
        if i % 6 < len(told):
            body = {"household_id": home, "visited_on": dt.date.today().isoformat(), **told[i % 6]}
            assert officer.post("/api/v1/visits", json=body).status_code == 201
    return published


def test_a_planner_sees_what_the_round_found(visitor, walked):
    from axe_playwright_python.sync_playwright import Axe

    for size in ("phone", "desktop"):
        page = visitor("planner", "Nguyễn Thị Mai", size)
        for path in (
            "/lists",
            "/simulate",
            f"/lists/{walked}",
            f"/lists/{walked}/account",
            "/rounds",
            f"/lists/{walked}/round",
        ):
            page.goto(path)
            fits(page)
            found = Axe().run(page).response["violations"]
            assert [(path, v["id"]) for v in found if v["impact"] in GRAVE] == []
    page.goto("/rounds")
    assert page.locator("table.runs tbody tr").count() == 1
    picture(page, "planner-rounds")
    page.click("table.runs tbody a[href$='/round']")
    assert page.locator("svg").count() > 0
    picture(page, "planner-round")


def test_an_analyst_judges_the_data_and_the_models_and_asks_for_training(visitor):
    page = visitor("analyst", "Hoàng Minh Anh")
    page.goto("/quality")
    assert page.locator("#tables").is_visible()
    picture(page, "analyst-quality")
    page.goto("/models")
    models = page.locator("table.runs tbody a")
    if models.count():
        models.first.click()
        assert page.locator("#recall").is_visible()
        picture(page, "analyst-model")
    page.goto("/jobs")
    page.click("form[action='/jobs/train'] button")
    page.goto("/jobs")
    assert page.locator("table.runs tbody tr").count() == 1
    picture(page, "analyst-jobs")


def test_an_auditor_sees_who_saw_what_and_that_nothing_was_changed(visitor, published, commune):
    seen = visitor("officer", "Vi Thị Hoa", communes=[commune])
    seen.locator("table.list tbody a").first.click()
    household = seen.locator("h1").inner_text().split()[-1]
    page = visitor("auditor", "Phạm Quốc Tuấn")
    page.goto("/audit")
    page.fill("#household", household)
    page.click("form.filters button")
    row = page.locator("table.runs tbody tr").first
    assert row.locator('td[title^="household."]').count() == 1
    assert "built-in" not in page.locator("main").inner_text()
    assert "Vi Thị Hoa" in row.inner_text()
    picture(page, "auditor-household")
    page.goto("/audit/state")
    assert page.locator(".secret code").inner_text()
    picture(page, "auditor-whole")


def test_an_administrator_makes_an_account_and_its_owner_signs_in(visitor, chromium, served, commune):
    page = visitor("administrator", "Đặng Thu Trang")
    page.goto("/users")
    page.locator("section form.stacked #name").fill("Lô Văn Nam")
    page.select_option("#role", "officer")
    page.fill("#communes", commune)
    page.click("section form.stacked button")
    one_time = page.locator(".secret code").inner_text()
    assert "Lô Văn Nam" in page.locator("table.runs").inner_text()
    page.evaluate("document.querySelector('.secret code').textContent = 'xxxx-xxxx-xxxx-xxxx'")
    picture(page, "administrator-account")
    width, height = SIZES["phone"]
    phone = {"width": width, "height": height}
    own = chromium.new_context(viewport=phone, base_url=served[1], locale="vi-VN")
    theirs = own.new_page()
    theirs.goto("/login")
    signed(theirs, "Lô Văn Nam", one_time)
    picture(theirs, "administrator-first-sign-in")
    assert theirs.url.endswith("/password")
    theirs.fill("#old", one_time)
    theirs.fill("#new", FURTHER_PASSWORD)
    theirs.click("main form button")
    theirs.goto("/login")
    if theirs.locator("#password").count():
        signed(theirs, "Lô Văn Nam", FURTHER_PASSWORD)
    theirs.goto("/account")
    assert "Lô Văn Nam" in theirs.locator("body").inner_text()
    own.close()
