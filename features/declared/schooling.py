"""Whether the children go to school as their age would have them, and what changed between the last known years."""

from __future__ import annotations

import polars as pl

from data.vocabulary.language import Text
from features.as_of import THREE_YEARS, TWO_YEARS
from features.declaration import Feature, Kind
from features.expressions import any_recorded, count, where_applicable

RECORDS = Text("hồ sơ học tập; phổ cập giáo dục đến lớp 9", "school_records; universal education to grade 9")
PUPIL = pl.col("pupil")
NO_RECORD = Text("Chưa có thông tin học tập của trẻ", "No school record of the children is known")
ONE_YEAR = Text("Chưa có hai năm học liền để so sánh", "There aren't two school years in a row to compare")
ASK_SCHOOL = Text("Các cháu có đang đi học không?", "Do the children go to school?")
OUT = PUPIL & ~pl.col("enrolled")
DROPPED = pl.col("enrolled_before") & ~pl.col("enrolled")
RISE = (pl.col("absent_days") - pl.col("absent_before")).clip(lower_bound=0)


def _school(name: str, kind: Kind, unit: str, value: pl.Expr, *, label: Text, reason: Text, **more: object) -> Feature:
    """Declare a feature of the last known school records."""
    facts: dict[str, object] = {
        "view": "schooling", "tables": ("school_records",), "missing": NO_RECORD, "ask": ASK_SCHOOL,
        "look_back_days": THREE_YEARS, "monotone": 1, "source": RECORDS, "action": "school_return",
        "subject": "child", **more,
    }  # fmt: skip
    return Feature(
        name=name, theme="schooling", kind=kind, unit=unit, value=value, label=label, reason=reason,
        **facts,  # type: ignore[arg-type]
    )  # fmt: skip


def _step(name: str, turning: int, vi: str, en: str, action: str) -> Feature:
    """Declare a change of school level in the coming September."""
    return _school(
        name, "flag", "flag", any_recorded(pl.col("turning") == turning), view="children", tables=("children",),
        label=Text(f"Trẻ sắp {vi}", f"A child soon {en}"),
        reason=Text(f"Đến tháng 9 tới, một trẻ {vi}", f"By next September a child {en}"),
        missing=Text("Luôn được ghi nhận", "Always recorded"), ask=None, look_back_days=None, monotone=0,
        source=Text(
            "bảng trẻ em trong sổ; Luật Giáo dục 43/2019/QH14, Điều 28",
            "children of the register; Law on Education 43/2019/QH14, Art. 28",
        ),
        action=action,
        about=pl.col("turning") == turning,
    )  # fmt: skip


FEATURES = (
    _school(
        "out_of_school", "number", "child", where_applicable(PUPIL, count(pl.when(PUPIL).then(~pl.col("enrolled")))),
        label=Text("Số trẻ trong độ tuổi phổ cập không đi học", "Children of compulsory age not enrolled"),
        reason=Text(
            "{value} trẻ trong độ tuổi phổ cập không đi học", "{value} of the children of compulsory age not enrolled"
        ),
        protective=Text("Trẻ trong độ tuổi phổ cập đều đi học", "Every child of compulsory age goes to school"),
        about=OUT,
    ),
    _school(
        "stopped_school", "number", "child", count(DROPPED),
        label=Text("Số trẻ thôi học giữa hai năm học", "Children who stopped between two school years"),
        reason=Text(
            "{value} trẻ năm trước còn đi học, năm sau thì không",
            "{value} of the children were enrolled one year and not the next",
        ),
        missing=ONE_YEAR, about=DROPPED,
    ),
    _school(
        "most_absent_days", "number", "day", pl.col("absent_days").max(),
        label=Text(
            "Số ngày nghỉ học nhiều nhất trong năm học gần nhất",
            "Most days absent in the last known school year",
        ),
        reason=Text(
            "Có trẻ nghỉ học {value} ngày trong năm học gần nhất",
            "A child was absent {value} days in the last known school year",
        ),
        protective=Text(
            "Trẻ nghỉ học nhiều nhất {value} ngày trong năm",
            "At most {value} days absent in the school year",
        ),
        action="school_materials", about=pl.col("absent_days") > 0,
    ),
    _school(
        "rise_in_absent_days", "number", "day", RISE.max(),
        label=Text("Số ngày nghỉ học tăng thêm", "Rise in days absent"),
        reason=Text(
            "Trẻ nghỉ học nhiều hơn năm trước {value} ngày",
            "A child was absent {value} days more than the year before",
        ),
        missing=ONE_YEAR, action="school_materials", about=RISE > 0,
    ),
    _school(
        "repeated_years", "number", "child", count(pl.col("repeated")), view="school_years",
        label=Text("Số lần lưu ban trong 2 năm qua", "School years repeated in the last 2 years"),
        reason=Text("Trẻ lưu ban {value} lần trong 2 năm qua", "{value} school years repeated in the last 2 years"),
        look_back_days=TWO_YEARS, action="school_materials", about=pl.col("repeated"),
    ),
    _school(
        "years_behind_grade", "number", "year", pl.col("years_behind").max(),
        label=Text("Số năm học chậm so với tuổi", "Years behind the grade for the age"),
        reason=Text("Có trẻ học chậm {value} năm so với tuổi", "A child is {value} years behind the grade for its age"),
        action="school_materials", about=pl.col("years_behind") > 0,
    ),
    _school(
        "no_school_record", "number", "child", where_applicable(pl.col("due"), count(pl.col("unrecorded"))),
        label=Text("Số trẻ tuổi đi học chưa có thông tin học tập", "School-age children without a school record"),
        reason=Text(
            "{value} trẻ tuổi đi học chưa có thông tin học tập",
            "No school record for {value} of the school-age children",
        ),
        action="home_visit", about=pl.col("unrecorded"),
    ),
    _step("starts_primary", 6, "vào lớp 1", "starts primary school", "school_materials"),
    _step("starts_lower_secondary", 11, "vào lớp 6", "starts lower secondary school", "school_materials"),
    _step("ends_lower_secondary", 15, "học hết lớp 9", "finishes lower secondary school", "consulting_point"),
)  # fmt: skip
