"""What the province decided: a typed, versioned file with an owner and a date; its defaults are declared here, once."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.reference.circumstances import FAMILY_NAMES
from models.release_limits import Limits

from .policy_rules import FloorRule, Rule

POLICY_VERSION = 1
"""Of the file's format."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Days in days, speeds in km/h, shares 0 … 1, bands as multiples of the province's mean risk.

    ``policy_settings`` says what each setting means and where in the file it stands.
    """

    owner: str = ""
    decided_on: str = ""
    per_child: bool = False
    most_children: int = 3
    family_weights: dict[str, float] = field(default_factory=lambda: dict.fromkeys(FAMILY_NAMES, 1.0))
    mandatory: tuple[Rule, ...] = ()
    floors: tuple[FloorRule, ...] = ()
    exploration_share: float = 0.0
    thin_factor: float = 2.0
    cool_down_days: int = 90
    """After the day of a visit that reached somebody, the household isn't listed again for so long."""
    most_per_trip: int = 0
    most_per_hamlet: int = 0
    share_without_teams: float = 0.02
    road_winding: float = 1.4
    road_km_per_hour: float = 30.0
    score_valid_days: int = 180
    list_valid_days: int = 90
    band_high: float = 4.0
    band_raised: float = 2.0
    band_moderate: float = 0.5
    check_limits: Limits = field(default_factory=Limits)
    """What a trained model must keep before anybody may promote it."""

    @property
    def plain_value(self) -> bool:
        """Whether the value of a household is its risk and nothing else."""
        return not self.per_child and len(set(self.family_weights.values())) <= 1
