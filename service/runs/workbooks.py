"""Workbooks out to files, and back from files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Language
from data.whole_file import write_whole
from service.lists import NOBODY_NAMED, Moment, records
from service.outputs.visit_workbook import VisitWorkbook, write_visit_workbook
from service.problems import NoRun
from service.scores import Runs
from service.store.database import reading
from service.visits import ImportReport, Scope, hand_out, import_workbook, marked_copy, scopes

from .listing import found, moment, named, opened
from .round_order import not_before_of


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which workbooks are wanted and where; ``per`` empty: per team where the list has teams, else per commune."""

    per: str = ""
    team: str | None = None
    commune: str | None = None
    out: Path | None = None
    language: Language = "vi"

    @property
    def one_file(self) -> bool:
        """Whether a single file was named."""
        return self.out is not None and self.out.suffix.lower() == ".xlsx"


@dataclass(frozen=True, kw_only=True)
class Written:
    """A workbook that went out."""

    path: Path
    list_id: str
    version: int
    handout: int
    scope: str
    rows: int

    def record(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "file": str(self.path), "list": self.list_id, "version": self.version, "handout": self.handout,
            "for": self.scope, "rows": self.rows,
        }  # fmt: skip


def hand_out_all(home: Path, wanted: str, asked: Asked, by: str | None, today: dt.date | None) -> list[Written]:
    """Hand out the workbooks of a list and return what was written; raises ``ListOver`` where it isn't in use."""
    with opened(home) as engine:
        list_id, when = found(engine, wanted), moment(today)
        actor = named(engine, by) if by else NOBODY_NAMED
        with reading(engine) as connection:
            facts = records.facts_of(connection, list_id)
        name = commune_namer(home, facts["run_id"])
        not_before = not_before_of(engine, home, list_id)
        written, wanted_scopes = [], _scopes(engine, list_id, asked)
        if asked.one_file and len(wanted_scopes) > 1:
            raise WrongUse(
                what_vi=f"Một tệp không chứa được {len(wanted_scopes)} phiếu: hãy nêu một thư mục.",
                what_en=f"One file can't hold {len(wanted_scopes)} workbooks: name a folder.",
            )
        for scope in wanted_scopes:
            content = hand_out(
                engine, list_id, scope, name, when, actor=actor, language=asked.language, not_before=not_before
            )  # fmt: skip
            path = _path(asked.out, list_id, scope)
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(content, path)
            written.append(
                Written(
                    path=path,
                    list_id=list_id,
                    version=content.version,
                    handout=content.handout,
                    scope=content.scope,
                    rows=len(content.rows),
                )  # fmt: skip
            )
    return written


def commune_namer(home: Path, run_id: str) -> Callable[[str], str]:
    """Return what names a commune by its code; the code itself where the run is gone."""
    try:
        return Runs(home).get(run_id).commune_name
    except NoRun:
        return str


def _scopes(engine: Engine, list_id: str, asked: Asked) -> list[Scope]:
    if asked.team is not None:
        return [Scope("team", asked.team)]
    if asked.commune is not None:
        return [Scope("commune", asked.commune)]
    if asked.per:
        return scopes(engine, list_id, asked.per)
    if asked.one_file:
        return [Scope()]
    return scopes(engine, list_id, "team") or scopes(engine, list_id, "commune") or [Scope()]


def _path(out: Path | None, list_id: str, scope: Scope) -> Path:
    """Return where a workbook goes: the file that was named, else one in the folder, named after whom it is for."""
    if out is not None and out.suffix.lower() == ".xlsx":
        return out
    safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in scope.id or "all")
    return (out or Path(f"visits-{list_id}")) / f"{list_id}-{scope.kind}-{safe}.xlsx"


@dataclass(frozen=True, kw_only=True)
class Read:
    """A workbook that came back, and where its marked copy is."""

    report: ImportReport
    marked: Path | None

    def record(self) -> dict[str, Any]:
        """Return it for machines."""
        return {**self.report.record(), "marked": str(self.marked) if self.marked else None}


def read_back(
    home: Path, file: Path, marked: Path | None, by: str | None, today: dt.date | None, language: Language
) -> Read:
    """Record the visits of a filled workbook; write a marked copy where something couldn't be taken.

    Without a name for the copy it stands beside the file.
    """
    with opened(home) as engine:
        when = moment(today)
        report = import_workbook(engine, file, when, named(engine, by) if by else NOBODY_NAMED)
        if not (report.faults.height or report.conflicts):
            return Read(report=report, marked=None)
        target = marked or file.with_name(f"{file.stem}-can-sua.xlsx")
        _write(_marked(engine, home, report, when, language), target)
        return Read(report=report, marked=target)


def _write(content: VisitWorkbook, path: Path) -> None:
    made = BytesIO()
    write_visit_workbook(content, made)
    write_whole(made.getvalue(), path)


def _marked(engine: Engine, home: Path, report: ImportReport, when: Moment, language: Language) -> VisitWorkbook:
    with reading(engine) as connection:
        run_id = records.facts_of(connection, report.workbook.stamp.list_id)["run_id"]
    return marked_copy(engine, report, commune_namer(home, run_id), when, language)
