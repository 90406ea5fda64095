"""`/lists` and `/lists/{id}/entries`."""

from __future__ import annotations

from fastapi import Request, Response

from service.access import Permission, needs
from service.outputs import names, workbook
from service.problems import NoList, NoRun
from service.scores import Run
from service.web import answers, asking, sheets
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import schemas, service

PER_PAGE = 50
FORMS = ("json", "csv", "xlsx")
FILTERS = (asking.COMMUNE, asking.BAND, asking.LIMIT, asking.CURSOR, asking.FORM)
router = guarded_router(tags=["lists"])


def _run(asked: Asked) -> Run:
    if not asked.caller().may(Permission.DRAFTS_READ):
        raise NoList()
    try:
        return asked.runs.get(asked.names["list_id"])
    except NoRun as why:
        raise NoList() from why


def _lists(asked: Asked) -> answers.Answer:
    items = service.lists_of(asked.runs) if asked.caller().may(Permission.DRAFTS_READ) else []
    return answers.as_json({"items": items, "next": None})


def _one(asked: Asked) -> answers.Answer:
    run = _run(asked)
    return answers.as_json(service.record({"id": run.id, **run.summary}))


def _entries(asked: Asked) -> answers.Answer:
    run, query = _run(asked), asked.query
    ready = service.list_of(run, asked.language)
    commune, band = query.get("commune"), query.get("band")
    question = f"{run.id}|{commune}|{band}"
    start = answers.place_of(query.get("cursor"), question)
    limit = query.get("limit", PER_PAGE if asked.form == "json" else len(ready.as_bytes))
    places, total = ready.page(commune, band, service.listed_for(asked.caller()), start, limit)
    following = answers.cursor(question, start + limit) if start + limit < total else None
    if asked.form == "json":
        items = b",".join(ready.as_bytes[i] for i in places)
        tail = b'],"total":%d,"next":%s}' % (total, f'"{following}"'.encode() if following else b"null")
        return answers.Answer(b'{"items":[' + items + tail, answers.JSON_TYPE)
    link = answers.link_next(asked.path, query, following)
    rows = ready.rows(places)
    if asked.form == "csv":
        return sheets.csv_answer(rows, names.LIST, "priority_list", link)
    headings = [(name, workbook.LIST_HEADINGS[name]) for name in names.LIST]
    title = workbook.SHEETS["list"].in_(asked.language)
    return sheets.xlsx_answer(rows, headings, "priority_list", title, run.as_of, asked.language, link)


@router.get(
    "/lists",
    summary="All priority lists, the newest first",
    openapi_extra=told(schema="Lists", example={"items": [schemas.LIST_EXAMPLE], "next": None}),
)
@needs(Permission.LISTS_READ)
async def all_lists(request: Request) -> Response:
    """Every run leaves one list; the newest is also called `newest`."""
    return await answered(request, _lists, keep=False)


@router.get(
    "/lists/{list_id}",
    summary="One list",
    openapi_extra=told(
        schema="ListRecord",
        example=schemas.LIST_EXAMPLE,
        missing="No such list",
        path={"list_id": "A list's id, or `newest`"},
    ),
)
@needs(Permission.LISTS_READ)
async def one_list(request: Request) -> Response:
    """When it was made, until when it holds, how many households are on it."""
    return await answered(request, _one)


@router.get(
    "/lists/{list_id}/entries",
    summary="The households of a list, by position",
    openapi_extra=told(
        FILTERS,
        schema="Entries",
        example={"items": [schemas.ENTRY_EXAMPLE], "total": 400, "next": "WyI5YzFlIiw1MF0"},
        forms=FORMS,
        missing="No such list",
        path={"list_id": "A list's id, or `newest`"},
    ),
)
@needs(Permission.LISTS_READ, audit="list.seen", subject="list_id")
async def entries(request: Request) -> Response:
    """A page of 50 where nothing else is said.

    CSV and XLSX hold every entry that fits unless `limit` is given; their next page is in the `Link` header.
    """
    return await answered(request, _entries, FILTERS, offered=FORMS, export=Permission.LISTS_EXPORT)
