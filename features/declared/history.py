"""What the register knows of earlier cases in the household and of visits that reached it."""

from __future__ import annotations

import polars as pl

from data.vocabulary.language import Text
from features.as_of import FIVE_YEARS, TWO_YEARS
from features.declaration import DID_NOT_HAPPEN, Feature
from features.expressions import count, days_since_last, made

CASES = Text("hồ sơ hoàn cảnh đặc biệt, không tính nhóm đ và l", "circumstances, without groups 5 and 11")
VISITS = Text("các lượt thăm đã gặp được gia đình", "visits that reached somebody")
NO_CASES = Text("Sổ chưa có hồ sơ trẻ có hoàn cảnh đặc biệt", "Cases aren't kept in the register")
NO_VISITS = Text("Sổ chưa có lượt thăm nào gặp được gia đình", "No visit that reached a family is in the register")
OPEN = pl.col("open")
FOUND_NEEDS = pl.col("last") & (pl.col("finding") == "needs")


def _case(name: str, value: pl.Expr, about: pl.Expr, label: Text, reason: Text, **more: object) -> Feature:
    """Declare a feature of the household's cases; which group a case was of is nobody's business on paper."""
    facts: dict[str, object] = {
        "kind": "number", "unit": "case", "look_back_days": FIVE_YEARS, "monotone": 1, **more
    }  # fmt: skip
    return Feature(
        name=name, theme="history", view="cases", value=value, tables=("circumstances",), label=label, reason=reason,
        missing=NO_CASES, source=CASES, action="home_visit", private=True, subject="child", about=about,
        without_rows=0.0, **facts,  # type: ignore[arg-type]
    )  # fmt: skip


def _visit(name: str, value: pl.Expr, label: Text, reason: Text, **more: object) -> Feature:
    """Declare a feature of the visits that reached the family in two years."""
    facts: dict[str, object] = {"kind": "number", "unit": "visit", "without_rows": 0.0, **more}
    return Feature(
        name=name, theme="history", view="visits", value=value, tables=("visits",), label=label, reason=reason,
        missing=NO_VISITS, source=VISITS, action="home_visit", look_back_days=TWO_YEARS,
        **facts,  # type: ignore[arg-type]
    )  # fmt: skip


FEATURES = (
    _case(
        "cases_in_household", pl.len(), pl.lit(True),
        Text("Số hồ sơ của anh chị em trong 5 năm qua", "Cases of children of the household in 5 years"),
        Text(
            "{value} hồ sơ hỗ trợ trẻ trong hộ trong 5 năm qua",
            "Cases of children in the household in 5 years: {value}",
        ),
    ),
    _case(
        "cases_closed", count(~OPEN), ~OPEN,
        Text("Số hồ sơ đã kết thúc trong 5 năm qua", "Closed cases in 5 years"),
        Text(
            "{value} hồ sơ hỗ trợ trẻ trong hộ đã kết thúc",
            "Cases of children in the household that were closed: {value}",
        ),
        monotone=0,
    ),
    _case(
        "case_open_in_household", made(OPEN), OPEN,
        Text("Có anh chị em đang được quản lý hồ sơ", "A child of the household has an open case"),
        Text(
            "Một trẻ khác trong hộ đang được hỗ trợ theo hồ sơ",
            "Another child of the household is under case management",
        ),
        kind="flag", unit="flag", look_back_days=None,
    ),
    _visit(
        "visits_that_reached", pl.len(),
        Text("Số lượt thăm gặp được gia đình trong 2 năm qua", "Visits that reached the family in 2 years"),
        Text("Gia đình được thăm {value} lượt trong 2 năm qua", "The family was visited {value} times in 2 years"),
        protective=Text(
            "Gia đình được thăm {value} lượt trong 2 năm qua",
            "The family was visited {value} times in 2 years",
        ),
    ),
    _visit(
        "days_since_visit", days_since_last(pl.lit(True)),
        Text("Số ngày từ lượt thăm gần nhất", "Days since the last visit that reached the family"),
        Text("Lượt thăm gần nhất cách đây {value} ngày", "The last visit was {value} days ago"),
        unit="day", without_rows=DID_NOT_HAPPEN,
    ),
    _visit(
        "last_visit_found_needs", made(FOUND_NEEDS),
        Text("Lượt thăm gần nhất thấy có nhu cầu", "The last visit found needs"),
        Text("Lượt thăm gần nhất thấy gia đình cần hỗ trợ", "The last visit found that the family needs support"),
        kind="flag", unit="flag", monotone=1,
    ),
)  # fmt: skip
