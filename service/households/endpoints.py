"""`/households/{id}` and its `/explanation`."""

from __future__ import annotations

from fastapi import Request, Response

from service.access import Permission, needs
from service.problems import NoRun
from service.scores import Run, Runs
from service.web import answers, asking
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import schemas, service

router = guarded_router(tags=["households"])
PATH = {"household_id": "The household's pseudonymous id"}
MISSING = "The run scores no such household"


def _household(asked: Asked) -> answers.Answer:
    return answers.as_json(service.record(asked.run(), asked.names["household_id"], asked.caller()))


def _explanation(asked: Asked) -> answers.Answer:
    body = service.explanation(_scored(asked), asked.names["household_id"], asked.language, asked.caller())
    return answers.Answer(body, answers.JSON_TYPE)


def _scored(asked: Asked) -> Run:
    """Return the run that is meant, or the scoring of that id; raises ``NoRun``."""
    try:
        return asked.run()
    except NoRun:
        scorings: Runs = asked.state.scorings
        return scorings.get(asked.run_id)


def _warm(asked: Asked) -> bool:
    """Say whether the run is open and ready, so that an explanation is a matter of microseconds."""
    run = asked.runs.opened(asked.run_id)
    return run is not None and run.made(("teller", asked.language))


@router.get(
    "/households/{household_id}",
    summary="Where a household stands",
    openapi_extra=told(
        (asking.RUN,), schema="HouseholdRecord", example=schemas.HOUSEHOLD_EXAMPLE, missing=MISSING, path=PATH
    ),
)
@needs(Permission.HOUSEHOLDS_READ, audit="household.seen", subject="household_id")
async def household(request: Request) -> Response:
    """Its row of scores.csv, its place on the list, its urgent signs."""
    return await answered(request, _household, (asking.RUN,), cache=answers.NO_STORE, from_second=True, quick=_warm)


@router.get(
    "/households/{household_id}/explanation",
    summary="Why a household stands there, exactly",
    openapi_extra=told(
        (asking.RUN,), schema="ExplanationRecord", example=schemas.EXPLANATION_EXAMPLE, missing=MISSING, path=PATH
    ),
)
@needs(Permission.HOUSEHOLDS_READ, audit="household.explained", subject="household_id")
async def explanation(request: Request) -> Response:
    """The base and the contributions add up to the log-odds; private reasons are in full, so keep them off paper.

    `run` may be the scores that were made anew after a correction (its `scoring`)."""
    return await answered(request, _explanation, (asking.RUN,), cache=answers.NO_STORE, from_second=True, quick=_warm)
