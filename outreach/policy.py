"""What the province decided: a typed file with an owner and a date; every default is named here, once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text


class BadPolicy(SommaiError):
    """The policy's file can't be used."""

    code = "bad-policy"
    exit_code = 2
    http_status = 422
    text = Text(
        "Tệp chính sách không dùng được: {setting}: {why_vi}.", "The policy can't be used: {setting}: {why_en}."
    )
    next_step = Text("Hãy sửa tệp rồi chạy lại.", "Mend the file and run again.")


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Days in days, speeds in km/h, bands as multiples of the province's mean risk."""

    owner: str = ""
    decided_on: str = ""
    cool_down_days: int = 90
    """After the day of a visit that reached somebody, the household isn't listed again for so long."""
    score_valid_days: int = 180
    list_valid_days: int = 90
    road_winding: float = 1.4
    road_km_per_hour: float = 30.0
    share_without_teams: float = 0.02
    band_high: float = 4.0
    band_raised: float = 2.0
    band_moderate: float = 0.5


def read_policy(text: str) -> Policy:
    """Return the policy in a TOML file; what it doesn't name keeps its default.

    Raises ``BadPolicy`` for an unknown setting, a value of the wrong type or below zero, or bands out of order.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise BadPolicy(setting="TOML", why_vi=str(why), why_en=str(why)) from why
    defaults = {f.name: f.default for f in fields(Policy)}
    for name, value in told.items():
        if name not in defaults:
            raise BadPolicy(setting=name, why_vi="không có mục này", why_en="there is no such setting")
        numeric = isinstance(defaults[name], int | float)
        if numeric and (isinstance(value, bool) or not isinstance(value, int | float) or value < 0):
            raise BadPolicy(setting=name, why_vi="phải là số không âm", why_en="must be a number of at least zero")
        told[name] = value if numeric else str(value)
    policy = Policy(**told)
    if not policy.band_high >= policy.band_raised >= policy.band_moderate:
        raise BadPolicy(setting="band_*", why_vi="các mức phải giảm dần", why_en="bands must descend")
    if policy.road_km_per_hour == 0:
        raise BadPolicy(setting="road_km_per_hour", why_vi="phải lớn hơn 0", why_en="must be above zero")
    return policy
