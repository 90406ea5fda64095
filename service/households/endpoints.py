"""`/households/{id}` and its `/explanation`."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from service.scores import NEWEST
from service.web import answers, asking
from service.web.resource import Asked, answered, told

from . import schemas, service

router = APIRouter(tags=["households"])
PATH = {"household_id": "The household's pseudonymous id"}
MISSING = "The run scores no such household"


def _household(asked: Asked) -> answers.Answer:
    return answers.as_json(service.record(asked.run(), asked.names["household_id"]))


def _explanation(asked: Asked) -> answers.Answer:
    body = service.explanation(asked.run(), asked.names["household_id"], asked.language)
    return answers.Answer(body, answers.JSON_TYPE)


def _warm(asked: Asked) -> bool:
    """Say whether the run is open and ready, so that an explanation is a matter of microseconds."""
    run = asked.runs.opened(asked.runs.resolve(asked.query.get(asking.RUN.name, NEWEST)))
    return run is not None and run.made(("teller", asked.language))


@router.get(
    "/households/{household_id}",
    summary="Where a household stands",
    openapi_extra=told(
        (asking.RUN,), schema="HouseholdRecord", example=schemas.HOUSEHOLD_EXAMPLE, missing=MISSING, path=PATH
    ),
)
async def household(request: Request) -> Response:
    """Its row of scores.csv, its place on the list, its urgent signs."""
    return await answered(request, _household, (asking.RUN,), cache=answers.NO_STORE, quick=_warm)


@router.get(
    "/households/{household_id}/explanation",
    summary="Why a household stands there, exactly",
    openapi_extra=told(
        (asking.RUN,), schema="ExplanationRecord", example=schemas.EXPLANATION_EXAMPLE, missing=MISSING, path=PATH
    ),
)
async def explanation(request: Request) -> Response:
    """The base and the contributions add up to the log-odds; private reasons are in full, so keep them off paper."""
    return await answered(request, _explanation, (asking.RUN,), cache=answers.NO_STORE, quick=_warm)
