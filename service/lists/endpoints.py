"""`/lists`, `/lists/{id}/entries`, and what a list says of itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from fastapi import Request, Response

from service.access import Permission, needs
from service.outputs import names, workbook
from service.report.list_record import account_record
from service.runs.version_account import account_of, commune_names
from service.web import answers, asking, sheets
from service.web.entrance import caller_or_none, guarded_router
from service.web.resource import LIST_PATH, Asked, answered, told
from service.web.writing import version_tag

from . import schemas, stored

PER_PAGE = 50
FORMS = ("json", "csv", "xlsx")
FILES = ("csv", "xlsx")
FILTERS = (asking.COMMUNE, asking.BAND, asking.LIMIT, asking.CURSOR, asking.FORM)
EXPORT_FILTERS = (asking.COMMUNE, asking.BAND, replace(asking.FORM, choices=FILES))
VERSION = asking.Parameter(
    name="version", says="A version of the list; the present one where nothing is said.", example=1, most=1_000_000
)
router = guarded_router(tags=["lists"])


def _read(asked: Asked) -> stored.Reading:
    engine, kept = asked.state.entrance.engine, asked.state.ready_lists
    wanted, today = asked.names["list_id"], dt.date.today()
    return stored.read(engine, asked.runs, kept, wanted, asked.caller(), asked.language, today)


def _lists(asked: Asked) -> answers.Answer:
    items = stored.visible(asked.state.entrance.engine, asked.runs, asked.caller(), dt.date.today())
    return answers.as_json({"items": items, "next": None})


def _one(asked: Asked) -> answers.Answer:
    found = _read(asked)
    made = answers.as_json(found.record)
    if not found.stored:
        return made
    return answers.Answer(made.body, made.media_type, tag=version_tag(found.record["version"]).encode())


def _account(asked: Asked) -> answers.Answer:
    found = _read(asked)
    told = account_of(asked.state.home, asked.state.entrance.engine, found, asked.query.get(VERSION.name))
    return answers.as_json(account_record(told, commune_names(found.run), asked.language))


def _entries(asked: Asked) -> answers.Answer:
    found, query = _read(asked), asked.query
    ready = found.ready
    commune, band = query.get("commune"), query.get("band")
    question = f"{found.id}|{found.record['version']}|{commune}|{band}"
    start = answers.place_of(query.get("cursor"), question)
    limit = query.get("limit", PER_PAGE if asked.form == "json" else len(ready.as_bytes))
    places, total = ready.page(commune, band, found.communes, start, limit)
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
    as_of, language = found.run.as_of, asked.language
    return sheets.xlsx_answer(asked.state.aside, rows, headings, "priority_list", title, as_of, language, link)


async def _mark(request: Request) -> str:
    """Return what an answer is kept under: a run's own list never changes, a stored one does."""
    who = caller_or_none(request)
    drafts = who is not None and who.may(Permission.DRAFTS_READ)
    if drafts and not stored.is_stored(str(request.path_params.get("list_id", ""))):
        return ""
    found: str = await request.app.state.lists_mark.now()
    return found


@router.get(
    "/lists",
    summary="All priority lists, the newest first",
    openapi_extra=told(schema="Lists", example={"items": [schemas.LIST_EXAMPLE], "next": None}),
)
@needs(Permission.LISTS_READ)
async def all_lists(request: Request) -> Response:
    """Drafts, approved, published and closed lists, and each run's own, which nobody has made a draft of.

    Officers see published lists alone; their newest one in use is also called `newest`."""
    return await answered(request, _lists, keep=False)


@router.get(
    "/lists/{list_id}",
    summary="One list",
    openapi_extra=told(
        schema="ListRecord",
        example=schemas.LIST_EXAMPLE,
        missing="No such list",
        path=LIST_PATH,
    ),
)
@needs(Permission.LISTS_READ)
async def one_list(request: Request) -> Response:
    """Its state and version, what it rests on, until when it is used, how many households are on it."""
    return await answered(request, _one, mark=await _mark(request))


@router.get(
    "/lists/{list_id}/account",
    summary="What a list says of itself",
    openapi_extra=told(
        (VERSION,),
        schema="ListAccountRecord",
        example=schemas.ACCOUNT_EXAMPLE,
        missing="No such list",
        path=LIST_PATH,
    ),
)
@needs(Permission.DRAFTS_READ, audit="list.account-seen", subject="list_id")
async def account(request: Request) -> Response:
    """Whom it is expected to reach and how sure that is, whom it leaves out and where, what it costs to be wrong.

    What only the plan knew isn't told of a version that was changed since, nor what holds for the province alone to a
    reader of some communes: such a part is null, and `not_told` says why."""
    return await answered(request, _account, (VERSION,), mark=await _mark(request))


@router.get(
    "/lists/{list_id}/entries",
    summary="The households of a list, by position",
    openapi_extra=told(
        FILTERS,
        schema="Entries",
        example={"items": [schemas.ENTRY_EXAMPLE], "total": 400, "next": "WyI5YzFlIiw1MF0"},
        forms=FORMS,
        missing="No such list",
        path=LIST_PATH,
    ),
)
@needs(Permission.LISTS_READ, audit="list.seen", subject="list_id")
async def entries(request: Request) -> Response:
    """A page of 50 where nothing else is said.

    CSV and XLSX hold every entry that fits unless `limit` is given; their next page is in the `Link` header.
    """
    mark = await _mark(request)
    return await answered(request, _entries, FILTERS, offered=FORMS, export=Permission.LISTS_EXPORT, mark=mark)


@router.get(
    "/lists/{list_id}/export",
    summary="A list as a file",
    openapi_extra=told(
        EXPORT_FILTERS,
        schema="Entries",
        example={"items": [schemas.ENTRY_EXAMPLE]},
        forms=FILES,
        missing="No such list",
        path=LIST_PATH,
    ),
)
@needs(Permission.LISTS_EXPORT, audit="lists.exported", subject="list_id")
async def export(request: Request) -> Response:
    """Every entry that fits, as CSV with the columns of priority_list.csv, or as a workbook with headings in words."""
    mark = await _mark(request)
    return await answered(request, _entries, EXPORT_FILTERS, offered=FILES, export=Permission.LISTS_EXPORT, mark=mark)
