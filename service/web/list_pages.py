"""The life of a list on pages: every list, its state and history, and what may be done with it, by plain forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from data.vocabulary.errors import SommaiError, WrongUse
from data.vocabulary.language import Language
from service import lists
from service.access import Permission, Who, needs
from service.lists import KINDS, Actor, Moment, Standing, records
from service.lists.life import ALLOWED, ListChanged
from service.outputs import notation
from service.problems import NoHousehold, NoList
from service.runs.drafting import draft_from_run, nominated_row
from service.store.columns import now
from service.store.database import reading

from .account_pages import entrance_of
from .entrance import caller, guarded_router
from .outreach_texts import LIST_STATES
from .pages import language_of, page, runs_of, shown_list
from .views import say

LONGEST_FIELD = 4000
STEPS = {"approve": ("approved", Permission.LISTS_APPROVE), "publish": ("published", Permission.LISTS_PUBLISH),
         "close": ("closed", Permission.LISTS_PUBLISH)}  # fmt: skip
router = guarded_router()


@router.get("/lists")
@needs(Permission.LISTS_READ)
def all_lists(request: Request) -> Response:
    """Show every list that the reader may see, stored ones before those that runs propose."""
    language, who = language_of(request), caller(request)
    found = lists.visible(entrance_of(request).engine, runs_of(request), who, dt.date.today())
    return page(request, "lists.html", here="lists", rows=[_row(record, language) for record in found])


@router.post("/lists/{list_id}/draft")
@needs(Permission.LISTS_DRAFT)
async def draft(request: Request, list_id: str) -> Response:
    """Make a run's list a draft."""
    home = request.app.state.home

    def act(actor: Actor, fields: Mapping[str, str], moment: Moment) -> str:
        return draft_from_run(home, entrance_of(request).engine, actor, fields["reason"], moment, list_id)

    return await _tried(request, list_id, act)


@router.post("/lists/{list_id}/approve")
@needs(Permission.LISTS_APPROVE)
async def approve(request: Request, list_id: str) -> Response:
    """Approve a draft."""
    return await _tried(request, list_id, _step(request, list_id, lists.approve))


@router.post("/lists/{list_id}/publish")
@needs(Permission.LISTS_PUBLISH)
async def publish(request: Request, list_id: str) -> Response:
    """Publish an approved list."""
    return await _tried(request, list_id, _step(request, list_id, lists.publish))


@router.post("/lists/{list_id}/close")
@needs(Permission.LISTS_PUBLISH)
async def close(request: Request, list_id: str) -> Response:
    """Close a list."""
    return await _tried(request, list_id, _step(request, list_id, lists.close))


@router.post("/lists/{list_id}/put-off")
@needs(Permission.LISTS_DRAFT)
async def put_off(request: Request, list_id: str) -> Response:
    """Take a household off a list, with a reason that will be answered."""

    who = caller(request)

    def act(actor: Actor, fields: Mapping[str, str], moment: Moment) -> str:
        engine = entrance_of(request).engine
        with reading(engine) as connection:
            lists.check_reach(connection, list_id, fields["household_id"], who)
        lists.put_off(engine, list_id, fields["household_id"], actor, fields["reason"], moment, _seen(fields))
        return list_id

    return await _tried(request, list_id, act)


@router.post("/lists/{list_id}/nominate")
@needs(Permission.NOMINATIONS_WRITE)
async def nominate(request: Request, list_id: str) -> Response:
    """Merge an officer's household into a list; only one of the officer's own communes."""
    who, home = caller(request), request.app.state.home

    def act(actor: Actor, fields: Mapping[str, str], moment: Moment) -> str:
        engine = entrance_of(request).engine
        row = nomination(engine, home, list_id, fields["household_id"], who)
        lists.nominate(engine, list_id, row, actor, fields["reason"], moment, _seen(fields))
        return list_id

    return await _tried(request, list_id, act)


def nomination(engine: Any, home: Any, list_id: str, household_id: str, who: Who) -> Any:
    """Return the row of a nominated household; one of another commune answers as if it didn't exist."""
    with reading(engine) as connection:
        facts, standing = records.facts_of(connection, list_id), records.standing(connection, list_id)
    if not lists.may_see(who, standing):
        raise NoList()
    row = nominated_row(home, engine, list_id, facts["run_id"], household_id)
    if not who.sees(row["commune_code"].item()):
        raise NoHousehold()
    return row


Act = Callable[[Actor, Mapping[str, str], Moment], str]


def _step(request: Request, list_id: str, step: Callable[..., Standing]) -> Act:
    def act(actor: Actor, fields: Mapping[str, str], moment: Moment) -> str:
        step(entrance_of(request).engine, list_id, actor, fields["reason"], moment, _seen(fields))
        return list_id

    return act


def _seen(fields: Mapping[str, str]) -> int | None:
    """Return the version that the form was made for; raises ``WrongUse``."""
    text = fields["version"]
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise WrongUse(what_vi="Số bản chưa đúng.", what_en="The version can't be taken.")
    return int(text)


async def _tried(request: Request, list_id: str, act: Act) -> Response:
    """Do one thing to a list and show it; or show the list with what was refused."""
    sent = await request.form()
    fields = {name: str(sent.get(name) or "")[:LONGEST_FIELD].strip() for name in ("reason", "household_id", "version")}
    who = caller(request)
    actor = Actor(person_id=who.person_id, via=who.by, role=who.role, communes=who.communes)
    moment = Moment(at=now(), today=dt.date.today())
    try:
        done = await run_in_threadpool(act, actor, fields, moment)
    except SommaiError as refused:
        if isinstance(refused, NoList):
            raise
        said, status = _said(refused, language_of(request)), refused.http_status
        return await run_in_threadpool(partial(shown_list, request, list_id, said, status, typed=fields))
    return RedirectResponse(f"/lists/{quote(done)}#life", 303)


def _said(refused: SommaiError, language: Language) -> str:
    """Return why a change wasn't made; whoever was second reads what to do on this very page."""
    if isinstance(refused, ListChanged):
        return f"{refused.text.in_(language).format(**refused.facts)} {say('l_changed', language)}"
    return refused.web_message(language)


def life_view(request: Request, record: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return where a list stands, every change, and the forms that its reader may send."""
    who = caller(request)
    until = notation.day(record["valid_until"])
    state, stored = str(record["state"]), lists.is_stored(str(record["id"]))
    lines = [say("l_proposed", language)]
    if stored:
        lines = [say("l_state_say", language, state=LIST_STATES[state].in_(language), version=record["version"])]
        if until:
            lines.append(say("l_expired" if record["expired"] else "l_in_use", language, until=until))
    beyond = stored and who.may(Permission.LISTS_APPROVE) and _beyond(request, record)
    if beyond and state != "closed":
        lines.append(say("l_beyond", language))
    if stored and who.may(Permission.DRAFTS_READ):
        lines += _crowded(request, record, language)
    changing = stored and not record["expired"]
    return {
        "id": record["id"],
        "state": state,
        "lines": lines,
        "version": record["version"] if stored else "",
        "steps": [] if beyond else _steps(who, state, language) if stored else _proposed(who, language),
        "put_off": changing and who.may(Permission.LISTS_DRAFT) and state in ALLOWED["put_off"],
        "nominate": changing and who.may(Permission.NOMINATIONS_WRITE) and state in ALLOWED["nominated"],
        "account": f"/lists/{quote(str(record['id']))}/account" if who.may(Permission.DRAFTS_READ) else "",
        "round": f"/lists/{quote(str(record['id']))}/round" if stored and who.may(Permission.DRAFTS_READ) else "",
        "changes": _changes(request, str(record["id"]), language) if stored and who.may(Permission.DRAFTS_READ) else [],
    }


def _beyond(request: Request, record: Mapping[str, Any]) -> bool:
    return lists.reaches_beyond(entrance_of(request).engine, str(record["id"]), caller(request))


def _crowded(request: Request, record: Mapping[str, Any], language: Language) -> list[str]:
    """Return a sentence for each hamlet that nominations bring above the policy's limit."""
    most, hamlets = lists.crowded(entrance_of(request).engine, str(record["id"]), caller(request))
    named = runs_of(request).get(str(record["run"])).commune_name if hamlets else str
    return [
        say("l_crowded", language, most=most, hamlet=row["hamlet"], commune=named(row["commune_code"]),
            households=row["households"], nominated=row["nominated"])
        for row in hamlets
    ]  # fmt: skip


def _steps(who: Who, state: str, language: Language) -> list[tuple[str, str]]:
    return [
        (name, say(f"l_{name}", language))
        for name, (kind, permission) in STEPS.items()
        if who.may(permission) and state in ALLOWED[kind]
    ]


def _proposed(who: Who, language: Language) -> list[tuple[str, str]]:
    return [("draft", say("l_draft", language))] if who.may(Permission.LISTS_DRAFT) else []


def _changes(request: Request, list_id: str, language: Language) -> list[dict[str, Any]]:
    with reading(entrance_of(request).engine) as connection:
        found = records.changes_of(connection, list_id)
    return [
        {
            "version": change["version"], "kind": KINDS[change["kind"]].in_(language), "by": change["by"],
            "household_id": change["household_id"] or "", "day": notation.day(change["on_day"]),
            "reason": change["reason"],
        }
        for change in found
    ]  # fmt: skip


def _row(record: Mapping[str, Any], language: Language) -> dict[str, Any]:
    state = LIST_STATES[str(record["state"])].in_(language)
    until = notation.day(record["valid_until"])
    return {
        "id": record["id"],
        "address": f"/lists/{quote(str(record['id']))}",
        "state": state,
        "kind": record["state"],
        "version": record["version"] if lists.is_stored(str(record["id"])) else "",
        "entries": notation.number(record["entries"], language),
        "as_of": notation.day(record["as_of"]),
        "until": say("l_expired", language, until=until) if record["expired"] else until,
    }
