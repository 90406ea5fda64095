"""Who lives there: households, children, guardians, and their identities."""

from __future__ import annotations

from data.vocabulary.language import Text

from .column import boolean, choice, date, number, text
from .table import Table


class Households(Table):
    """The households of the register, one row each, as they stand at export.

    ``registered_on`` to ``closed_on`` is when the household was in the register; ``closed_on`` itself is outside.
    Everything else is the state at export and unknown before ``updated_on`` where that is filled."""

    name = "households"
    required = True

    household_id = text(
        "Mã hộ",
        required=True,
        key=True,
        meaning="Already a pseudonym; outputs carry it unchanged; never a name or a national number",
    )
    commune_code = text(
        "Mã xã",
        required=True,
        refers_to="communes.commune_code",
        changeable=True,
        meaning="Where the household lives",
    )
    hamlet = text("Thôn bản", changeable=True, meaning="Hamlet or village")
    hamlet_difficult = boolean(
        "Thôn đặc biệt khó khăn",
        changeable=True,
        meaning="The hamlet is on the list of extremely difficult hamlets",
    )
    head_ethnicity = text(
        "Dân tộc chủ hộ",
        changeable=True,
        meaning="Ethnic group of the head; used to audit fairness and never as a feature",
    )
    head_sex = choice(
        "Giới tính chủ hộ",
        {"female": "nữ", "male": "nam"},
        changeable=True,
        meaning="Used to audit fairness and never as a feature; where missing, a household with no male guardian present counts as female-headed",
    )
    travel_min_school = number(
        "Phút đến trường",
        "minute",
        0,
        1440,
        changeable=True,
        meaning="One-way travel to the nearest lower-secondary school",
    )
    travel_min_health = number(
        "Phút đến trạm y tế",
        "minute",
        0,
        1440,
        changeable=True,
        meaning="One-way travel to the nearest health station",
    )
    travel_min_office = number(
        "Phút đến UBND xã",
        "minute",
        0,
        1440,
        changeable=True,
        meaning="One-way travel to the commune office (where an outreach team starts)",
    )
    all_season_road = boolean(
        "Đường đi được bốn mùa",
        changeable=True,
        meaning="A road that is passable all year reaches the dwelling",
    )
    registered_on = date("Ngày đăng ký", required=True, meaning="First day in the register")
    closed_on = date("Ngày ra khỏi sổ", meaning="Day the household left the register; empty while it is in it")
    updated_on = date(
        "Ngày cập nhật",
        meaning="Day the row was last changed; its changeable columns are not known before it",
    )


class Children(Table):
    """The children of the households.

    A child who moves has ``left_on`` here and comes again under a new id in the other household."""

    name = "children"
    required = True

    child_id = text(
        "Mã trẻ",
        required=True,
        key=True,
        meaning="Already a pseudonym; a child who moves has left_on here and a new id in the other household",
    )
    household_id = text("Mã hộ", required=True, refers_to="households.household_id")
    birth_date = date("Ngày sinh", required=True)
    sex = choice("Giới tính", {"female": "nữ", "male": "nam"}, required=True)
    birth_registered = boolean("Đã khai sinh", changeable=True)
    health_insured = boolean("Có thẻ bảo hiểm y tế", changeable=True)
    disability = choice(
        "Mức độ khuyết tật",
        {"none": "không", "mild": "nhẹ", "severe": "nặng", "very_severe": "đặc biệt nặng"},
        changeable=True,
    )
    living_with = choice(
        "Sống với",
        {
            "both_parents": "cha và mẹ",
            "mother": "mẹ",
            "father": "cha",
            "grandparents": "ông bà",
            "other_relatives": "người thân khác",
            "unrelated": "người không thân thích",
            "alone": "một mình",
        },
        changeable=True,
        meaning="Who the child lives with",
    )
    registered_on = date("Ngày đăng ký", required=True)
    left_on = date("Ngày rời hộ")
    updated_on = date(
        "Ngày cập nhật",
        meaning="Day the row was last changed; its changeable columns are not known before it",
    )


class Guardians(Table):
    """Parents and other adults who care for the children.

    That a guardian died or went away stands in ``guardian_events``; ``left_on`` only says the row ended."""

    name = "guardians"
    required = True

    guardian_id = text(
        "Mã người giám hộ",
        required=True,
        key=True,
        meaning="A parent or other adult who cares for the household's children",
    )
    household_id = text("Mã hộ", required=True, refers_to="households.household_id")
    relation = choice(
        "Quan hệ",
        {
            "mother": "mẹ",
            "father": "cha",
            "grandparent": "ông bà",
            "sibling": "anh chị",
            "other_relative": "người thân khác",
            "unrelated": "người không thân thích",
        },
        required=True,
        changeable=True,
        meaning="Relation to the children",
    )
    birth_date = date("Ngày sinh")
    sex = choice("Giới tính", {"female": "nữ", "male": "nam"})
    education = choice(
        "Trình độ học vấn",
        {
            "none": "chưa đi học",
            "primary": "tiểu học",
            "lower_secondary": "trung học cơ sở",
            "upper_secondary": "trung học phổ thông",
            "vocational": "trung cấp nghề",
            "higher": "cao đẳng trở lên",
        },
        changeable=True,
        meaning="Highest level completed",
    )
    occupation = choice(
        "Nghề nghiệp",
        {
            "farming": "làm nông",
            "wage_regular": "làm công có hợp đồng",
            "wage_casual": "làm thuê thời vụ",
            "self_employed": "tự kinh doanh",
            "public_sector": "cán bộ viên chức",
            "student": "đi học",
            "homemaker": "nội trợ",
            "retired": "nghỉ hưu",
            "unemployed": "thất nghiệp",
            "unable_to_work": "không có khả năng lao động",
        },
        changeable=True,
    )
    disability = boolean("Khuyết tật", changeable=True)
    registered_on = date("Ngày đăng ký", required=True)
    left_on = date("Ngày rời hộ")
    updated_on = date(
        "Ngày cập nhật",
        meaning="Day the row was last changed; its changeable columns are not known before it",
    )


class Identities(Table):
    """Names, addresses and phones, kept apart from everything else.

    Nothing that computes may read this table."""

    name = "identities"
    without_it = Text("cán bộ không có tên và địa chỉ của hộ", "no names or addresses for officers")

    subject_id = text("Mã đối tượng", required=True, key=True, meaning="A household_id, child_id or guardian_id")
    full_name = text("Họ và tên", meaning="Goes to the identity vault alone")
    address = text("Địa chỉ", meaning="Goes to the identity vault alone")
    phone = text("Điện thoại", meaning="Goes to the identity vault alone")
