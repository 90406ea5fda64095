"""What happened to children and guardians within its look-back, newer facts weighing more.

A weight of 1 is a fact of today; it halves every year. Domain rule 3: three years for violence, drugs, alcohol and
law contact, two for other events, one for reports of work and early marriage.
"""

from __future__ import annotations

import polars as pl

from data.vocabulary.language import Text
from features.as_of import ONE_YEAR, THREE_YEARS, TWO_YEARS
from features.declaration import Feature
from features.expressions import made, recent

CHILD = Text("sự kiện của trẻ; Luật Trẻ em 102/2016/QH13", "child_events; Law on Children 102/2016/QH13")
GUARDIAN = Text(
    "sự kiện của người giám hộ; Luật Trẻ em 102/2016/QH13", "guardian_events; Law on Children 102/2016/QH13"
)
NO_CHILD_EVENTS = Text("Sổ chưa theo dõi sự kiện của trẻ", "What happens to children isn't kept in the register")
NO_GUARDIAN_EVENTS = Text(
    "Sổ chưa theo dõi sự kiện của người chăm sóc", "What happens to guardians isn't kept in the register"
)


def _is(event: str) -> pl.Expr:
    return pl.col("event") == event


STILL_GONE = _is("left_home") & (
    pl.col("days_since_return").is_null() | (pl.col("days_since") < pl.col("days_since_return"))
)


def _child(name: str, event: str, label: Text, reason: Text, **more: object) -> Feature:
    """Declare the recency-weighted number of an event of the children present, two years back."""
    facts: dict[str, object] = {"look_back_days": TWO_YEARS, "action": "counselling", "about": _is(event), **more}
    return Feature(
        name=name, theme="events", view="child_events", tables=("child_events",), label=label, reason=reason,
        missing=NO_CHILD_EVENTS, source=CHILD, monotone=1, subject="child", without_rows=0.0,
        **{"kind": "number", "unit": "weighted event", "value": recent(_is(event)), **facts},  # type: ignore[arg-type]
    )  # fmt: skip


def _report(name: str, event: str, label: Text, reason: Text, **more: object) -> Feature:
    """Declare that a report was made within a year; what came of it isn't known and isn't judged."""
    return _child(
        name, event, label, reason, kind="flag", unit="flag", value=made(_is(event)), look_back_days=ONE_YEAR,
        private=True, **more,
    )  # fmt: skip


def _guardian(name: str, event: str, label: Text, reason: Text, **more: object) -> Feature:
    """Declare the recency-weighted number of an event of the guardians, three years back; always private."""
    facts: dict[str, object] = {"look_back_days": THREE_YEARS, "action": "counselling", **more}
    return Feature(
        name=name, theme="events", kind="number", unit="weighted event", view="guardian_events",
        value=recent(_is(event)), tables=("guardian_events",), label=label, reason=reason,
        missing=NO_GUARDIAN_EVENTS, source=GUARDIAN, monotone=1, private=True, subject="guardian",
        about=_is(event), without_rows=0.0, **facts,  # type: ignore[arg-type]
    )  # fmt: skip


CHILDREN = (
    _child(
        "child_injuries", "injury", Text("Thương tích của trẻ", "Injuries of the children"),
        Text("Trẻ bị thương tích trong 2 năm qua", "A child was injured in the last 2 years"), action="child_safety",
    ),
    _child(
        "child_hospital_stays", "hospital_stay", Text("Trẻ phải nằm viện", "Hospital stays of the children"),
        Text("Trẻ phải nằm viện trong 2 năm qua", "A child was in hospital in the last 2 years"),
        action="health_check", private=True,
    ),
    _child(
        "child_malnutrition", "malnutrition", Text("Trẻ suy dinh dưỡng", "Malnutrition of the children"),
        Text("Trẻ bị suy dinh dưỡng trong 2 năm qua", "A child was malnourished in the last 2 years"),
        action="nutrition", private=True,
    ),
    _child(
        "absence_alerts", "absence_alert", Text("Cảnh báo nghỉ học", "Absence alerts from school"),
        Text(
            "Nhà trường đã cảnh báo trẻ nghỉ học trong 2 năm qua",
            "The school gave an absence alert in the last 2 years",
        ),
        action="school_return",
    ),
    _child(
        "child_bullied", "bullying", Text("Trẻ bị bắt nạt", "Bullying"),
        Text("Trẻ gặp chuyện bắt nạt trong 2 năm qua", "A child met with bullying in the last 2 years"), private=True,
    ),
    _child(
        "child_harmed_online", "online_harm", Text("Trẻ bị hại trên mạng", "Harm online"),
        Text("Trẻ bị hại trên mạng trong 2 năm qua", "A child was harmed online in the last 2 years"),
        action="child_safety", private=True,
    ),
    _child(
        "child_devices", "device_overuse", Text("Trẻ dùng thiết bị quá nhiều", "Overuse of devices"),
        Text(
            "Trẻ dùng thiết bị điện tử quá nhiều trong 2 năm qua",
            "A child used devices too much in the last 2 years",
        ),
    ),
    _report(
        "work_was_reported", "work_report", Text("Có báo tin trẻ lao động", "A report of child work was made"),
        Text("Có một báo tin về trẻ lao động trong năm qua", "A report of child work was made in the last year"),
        action="school_return",
    ),
    _report(
        "early_marriage_was_reported", "early_marriage_report",
        Text("Có báo tin tảo hôn", "A report of early marriage was made"),
        Text("Có một báo tin về tảo hôn trong năm qua", "A report of early marriage was made in the last year"),
    ),
    _child(
        "child_met_the_law", "law_contact", Text("Trẻ có việc liên quan pháp luật", "Contact of a child with the law"),
        Text("Trẻ có việc liên quan pháp luật trong 3 năm qua", "A child had contact with the law in the last 3 years"),
        look_back_days=THREE_YEARS, private=True,
    ),
    _child(
        "child_left_home", "left_home", Text("Trẻ từng bỏ nhà đi", "A child left home"),
        Text("Trẻ bỏ nhà đi trong 2 năm qua", "A child left home in the last 2 years"), private=True,
    ),
    _child(
        "child_not_yet_back", "left_home", Text("Trẻ bỏ nhà đi chưa về", "A child left home and isn't back"),
        Text("Có trẻ bỏ nhà đi, chưa ghi nhận trở về", "A child left home and no return is recorded"),
        kind="flag", unit="flag", value=made(STILL_GONE), about=STILL_GONE, look_back_days=None,
        action="child_safety", private=True,
    ),
)  # fmt: skip

GUARDIANS = (
    _guardian(
        "violence_at_home", "domestic_violence", Text("Bạo lực gia đình", "Violence in the home"),
        Text("Bạo lực gia đình được ghi nhận trong 3 năm qua", "Violence in the home was recorded in the last 3 years"),
        action="child_safety",
    ),
    _guardian(
        "guardian_drug_use", "drug_use", Text("Người chăm sóc sử dụng ma túy", "Drug use of a guardian"),
        Text(
            "Người chăm sóc sử dụng ma túy trong 3 năm qua",
            "Drug use of a guardian was recorded in the last 3 years",
        ),
    ),
    _guardian(
        "guardian_alcohol", "alcohol_misuse", Text("Người chăm sóc lạm dụng rượu bia", "Alcohol misuse of a guardian"),
        Text(
            "Người chăm sóc lạm dụng rượu bia trong 3 năm qua",
            "Alcohol misuse of a guardian was recorded in the last 3 years",
        ),
    ),
    _guardian(
        "guardian_illness", "serious_illness", Text("Người chăm sóc bị bệnh nặng", "Serious illness of a guardian"),
        Text("Người chăm sóc bị bệnh nặng trong 2 năm qua", "A guardian fell seriously ill in the last 2 years"),
        look_back_days=TWO_YEARS, guardian_health=True, action="carer_support",
    ),
    _guardian(
        "guardian_newly_disabled", "disabled", Text("Người chăm sóc mới bị khuyết tật", "New disability of a guardian"),
        Text(
            "Người chăm sóc trở thành người khuyết tật trong 2 năm qua",
            "A guardian came to live with a disability in the last 2 years",
        ),
        look_back_days=TWO_YEARS, guardian_health=True, action="carer_support",
    ),
)  # fmt: skip

FEATURES = CHILDREN + GUARDIANS
