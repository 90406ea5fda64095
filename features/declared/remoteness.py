"""How far the household is from school, health care and help."""

from __future__ import annotations

import polars as pl

from data.vocabulary.language import Text
from features.declaration import NOT_APPLICABLE, Feature, Kind

REGISTER = Text("bảng hộ và bảng xã trong sổ", "households and communes of the register")
DECREE_272 = Text(
    "Nghị định 272/2025/NĐ-CP; bảng xã và bảng hộ trong sổ",
    "Decree 272/2025/ND-CP; communes and households of the register",
)


def _place(
    name: str,
    kind: Kind,
    unit: str,
    value: pl.Expr,
    *,
    table: str = "households",
    label: Text,
    reason: Text,
    missing: Text,
    **more: object,
) -> Feature:
    """Declare a feature of the place as it stands at export."""
    facts: dict[str, object] = {"source": REGISTER, "monotone": 1, **more}
    return Feature(
        name=name, theme="remoteness", kind=kind, unit=unit, view="homes", value=value, tables=(table,), label=label,
        reason=reason, missing=missing, state_at_export=True, **facts,  # type: ignore[arg-type]
    )  # fmt: skip


FEATURES = (
    _place(
        "remoteness_region", "level", "level", pl.col("region"), table="communes",
        label=Text("Khu vực của xã", "Region of the commune"),
        reason=Text("Phân vùng của xã: {value}", "The commune's region: {value}"),
        missing=Text("Chưa ghi nhận khu vực của xã", "The commune's region isn't recorded"),
        levels=(
            Text("không thuộc khu vực I, II, III", "none of I, II, III"),
            Text("khu vực I", "region I"),
            Text("khu vực II", "region II"), Text("khu vực III", "region III"),
        ),
        source=DECREE_272, action="home_visit",
    ),
    _place(
        "hard_hamlet", "flag", "flag", pl.col("hamlet_difficult"),
        label=Text("Thôn bản đặc biệt khó khăn", "Extremely difficult hamlet"),
        reason=Text("Hộ ở thôn bản đặc biệt khó khăn", "The household lives in an extremely difficult hamlet"),
        missing=Text(
            "Chưa ghi nhận thôn bản có đặc biệt khó khăn không",
            "Not recorded whether the hamlet is extremely difficult",
        ),
        source=DECREE_272, action="home_visit",
    ),
    _place(
        "minutes_to_school", "number", "minute",
        pl.when(pl.col("pupils")).then(pl.col("travel_min_school")).otherwise(NOT_APPLICABLE),
        label=Text("Số phút đến trường", "Minutes to school"),
        reason=Text("Trẻ đi {value} phút mới đến trường", "School is {value} minutes away"),
        protective=Text("Trường chỉ cách {value} phút", "School is only {value} minutes away"),
        missing=Text("Chưa ghi nhận thời gian đến trường", "The way to school isn't recorded"),
        ask=Text("Trẻ đi bao lâu thì đến trường?", "How long is the way to school?"),
        action="transport_to_school",
    ),
    _place(
        "minutes_to_health", "number", "minute", pl.col("travel_min_health"),
        label=Text("Số phút đến trạm y tế", "Minutes to the health station"),
        reason=Text("Trạm y tế cách {value} phút", "The health station is {value} minutes away"),
        protective=Text("Trạm y tế chỉ cách {value} phút", "The health station is only {value} minutes away"),
        missing=Text("Chưa ghi nhận thời gian đến trạm y tế", "The way to the health station isn't recorded"),
        ask=Text("Đi bao lâu thì đến trạm y tế?", "How long is the way to the health station?"),
        action="health_check",
    ),
    _place(
        "minutes_to_office", "number", "minute", pl.col("travel_min_office"),
        label=Text("Số phút đến UBND xã", "Minutes to the commune office"),
        reason=Text("UBND xã cách {value} phút", "The commune office is {value} minutes away"),
        protective=Text("UBND xã chỉ cách {value} phút", "The commune office is only {value} minutes away"),
        missing=Text("Chưa ghi nhận thời gian đến UBND xã", "The way to the commune office isn't recorded"),
        ask=Text("Đi bao lâu thì đến UBND xã?", "How long is the way to the commune office?"),
        action="home_visit",
    ),
    _place(
        "no_all_season_road", "flag", "flag", ~pl.col("all_season_road"),
        label=Text("Không có đường đi được bốn mùa", "No road passable all year"),
        reason=Text("Đường đến nhà không đi được quanh năm", "The road to the home isn't passable all year"),
        absent=Text("Đường đến nhà đi được quanh năm", "The road to the home is passable all year"),
        missing=Text("Chưa ghi nhận đường đi bốn mùa", "Not recorded whether the road is passable all year"),
        ask=Text("Đường đến nhà có đi được quanh năm không?", "Is the road to the home passable all year?"),
        action="home_visit",
    ),
    _place(
        "border_commune", "flag", "flag", pl.col("is_border"), table="communes",
        label=Text("Xã biên giới", "Border commune"),
        reason=Text("Hộ ở xã biên giới", "The household lives in a border commune"),
        missing=Text("Chưa ghi nhận xã có giáp biên giới không", "Not recorded whether the commune lies on the border"),
        action="consulting_point",
    ),
    _place(
        "minutes_to_centre", "number", "minute", pl.col("travel_min_centre"), table="communes",
        label=Text("Số phút đến trung tâm tỉnh", "Minutes to the provincial centre"),
        reason=Text("Xã cách trung tâm tỉnh {value} phút", "The provincial centre is {value} minutes away"),
        protective=Text(
            "Xã chỉ cách trung tâm tỉnh {value} phút",
            "The provincial centre is only {value} minutes away",
        ),
        missing=Text("Chưa ghi nhận thời gian đến trung tâm tỉnh", "The way to the provincial centre isn't recorded"),
        action="consulting_point",
    ),
)  # fmt: skip
