"""Where people live."""

from __future__ import annotations

from .column import boolean, choice, date, integer, number, text
from .table import Table


class Communes(Table):
    """The communes and wards of the province.

    A former unit is found through ``replaces``; names are not unique, codes are. Codes are text: ``04139`` and
    ``4139`` differ."""

    name = "communes"
    required = True

    commune_code = text(
        "Mã xã",
        required=True,
        key=True,
        meaning="Code of the commune-level unit (kept as text: leading zeros matter); names are not unique",
    )
    commune_name = text("Tên xã", required=True, meaning="Name with its diacritics")
    unit_type = choice("Loại đơn vị", {"commune": "xã", "ward": "phường"}, meaning="Commune or ward")
    region = choice(
        "Khu vực",
        {"0": "không", "1": "I", "2": "II", "3": "III"},
        meaning="Remoteness region of the commune (I, II, III; 0 where it is in none)",
    )
    valid_from = date("Hiệu lực từ", meaning="First day of the unit (units are merged and renamed); empty means always")
    is_border = boolean("Xã biên giới", meaning="The commune lies on the national border")
    latitude = number("Vĩ độ", "degree", 8, 24, meaning="WGS 84")
    longitude = number("Kinh độ", "degree", 102, 110, meaning="WGS 84")
    travel_min_centre = number(
        "Phút đến trung tâm tỉnh",
        "minute",
        0,
        1440,
        meaning="One-way travel from the commune office to the provincial centre",
    )
    population = integer("Dân số", "person", 0, 1000000, meaning="Resident population")
    replaces = text(
        "Thay cho các mã",
        meaning="Codes of the former units it was made from, parted by semicolons; a household with such a code belongs here",
    )
