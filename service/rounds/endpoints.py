"""`/rounds` and `/rounds/{list_id}`: which lists were walked, and what a round of visits found."""

from __future__ import annotations

from fastapi import Request, Response

from service.access import Permission, needs
from service.lists import is_stored
from service.problems import NoList
from service.report.round_page import record
from service.runs.round_report import round_facts
from service.scores import NEWEST
from service.web import answers
from service.web.entrance import guarded_router
from service.web.resource import LIST_PATH, Asked, answered, told

from . import schemas
from .service import rounds

router = guarded_router(tags=["rounds"])


def _rounds(asked: Asked) -> answers.Answer:
    found = rounds(asked.state.entrance.engine, asked.caller().communes)
    return answers.as_json({"items": found, "next": None})


def _report(asked: Asked) -> answers.Answer:
    wanted = asked.names["list_id"]
    if wanted != NEWEST and not is_stored(wanted):
        raise NoList()
    state = asked.state
    facts = round_facts(state.home, wanted, state.entrance.engine, asked.caller().communes, state.round_parts)
    return answers.as_json(record(facts))


@router.get(
    "/rounds",
    summary="The lists that have visits, the newest first",
    openapi_extra=told(schema="Rounds", example={"items": [schemas.ROUND_EXAMPLE], "next": None}),
)
@needs(Permission.DRAFTS_READ)
async def all_rounds(request: Request) -> Response:
    """From when to when each was walked, and how many households were visited, in the reader's communes."""
    return await answered(request, _rounds, cache=answers.NO_STORE, keep=False)


@router.get(
    "/rounds/{list_id}",
    summary="What the round of a list found",
    openapi_extra=told(
        schema="RoundReport",
        example=schemas.REPORT_EXAMPLE,
        missing="No such list",
        path=LIST_PATH,
    ),
)
@needs(Permission.DRAFTS_READ, audit="round.seen", subject="list_id")
async def one_round(request: Request) -> Response:
    """Found against expected by band, team, reason for choice and group, hours planned and used, what the list misses.

    What a reader of some communes is told rests on the list's households there; a team's hours are its own everywhere.
    """
    return await answered(request, _report, cache=answers.NO_STORE, keep=False)
