"""What the import of a run's snapshot read, set aside and mended: where to begin to make the register better."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from starlette.responses import Response

from data.intake.cached import Import, last_import
from data.vocabulary.language import Language
from service.access import Permission, needs
from service.outputs import notation
from service.report.gather import repairs, tables_read
from service.report.words import TABLES
from service.scores import Run

from . import asking
from .entrance import guarded_router
from .pages import chosen_run, language_of, page
from .province_page import list_address_of
from .views import say

router = guarded_router()


@router.get("/quality")
@needs(Permission.SNAPSHOTS_READ)
def quality(request: Request) -> Response:
    """Show the tables of a run's snapshot, what to mend first, and which households wait for it."""
    asking.read(request, (asking.RUN,))
    language = language_of(request)
    run = chosen_run(request)
    found = last_import(request.app.state.home, run.summary["snapshot"])
    told = quality_of(found, run, language) if found else None
    return page(
        request,
        "quality.html",
        here="quality",
        snapshot=run.summary["snapshot"],
        as_of=notation.day(run.as_of),
        told=told,
    )


def quality_of(found: Import, run: Run, language: Language) -> dict[str, Any]:
    """Return what an import left, in words."""
    return {
        "tables": [
            {
                "name": TABLES[t.name].in_(language),
                "present": t.present,
                "rows": notation.number(t.rows, language),
                "aside": notation.number(t.quarantined, language) if t.quarantined else "",
            }
            for t in tables_read(found.present, found.rows, found.faults)
        ],
        "repairs": [
            {
                "table": TABLES[r.table].in_(language),
                "column": r.column,
                "rule": r.rule,
                "lines": notation.number(r.lines, language),
                "what": r.message.in_(language),
            }
            for r in repairs(found.faults)
        ],
        "unscored": [
            (
                run.commune_name(code) if code else say("q_no_code", language),
                list_address_of(code) if code in run.communes else "",
                notation.count(homes, language),
            )
            for code, homes in found.not_scored_by_commune.iter_rows()
        ],
        "notices": [
            (TABLES[n.table].in_(language), n.column, n.text.in_(language), notation.number(n.count, language))
            for n in found.notices
        ],
    }
