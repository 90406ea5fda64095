"""What was recorded of them, each fact with its day and the day it was written down."""

from __future__ import annotations

from data.vocabulary.language import Text

from .column import boolean, choice, date, integer, number, text
from .table import Table


class PovertyAssessments(Table):
    """Reviews of a household under the multidimensional poverty standard.

    ``status`` is what the review found under the standard of its day; it is never computed again."""

    name = "poverty_assessments"
    without_it = Text("không có đặc điểm về nghèo", "no poverty features")

    household_id = text("Mã hộ", required=True, key=True, refers_to="households.household_id")
    assessed_on = date("Ngày rà soát", required=True, key=True, meaning="Day of the review")
    recorded_on = date("Ngày ghi nhận", required=True, meaning="Day it entered the register")
    status = choice(
        "Kết quả",
        {"poor": "hộ nghèo", "near_poor": "hộ cận nghèo", "not_poor": "không nghèo"},
        required=True,
        meaning="Outcome of the review",
    )
    standard = choice(
        "Chuẩn nghèo",
        {"ND07/2021": "NĐ07/2021", "ND351/2025": "NĐ351/2025"},
        meaning="The poverty standard the review used; by the day of the review where empty (ND351/2025 from 2027-01-01)",
    )
    b1_score = number("Điểm B1", "point", 0, 400, meaning="Income-proxy score (lower is poorer)")
    b2_score = number("Điểm B2", "point", 0, 120, meaning="Deprivation score (10 points for each deprivation)")
    dep_employment = boolean("Thiếu hụt việc làm", meaning="Deprived: employment")
    dep_dependants = boolean("Thiếu hụt người phụ thuộc", meaning="Deprived: dependants in the household")
    dep_nutrition = boolean("Thiếu hụt dinh dưỡng", meaning="Deprived: child nutrition")
    dep_health_insurance = boolean("Thiếu hụt bảo hiểm y tế", meaning="Deprived: health insurance")
    dep_adult_education = boolean("Thiếu hụt trình độ người lớn", meaning="Deprived: adults' education")
    dep_school_attendance = boolean("Thiếu hụt đi học trẻ em", meaning="Deprived: children's school attendance")
    dep_housing_quality = boolean("Thiếu hụt chất lượng nhà ở", meaning="Deprived: housing quality")
    dep_housing_area = boolean("Thiếu hụt diện tích nhà ở", meaning="Deprived: housing area per person")
    dep_safe_water = boolean("Thiếu hụt nước sinh hoạt", meaning="Deprived: safe water")
    dep_toilet = boolean("Thiếu hụt nhà tiêu", meaning="Deprived: hygienic latrine")
    dep_telecom = boolean("Thiếu hụt dịch vụ viễn thông", meaning="Deprived: telecommunication service")
    dep_information = boolean("Thiếu hụt phương tiện thông tin", meaning="Deprived: means of access to information")


class GuardianEvents(Table):
    """What happened to a guardian, and when it was written down.

    States that hold (died, away, imprisoned) end with their counterpart (returned, released)."""

    name = "guardian_events"
    without_it = Text(
        "không có đặc điểm về những gì xảy ra với người giám hộ", "no features from what happened to guardians"
    )

    event_id = text("Mã sự kiện", required=True, key=True)
    guardian_id = text("Mã người giám hộ", required=True, refers_to="guardians.guardian_id")
    event = choice(
        "Sự kiện",
        {
            "died": "qua đời",
            "migrated_for_work": "đi làm ăn xa",
            "returned": "trở về",
            "separated": "ly thân",
            "divorced": "ly hôn",
            "remarried": "tái hôn",
            "imprisoned": "đi tù",
            "released": "ra tù",
            "serious_illness": "bệnh nặng",
            "disabled": "khuyết tật",
            "drug_use": "sử dụng ma túy",
            "alcohol_misuse": "lạm dụng rượu bia",
            "domestic_violence": "bạo lực gia đình",
            "missing": "mất tích",
            "support_applied": "xin hỗ trợ",
            "support_received": "nhận hỗ trợ",
        },
        required=True,
    )
    event_date = date("Ngày xảy ra", required=True)
    recorded_on = date("Ngày ghi nhận", required=True)


class SchoolRecords(Table):
    """One child in one school year; usually written down after the year has ended."""

    name = "school_records"
    without_it = Text("không có đặc điểm về việc học", "no schooling features")

    child_id = text("Mã trẻ", required=True, key=True, refers_to="children.child_id")
    school_year = text(
        "Năm học", required=True, key=True, school_year=True, meaning="The school year; starts on 1 September"
    )
    enrolled = boolean("Đang đi học", required=True)
    grade = integer("Lớp", None, 0, 12, meaning="0 is pre-school")
    absent_days = integer("Số ngày nghỉ", "day", 0, 250)
    repeated = boolean("Lưu ban")
    recorded_on = date(
        "Ngày ghi nhận",
        required=True,
        meaning="Usually after the end of the school year: the year is unseen before it",
    )


class ChildEvents(Table):
    """What happened to a child, and when it was written down."""

    name = "child_events"
    without_it = Text("không có đặc điểm về những gì xảy ra với trẻ", "no features from what happened to children")

    event_id = text("Mã sự kiện", required=True, key=True)
    child_id = text("Mã trẻ", required=True, refers_to="children.child_id")
    event = choice(
        "Sự kiện",
        {
            "injury": "thương tích",
            "hospital_stay": "nằm viện",
            "malnutrition": "suy dinh dưỡng",
            "absence_alert": "cảnh báo nghỉ học",
            "bullying": "bắt nạt",
            "online_harm": "bị hại trên mạng",
            "device_overuse": "lạm dụng thiết bị",
            "work_report": "báo lao động trẻ em",
            "early_marriage_report": "báo tảo hôn",
            "law_contact": "liên quan pháp luật",
            "hotline_call": "gọi tổng đài",
            "left_home": "bỏ nhà đi",
            "returned_home": "trở về nhà",
        },
        required=True,
    )
    event_date = date("Ngày xảy ra", required=True)
    recorded_on = date("Ngày ghi nhận", required=True)


class Circumstances(Table):
    """The case register: one child entering one of the fourteen groups of Article 10.

    A case is open from ``onset_on`` until ``closed_on``; it was known from ``recorded_on``."""

    name = "circumstances"
    without_it = Text(
        "không huấn luyện được: bảng điểm chuyên gia xếp thứ tự", "no training: the expert scorecard ranks"
    )

    case_id = text("Mã hồ sơ", required=True, key=True, meaning="One child entering one group of special circumstances")
    child_id = text("Mã trẻ", required=True, refers_to="children.child_id")
    category = choice(
        "Nhóm",
        {
            "1": "a",
            "2": "b",
            "3": "c",
            "4": "d",
            "5": "đ",
            "6": "e",
            "7": "g",
            "8": "h",
            "9": "i",
            "10": "k",
            "11": "l",
            "12": "m",
            "13": "n",
            "14": "o",
        },
        required=True,
        meaning="The legal group, in the order of Article 10 (see domain.md)",
    )
    onset_on = date("Ngày phát sinh", required=True, meaning="Day the circumstance began as far as known")
    recorded_on = date("Ngày ghi nhận", required=True, meaning="Day it entered the case register")
    source = choice(
        "Nguồn phát hiện",
        {
            "officer": "cán bộ",
            "school": "nhà trường",
            "health": "y tế",
            "police": "công an",
            "hotline": "tổng đài",
            "family": "gia đình",
            "visit": "thăm hộ",
            "other": "khác",
        },
        meaning="Who made it known",
    )
    closed_on = date("Ngày kết thúc")
    managed_on = date("Ngày lập kế hoạch hỗ trợ", meaning="Day the support plan began; empty where there is none")
