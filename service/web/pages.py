"""The pages: rendered here, readable without scripts, in the language of query, cookie or browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import LANGUAGES, Language
from service import problems
from service.access import Permission, needs, open_to_all
from service.communes import communes_of
from service.lists import Reading, list_of, listed_for, read, record_of_run
from service.outputs import notation
from service.people.problems import ChangePasswordFirst
from service.people.sessions import csrf_of
from service.scores import NEWEST, Run, Runs
from service.urgent import hotline
from service.vault.looking import PURPOSES
from service.vault.opening import Person

from . import asking
from .entrance import audited_as, caller, caller_or_none, encrypted, guarded_router
from .texts import ABOUT, ABOUT_TITLE, PAGE, POLICE, page_texts
from .views import list_view, run_rows

HERE = Path(__file__).parent
PAGE_NUMBER = asking.Parameter(name="page", says="Page of the list.", example=1, most=100_000)
FILTERS = (asking.COMMUNE, asking.BAND, PAGE_NUMBER)
LOOKS = ("visit", "urgent", "correction")
"""What a look at names on a page can be for; sheets and workbooks say themselves what they are for."""
NamesOf = Callable[[Sequence[str]], Mapping[str, Sequence[Person]]]
YEAR_SECONDS = 365 * 24 * 3600
router = guarded_router()


@cache
def templates() -> Environment:
    """Return the templates."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def version_of(name: str) -> int:
    """Return what changes when a static file does, for its address."""
    return (HERE / "static" / name).stat().st_mtime_ns // 1_000_000_000


def language_of(request: Request) -> Language:
    """Return the language of a page: query, cookie, browser, default."""
    cookie = request.cookies.get(asking.LANGUAGE_COOKIE)
    return asking.language_of(request.headers, request.query_params, cookie, request.app.state.language)


def page(
    request: Request, template: str, status: int = 200, more_headers: dict[str, str] | None = None, **content: Any
) -> Response:
    """Render a page; households' records stay out of every cache. A language chosen by query is remembered."""
    language = language_of(request)
    other = next(known for known in LANGUAGES if known != language)
    query = {k: v for k, v in request.query_params.items() if k != asking.LANG.name}
    html = templates().get_template(template).render(
        lang=language,
        t=page_texts(language),
        fill=lambda name, **facts: PAGE[name].in_(language).format(**facts),
        hotline=hotline(),
        police=POLICE,
        css=version_of("pages.css"),
        other=other,
        switch=f"{content.get('path') or own_address(request)}?{urlencode({**query, asking.LANG.name: other})}",
        who=(who := caller_or_none(request)),
        may=lambda permission: who is not None and not who.must_change and who.may(Permission(permission)),
        csrf=csrf_of(who.secret) if who and who.secret else "",
        bands={band: text.in_(language) for band, text in notation.BANDS.items()},
        **content,
    )  # fmt: skip
    headers = {"cache-control": "no-store", "content-language": language, "vary": "Accept-Language, Cookie"}
    response = HTMLResponse(html, status, headers | (more_headers or {}))
    if request.query_params.get(asking.LANG.name) in LANGUAGES:
        response.set_cookie(asking.LANGUAGE_COOKIE, language, max_age=YEAR_SECONDS, samesite="lax", httponly=True,
                            secure=encrypted(request))  # fmt: skip
    return response


def own_address(request: Request) -> str:
    """Return the page's own address as a link writes it; one that begins with two slashes would be another site's."""
    return "/" + quote(request.url.path.lstrip("/\\"))


def purposes(language: Language) -> list[tuple[str, str]]:
    """Return what a look at names can be for, in words."""
    return [(name, PURPOSES[name].in_(language)) for name in LOOKS]


def problem_page(request: Request, error: SommaiError) -> Response:
    """Tell an error to a person."""
    told = problems.record(error, language_of(request))
    return page(request, "problem.html", error.http_status, problems.headers_of(error), told=told, here="")


def runs_of(request: Request) -> Runs:
    """Return the runs of the application."""
    runs: Runs = request.app.state.runs
    return runs


def chosen_run(request: Request) -> Run:
    """Return the run that a page is about: ``?run=``, else the newest."""
    return runs_of(request).get(request.query_params.get(asking.RUN.name) or NEWEST)


FIRST_PAGES = {
    "analyst": "/quality",
    "auditor": "/audit",
    "administrator": "/users",
}
"""Where a role begins, other than with the list."""


@router.get("/")
@needs(Permission.OWN_ACCOUNT)
def first_page(request: Request) -> Response:
    """Go to where the reader's role begins: the newest list for most; or say what to do where there is none yet."""
    who = caller(request)
    if who.must_change:
        raise ChangePasswordFirst()
    if who.role in FIRST_PAGES:
        return RedirectResponse(FIRST_PAGES[who.role], 303)
    try:
        runs_of(request).get(NEWEST)
    except problems.NoRun:
        return page(request, "empty.html", here="list")
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/lists/{NEWEST}{query}", 303)


@router.get("/lists/{list_id}")
@needs(Permission.LISTS_READ, audit="list.seen", subject="list_id")
def one_list(request: Request, list_id: str) -> Response:
    """Show a list."""
    return shown_list(request, list_id)


def read_list(request: Request, list_id: str) -> Reading:
    """Return a list as the reader may see it; where none is published yet, the newest run with no household listed,
    so that urgent signs are never out of sight. Raises ``NoList``."""
    state, who, language = request.app.state, caller(request), language_of(request)
    try:
        return read(state.entrance.engine, state.runs, state.ready_lists, list_id, who, language, dt.date.today())
    except problems.NoList:
        if list_id != NEWEST or who.may(Permission.DRAFTS_READ):
            raise
    run = runs_of(request).get(NEWEST)
    told = record_of_run({"id": run.id, **run.summary})
    return Reading(record=told, run=run, ready=list_of(run, language), communes=listed_for(who), stored=False)


def shown_list(
    request: Request,
    list_id: str,
    refused: str = "",
    status: int = 200,
    names: NamesOf | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """Show a list, filtered and paged, with the urgent signs above it and where it stands below; ``names`` opens the
    names of the households on the page, where they were asked for; ``typed`` is what a refused form held."""
    from .list_pages import life_view

    language, who = language_of(request), caller(request)
    query = asking.read(request, FILTERS)
    found = read_list(request, list_id)
    if list_id == NEWEST:
        audited_as(request, "list.seen", list=found.id)
    run, until = found.run, found.record["valid_until"]
    view = list_view(found, query, language, who)
    return page(
        request,
        "list.html",
        status,
        here="list",
        path=f"/lists/{quote(list_id)}",
        view=view,
        names=names([row["household_id"] for row in view["rows"]]) if names else None,
        purposes=purposes(language),
        named_list=found.id if found.stored and not found.record["expired"] else "",
        asked=urlencode(query),
        life=life_view(request, found.record, language),
        refused=refused,
        typed=typed or {},
        communes=[
            (c["commune_code"], c["commune_name"] or c["commune_code"])
            for c in communes_of(run)
            if who.sees(c["commune_code"])
        ],
        chosen=query,
        run=run.id,
        newest=run.id == runs_of(request).newest_id(),
        as_of=notation.day(run.as_of),
        until=notation.day(until),
        past=until is not None and dt.date.today() > until,
    )


@router.get("/find")
@needs(Permission.HOUSEHOLDS_READ)
def find(request: Request) -> Response:
    """Go to the page of the household whose id was typed."""
    sought = request.query_params.get("household_id", "").strip()
    if not sought:
        return RedirectResponse("/", 303)
    return RedirectResponse(f"/households/{quote(sought[: asking.LONGEST], safe='')}", 303)


@router.get("/runs")
@needs(Permission.RUNS_READ)
def all_runs(request: Request) -> Response:
    """Show the runs, the newest first."""
    told = [record_of_run(summary) for summary in runs_of(request).all()]
    rows = run_rows(told, runs_of(request), language_of(request))
    return page(request, "runs.html", here="runs", rows=rows)


@router.get("/about")
@open_to_all
def about(request: Request) -> Response:
    """Show how to read the pages, and their limits."""
    language = language_of(request)
    parts = [(head.in_(language), [say.in_(language) for say in says]) for head, says in ABOUT]
    return page(request, "about.html", here="about", title=ABOUT_TITLE.in_(language), parts=parts)
