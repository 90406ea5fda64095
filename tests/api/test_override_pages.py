"""An officer questions a reason on the household's page; a planner answers; both stay to be read, in scope."""

import pytest
from signed_in import browser_for, sent

from service.web.app import create_app

OWN, OTHER = "17329", "16690"
HOUSEHOLD, FOREIGN = "H00000", "H00001"
"""Of the first and of the second of these communes."""


@pytest.fixture(scope="module")
def app(home):
    return create_app(home)


@pytest.fixture(scope="module")
def officer(app):
    return browser_for(app, "officer", (OWN,))


@pytest.fixture(scope="module")
def planner(app):
    return browser_for(app, "planner")


def test_a_question_and_its_answer_stand_on_the_households_page(app, officer, planner):
    text = "Trẻ đã đi học lại <script>alert(1)</script>"
    asked = sent(officer, f"/households/{HOUSEHOLD}/dispute", feature="out_of_school", reason=text)
    assert asked.status_code == 303
    page = officer.get(f"/households/{HOUSEHOLD}").text
    assert "Trẻ đã đi học lại &lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "Trẻ đã đi học lại" in planner.get("/disputes").text
    answered = sent(planner, "/disputes/1/answer", decision="corrected", reason="Đã sửa sổ")
    assert answered.status_code == 303
    assert "Đã sửa sổ" in officer.get(f"/households/{HOUSEHOLD}").text


def test_a_question_without_words_is_refused_on_the_page(app, officer):
    answer = sent(officer, f"/households/{HOUSEHOLD}/dispute?lang=en", feature="", reason="  ")
    assert answer.status_code >= 400
    assert 'role="alert"' in answer.text


def test_a_refused_question_keeps_what_was_typed_with_the_error_beside_it(app, officer):
    asked = officer.get(f"/households/{HOUSEHOLD}?lang=en").text
    feature = asked.split('<select id="feature"')[1].split('<option value="')[2].split('"')[0]
    typed = "đ" * 2001 + "<b>"
    answer = sent(officer, f"/households/{HOUSEHOLD}/dispute?lang=en", feature=feature, reason=typed)
    assert answer.status_code == 422
    assert f'<option value="{feature}" selected>' in answer.text
    form = answer.text.split(f'action="/households/{HOUSEHOLD}/dispute"')[1].split("</form>")[0]
    assert f"{'đ' * 2001}&lt;b&gt;</textarea>" in form
    assert 'aria-describedby="refused"' in form
    assert '<p class="warn" id="refused" role="alert">' in form


def test_a_foreign_household_answers_like_one_that_does_not_exist(app, officer):
    foreign = sent(officer, f"/households/{FOREIGN}/dispute", feature="", reason="x")
    nobody = sent(officer, "/households/H99999/dispute", feature="", reason="x")
    assert foreign.status_code == nobody.status_code == 404


def test_officers_of_other_communes_do_not_see_it(app, officer):
    sent(officer, f"/households/{HOUSEHOLD}/dispute", feature="", reason="a sentence of this commune")
    assert "a sentence of this commune" in officer.get("/disputes").text
    assert "a sentence of this commune" not in browser_for(app, "officer", (OTHER,)).get("/disputes").text


def test_officers_do_not_answer(app, officer):
    assert sent(officer, "/disputes/1/answer", decision="accepted", reason="x").status_code == 403


def test_an_unknown_entry_is_not_found(app, planner):
    assert sent(planner, "/disputes/4711/answer", decision="accepted", reason="x").status_code == 404
