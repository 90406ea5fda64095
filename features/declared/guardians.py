"""Who cares for the children, who is gone, and whether support was asked for.

Who is there and how they are; what happened to them within a look-back stands in ``guardian_events``.
"""

from __future__ import annotations

import polars as pl

from data.vocabulary.language import Text
from features.as_of import TWO_YEARS, whole_months
from features.declaration import DID_NOT_HAPPEN, NOT_APPLICABLE, Feature, Kind
from features.expressions import any_for_sure, any_recorded, count, none_for_sure

REGISTER = Text("bảng người giám hộ trong sổ", "guardians of the register")
EVENTS = Text("sự kiện và bảng người giám hộ trong sổ", "guardian_events and guardians of the register")
LAW = Text(
    "Luật Trẻ em 102/2016/QH13, Điều 10; sự kiện và bảng người giám hộ trong sổ",
    "Law on Children 102/2016/QH13, Art. 10; guardian_events and guardians of the register",
)
NOBODY = Text("Chưa ghi nhận người chăm sóc nào", "No guardian is recorded")
NOT_RELATED = Text("Chưa ghi nhận quan hệ của người chăm sóc", "How the guardians are related isn't recorded")
NOT_KEPT = Text(
    "Chưa có sổ theo dõi sự kiện của người chăm sóc", "What happens to guardians isn't kept in the register"
)
ASK_WHO = Text("Ai đang chăm sóc trẻ hằng ngày?", "Who cares for the children day by day?")
PRESENT, CARER, AGE = pl.col("present"), pl.col("carer"), pl.col("age")
PARENT = pl.col("parent")
OCCUPATION = pl.when(CARER).then(pl.col("occupation").cast(pl.String))
STEADY = ("farming", "wage_regular", "self_employed", "public_sector")
NOT_STEADY = ("wage_casual", "unemployed", "homemaker", "student")
EDUCATION = (
    Text("chưa đi học", "none"), Text("tiểu học", "primary"), Text("trung học cơ sở", "lower secondary"),
    Text("trung học phổ thông", "upper secondary"), Text("trung cấp nghề", "vocational"),
    Text("cao đẳng trở lên", "higher"),
)  # fmt: skip


def _carers(name: str, value: pl.Expr, *, label: Text, reason: Text, **more: object) -> Feature:
    """Declare a feature of the guardians."""
    facts: dict[str, object] = {
        "kind": "flag", "unit": "flag", "view": "guardians", "tables": ("guardians",), "missing": NOBODY,
        "ask": ASK_WHO, "source": REGISTER, "action": "carer_support", "monotone": 1, **more,
    }  # fmt: skip
    return Feature(name=name, theme="guardians", value=value, label=label, reason=reason, **facts)  # type: ignore[arg-type]


def _state(name: str, condition: pl.Expr, *, label: Text, reason: Text, **more: object) -> Feature:
    """Declare how many guardians are in a state that guardian events open and close, as long as it holds."""
    value = any_recorded(condition) if more.get("kind") == "flag" else count(condition)
    return _carers(
        name, value, label=label, reason=reason,
        **{
            "kind": "number", "unit": "person", "tables": ("guardians", "guardian_events"), "missing": NOT_KEPT,
            "ask": None, "source": LAW, "subject": "guardian", "about": condition, **more,
        },
    )  # fmt: skip


def _support(name: str, value: pl.Expr, *, label: Text, reason: Text, **more: object) -> Feature:
    """Declare a feature of support in the last two years."""
    kind: Kind = "flag"
    facts: dict[str, object] = {"tables": ("guardians", "guardian_events"), "missing": NOT_KEPT, **more}
    return Feature(
        name=name, theme="guardians", kind=kind, unit="flag", view="support", value=value, label=label,
        reason=reason, source=EVENTS, action="consulting_point", look_back_days=TWO_YEARS,
        **facts,  # type: ignore[arg-type]
    )  # fmt: skip


WHO_IS_THERE = (
    _carers(
        "guardians_present", count(PRESENT), kind="number", unit="person",
        label=Text("Số người chăm sóc trong hộ", "Guardians in the household"),
        reason=Text("Hộ có {value} người chăm sóc", "{value} guardians in the household"),
        protective=Text("Hộ có {value} người chăm sóc", "{value} guardians in the household"), monotone=-1,
    ),
    _carers(
        "no_mother", none_for_sure(PRESENT & pl.col("mother")),
        label=Text("Không có mẹ trong hộ theo sổ", "No mother in the household by the register"),
        reason=Text("Theo sổ, mẹ không ở cùng hộ", "By the register no mother lives in the household"),
        absent=Text("Theo sổ, mẹ ở cùng hộ", "By the register the mother lives in the household"),
        missing=NOT_RELATED, state_at_export=True,
    ),
    _carers(
        "no_father", none_for_sure(PRESENT & pl.col("father")),
        label=Text("Không có cha trong hộ theo sổ", "No father in the household by the register"),
        reason=Text("Theo sổ, cha không ở cùng hộ", "By the register no father lives in the household"),
        absent=Text("Theo sổ, cha ở cùng hộ", "By the register the father lives in the household"),
        missing=NOT_RELATED, state_at_export=True,
    ),
    _carers(
        "one_carer", count(CARER) == 1,
        label=Text("Chỉ có một người chăm sóc tại nhà", "One carer at home"),
        reason=Text("Chỉ một người chăm sóc trẻ tại nhà", "One person alone cares for the children at home"),
        monotone=0, subject="guardian", about=CARER,
    ),
    _carers(
        "no_carer_at_home", count(CARER) == 0,
        label=Text("Không có người chăm sóc tại nhà", "No carer at home"),
        reason=Text("Không người chăm sóc nào đang ở nhà", "None of the recorded guardians is at home"),
        absent=Text("Có người chăm sóc ở nhà", "A guardian is at home"),
        action="child_safety",
    ),
    _carers(
        "grandparents_alone",
        pl.when(count(CARER) == 0).then(0.0).otherwise(
            1.0 - any_for_sure(CARER & ~pl.col("grandparent"))
        ),
        label=Text("Chỉ có ông bà chăm sóc trẻ", "Grandparents alone care for the children"),
        reason=Text("Ông bà một mình chăm sóc trẻ", "Grandparents care for the children on their own"),
        missing=NOT_RELATED, state_at_export=True, subject="guardian", about=CARER & pl.col("grandparent"),
    ),
    _carers(
        "youngest_carer_under_20", any_recorded(pl.when(CARER).then(AGE < 20)),
        label=Text("Có người chăm sóc dưới 20 tuổi", "A carer under 20"),
        reason=Text("Người chăm sóc trẻ còn rất trẻ (dưới 20 tuổi)", "A carer is very young (under 20)"),
        missing=Text("Chưa ghi nhận tuổi người chăm sóc", "The carers' ages aren't recorded"),
        ask=Text("Người chăm sóc trẻ bao nhiêu tuổi?", "How old are the carers?"),
        subject="guardian", about=CARER & (AGE < 20),
    ),
    _carers(
        "every_carer_over_65", pl.when(CARER).then(AGE > 65).cast(pl.Float64).min(),
        label=Text("Mọi người chăm sóc đều trên 65 tuổi", "Every carer is over 65"),
        reason=Text("Người chăm sóc trẻ đều đã trên 65 tuổi", "Everybody who cares for the children is over 65"),
        missing=Text("Chưa ghi nhận tuổi người chăm sóc", "The carers' ages aren't recorded"),
        ask=Text("Người chăm sóc trẻ bao nhiêu tuổi?", "How old are the carers?"),
        subject="guardian", about=CARER & (AGE > 65),
    ),
    _carers(
        "youngest_carer_age", pl.when(CARER).then(AGE).min(), kind="number", unit="year",
        label=Text("Tuổi người chăm sóc trẻ nhất", "Age of the youngest carer"),
        reason=Text("Người chăm sóc trẻ nhất {value} tuổi", "The youngest carer is {value}"),
        protective=Text("Người chăm sóc trẻ nhất {value} tuổi", "The youngest carer is {value}"),
        missing=Text("Chưa ghi nhận tuổi người chăm sóc", "The carers' ages aren't recorded"),
        ask=Text("Người chăm sóc trẻ bao nhiêu tuổi?", "How old are the carers?"), monotone=0,
    ),
    _carers(
        "guardians_left", count((pl.col("days_left") < TWO_YEARS).fill_null(False)), kind="number", unit="person",
        label=Text("Số người chăm sóc rời hộ trong 2 năm qua", "Guardians who left in the last 2 years"),
        reason=Text(
            "{value} người chăm sóc đã rời hộ trong 2 năm qua",
            "{value} of the guardians left in the last 2 years",
        ),
        look_back_days=TWO_YEARS, subject="guardian", about=(pl.col("days_left") < TWO_YEARS).fill_null(False),
    ),
)  # fmt: skip

STATES = (
    _state(
        "parents_died", pl.col("dead") & PARENT,
        label=Text("Số cha mẹ đã mất", "Parents who died"),
        reason=Text("Trẻ đã mất cha hoặc mẹ ({value} người)", "The children lost a parent ({value})"),
        action="sponsorship", state_at_export=True,
    ),
    _state(
        "parents_away", pl.col("away") & PARENT,
        label=Text("Số cha mẹ đi làm ăn xa chưa về", "Parents away for work"),
        reason=Text(
            "{value} người là cha hoặc mẹ đi làm ăn xa chưa về",
            "{value} of the parents away for work and not back",
        ),
        state_at_export=True,
    ),
    _state(
        "guardians_away", pl.col("away"),
        label=Text("Số người chăm sóc đi làm ăn xa chưa về", "Guardians away for work"),
        reason=Text(
            "{value} người chăm sóc đi làm ăn xa chưa về",
            "{value} of the guardians away for work and not back",
        ),
    ),
    _carers(
        "months_away",
        pl.when(count(pl.col("away")).is_not_null())
        .then(whole_months(pl.col("days_away").max()).fill_null(DID_NOT_HAPPEN)),
        kind="number", unit="month", tables=("guardians", "guardian_events"), missing=NOT_KEPT, ask=None, source=LAW,
        label=Text("Số tháng người chăm sóc đã đi xa", "Months that a guardian has been away"),
        reason=Text("Người chăm sóc đi làm ăn xa đã {value} tháng", "A guardian has been away for {value} months"),
        subject="guardian", about=pl.col("away"),
    ),
    _state(
        "guardians_parted", (pl.col("days_parted") < TWO_YEARS).fill_null(False), kind="flag", unit="flag",
        label=Text("Cha mẹ ly thân hoặc ly hôn trong 2 năm qua", "Separated or divorced in the last 2 years"),
        reason=Text(
            "Người chăm sóc ly thân hoặc ly hôn trong 2 năm qua",
            "A guardian separated or divorced in the last 2 years",
        ),
        action="counselling", look_back_days=TWO_YEARS,
    ),
    _state(
        "guardian_in_prison", pl.col("in_prison"), kind="flag", unit="flag",
        label=Text("Có người chăm sóc đang chấp hành án", "A guardian is serving a sentence"),
        reason=Text("Một người chăm sóc đang vắng nhà do chấp hành án", "A guardian is absent, serving a sentence"),
        private=True,
    ),
    _state(
        "guardian_missing", pl.col("missing"), kind="flag", unit="flag",
        label=Text("Có người chăm sóc mất tích", "A guardian is missing"),
        reason=Text("Một người chăm sóc mất tích, chưa trở về", "A guardian is missing and hasn't come back"),
    ),
)  # fmt: skip

HOW_THEY_ARE = (
    _carers(
        "best_education", pl.when(PRESENT).then(pl.col("education")).max(), kind="level", unit="level",
        label=Text("Trình độ học vấn cao nhất của người chăm sóc", "Highest education of the guardians"),
        reason=Text(
            "Trình độ học vấn cao nhất của người chăm sóc: {value}",
            "Highest education of the guardians: {value}",
        ),
        protective=Text(
            "Trình độ học vấn cao nhất của người chăm sóc: {value}",
            "Highest education of the guardians: {value}",
        ),
        missing=Text("Chưa ghi nhận trình độ học vấn", "Education isn't recorded"),
        ask=Text("Người chăm sóc học hết lớp mấy?", "What level of school did the guardians complete?"),
        levels=EDUCATION, monotone=-1, state_at_export=True, action="consulting_point",
    ),
    _carers(
        "carer_unemployed", any_recorded(OCCUPATION == "unemployed"),
        label=Text("Có người chăm sóc chưa có việc làm", "A carer is out of work"),
        reason=Text("Người chăm sóc đang chưa có việc làm", "A carer is out of work"),
        missing=Text("Chưa ghi nhận nghề nghiệp", "Occupations aren't recorded"),
        ask=Text("Người chăm sóc đang làm nghề gì?", "What work do the carers do?"),
        action="livelihood", state_at_export=True, subject="guardian",
        about=OCCUPATION == "unemployed",
    ),
    _carers(
        "no_steady_work",
        pl.when(OCCUPATION.is_in(STEADY)).then(0.0).when(OCCUPATION.is_in(NOT_STEADY)).then(1.0).min(),
        label=Text("Không người chăm sóc nào có việc làm ổn định", "No carer has steady work"),
        reason=Text("Người chăm sóc chưa có việc làm ổn định", "None of the carers has steady work"),
        absent=Text("Có người chăm sóc có việc làm ổn định", "A carer has steady work"),
        missing=Text("Chưa ghi nhận nghề nghiệp", "Occupations aren't recorded"),
        ask=Text("Người chăm sóc đang làm nghề gì?", "What work do the carers do?"),
        action="livelihood", state_at_export=True,
    ),
    _carers(
        "carer_unable_to_work", any_recorded(OCCUPATION == "unable_to_work"),
        label=Text("Có người chăm sóc không có khả năng lao động", "A carer is unable to work"),
        reason=Text("Người chăm sóc không còn khả năng lao động", "A carer is unable to work"),
        missing=Text("Chưa ghi nhận nghề nghiệp", "Occupations aren't recorded"),
        ask=Text("Người chăm sóc có lao động được không?", "Are the carers able to work?"),
        private=True, state_at_export=True, guardian_health=True, subject="guardian",
        about=OCCUPATION == "unable_to_work",
    ),
    _carers(
        "guardian_disability", any_recorded(pl.when(PRESENT).then(pl.col("disability"))),
        label=Text("Có người chăm sóc là người khuyết tật", "A guardian lives with a disability"),
        reason=Text("Người chăm sóc là người khuyết tật", "A guardian lives with a disability"),
        missing=Text("Chưa ghi nhận khuyết tật của người chăm sóc", "Guardians' disabilities aren't recorded"),
        ask=Text("Người chăm sóc có khuyết tật không?", "Does a guardian live with a disability?"),
        private=True, state_at_export=True, guardian_health=True, subject="guardian",
        about=PRESENT & pl.col("disability"),
    ),
    _carers(
        "children_per_carer",
        pl.when(count(CARER) > 0).then(pl.col("children").first() / count(CARER)).otherwise(NOT_APPLICABLE),
        kind="number", unit="child",
        label=Text("Số trẻ em trên một người chăm sóc", "Children for each carer"),
        reason=Text("Mỗi người chăm sóc {value} trẻ", "{value} children for each carer"),
        tables=("guardians", "children"),
    ),
)  # fmt: skip

SUPPORT = (
    _support(
        "support_applied_for", pl.col("applied"),
        label=Text("Đã xin hỗ trợ trong 2 năm qua", "Support applied for in the last 2 years"),
        reason=Text("Gia đình đã xin hỗ trợ trong 2 năm qua", "The family applied for support in the last 2 years"),
    ),
    _support(
        "support_was_received", pl.col("received"),
        label=Text("Đã nhận hỗ trợ trong 2 năm qua", "Support received in the last 2 years"),
        reason=Text("Gia đình đã cần đến hỗ trợ trong 2 năm qua", "The family needed support in the last 2 years"),
        protective=Text(
            "Gia đình đã nhận được hỗ trợ trong 2 năm qua",
            "The family received support in the last 2 years",
        ),
    ),
    _support(
        "support_awaited", pl.col("waiting"),
        label=Text("Đã xin hỗ trợ, chưa nhận được", "Support applied for and not yet received"),
        reason=Text("Gia đình đã xin hỗ trợ mà chưa nhận được", "Support was applied for and hasn't come yet"),
        monotone=1,
    ),
    _support(
        "support_not_yet_asked",
        pl.when(pl.col("entitled")).then(~pl.col("asked")).when(~pl.col("entitled")).then(False),
        label=Text("Đủ điều kiện mà chưa xin hỗ trợ", "Entitled to support, not yet asked for"),
        reason=Text(
            "Chưa xin hỗ trợ mà gia đình có thể được hưởng",
            "Support not yet asked for that the family may be entitled to",
        ),
        missing=Text(
            "Chưa rõ diện nghèo hoặc việc xin hỗ trợ",
            "The poverty status or what support was asked for isn't recorded",
        ),
        ask=Text(
            "Gia đình đã được hướng dẫn xin hỗ trợ chưa?",
            "Has the family been told what support it may ask for?",
        ),
        tables=("guardians", "guardian_events", "poverty_assessments"), monotone=1,
    ),
)  # fmt: skip

FEATURES = WHO_IS_THERE + STATES + HOW_THEY_ARE + SUPPORT
