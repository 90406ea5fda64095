"""From a run's frames to the facts of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from data.contract import READING_ORDER
from data.vocabulary.frames import Tables
from data.vocabulary.language import LANGUAGES, Text
from service.outputs import names, notation

from .evidence import Evidence, RegisterLevel
from .evidence_words import GROUPS, NOT_RECORDED
from .facts import Commune, Entry, Group, ModelLine, Repair, ReportFacts, TableRead, Urgent

if TYPE_CHECKING:
    from models.recording import Recording
    from models.tables import Floats

SHOWN_ENTRIES = 20
SHOWN_REPAIRS = 12
KINDS = {
    "region": Text("Khu vực của xã", "Region of the commune"),
    "remote": Text("Xa trung tâm", "Remoteness"),
    "ethnicity": Text("Dân tộc của chủ hộ", "Ethnicity of the head"),
    "head_sex": Text("Giới tính của chủ hộ", "Sex of the head"),
}
REPEATED_KEY = Text(
    "Khóa xuất hiện nhiều lần với nội dung khác nhau. Hãy giữ một dòng đúng.",
    "A key comes again with other cells. Leave the one right row.",
)


@dataclass(frozen=True, kw_only=True)
class Run:
    """The frames of one finished run that the report tells of.

    ``rows`` is priority_list.csv as a frame, ``groups`` the audit's Text-named groups per household or None.
    """

    tables: Tables
    present: frozenset[str]
    accepted: Mapping[str, int]
    faults: pl.DataFrame
    not_scored_by_commune: pl.DataFrame
    scores: pl.DataFrame
    rows: pl.DataFrame
    urgent: pl.DataFrame
    signs: Mapping[str, Text]
    groups: Sequence[Group]
    evidence: Evidence | None
    register: RegisterLevel
    model: ModelLine
    summary: dict[str, Any]
    as_of: dt.date
    scores_until: dt.date
    list_until: dt.date
    list_facts: Mapping[str, Any] | None = None


def gather(run: Run) -> ReportFacts:
    """Return what the report tells of a run."""
    called = commune_names(run.tables)
    unplanned = run.scores.filter(~pl.col("all_in_care"))
    return ReportFacts(
        as_of=run.as_of,
        scores_until=run.scores_until,
        list_until=run.list_until,
        model=run.model,
        summary=run.summary,
        tables=tables_read(run.present, run.accepted, run.faults),
        repairs=repairs(run.faults),
        not_scored=tuple(
            (called.get(code or "", code or ""), households)
            for code, households in run.not_scored_by_commune.iter_rows()
        ),
        bands=bands(run.scores),
        mean_risk=mean(run.scores["risk"]),
        listed_risk=mean(run.rows["risk"]),
        communes=communes(run.tables, called, unplanned, run.rows),
        urgent=tuple(
            Urgent(
                recorded_on=row["recorded_on"],
                household_id=row["household_id"],
                commune=called.get(row["commune_code"], row["commune_code"]),
                sign=run.signs[row["sign"]],
            )
            for row in run.urgent.iter_rows(named=True)
        ),
        entries=entries(run.rows.head(SHOWN_ENTRIES), called),
        groups=tuple(run.groups),
        evidence=run.evidence,
        register=run.register,
        list_facts=run.list_facts,
    )


def groups_of(groups: pl.DataFrame, scores: pl.DataFrame, rows: pl.DataFrame) -> list[Group]:
    """Return each group of ``features.withheld.audit_groups`` with its households scored and listed, kind by kind.

    Households under case management are on no list, and count in neither.
    """
    open_homes = scores.filter(~pl.col("all_in_care")).select("household_id")
    joined = open_homes.join(groups, on="household_id", how="left").with_columns(
        listed=pl.col("household_id").is_in(rows["household_id"].implode())
    )
    found = []
    for attribute, kind in KINDS.items():
        counted = joined.group_by(pl.col(attribute).cast(pl.String).fill_null(NOT_RECORDED).alias("group")).agg(
            pl.len().alias("scored"), pl.col("listed").sum()
        )
        for name, scored, listed in counted.sort(["scored", "group"], descending=[True, False]).iter_rows():
            text = GROUPS.get((attribute, name), Text(name, name))
            found.append(Group(kind=kind, name=text, scored=scored, listed=listed))
    return found


def register_level(told: Recording, raw: Floats | None, remoteness: pl.Series, share: float) -> RegisterLevel:
    """Return how complete the case register is, in words.

    ``raw`` are the learned model's log-odds before the correction, None for the scorecard: then neither level means
    anything. ``share`` is that of the list among the households scored.
    """
    texts = tuple(c.text() for c in told.classes)
    if raw is None or share <= 0:
        return RegisterLevel(texts=texts, corrects=told.corrects)
    from models.account import detection, register
    from models.detection import under_detection
    from models.evaluation.records import as_json
    from models.recording import levels

    plain: Callable[[object], Any] = as_json
    found, classes = plain(levels(raw, remoteness, told)), plain(told.classes)
    lists = plain(under_detection(raw, remoteness, told, share))
    parts = {x: (register(found, classes, x), detection(lists, x)) for x in LANGUAGES}
    return RegisterLevel(texts=texts, corrects=told.corrects, parts=parts)


def mean(risks: pl.Series) -> float:
    """Return the mean risk; 0 of nobody."""
    return float(risks.mean() or 0.0)  # type: ignore[arg-type]


def commune_names(tables: Tables) -> dict[str, str]:
    """Return each commune's name by its code; where two have one name, the code stands behind it."""
    known = tables["communes"].select("commune_code", "commune_name")
    twice = pl.col("commune_name").is_duplicated()
    told = pl.when(twice).then(pl.format("{} ({})", "commune_name", "commune_code")).otherwise("commune_name")
    return dict(known.select("commune_code", told.alias("told")).iter_rows())


def tables_read(present: frozenset[str], accepted: Mapping[str, int], faults: pl.DataFrame) -> tuple[TableRead, ...]:
    """Return what was read of each table, in reading order."""
    aside = dict(faults.group_by("table").len().iter_rows())
    return tuple(
        TableRead(name=name, present=name in present, rows=accepted.get(name, 0), quarantined=aside.get(name, 0))
        for name in READING_ORDER
    )


def repairs(faults: pl.DataFrame) -> tuple[Repair, ...]:
    """Return the most frequent kinds of faults, most first; what only follows another fault mends itself."""
    own = faults.filter(pl.col("rule") != "follows")
    kinds = own.group_by("table", "column", "rule").agg(pl.len().alias("lines"), pl.col("message").min())
    kinds = kinds.sort(["lines", "table", "column", "rule"], descending=[True, False, False, False])
    return tuple(
        Repair(
            table=row["table"],
            column=row["column"] or "",
            rule=row["rule"],
            lines=row["lines"],
            message=REPEATED_KEY if row["rule"] == "duplicate_key" else both(row["message"]),
        )
        for row in kinds.head(SHOWN_REPAIRS).iter_rows(named=True)
    )


def both(message: str) -> Text:
    """Take a message in both languages apart."""
    vi, _, en = message.partition(" / ")
    return Text(vi, en or vi)


def bands(scores: pl.DataFrame) -> dict[str, tuple[int, float]]:
    """Return each band's households and mean risk, the highest band first."""
    found = {
        band: (n, risk) for band, n, risk in scores.group_by("band").agg(pl.len(), pl.col("risk").mean()).iter_rows()
    }
    return {band: found.get(band, (0, 0.0)) for band in notation.BANDS}


def communes(
    tables: Tables, called: Mapping[str, str], scores: pl.DataFrame, rows: pl.DataFrame
) -> tuple[Commune, ...]:
    """Return each commune with its households outside case management, and what the list reaches of them."""
    every = scores.group_by("commune_code").agg(pl.len().alias("scored"), pl.col("risk").sum().alias("expected"))
    on_list = rows.group_by("commune_code").agg(pl.len().alias("listed"), pl.col("risk").sum().alias("reached"))
    places = tables["communes"].select("commune_code", "latitude", "longitude")
    joined = (
        places.join(every, on="commune_code", how="left")
        .join(on_list, on="commune_code", how="left")
        .with_columns(pl.col("scored", "expected", "listed", "reached").fill_null(0))
        .sort("commune_code")
    )
    return tuple(
        Commune(
            code=row["commune_code"],
            name=called[row["commune_code"]],
            latitude=row["latitude"],
            longitude=row["longitude"],
            scored=row["scored"],
            listed=row["listed"],
            expected=row["expected"],
            expected_listed=row["reached"],
        )
        for row in joined.iter_rows(named=True)
    )


def entries(rows: pl.DataFrame, called: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return the first households of the list."""
    return tuple(
        Entry(
            position=row["position"],
            household_id=row["household_id"],
            place=", ".join(p for p in (called.get(row["commune_code"], row["commune_code"]), row["hamlet"]) if p),
            band=row["band"],
            risk=row["risk"],
            children=row["children"],
            reasons=tuple(row[name] for name in names.REASONS if row[name]),
            actions=tuple(a.strip() for a in (row["actions"] or "").split(";") if a.strip()),
        )
        for row in rows.iter_rows(named=True)
    )
