"""The administrator's page: accounts are added, disabled and given new passwords by plain forms."""

import re

import pytest
from signed_in import browser_for, sent

from service.people import repository
from service.web.app import create_app


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def administrator(app):
    return browser_for(app, "administrator")


def person_id_of(app, name):
    with app.state.entrance.engine.connect() as connection:
        return repository.account_named(connection, name).person_id


def test_a_new_account_has_a_one_time_password_that_is_shown_once(app, administrator):
    answer = sent(administrator, "/users?lang=en", name="Lô Văn Anh", role="officer", communes="17329, 16690")
    assert answer.status_code == 200
    password = re.search(r'class="secret"><code>([^<]+)<', answer.text)[1]
    assert len(password) >= 12
    assert password not in administrator.get("/users").text
    assert "16690, 17329" in administrator.get("/users").text


def test_what_is_refused_is_said_on_the_page(app, administrator):
    answer = sent(administrator, "/users?lang=en", name="Somebody", role="officer", communes="")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_an_account_is_disabled_and_enabled(app, administrator):
    sent(administrator, "/users", name="Planner One", role="planner", province="yes")
    person_id = person_id_of(app, "Planner One")
    for act, active in (("disable", False), ("enable", True)):
        assert sent(administrator, f"/users/{person_id}/{act}").status_code == 303
        with app.state.entrance.engine.connect() as connection:
            assert repository.account_of(connection, person_id).active is active


def test_a_password_is_reset_and_shown_once(app, administrator):
    sent(administrator, "/users", name="Auditor One", role="auditor", province="yes")
    answer = sent(administrator, f"/users/{person_id_of(app, 'Auditor One')}/reset")
    assert 'class="secret"' in answer.text


def test_the_last_administrator_stays(app, administrator):
    mine = next(a for a in accounts(app) if a.role == "administrator")
    assert sent(administrator, f"/users/{mine.person_id}/disable").status_code >= 400
    assert administrator.get("/users").status_code == 200


def accounts(app):
    with app.state.entrance.engine.connect() as connection:
        return repository.all_accounts(connection)


def test_a_form_of_another_site_changes_nothing(app, administrator):
    before = accounts(app)
    answer = administrator.post("/users", data={"name": "Stranger", "role": "planner", "province": "yes"})
    assert answer.status_code == 403
    assert accounts(app) == before


@pytest.mark.parametrize("role", ["officer", "planner", "analyst", "auditor"])
def test_nobody_else_sees_accounts(app, role):
    communes = ("17329",) if role == "officer" else ()
    assert browser_for(app, role, communes).get("/users").status_code == 403
