"""What a household's record says otherwise in one scoring than in another: facts, and the risk that follows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from data.vocabulary.language import Language, Text
from features.catalogue import CATALOGUE
from models.explanation.reasons import worded
from service.scores import Run

from .telling import Teller, teller_of

UNKNOWN = Text("chưa ghi nhận", "not recorded")


@dataclass(frozen=True, kw_only=True)
class Change:
    """One feature that reads otherwise, and how much its contribution moves, in log-odds."""

    label: Text
    before: Text
    after: Text
    moved: float


def changed_facts(before: Run, after: Run, household_id: str, language: Language) -> list[Change]:
    """Return the features that read otherwise in ``after``, the one that moves the risk most first."""
    tellers = teller_of(before, language), teller_of(after, language)
    known = [_values(run, teller, household_id) for run, teller in zip((before, after), tellers, strict=True)]
    found = []
    for name in known[0].keys() & known[1].keys():
        (was, share), (now, new_share) = known[0][name], known[1][name]
        if was != now and not (math.isnan(was) and math.isnan(now)):
            moved = new_share - share
            label = CATALOGUE[name].label
            found.append(Change(label=label, before=_said(name, was), after=_said(name, now), moved=moved))
    return sorted(found, key=lambda change: (-abs(change.moved), change.label.en))


def _values(run: Run, teller: Teller, household_id: str) -> dict[str, tuple[float, float]]:
    place = run.place(household_id)
    if place is None:
        return {}
    weighed = teller.weighed(place)
    names = [feature.name for feature in teller.features]
    return dict(zip(names, zip(weighed.values.tolist(), weighed.contributions.tolist(), strict=True), strict=True))


def _said(name: str, value: float) -> Text:
    return UNKNOWN if math.isnan(value) else worded(CATALOGUE[name], value)
