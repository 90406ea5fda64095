"""`/plans/simulate`: coverage against hours, the worth of another hour, and what more hours would do."""

from __future__ import annotations

from fastapi import Request, Response

from service.access import Permission, needs
from service.runs.planning import WhatIf, opened, simulated
from service.web import answers, asking
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

MOST_HOURS = 100_000
HOURS = asking.Parameter(
    name="hours", says="Hours of all teams together; the run's own else.", example=400, most=MOST_HOURS
)
MORE = asking.Parameter(
    name="more", says="Hours more, of `team` or of a new team in `commune`.", example=40, most=MOST_HOURS
)
TEAM = asking.Parameter(name="team", says="The team that has `more` hours.", example="T07")
FILTERS = (asking.RUN, HOURS, MORE, TEAM, asking.COMMUNE)
EXAMPLE = {
    "run": "0f3a9c1e5b7d2468", "as_of": "2025-06-30", "months": 1.0,
    "now": {"hours": 450.0, "expected": 31.2, "visits": 241.0}, "curve": [], "teams": [], "communes": [],
    "what_if": None,
}  # fmt: skip
router = guarded_router(tags=["plans"])


def _simulated(asked: Asked) -> answers.Answer:
    query = asked.query
    hours = query.get("hours")
    given = opened(asked.state.home, query.get("run", "newest"), hours=float(hours) if hours else None)
    more, team, commune = query.get("more"), query.get("team"), query.get("commune")
    changes = (WhatIf(float(more), team_id=team, commune=commune),) if more and (team or commune) else ()
    return answers.as_json({"what_if": None, **simulated(given, changes)})


@router.get(
    "/plans/simulate",
    summary="What other hours would bring",
    openapi_extra=told(FILTERS, schema="Simulation", example=EXAMPLE, missing="No such run"),
)
@needs(Permission.PLANS_SIMULATE)
async def simulate(request: Request) -> Response:
    """Households expected to be reached against hours, and what another hour adds by team and by commune."""
    return await answered(request, _simulated, FILTERS, keep=False)
