"""Who visits, where, and what was found."""

from __future__ import annotations

from data.vocabulary.language import Text

from .column import boolean, choice, date, integer, number, text
from .table import Table


class Visits(Table):
    """Visits to households, planned and otherwise.

    Only reached visits say anything about a household; who was absent or declined never counts against it."""

    name = "visits"
    without_it = Text(
        "không có lịch sử thăm hỏi, không có thời gian chờ giữa hai lần thăm", "no history of visits, no cool-down"
    )

    visit_id = text("Mã lượt thăm", required=True, key=True)
    household_id = text("Mã hộ", required=True, refers_to="households.household_id")
    team_id = text("Mã tổ", refers_to="teams.team_id")
    visited_on = date("Ngày thăm", required=True)
    recorded_on = date("Ngày ghi nhận", required=True)
    reason = choice(
        "Lý do",
        {
            "risk": "nguy cơ",
            "mandatory": "bắt buộc",
            "floor": "mức sàn",
            "exploration": "khảo sát ngẫu nhiên",
            "referral": "giới thiệu",
            "routine": "định kỳ",
        },
        required=True,
        meaning="Why the household was visited",
    )
    propensity = number(
        "Xác suất chọn",
        "probability",
        0,
        1,
        meaning="Chance with which the household was chosen; known for exploration visits",
    )
    outcome = choice(
        "Kết quả",
        {"reached": "gặp được", "absent": "vắng nhà", "refused": "từ chối", "moved": "đã chuyển đi"},
        required=True,
    )
    finding = choice(
        "Phát hiện",
        {"none": "không", "needs": "có nhu cầu", "circumstance": "hoàn cảnh đặc biệt"},
        meaning="What the visitor found; empty where nobody was reached",
    )
    finding_category = choice(
        "Nhóm phát hiện",
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
        meaning="The group found, where the finding is a circumstance",
    )
    services = text("Dịch vụ", meaning="Services given or arranged; several are parted by a semicolon")
    minutes = integer("Số phút", "minute", 0, 1440, meaning="Time spent at the household")
    help_accepted = boolean("Nhận hỗ trợ", meaning="Help was offered and accepted")
    list_id = text("Mã danh sách", meaning="The published list that sent the visit")


class Teams(Table):
    """The teams that visit, and the hours they have."""

    name = "teams"
    without_it = Text("danh sách theo số hộ, không theo số giờ của các tổ", "lists by count, not by hours")

    team_id = text(
        "Mã tổ",
        required=True,
        key=True,
        meaning="An outreach team: collaborators of a commune or a mobile team",
    )
    team_name = text("Tên tổ", required=True)
    base_commune_code = text("Mã xã đặt tổ", required=True, refers_to="communes.commune_code")
    hours_per_month = number(
        "Số giờ mỗi tháng",
        "hour",
        0,
        10000,
        required=True,
        meaning="Hours that the team has for outreach in a month",
    )
    visit_min = number("Phút mỗi lượt thăm", "minute", 5, 480, meaning="Time at a household; 60 where empty")
    visits_per_trip = integer(
        "Số hộ mỗi chuyến", "visit", 1, 20, meaning="Households visited in one trip; 4 where empty"
    )


class TeamCommunes(Table):
    """Which communes a team may visit; a team that stands nowhere here serves its base."""

    name = "team_communes"
    without_it = Text("mỗi tổ chỉ phục vụ xã đặt tổ", "each team serves the commune of its base")

    team_id = text(
        "Mã tổ", required=True, key=True, refers_to="teams.team_id", meaning="Which communes a team may visit"
    )
    commune_code = text("Mã xã", required=True, key=True, refers_to="communes.commune_code")
