"""What is told of one household."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.vocabulary.language import Language, Text
from models.explanation.reasons import MOST_REASONS
from service.access import Who
from service.problems import NoHousehold
from service.scores import Run, score_valid_until

from .telling import Told, teller_of


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a household stands in a run: its row of scores.csv, its place on the list, its urgent signs."""

    place: int
    household_id: str
    commune_code: str
    risk: float
    risk_low: float
    risk_high: float
    rank: int
    band: str
    log_odds: float
    all_in_care: bool
    position: int | None
    signs: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ToldOf:
    """Why a household stands where it does, in words; ``shares`` is every feature's share that isn't zero."""

    reasons: list[Told]
    protective: list[Told]
    questions: list[tuple[Text, bool]]
    """Each question, and whether it is about a private matter."""
    actions: list[Text]
    open_actions: list[Text]
    """Those of the actions that may stand on paper: what only a private reason suggests isn't among them."""
    shares: list[Told]
    base: float


def place_of(run: Run, household_id: str, who: Who) -> int:
    """Return a household's row in a run; raises ``NoHousehold``, for one beyond the reader's communes as for none."""
    place = run.place(household_id)
    if place is None or not who.sees(run.columns["commune_code"][place]):
        raise NoHousehold()
    return place


def within_reach(run: Run, household_id: str, who: Who) -> bool:
    """Say whether a household is scored and lies in a commune that somebody sees."""
    commune = run.commune_of(household_id)
    return commune is not None and who.sees(commune)


def standing(run: Run, household_id: str, who: Who) -> Standing:
    """Return where a household stands; raises ``NoHousehold``."""
    place = place_of(run, household_id, who)
    columns = run.columns
    return Standing(
        place=place,
        household_id=run.household_id(place),
        commune_code=columns["commune_code"][place],
        risk=float(columns["risk"][place]),
        risk_low=float(columns["risk_low"][place]),
        risk_high=float(columns["risk_high"][place]),
        rank=int(columns["rank"][place]),
        band=columns["band"][place],
        log_odds=float(columns["log_odds"][place]),
        all_in_care=bool(columns["all_in_care"][place]),
        position=run.positions.get(household_id),
        signs=run.signs_of.get(household_id, []),
    )


def record(run: Run, household_id: str, who: Who) -> dict[str, Any]:
    """Return a household's record for the API."""
    found = standing(run, household_id, who)
    return {
        "household_id": found.household_id,
        "commune_code": found.commune_code,
        "commune_name": run.commune_name(found.commune_code),
        "run": run.id,
        "as_of": run.as_of,
        "valid_until": score_valid_until(run.as_of),
        "risk": found.risk,
        "risk_low": found.risk_low,
        "risk_high": found.risk_high,
        "rank": found.rank,
        "band": found.band,
        "log_odds": found.log_odds,
        "all_in_care": found.all_in_care,
        "list_id": run.id if found.position is not None else None,
        "position": found.position,
        "urgent": [{"sign": s["sign"], "recorded_on": s["recorded_on"]} for s in found.signs],
    }


def explanation(run: Run, household_id: str, language: Language, who: Who) -> bytes:
    """Return a household's explanation as JSON; raises ``NoHousehold``."""
    return teller_of(run, language).explanation(place_of(run, household_id, who))


def told_of(run: Run, found: Standing, language: Language) -> ToldOf:
    """Return why a household stands where it does, private reasons included."""
    teller = teller_of(run, language)
    weighed = teller.weighed(found.place)
    reasons = [teller.told(weighed, j, raises=True) for j in weighed.raising[:MOST_REASONS]]
    offered = teller.offered(weighed.raising[:MOST_REASONS], found.commune_code)
    open_keys = {told.feature.action for told in reasons if not told.feature.private}
    raising = [teller.told(weighed, j, raises=True) for j in weighed.raising]
    lowering = [teller.told(weighed, j, raises=False) for j in weighed.lowering]
    return ToldOf(
        reasons=reasons,
        protective=lowering[:MOST_REASONS],
        questions=list(dict.fromkeys((teller.asked(j), teller.features[j].private) for j in weighed.unknown)),
        actions=[teller.support[key].text for key in offered],
        open_actions=[teller.support[key].text for key in offered if key in open_keys],
        shares=[*raising, *reversed(lowering)],
        base=weighed.base,
    )
