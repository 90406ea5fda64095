"""Jobs over the API: each kind by who may, once per key, no path but a folder the operator offers, cancel and retry."""

import pytest
from signed_in import client_for

from service.jobs import records
from service.jobs.repository import claim, end
from service.jobs.worker import Worker
from service.web.app import create_app

JOBS = "/api/v1/jobs"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    (home / "inbox" / "2026-11").mkdir(parents=True)
    (home / "elsewhere").mkdir()
    (home / "inbox" / "linked").symlink_to(home / "elsewhere")
    return create_app(home)


@pytest.fixture(scope="module")
def analyst(app):
    return client_for(app, "analyst")


@pytest.fixture(scope="module")
def planner(app):
    return client_for(app, "planner")


def test_a_job_is_accepted_once_and_says_where_it_is(app, analyst):
    body = {"kind": "import", "asked": {"folder": "2026-11"}}
    made = [analyst.post(JOBS, json=body, headers={"idempotency-key": "a"}) for _ in range(2)]
    assert [answer.status_code for answer in made] == [202, 202]
    assert made[0].json() == made[1].json()
    assert made[0].headers["location"] == f"{JOBS}/{made[0].json()['id']}"
    told = analyst.get(made[0].headers["location"]).json()
    assert (told["kind"], told["state"], told["share_done"]) == ("import", "queued", 0.0)
    assert told["asked"]["folder"] == "2026-11"
    assert str(app.state.home) not in analyst.get(JOBS).text
    other = analyst.post(JOBS, json={"kind": "train"}, headers={"idempotency-key": "a"})
    assert other.status_code == 422


def test_a_path_of_the_server_is_told_neither_by_what_was_asked_nor_by_an_error(tmp_path):
    home = tmp_path / "home"
    folder = home / "inbox" / "2026-11"
    row = {
        "asked": {"folder": str(folder), "seed": 0}, "result": {"file": "/srv/elsewhere/x.csv"},
        "error": {"code": "x", "vi": f"Thiếu {folder}/households.csv", "en": f"{home}/sommai.db is locked"},
    }  # fmt: skip
    assert records.shown(row, home) == {
        "asked": {"folder": "2026-11", "seed": 0}, "result": {"file": "x.csv"},
        "error": {"code": "x", "vi": "Thiếu 2026-11/households.csv", "en": "sommai.db is locked"},
    }  # fmt: skip
    assert records.shown({"asked": None, "result": None, "error": None}, home)["asked"] is None


@pytest.mark.parametrize("folder", ["/etc", "..", "../elsewhere", "linked", "2026-12", ".", "2026-11/../..", "a\\b"])
def test_an_import_takes_no_path(analyst, folder):
    refused = analyst.post(JOBS, json={"kind": "import", "asked": {"folder": folder}})
    assert refused.status_code == 422
    assert folder not in refused.text or len(folder) == 1


def test_each_kind_is_asked_for_by_who_may(app, analyst, planner):
    asked = {
        "import": {"folder": "2026-11"}, "train": {}, "score": {}, "plan": {"reason": "Kế hoạch"},
        "export": {"list": "newest"},
    }  # fmt: skip
    for kind, wishes in asked.items():
        body = {"kind": kind, "asked": wishes}
        by_analyst = kind in ("import", "train")
        assert analyst.post(JOBS, json=body).status_code == (202 if by_analyst else 403), kind
        assert planner.post(JOBS, json=body).status_code == (403 if by_analyst else 202), kind
        for role in ("officer", "auditor", "administrator"):
            assert client_for(app, role).post(JOBS, json=body).status_code == 403, (role, kind)
    assert planner.post(JOBS, json={"kind": "promote", "asked": {}}).status_code == 422


def test_who_asks_is_who_is_signed_in_and_no_further_than_they_reach(app):
    narrow = client_for(app, "planner", ("17329",))
    told = narrow.post(JOBS, json={"kind": "export", "asked": {"list": "newest"}}).json()
    assert told["asked"]["communes"] == ["17329"]
    drafted = narrow.post(JOBS, json={"kind": "plan", "asked": {"reason": "Kế hoạch"}}).json()
    assert drafted["asked"]["by"] == "planner 17329"
    assert narrow.post(JOBS, json={"kind": "plan", "asked": {"reason": "x", "by": "An"}}).status_code == 422


def test_cancelled_and_tried_again_by_who_may_ask_for_it(analyst, planner):
    place = analyst.post(JOBS, json={"kind": "train"}).headers["location"]
    assert planner.post(f"{place}/cancel").status_code == 403
    assert analyst.post(f"{place}/cancel").json()["state"] == "cancelled"
    assert analyst.post(f"{place}/cancel").status_code == 409
    assert analyst.post(f"{place}/retry").json()["state"] == "queued"
    assert analyst.post(f"{place}/retry").status_code == 409
    assert analyst.post(f"{JOBS}/nothing/cancel").status_code == 404


@pytest.mark.slow
def test_an_export_is_given_to_who_asked_for_it(listed_home, database, published):
    app = create_app(listed_home)
    whole, other = client_for(app, "planner"), client_for(app, "planner", name="another")
    commune = whole.get(f"/api/v1/lists/{published}/entries?limit=1").json()["items"][0]["commune_code"]
    narrow = client_for(app, "planner", (commune,))
    body = {"kind": "export", "asked": {"list": published, "form": "csv"}}
    places = [client.post(JOBS, json=body).headers["location"] for client in (whole, narrow)]
    assert whole.get(f"{places[0]}/file").status_code == 404
    Worker(database, listed_home).run(until_idle=True)
    rows = [
        client.get(f"{place}/file").text.splitlines()
        for client, place in zip((whole, narrow), places, strict=True)
    ]  # fmt: skip
    assert len(rows[0]) > len(rows[1]) > 1
    assert {row.split(",")[2] for row in rows[1][1:]} == {commune}
    assert other.get(f"{places[0]}/file").status_code == 404
    assert client_for(app, "analyst").get(f"{places[0]}/file").status_code == 403


def test_what_failed_tells_why_in_both_languages(app, analyst):
    place = analyst.post(JOBS, json={"kind": "train"}).headers["location"]
    with app.state.entrance.engine.begin() as connection:
        while (held := claim(connection, "worker", 60.0, ["train"])).job_id != place.rsplit("/", 1)[-1]:
            pass
        end(connection, held, "failed", error={"code": "system", "vi": "Hết đĩa", "en": "Disk full"})
    told = analyst.get(place).json()
    assert (told["state"], told["error"]["en"]) == ("failed", "Disk full")
    assert analyst.post(f"{place}/retry").json()["state"] == "queued"
