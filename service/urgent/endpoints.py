"""`/urgent`."""

from __future__ import annotations

import polars as pl
from fastapi import Request, Response

from service.access import Permission, needs
from service.outputs import names, workbook
from service.web import answers, asking, sheets
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import schemas, service

PER_PAGE = 100
FORMS = ("json", "csv", "xlsx")
FILTERS = (asking.RUN, asking.COMMUNE, asking.LIMIT, asking.CURSOR, asking.FORM)
HEADINGS = dict(zip(("recorded_on", "household_id", "commune_code", "sign"), workbook.URGENT, strict=True))
router = guarded_router(tags=["urgent"])


def _urgent(asked: Asked) -> answers.Answer:
    run, query = asked.run(), asked.query
    found = service.signs(run, query.get("commune"), asked.caller().communes)
    question = f"urgent|{run.id}|{query.get('commune')}"
    start = answers.place_of(query.get("cursor"), question)
    limit = query.get("limit", PER_PAGE if asked.form == "json" else max(len(found), 1))
    page = found[start : start + limit]
    following = answers.cursor(question, start + limit) if start + limit < len(found) else None
    if asked.form == "json":
        items = [{name: sign[name] for name in names.URGENT} for sign in page]
        return answers.as_json({"items": items, "total": len(found), "hotline": service.hotline(), "next": following})
    schema = {"household_id": pl.String, "commune_code": pl.String, "sign": pl.String, "recorded_on": pl.Date}
    frame = pl.DataFrame([{name: sign[name] for name in names.URGENT} for sign in page], schema=schema)
    link = answers.link_next(asked.path, query, following)
    if asked.form == "csv":
        return sheets.csv_answer(frame, names.URGENT, "urgent", link)
    shown = frame.with_columns(
        pl.Series("sign", [service.sign_text(s["sign"], open_page=False).in_(asked.language) for s in page], pl.String)
    )
    title = workbook.SHEETS["urgent"].in_(asked.language)
    headings = list(HEADINGS.items())
    return sheets.xlsx_answer(asked.state.aside, shown, headings, "urgent", title, run.as_of, asked.language, link)


@router.get(
    "/urgent",
    summary="Signs that ask for a person today",
    openapi_extra=told(
        FILTERS,
        schema="Signs",
        example={"items": [schemas.SIGN_EXAMPLE], "total": 1, "hotline": service.hotline(), "next": None},
        forms=FORMS,
        missing="No such run",
    ),
)
@needs(Permission.URGENT_READ, audit="urgent.seen")
async def urgent(request: Request) -> Response:
    """Newest first. The risk plays no part. In a workbook a private sign reads "a private matter"."""
    return await answered(request, _urgent, FILTERS, offered=FORMS, export=Permission.LISTS_EXPORT)
