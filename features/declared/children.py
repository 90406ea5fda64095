"""The children of the household: how many, how old, with what papers, living with whom."""

from __future__ import annotations

import polars as pl

from data.vocabulary.language import Text
from features.as_of import TWO_YEARS
from features.declaration import NOT_APPLICABLE, Feature, Kind
from features.expressions import count

REGISTER = Text("bảng trẻ em trong sổ", "children of the register")
LAW = Text("Luật Trẻ em 102/2016/QH13; bảng trẻ em trong sổ", "Law on Children 102/2016/QH13; children of the register")
LIVES = pl.col("living_with")
YEARS_A_DAY = 1 / 365.25
NEITHER = LIVES.is_in(["grandparents", "other_relatives", "unrelated", "alone"])
ON_THEIR_OWN = LIVES.is_in(["unrelated", "alone"])
NEVER_MISSING = Text("Luôn được ghi nhận", "Always recorded")
NOT_LIVING = Text("Chưa ghi nhận trẻ sống với ai", "Not recorded who the children live with")
ASK_LIVING = Text("Trẻ đang sống với ai?", "Who do the children live with?")


def _children(
    name: str,
    unit: str,
    value: pl.Expr,
    *,
    label: Text,
    reason: Text,
    kind: Kind = "number",
    missing: Text = NEVER_MISSING,
    **more: object,
) -> Feature:
    """Declare a feature of the children present."""
    facts: dict[str, object] = {"view": "children", "source": REGISTER, **more}
    return Feature(
        name=name, theme="children", kind=kind, unit=unit, value=value, tables=("children",), label=label,
        reason=reason, missing=missing, **facts,  # type: ignore[arg-type]
    )  # fmt: skip


def _without(name: str, column: str, action: str, *, label: Text, reason: Text, missing: Text, ask: Text) -> Feature:
    """Declare how many children lack something they have a right to."""
    return _children(
        name, "child", count(~pl.col(column)), label=label, reason=reason, missing=missing, ask=ask, action=action,
        source=LAW, monotone=1, state_at_export=True, subject="child", about=~pl.col(column),
    )  # fmt: skip


FEATURES = (
    _children(
        "child_number", "child", pl.len(),
        label=Text("Số trẻ em trong hộ", "Children in the household"),
        reason=Text("Hộ có {value} trẻ em", "{value} children in the household"),
        action="sponsorship",
    ),
    _children(
        "youngest_child_age", "year", pl.col("age").min(),
        label=Text("Tuổi của trẻ nhỏ nhất", "Age of the youngest child"),
        reason=Text("Trẻ nhỏ nhất {value} tuổi", "The youngest child is {value}"),
        protective=Text("Trẻ nhỏ nhất {value} tuổi", "The youngest child is {value}"),
    ),
    _children(
        "oldest_child_age", "year", pl.col("age").max(),
        label=Text("Tuổi của trẻ lớn nhất", "Age of the oldest child"),
        reason=Text("Trẻ lớn nhất {value} tuổi", "The oldest child is {value}"),
        protective=Text("Trẻ lớn nhất {value} tuổi", "The oldest child is {value}"),
    ),
    _children(
        "children_under_six", "child", count(pl.col("age") < 6),
        label=Text("Số trẻ dưới 6 tuổi", "Children under 6"),
        reason=Text("Hộ có {value} trẻ dưới 6 tuổi", "{value} children under 6"),
        action="nutrition", subject="child", about=pl.col("age") < 6,
    ),
    _children(
        "adolescents", "child", count(pl.col("age") >= 13),
        label=Text("Số trẻ từ 13 đến 15 tuổi", "Children aged 13 to 15"),
        reason=Text("Hộ có {value} trẻ từ 13 đến 15 tuổi", "{value} children aged 13 to 15"),
        action="counselling", subject="child", about=pl.col("age") >= 13,
    ),
    _children(
        "closest_spacing", "year", (pl.col("gap_days").min() * YEARS_A_DAY).fill_null(NOT_APPLICABLE),
        label=Text("Khoảng cách tuổi nhỏ nhất giữa các con", "Closest spacing between children"),
        reason=Text("Các con chỉ cách nhau {value} tuổi", "Children are only {value} years apart"),
        protective=Text("Các con cách nhau {value} tuổi", "Children are {value} years apart"),
        action="nutrition", monotone=-1,
    ),
    _without(
        "without_birth_registration", "birth_registered", "birth_registration",
        label=Text("Số trẻ chưa khai sinh", "Children without birth registration"),
        reason=Text("{value} trẻ chưa được khai sinh", "Birth not yet registered for {value} of the children"),
        missing=Text("Chưa ghi nhận việc khai sinh", "Birth registration isn't recorded"),
        ask=Text("Trẻ đã được khai sinh chưa?", "Are the children's births registered?"),
    ),
    _without(
        "without_insurance_card", "health_insured", "health_insurance",
        label=Text("Số trẻ chưa có thẻ bảo hiểm y tế", "Children without health insurance"),
        reason=Text("{value} trẻ chưa có thẻ bảo hiểm y tế",
        "No health insurance card yet for {value} of the children"),
        missing=Text("Chưa ghi nhận thẻ bảo hiểm y tế của trẻ", "The children's health insurance isn't recorded"),
        ask=Text("Trẻ có thẻ bảo hiểm y tế chưa?", "Do the children have health insurance cards?"),
    ),
    _children(
        "with_neither_parent", "child", count(NEITHER),
        label=Text("Số trẻ không sống cùng cha mẹ", "Children living with neither parent"),
        reason=Text("{value} trẻ không sống cùng cha hoặc mẹ", "{value} of the children live with neither parent"),
        missing=NOT_LIVING, ask=ASK_LIVING, action="carer_support", source=LAW, monotone=1, state_at_export=True,
        subject="child", about=NEITHER,
    ),
    _children(
        "on_their_own", "child", count(ON_THEIR_OWN),
        label=Text(
            "Số trẻ sống một mình hoặc với người không thân thích",
            "Children living alone or with unrelated people",
        ),
        reason=Text(
            "{value} trẻ sống một mình hoặc với người không thân thích",
            "{value} of the children live alone or with people who aren't relatives",
        ),
        missing=NOT_LIVING, ask=ASK_LIVING, action="child_safety", source=LAW, monotone=1, state_at_export=True,
        subject="child", about=ON_THEIR_OWN,
    ),
    _children(
        "children_left", "child", count((pl.col("days_left") < TWO_YEARS).fill_null(False)), view="every_child",
        label=Text("Số trẻ rời hộ trong 2 năm qua", "Children who left in the last 2 years"),
        reason=Text("{value} trẻ đã rời hộ trong 2 năm qua", "{value} of the children left in the last 2 years"),
        look_back_days=TWO_YEARS, action="home_visit", subject="child",
        about=(pl.col("days_left") < TWO_YEARS).fill_null(False),
    ),
)  # fmt: skip
