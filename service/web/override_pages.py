"""Overrides on the pages: an officer questions a reason, somebody answers, and both stay to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language
from service.access import Permission, needs
from service.corrections.officers import Outcome, followed
from service.disputes import ANSWERS, answer, dispute, ledger
from service.disputes.reach import reached, within_reach
from service.households import place_of
from service.outputs import notation
from service.store.columns import now
from service.store.database import reading

from .account_pages import entrance_of
from .corrections_pages import STATES, agreed_to
from .entrance import caller, guarded_router
from .household_page import shown_household
from .ledger_view import entry_view
from .pages import chosen_run, language_of, page
from .views import say

LONGEST_FIELD = 4000
router = guarded_router()


@router.post("/households/{household_id}/dispute")
@needs(Permission.DISPUTES_WRITE, audit="dispute.sent", subject="household_id")
async def question(request: Request, household_id: str) -> Response:
    """Question a reason of a household; the page shows it, and the answer once there is one."""
    fields = await request.form()
    feature, reason = (str(fields.get(name) or "")[:LONGEST_FIELD] for name in ("feature", "reason"))
    entrance, who, run = entrance_of(request), caller(request), chosen_run(request)

    def act() -> None:
        place_of(run, household_id, who)
        dispute(
            entrance.engine, household_id, reason=reason, person_id=who.person_id, at=now(), via=who.by, role=who.role,
            feature=feature or None, run_id=run.id,
        )  # fmt: skip

    try:
        await run_in_threadpool(act)
    except SommaiError as refused:
        if refused.http_status == 404:
            raise
        typed = {"feature": feature, "reason": reason}
        return await run_in_threadpool(shown_household, request, household_id, refused, typed)
    return RedirectResponse(f"/households/{quote(household_id, safe='')}#said", 303)


@router.get("/disputes")
@needs(Permission.DISPUTES_READ, audit="disputes.seen")
def disputes(request: Request) -> Response:
    """Show what waits for an answer, and what was answered, of the reader's communes."""
    return _shown(request)


@router.post("/disputes/{override_id}/answer")
@needs(Permission.DISPUTES_ANSWER)
async def reply(request: Request, override_id: str) -> Response:
    """Answer an entry; further answers stand beside earlier ones."""
    fields = await request.form()
    decision, reason = (str(fields.get(name) or "")[:LONGEST_FIELD] for name in ("decision", "reason"))
    entrance, who = entrance_of(request), caller(request)

    def act() -> None:
        with reading(entrance.engine) as connection:
            entry = reached(connection, override_id, lambda: chosen_run(request), who)
        answer(
            entrance.engine, entry, decision=decision, reason=reason, person_id=who.person_id, at=now(),
            via=who.by, role=who.role,
        )  # fmt: skip

    try:
        await run_in_threadpool(act)
    except SommaiError as refused:
        if refused.http_status == 404:
            raise
        typed = {"id": override_id, "decision": decision, "reason": reason}
        return await run_in_threadpool(_shown, request, refused, typed)
    return RedirectResponse("/disputes", 303)


def _shown(request: Request, refused: SommaiError | None = None, typed: Mapping[str, str] | None = None) -> Response:
    """Show the ledger; ``typed`` is what a refused answer held."""
    language, who = language_of(request), caller(request)
    found = ledger(entrance_of(request).engine)
    if who.communes is not None:
        found = within_reach(found, chosen_run(request), who)
    agreed = {entry.override_id for entry in found if agreed_to(entry)}
    with reading(entrance_of(request).engine) as connection:
        outcomes = followed(connection, agreed)
    waiting = [entry_view(entry, language) for entry in found if not entry.answered]
    done = [
        entry_view(entry, language)
        | {"record": record_words(outcomes.get(entry.override_id, []), language) if entry.override_id in agreed else []}
        for entry in reversed(found)
        if entry.answered
    ]
    return page(
        request, "disputes.html", refused.http_status if refused else 200, here="disputes", path="/disputes",
        waiting=waiting, done=done,
        answers=[(name, text.in_(language)) for name, text in ANSWERS.items()],
        refused=refused.web_message(language) if refused else "", typed=typed or {},
    )  # fmt: skip


def record_words(outcomes: Sequence[Outcome], language: Language) -> list[str]:
    """Return whether a record was put right after its question was agreed to: a line each time, or that it waits."""
    return [
        say("d_corrected", language, day=notation.day(one.made_at.date()), state=STATES[one.state].in_(language))
        for one in outcomes
    ] or [say("d_not_corrected", language)]
