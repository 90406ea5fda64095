"""What the commune is like, by what is known of its scored households, the household itself among them.

Shares are null below five known households or people. The commune's recorded case rate is never among these: it is
the gap in recording itself.
"""

from __future__ import annotations

import polars as pl

from data.vocabulary.language import Text
from features.as_of import FIVE_YEARS, THREE_YEARS
from features.declaration import Feature, Kind

NOT_ENOUGH = Text("Xã có quá ít thông tin", "Too little is known of the commune")


def _commune(
    name: str, kind: Kind, unit: str, value: pl.Expr, *, label: Text, reason: Text, source: Text, **more: object
) -> Feature:
    """Declare a feature that all households of a commune share."""
    facts: dict[str, object] = {"view": "communes", "missing": NOT_ENOUGH, "action": "consulting_point", **more}
    return Feature(
        name=name, theme="commune", kind=kind, unit=unit, value=value, label=label, reason=reason, source=source,
        **facts,  # type: ignore[arg-type]
    )  # fmt: skip


FEATURES = (
    _commune(
        "commune_poor_percent", "number", "%", pl.col("poor"),
        label=Text("Tỷ lệ hộ nghèo của xã", "Share of poor households in the commune"),
        reason=Text(
            "{value} % số hộ có trẻ em trong xã là hộ nghèo",
            "{value} % of the commune's households with children are poor",
        ),
        source=Text("kết quả rà soát nghèo của cả xã", "poverty_assessments of the commune"),
        tables=("poverty_assessments",),
        look_back_days=FIVE_YEARS, monotone=1,
        protective=Text(
            "Chỉ {value} % số hộ có trẻ em trong xã là hộ nghèo",
            "Only {value} % of the commune's households with children are poor",
        ),
    ),
    _commune(
        "commune_out_of_school_percent", "number", "%", pl.col("not_at_school"),
        label=Text("Tỷ lệ trẻ không đi học của xã", "Share of children out of school in the commune"),
        reason=Text(
            "{value} % trẻ trong độ tuổi phổ cập của xã không đi học",
            "{value} % of the commune's children of compulsory age aren't enrolled",
        ),
        source=Text("hồ sơ học tập của cả xã", "school_records of the commune"),
        tables=("school_records",), look_back_days=THREE_YEARS, monotone=1,
        action="school_return",
    ),
    _commune(
        "commune_away_percent", "number", "%", pl.col("away"),
        label=Text("Tỷ lệ người chăm sóc đi làm ăn xa của xã", "Share of guardians away for work in the commune"),
        reason=Text(
            "{value} % người chăm sóc trong xã đi làm ăn xa",
            "{value} % of the commune's guardians are away for work",
        ),
        source=Text("sự kiện và bảng người giám hộ của cả xã", "guardian_events and guardians of the commune"),
        tables=("guardians", "guardian_events"), monotone=1,
    ),
    _commune(
        "commune_population", "number", "person", pl.col("population"),
        label=Text("Dân số của xã", "Population of the commune"),
        reason=Text("Xã có {value} người dân", "The commune has {value} residents"),
        source=Text("bảng xã trong sổ", "communes of the register"),
        view="homes", tables=("communes",), state_at_export=True,
        missing=Text("Chưa ghi nhận dân số của xã", "The commune's population isn't recorded"),
    ),
    _commune(
        "lives_in_ward", "flag", "flag", pl.col("urban"),
        label=Text("Hộ ở phường", "The household lives in a ward"),
        reason=Text("Hộ sống ở phường (đô thị)", "The household lives in a ward (urban)"),
        source=Text("bảng xã trong sổ", "communes of the register"),
        view="homes", tables=("communes",), state_at_export=True,
        protective=Text("Hộ sống ở phường (đô thị)", "The household lives in a ward (urban)"),
        missing=Text("Chưa ghi nhận xã hay phường", "Not recorded whether it is a commune or a ward"),
    ),
)  # fmt: skip
