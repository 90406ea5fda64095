"""An import of visits that is killed at any moment: the same command again finishes it, nothing twice, nothing lost."""

import datetime as dt
import shutil
import signal

import pytest
from killed_at import processes, run_until
from listed import TODAY, moment, person
from officers import fill, table_of
from sqlalchemy import func, select

from service import audit, lists
from service.runs import listing
from service.runs.drafting import draft_from_run
from service.runs.workbooks import Asked, hand_out_all
from service.store.database import reading
from service.store.outreach_tables import visit_imports, visit_records, visit_rows_aside
from service.visits import recorded_of

pytestmark = pytest.mark.slow

PROCESSES = processes()
POINTS = 6
IMPORTED_ON = (TODAY + dt.timedelta(days=20)).isoformat()
GOOD = {"visited_on": TODAY + dt.timedelta(days=3), "outcome": "reached", "finding": "needs", "minutes": 45}
WRONG = GOOD | {"minutes": "rất lâu"}


@pytest.fixture(scope="module")
def handed_out(finished_run, tmp_path_factory):
    """A home with a published list, and its workbook filled in: twelve visits, one of them with a wrong cell."""
    place = tmp_path_factory.mktemp("handed-out")
    home = place / "home"
    for name in ("runs", "snapshots"):
        shutil.copytree(finished_run.kept.parents[1] / name, home / name)
    with listing.opened(home) as engine:
        draft = draft_from_run(home, engine, person(engine, "Nguyễn Thị Mai"), "Kế hoạch tháng 1", moment())
        lists.approve(engine, draft, person(engine, "Trần Văn Bình"), "Đã xem", moment())
        lists.publish(engine, draft, person(engine, "Lê Thu Hà"), "Bắt đầu", moment())
    asked = Asked(per="list", out=place / "out.xlsx")
    assert len(hand_out_all(home, draft, asked, None, TODAY)) == 1
    homes = [row["household_id"] for row in table_of(place / "out.xlsx")][:12]
    cells = dict.fromkeys(homes[:-1], GOOD) | {homes[-1]: WRONG}
    return home, fill(place / "out.xlsx", place / "filled.xlsx", cells), draft


def imported(handed_out, place, kill_at=0):
    """Import the workbook in a copy of the home under ``place``, killed at the n-th change (0: to the end)."""
    words = ["visits", "import", place / "filled.xlsx", "--home", place / "home", "--today", IMPORTED_ON]
    if not (place / "home").exists():
        shutil.copytree(handed_out[0], place / "home")
        shutil.copy(handed_out[1], place / "filled.xlsx")
    asked = (kill_at, str(place / "counted"), [str(word) for word in words], True)
    child = PROCESSES.Process(target=run_until, args=asked)
    child.start()
    child.join()
    return child.exitcode


def stands(place, draft):
    """Return what the home holds of the import: its visits, and how many revisions, imports and rows set aside."""
    with listing.opened(place / "home") as engine:
        visits = [{**visit, "recorded_at": None} for visit in recorded_of(engine, draft)]
        with reading(engine) as connection:
            audit.verify(connection)
            tables = (visit_records, visit_imports, visit_rows_aside)
            return visits, [connection.execute(select(func.count()).select_from(table)).scalar() for table in tables]


def copies(place):
    """Return the copies in which faults are marked."""
    return {file.name: file.read_bytes() for file in place.glob("*.xlsx") if file.name != "filled.xlsx"}


def test_a_killed_import_again_has_every_visit_once(handed_out, tmp_path):
    draft, whole = handed_out[2], tmp_path / "whole"
    whole.mkdir()
    assert imported(handed_out, whole) == 0
    wanted = stands(whole, draft)
    assert wanted[1] == [12, 1, 0]
    marked = copies(whole)
    assert len(marked) == 1
    changes = int((whole / "counted").read_text())
    assert changes > 2 * POINTS
    for i in range(POINTS):
        place = tmp_path / f"{i:02}"
        place.mkdir()
        assert imported(handed_out, place, 1 + i * (changes - 1) // (POINTS - 1)) == -signal.SIGKILL
        visits, counted = stands(place, draft)
        assert (visits, counted) in (([], [0, 0, 0]), wanted)
        assert copies(place) in ({}, marked)
        assert imported(handed_out, place) == 0
        assert stands(place, draft) == wanted
        assert copies(place) == marked
