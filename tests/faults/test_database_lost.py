"""A database that ends every connection under a running service: told clearly, nothing half done, then back by itself."""

import pytest
from signed_in import client_for
from sqlalchemy import text

from service.web.app import create_app

NEW = {"name": "Lô Văn Nam", "role": "planner", "whole_province": True}
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = :name"


@pytest.fixture
def served(database_home, database):
    if database.dialect.name != "postgresql":
        pytest.skip("there are no connections to end")
    app = create_app(database_home)
    yield app, client_for(app, "administrator")
    app.state.engine.dispose()


def end_connections(database):
    """End every connection of the database but this one."""
    with database.begin() as connection:
        connection.execute(text(OTHERS), {"name": database.url.database})


@pytest.mark.slow
def test_ended_connections_are_made_again(served, database):
    app, client = served
    assert client.get("/api/v1/users").status_code == 200
    end_connections(database)
    answer = client.get("/api/v1/users")
    assert answer.status_code == 200, "an idle connection that was ended is made again before it is used"
    end_connections(database)
    assert client.post("/api/v1/users", json=NEW).status_code == 201


@pytest.mark.slow
def test_a_connection_that_is_ended_in_the_middle_of_a_change_leaves_nothing_and_says_so(served, database, monkeypatch):
    from service.people import service

    app, client = served
    real = service.repository.set_communes

    def ended(connection, *args):
        real(connection, *args)
        end_connections(database)

    with monkeypatch.context() as patch:
        patch.setattr(service.repository, "set_communes", ended)
        answer = client.post("/api/v1/users", json=NEW)
    assert answer.status_code == 503
    assert answer.json()["type"].endswith("no-database")
    assert "pg_" not in answer.text
    assert "SSL" not in answer.text
    assert client.post("/api/v1/users", json=NEW).status_code == 201
