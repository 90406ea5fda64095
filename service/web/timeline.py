"""What the register says happened to a household and its people in the last years, in the order of days.

As it was known on the day of the run, put right where it was corrected. Case records are told without their group, and
nothing older than what the features look back on: what is long past shall not follow a family.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection

from data.snapshots import NoSnapshot, Snapshots
from data.vocabulary.frames import Tables
from data.vocabulary.language import Language, Text
from service.corrections import overlaid
from service.corrections.repository import standing
from service.outputs import notation
from service.scores import Run

from .record_words import cell_words

LOOK_BACK_DAYS = 3 * 365 + 1
MOST = 30
KINDS: dict[str, tuple[str, str, Text]] = {
    "poverty_assessments": ("assessed_on", "status", Text("Rà soát hộ nghèo: {what}", "Poverty review: {what}")),
    "guardian_events": ("event_date", "event", Text("Người chăm sóc {who}: {what}", "Guardian {who}: {what}")),
    "child_events": ("event_date", "event", Text("Trẻ {who}: {what}", "Child {who}: {what}")),
    "circumstances": ("onset_on", "", Text("Trẻ {who}: lập hồ sơ hỗ trợ", "Child {who}: a case was opened")),
    "visits": ("visited_on", "outcome", Text("Thăm hỏi: {what}", "Visit: {what}")),
}
"""By table: the day it happened, what happened, and the sentence."""
PEOPLE = ("child_id", "guardian_id")


def timeline_of(
    connection: Connection, home: Path, run: Run, household_id: str, language: Language
) -> list[dict[str, Any]]:
    """Return what happened, the newest first, at most ``MOST``; nothing where the run's snapshot isn't kept."""
    try:
        snapshot = Snapshots(home).get(str(run.summary["snapshot"]))
    except NoSnapshot:
        return []
    around = snapshot.around([household_id])
    known = overlaid(around, standing(connection, household_id=household_id))
    found = [event for name in KINDS for event in _events(known, name, household_id, run.as_of, language)]
    return sorted(found, key=lambda event: (event["on"], event["said"]), reverse=True)[:MOST]


def _events(known: Tables, name: str, household_id: str, as_of: dt.date, language: Language) -> list[dict[str, Any]]:
    day, what, text = KINDS[name]
    since = as_of - dt.timedelta(days=LOOK_BACK_DAYS)
    rows = known[name].filter((pl.col("recorded_on") <= as_of) & (pl.col(day) >= since))
    events = []
    for row in rows.iter_rows(named=True):
        if row.get("household_id", household_id) != household_id:
            continue
        told = cell_words(name, what, row[what], language) if what else ""
        who = next((row[column] for column in PEOPLE if row.get(column)), "")
        said = text.in_(language).format(who=who, what=told)
        events.append({"on": row[day], "day": notation.day(row[day]), "said": said})
    return events
