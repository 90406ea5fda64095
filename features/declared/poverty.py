"""How poor the household is by its reviews, since when, and what it lacks."""

from __future__ import annotations

import polars as pl

from data.vocabulary.language import Text
from features.as_of import FIVE_YEARS
from features.declaration import Feature, Kind

DECREE = Text("Nghị định 07/2021/NĐ-CP; bảng rà soát nghèo", "Decree 07/2021/ND-CP; poverty_assessments")
NO_REVIEW = Text("Chưa có kết quả rà soát nghèo nào trong 5 năm qua", "No poverty review is known in the last 5 years")
ASK_REVIEW = Text("Hộ đã được rà soát hộ nghèo, hộ cận nghèo chưa?", "Has the household been reviewed for poverty?")


def _review(name: str, kind: Kind, unit: str, value: pl.Expr, *, label: Text, reason: Text, **more: object) -> Feature:
    """Declare a feature of the last known review, which counts for five years."""
    facts: dict[str, object] = {"missing": NO_REVIEW, "ask": ASK_REVIEW, "action": "cash_support", **more}
    return Feature(
        name=name, theme="poverty", kind=kind, unit=unit, view="latest_review", value=value,
        tables=("poverty_assessments",), label=label, reason=reason, source=DECREE,
        look_back_days=FIVE_YEARS, **facts,  # type: ignore[arg-type]
    )  # fmt: skip


def _lack(name: str, column: str, action: str, vi: str, en: str) -> Feature:
    """Declare one of the twelve deprivations."""
    return _review(
        name, "flag", "flag", pl.col(column),
        label=Text(f"Thiếu hụt {vi}", f"Deprived: {en}"),
        reason=Text(f"Hộ thiếu hụt về {vi}", f"The household is deprived of {en}"),
        missing=Text(f"Chưa ghi nhận thiếu hụt {vi}", f"Not recorded whether deprived of {en}"),
        ask=Text(f"Hộ có thiếu hụt về {vi} không?", f"Is the household deprived of {en}?"),
        action=action, monotone=1,
    )  # fmt: skip


FEATURES = (
    _review(
        "poverty_level", "level", "level", pl.col("level"),
        label=Text("Kết quả rà soát nghèo gần nhất", "Outcome of the last poverty review"),
        reason=Text("Kết quả rà soát gần nhất: {value}", "Outcome of the last review: {value}"),
        protective=Text("Kết quả rà soát gần nhất: {value}", "Outcome of the last review: {value}"),
        levels=(
            Text("không nghèo", "not poor"), Text("hộ cận nghèo", "near-poor household"),
            Text("hộ nghèo", "poor household"),
        ),
        monotone=1,
    ),
    _review(
        "poor_years_running", "number", "year", pl.col("poor_years"),
        label=Text("Số năm nghèo liên tục", "Years poor in a row"),
        reason=Text("Hộ nghèo {value} năm liền", "Poor for {value} years in a row"),
        monotone=1,
    ),
    _review(
        "fell_back", "flag", "flag", pl.col("level") > pl.col("before"),
        label=Text("Khó khăn hơn so với lần rà soát trước", "Poorer than at the review before"),
        reason=Text("Hộ khó khăn hơn so với lần rà soát trước", "The household is poorer than at the review before"),
        missing=Text("Chưa có hai lần rà soát để so sánh", "There aren't two reviews to compare"),
        monotone=1,
    ),
    _review(
        "rose_out", "flag", "flag", pl.col("level") < pl.col("before"),
        label=Text("Khá hơn so với lần rà soát trước", "Better off than at the review before"),
        reason=Text(
            "Hộ vừa khá lên, có thể vẫn cần hỗ trợ",
            "The household has just become better off and may still need support",
        ),
        protective=Text("Hộ khá hơn so với lần rà soát trước", "The household is better off than at the review before"),
        missing=Text("Chưa có hai lần rà soát để so sánh", "There aren't two reviews to compare"),
    ),
    _review(
        "poverty_changes", "number", "change", pl.when(pl.col("reviews") > 1).then(pl.col("changes")),
        label=Text("Số lần đổi diện nghèo trong 5 năm", "Changes of poverty status in 5 years"),
        reason=Text("Diện nghèo thay đổi {value} lần trong 5 năm", "Poverty status changed {value} times in 5 years"),
        missing=Text("Chưa có hai lần rà soát để so sánh", "There aren't two reviews to compare"),
        monotone=1,
    ),
    _review(
        "months_since_review", "number", "month", pl.col("months_since"),
        label=Text("Số tháng từ lần rà soát gần nhất", "Months since the last review"),
        reason=Text("Đã {value} tháng chưa được rà soát lại", "Not reviewed again for {value} months"),
        action="home_visit",
    ),
    _review(
        "income_points", "number", "point", pl.col("b1_score"),
        label=Text("Điểm B1 (mức thu nhập)", "B1 points (income)"),
        reason=Text("Điểm B1 về thu nhập là {value}", "B1 income points: {value}"),
        protective=Text("Điểm B1 về thu nhập là {value}", "B1 income points: {value}"),
        missing=Text("Chưa ghi nhận điểm B1", "The B1 score isn't recorded"),
        action="livelihood", monotone=-1,
    ),
    _review(
        "income_percent_of_line", "number", "%", pl.col("b1_percent"),
        label=Text("Điểm B1 so với ngưỡng", "B1 points against the threshold"),
        reason=Text("Điểm B1 bằng {value} % ngưỡng thu nhập", "B1 points are {value} % of the income threshold"),
        protective=Text("Điểm B1 bằng {value} % ngưỡng thu nhập", "B1 points are {value} % of the income threshold"),
        missing=Text(
            "Chưa có điểm B1, loại đơn vị hoặc ngưỡng",
            "The B1 score, the kind of unit or the threshold isn't known",
        ),
        action="livelihood", monotone=-1, state_at_export=True,
    ),
    _review(
        "deprivation_points", "number", "point", pl.col("b2_score"),
        label=Text("Điểm B2 (thiếu hụt)", "B2 points (deprivation)"),
        reason=Text("Điểm B2 về thiếu hụt là {value}", "B2 deprivation points: {value}"),
        missing=Text("Chưa ghi nhận điểm B2", "The B2 score isn't recorded"),
        monotone=1,
    ),
    _review(
        "deprivation_percent_of_line", "number", "%", pl.col("b2_percent"),
        label=Text("Điểm B2 so với ngưỡng", "B2 points against the threshold"),
        reason=Text("Điểm B2 bằng {value} % ngưỡng thiếu hụt", "B2 points are {value} % of the deprivation threshold"),
        missing=Text("Chưa có điểm B2 hoặc ngưỡng", "The B2 score or the threshold isn't known"),
        monotone=1,
    ),
    _review(
        "deprivations", "number", "deprivation", pl.col("deprived"),
        label=Text("Số chỉ số thiếu hụt", "Number of deprivations"),
        reason=Text("Hộ thiếu hụt {value} trong 12 chỉ số", "Deprived in {value} of 12 indicators"),
        protective=Text("Hộ chỉ thiếu hụt {value} trong 12 chỉ số", "Deprived in only {value} of 12 indicators"),
        monotone=1,
    ),
    _lack("lacks_employment", "dep_employment", "livelihood", "việc làm", "employment"),
    _review(
        "many_dependants", "flag", "flag", pl.col("dep_dependants"),
        label=Text("Nhiều người phụ thuộc", "Many dependants"),
        reason=Text("Hộ có nhiều người phụ thuộc", "The household has many dependants"),
        missing=Text("Chưa ghi nhận người phụ thuộc", "Not recorded whether there are many dependants"),
        monotone=1,
    ),
    _lack("lacks_nutrition", "dep_nutrition", "nutrition", "dinh dưỡng", "nutrition"),
    _lack("lacks_insurance", "dep_health_insurance", "health_insurance", "bảo hiểm y tế", "health insurance"),
    _lack(
        "lacks_adult_education", "dep_adult_education", "consulting_point", "trình độ giáo dục người lớn",
        "adults' education",
    ),
    _lack(
        "lacks_school_attendance", "dep_school_attendance", "school_return", "đi học của trẻ em",
        "children's school attendance",
    ),
    _lack("lacks_housing_quality", "dep_housing_quality", "housing_water", "chất lượng nhà ở", "housing quality"),
    _lack("lacks_housing_area", "dep_housing_area", "housing_water", "diện tích nhà ở", "housing area"),
    _lack("lacks_safe_water", "dep_safe_water", "housing_water", "nước sinh hoạt", "safe water"),
    _lack("lacks_toilet", "dep_toilet", "housing_water", "nhà tiêu hợp vệ sinh", "a hygienic latrine"),
    _lack("lacks_telecom", "dep_telecom", "consulting_point", "dịch vụ viễn thông", "telecommunication"),
    _lack(
        "lacks_information", "dep_information", "consulting_point", "phương tiện tiếp cận thông tin",
        "means of information",
    ),
)  # fmt: skip
