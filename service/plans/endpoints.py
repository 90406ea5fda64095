"""`/plans/simulate`: coverage against hours, the worth of another hour, and what more hours would do."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from service.access import Permission, Who, needs
from service.runs.planning import WarmStart, WhatIf, no_commune, opened
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


def seen_by(asked_for: WarmStart, who: Who) -> list[dict[str, Any]]:
    """Return what another hour adds in each commune within somebody's reach."""
    return [row for row in asked_for.told["communes"] if who.sees(row["commune_code"])]


def check_within_reach(asked_for: WarmStart, who: Who, commune: str | None) -> None:
    """Raise ``WrongUse``, as if it weren't there, where a new team's commune is beyond somebody's reach."""
    named = {name for row in seen_by(asked_for, who) for name in (row["commune_code"], row["commune_name"].casefold())}
    if commune is not None and who.communes is not None and not {commune, commune.strip().casefold()} & named:
        raise no_commune(commune)


def _simulated(asked: Asked) -> answers.Answer:
    query = asked.query
    hours = query.get("hours")
    run, who = asked.runs.get(query.get("run", "newest")), asked.caller()
    if hours:
        asked_for = WarmStart(opened(asked.state.home, run.id, hours=float(hours)))
    else:
        asked_for = asked.state.simulations.of(run)
    more, team, commune = query.get("more"), query.get("team"), query.get("commune")
    changes = (WhatIf(float(more), team_id=team, commune=commune),) if more and (team or commune) else ()
    check_within_reach(asked_for, who, commune if changes and not team else None)
    what_if = asked_for.what_if(changes) if changes else None
    return answers.as_json({**asked_for.told, "communes": seen_by(asked_for, who), "what_if": what_if})


@router.get(
    "/plans/simulate",
    summary="What other hours would bring",
    openapi_extra=told(FILTERS, schema="Simulation", example=EXAMPLE, missing="No such run"),
)
@needs(Permission.PLANS_SIMULATE)
async def simulate(request: Request) -> Response:
    """Households expected to be reached against hours, and what another hour adds by team and by commune."""
    return await answered(request, _simulated, FILTERS, keep=False)
