"""The few knobs that shape a synthetic world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class World:
    """How a synthetic province works; the defaults are calibrated to the published figures of Nghe An.

    Attributes:
        last_day: The last day of the register; nothing is recorded after it.
        signal: How much circumstances and records say about the hazard. 1 is the calibrated world; at 0 every
            household with an eligible child has the same chance, whatever stands in the register.
        yearly_rate: Children per child-year who come into one of the 14 groups, over the province.
        recording: Share of true cases that are ever recorded in easily reached communes (0 to 1).
        recording_remote: The same share in communes of region III; region II lies between the two.
        drift: Change per year. The rate grows by this share; migration gains and poverty loses this share of weight.
        visit_effect: Share of the hazard that a reached visit takes away; the effect fades over about two years.
        visits_per_year: Visits a year for each household in the register.
        missing: Share of optional cells that nobody filled in.
    """

    last_day: date = date(2025, 12, 31)
    signal: float = 1.0
    yearly_rate: float = 0.0042
    recording: float = 0.93
    recording_remote: float = 0.65
    drift: float = 0.04
    visit_effect: float = 0.35
    visits_per_year: float = 0.03
    missing: float = 0.04
