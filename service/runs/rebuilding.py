"""A list rebuilt from what it rests on, and every one of its versions held against its hash, to the byte."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from data.snapshots import Snapshots
from data.vocabulary.language import Text
from models.store import read_model
from models.tables import TableModel
from outreach.policy import Policy
from outreach.policy_file import read_policy
from service.lists import entries_at, records
from service.outputs import names
from service.outputs.list_content import content_hash
from service.problems import Problem
from service.scores import Runs
from service.store.database import reading

from .choosing import ASKED, SCORECARD, Choice, by_scorecard, choose
from .keeping import MODEL_FOLDER
from .known import known_tables, recorded_visits
from .options import RunOptions
from .province import compute
from .results import homes_of
from .stages import Silent, Stopwatch


class ListDiffers(Problem):
    """A list isn't what its snapshot, model, policy and seed give, or one of its versions was changed."""

    code = "list-differs"
    http_status = 409
    title = Text("Danh sách không khớp", "The list doesn't agree")
    text = Text(
        "Danh sách {list_id}: bản {version} không khớp với mã băm đã ghi ({what_vi}).",
        "List {list_id}: version {version} doesn't agree with its recorded hash ({what_en}).",
    )
    next_step = Text(
        "Đừng dùng danh sách này; so với bản sao lưu và báo cho người kiểm tra.",
        "Don't use this list; compare it with a backup and tell the auditor.",
    )


REBUILT = Text("dựng lại từ dữ liệu gốc cho kết quả khác", "rebuilt from what it rests on, it comes out otherwise")
CHANGED = Text("các dòng đã bị thay đổi", "its rows were changed")


@dataclass(frozen=True, kw_only=True)
class Verified:
    """A list that agrees: how many versions were held against their hash, and the hash of the last."""

    list_id: str
    versions: int
    content_hash: str
    rows: int


def verify_list(home: Path, engine: Engine, list_id: str) -> Verified:
    """Rebuild a list and hold every version against its hash; raises ``ListDiffers`` with the first that doesn't agree.

    Version 1 is computed again from snapshot, recorded visits, model, policy and seed; later ones from its rows and the
    recorded changes.
    """
    with reading(engine) as connection:
        facts = records.facts_of(connection, list_id)
        changes = records.changes_of(connection, list_id)
        added = records.added(connection, list_id)
    rebuilt = rebuilt_rows(home, facts)
    if content_hash(rebuilt) != changes[0]["content_hash"]:
        raise ListDiffers(list_id=list_id, version=1, what_vi=REBUILT.vi, what_en=REBUILT.en)
    offs = records.put_offs(changes)
    for change in changes:
        now = entries_at(added, offs, change["version"])
        if content_hash(now) != change["content_hash"] or now.height != change["entries"]:
            raise ListDiffers(
                list_id=list_id, version=change["version"], what_vi=CHANGED.vi, what_en=CHANGED.en
            )  # fmt: skip
    last = changes[-1]
    return Verified(
        list_id=list_id, versions=len(changes), content_hash=last["content_hash"], rows=last["entries"]
    )  # fmt: skip


def rebuilt_rows(home: Path, facts: dict[str, Any]) -> pl.DataFrame:
    """Return the rows of a list's first version, computed again; ``facts`` is its row in ``lists``."""
    policy = read_policy(facts["policy_text"]) if facts["policy_text"] else Policy()
    snapshot = Snapshots(home).get(facts["snapshot_id"]).tables()
    recorded = recorded_visits(home, facts["visits_upto"], facts["corrections_upto"])
    known = known_tables(snapshot, recorded, facts["as_of"])
    options = RunOptions(
        home=home, today=facts["as_of"], as_of=facts["as_of"], language=facts["language"], hours=facts["hours"],
        count=facts["wanted"], months=facts["months"], policy_text=facts["policy_text"], seed=facts["seed"],
    )  # fmt: skip
    homes = homes_of(known, facts["as_of"])
    choice = _choice(home, facts)
    results = compute(known, facts["as_of"], homes, choice, policy, options, Stopwatch(Silent()))
    ranks = results.scores.select("household_id", pl.col("rank").cast(pl.Int64))
    joined = results.rows.join(ranks, on="household_id", how="left", maintain_order="left")
    return joined.select(*names.LIST, "rank")


def _choice(home: Path, facts: dict[str, Any]) -> Choice:
    """Return the model that the list's run kept, or the one that is registered under its id."""
    folder = Runs(home).folder / facts["run_id"] / MODEL_FOLDER
    if folder.is_dir():
        model: TableModel = read_model(folder)
        told = by_scorecard(ASKED)
        return Choice(
            model=model, id=facts["model_id"], approved=True, calibrated=False, skill=False, first_line=told.first_line
        )
    return choose(SCORECARD if facts["model_id"] == SCORECARD else facts["model_id"], home)
