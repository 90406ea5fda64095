"""Names through the API: an officer's own published list, with the look on record; nobody else, nothing else."""

import polars as pl
import pytest
from listed import TODAY
from signed_in import client_for
from sqlalchemy import select

from data import identities
from data.contract import TABLES
from service.store.audit_tables import audit_events
from service.store.database import reading
from service.store.outreach_tables import list_entries
from service.vault import endpoints
from service.web.app import create_app


class Today:
    """The clock of the published list."""

    date = type("date", (), {"today": staticmethod(lambda: TODAY)})


@pytest.fixture
def app(listed_home, published, database, monkeypatch):
    monkeypatch.setattr(endpoints, "dt", Today)
    return create_app(listed_home)


def test_an_officer_reads_the_names_of_the_own_published_list_alone(app, listed_home, database):
    with reading(database) as connection:
        listed = connection.execute(select(list_entries.c.household_id, list_entries.c.commune_code)).all()
    household, commune = listed[0]
    empty = {name: TABLES[name].empty() for name in ("households", "children", "guardians")}
    known = {"subject_id": [household], "full_name": ["Nguyễn Thị Mẫu"], "address": ["Bản Mẫu"], "phone": [None]}
    told = pl.DataFrame(known).cast(TABLES["identities"].schema())
    identities.keep({**empty, "identities": told}, listed_home)
    officer = client_for(app, "officer", [commune])
    place = f"/api/v1/households/{household}/identity"
    assert officer.get(f"{place}?purpose=sheet").json()["people"][0]["full_name"] == "Nguyễn Thị Mẫu"
    assert officer.get(f"{place}?purpose=curiosity").status_code == 422
    elsewhere = client_for(app, "officer", ["nowhere"])
    assert elsewhere.get(place).content == elsewhere.get(place.replace(household, "H9999999")).content
    assert elsewhere.get(place).status_code == 404
    for role in ("planner", "analyst", "auditor", "administrator"):
        assert client_for(app, role).get(place).status_code == 403
    with reading(database) as connection:
        actions = connection.execute(select(audit_events.c.action)).scalars().all()
    assert actions.count("identity.exported") == 1
    assert "identity.seen" not in actions
