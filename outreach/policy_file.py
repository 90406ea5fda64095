"""A policy's file, read with every fault named, and rules that contradict one another refused."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from itertools import combinations
from typing import Any

from data.reference.circumstances import FAMILY_NAMES
from data.reference.named_facts import read_named_facts
from data.reference.urgent_signs import read_urgent_signs
from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text
from features.catalogue import CATALOGUE
from models.release_limits import Limits, spans

from . import policy_settings as told
from .policy import POLICY_VERSION, Policy
from .policy_rules import ANY_SIGN, Condition, FloorRule, Rule

ABOUT = {"version", "owner", "decided_on"}
TABLES = {"about", "mandatory", "floor", "release_checks", *told.SECTIONS}
OWN_WORDS = {"fact", "feature", "at_least", "at_most", "sign", "communes"}
HALF = 0.5
KINDS = {bool: Text("phải là true hoặc false", "must be true or false"),
         int: Text("phải là số nguyên", "must be a whole number"),
         float: Text("phải là số", "must be a number")}  # fmt: skip
ORDER = Text(
    "Khi không giữ được hết: mức sàn nhường trước (báo rõ thiếu bao nhiêu và vì sao), rồi đến thăm bắt buộc; số giờ "
    "của tổ, mỗi hộ một lượt và giới hạn của thôn bản không bao giờ bị vượt.",
    "Where not all can be kept: floors give way first (and the list says by how much, and why), then mandatory visits; "
    "teams' hours, one visit a household and a hamlet's limit are never exceeded.",
)
"""In what order promises are relaxed."""


class BadPolicy(SommaiError):
    """The policy's file can't be used."""

    code = "bad-policy"
    exit_code = 2
    http_status = 422
    text = Text(
        "Tệp chính sách không dùng được: {setting_vi}: {why_vi}.", "The policy can't be used: {setting_en}: {why_en}."
    )
    next_step = Text(
        "Hãy sửa tệp rồi chạy lại (`sommai policy check`).", "Mend the file and run again (`sommai policy check`)."
    )


def bad(setting: str | Text, why: Text) -> BadPolicy:
    """Return the error for one setting by its name, or for rules in words."""
    named = Text(setting, setting) if isinstance(setting, str) else setting
    return BadPolicy(setting_vi=named.vi, setting_en=named.en, why_vi=why.vi, why_en=why.en)


def in_brackets(*texts: Text) -> Text:
    """Return rules as errors name them, each in brackets."""
    return Text(*(" + ".join(f"[{text.in_(language)}]" for text in texts) for language in ("vi", "en")))


def read_policy(text: str) -> Policy:
    """Return the policy in a TOML file; what it doesn't name keeps its default.

    Raises ``BadPolicy`` for an unknown setting or fact, a value of the wrong type or out of its range, and for rules
    that contradict one another, naming them.
    """
    try:
        file = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise bad("TOML", Text(str(why), str(why))) from why
    _known(file, TABLES, "")
    about = _table(file, "about")
    _known(about, ABOUT, "about.")
    if about.get("version", POLICY_VERSION) != POLICY_VERSION:
        raise bad("about.version", Text(f"chỉ đọc được bản {POLICY_VERSION}", f"only {POLICY_VERSION} can be read"))
    read: dict[str, Any] = {name: _day_or_text(about.get(name, "")) for name in ("owner", "decided_on")}
    for section in told.SECTIONS:
        table = _table(file, section)
        allowed = {s.name for s in told.SETTINGS if s.section == section}
        _known(table, allowed | ({"families"} if section == "value" else set()), f"{section}.")
    for setting in told.SETTINGS:
        table = _table(file, setting.section)
        if setting.name in table:
            read[setting.field] = _value(setting, table[setting.name])
    read["family_weights"] = _weights(_table(file, "value").get("families", {}))
    read["mandatory"] = tuple(
        Rule(_condition(rule, f"mandatory {i + 1}", set())) for i, rule in enumerate(file.get("mandatory", []))
    )
    read["floors"] = tuple(_floor(rule, f"floor {i + 1}") for i, rule in enumerate(file.get("floor", [])))
    read["check_limits"] = _limits(_table(file, "release_checks"))
    policy = Policy(**read)
    check_consistent(policy)
    return policy


def check_consistent(policy: Policy) -> None:
    """Raise ``BadPolicy`` where rules contradict one another, naming those that do."""
    if not policy.band_high >= policy.band_raised >= policy.band_moderate:
        raise bad(
            "bands.high, bands.raised, bands.moderate",
            Text("các mức phải giảm dần", "they must descend"),
        )
    if policy.list_valid_days > policy.score_valid_days:
        raise bad("validity.list_days, validity.score_days", Text(
            "danh sách không thể dùng lâu hơn nguy cơ mà nó dựa vào",
            "a list can't be used for longer than the risks it rests on"))  # fmt: skip
    for when, text in named_rules(policy):
        if when.empty:
            raise bad(in_brackets(text), Text("không hộ nào có thể thỏa", "no household can meet it"))
    for floor in policy.floors:
        if floor.per and floor.share > HALF:
            raise bad(in_brackets(floor.text), Text(
                "riêng hai xã đã cần hơn 100 % số lượt thăm", "two communes alone ask for over 100 % of all visits",
            ))  # fmt: skip
    for a, b in combinations(policy.floors, 2):
        if a.when == b.when and a.per == b.per:
            raise bad(in_brackets(a.text, b.text), Text(
                "hai mức sàn cho cùng một nhóm hộ", "two floors for the same households"))  # fmt: skip
    together = _apart(policy.floors)
    if sum(floor.share for floor in together) > 1 + 1e-9:
        raise bad(in_brackets(*(floor.text for floor in together)), Text(
            "các nhóm này không trùng nhau mà cộng lại hơn 100 % số lượt thăm",
            "these groups don't overlap, and together they ask for over 100 % of all visits"))  # fmt: skip
    if any(w < 0 for w in policy.family_weights.values()) or not any(policy.family_weights.values()):
        raise bad("value.families", Text("cần ít nhất một trọng số trên 0", "at least one weight must be above zero"))


def named_rules(policy: Policy) -> list[tuple[Condition, Text]]:
    """Return whom each rule of a policy speaks of, and the rule in words."""
    rules: list[Rule | FloorRule] = [*policy.mandatory, *policy.floors]
    return [(rule.when, rule.text) for rule in rules]


def _apart(floors: tuple[FloorRule, ...]) -> list[FloorRule]:
    """Return floors as shares, pairwise without a household in common, that together ask for most."""
    best: list[FloorRule] = []
    shares = [floor for floor in floors if floor.share and not floor.per]
    for first in shares:
        group = [first]
        for other in sorted(shares, key=lambda floor: -floor.share):
            if other is not first and all(other.when.disjoint(one.when) for one in group):
                group.append(other)
        if sum(floor.share for floor in group) > sum(floor.share for floor in best):
            best = group
    return best


def notices(policy: Policy) -> list[Text]:
    """Return what a planner should know of a policy that can be used."""
    found = []
    total = sum(floor.share for floor in policy.floors if not floor.per)
    if total > 1:
        found.append(Text(
            f"Các mức sàn cộng lại {total * 100:g} %: chỉ giữ được khi nhiều hộ thuộc vài nhóm cùng lúc.",
            f"Floors add to {total * 100:g} %: they can be kept only where households count for several."))  # fmt: skip
    if not policy.owner or not policy.decided_on:
        found.append(Text(
            "Chưa ghi người chịu trách nhiệm (about.owner) hoặc ngày quyết định (about.decided_on).",
            "No owner (about.owner) or day of decision (about.decided_on) is named."))  # fmt: skip
    if policy.mandatory or policy.floors:
        found.append(ORDER)
    return found


def _table(file: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = file.get(name, {})
    if not isinstance(table, Mapping):
        raise bad(name, Text(f"phải là một bảng [{name}]", f"must be a table [{name}]"))
    return table


def _known(table: Mapping[str, Any], allowed: set[str], before: str) -> None:
    for name in table:
        if name not in allowed:
            raise bad(f"{before}{name}", Text("không có mục này", "there is no such setting"))


def _day_or_text(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _value(setting: told.Setting, value: object) -> bool | int | float:
    """Return a setting's value in the type of its default, within its range."""
    kind = type(getattr(Policy(), setting.field))
    place = f"{setting.section}.{setting.name}"
    fits = isinstance(value, bool) == (kind is bool) and isinstance(value, (int, float) if kind is float else kind)
    if not fits or not isinstance(value, int | float):
        raise bad(place, KINDS[kind])
    if not setting.low <= value <= setting.high:
        why = f"{setting.low:g} … {setting.high:g}"
        raise bad(place, Text(f"phải trong khoảng {why}", f"must lie within {why}"))
    return float(value) if kind is float else value


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise bad(place, KINDS[float])
    return float(value)


def _limits(table: Mapping[str, Any]) -> Limits:
    """Return the limits of the release checks, those that aren't named at their defaults."""
    known = spans()
    _known(table, set(known), "release_checks.")
    for name, value in table.items():
        low, high = known[name]
        if not low <= _number(value, f"release_checks.{name}") <= high:
            span = f"{low:g} … {high:g}"
            raise bad(f"release_checks.{name}", Text(f"phải trong khoảng {span}", f"must lie within {span}"))
    return Limits.from_settings(table)


def _weights(weights: object) -> dict[str, float]:
    if not isinstance(weights, Mapping):
        raise bad("value.families", Text("phải là một bảng", "must be a table"))
    _known(weights, set(FAMILY_NAMES), "value.families.")
    named = {name: _number(weight, f"value.families.{name}") for name, weight in weights.items()}
    return {name: named.get(name, 1.0) for name in FAMILY_NAMES}


def _condition(rule: Mapping[str, Any], place: str, beside: set[str]) -> Condition:
    """Return the households that a rule speaks of."""
    _known(rule, OWN_WORDS | beside, f"{place}: ")
    if sum(name in rule for name in ("fact", "feature", "sign", "communes")) > 1:
        words = "fact, feature, sign, communes"
        raise bad(place, Text(f"chỉ dùng một trong {words}", f"use one of {words}"))
    if "fact" in rule:
        facts = read_named_facts()
        if rule["fact"] not in facts:
            known = ", ".join(facts)
            raise bad(f"{place}: {rule['fact']}", Text(f"các tên đã biết: {known}", f"known names: {known}"))
        fact = facts[rule["fact"]]
        return Condition(fact.feature, fact.at_least, fact.at_most, fact=fact.name)
    if "feature" in rule:
        if rule["feature"] not in CATALOGUE:
            raise bad(f"{place}: {rule['feature']}", Text("không có đặc điểm này", "there is no such feature"))
        low, high = (
            _number(rule[name], f"{place}: {name}") if name in rule else None for name in ("at_least", "at_most")
        )
        if low is None and high is None:
            raise bad(place, Text("cần at_least hoặc at_most", "at_least or at_most is needed"))
        return Condition(rule["feature"], low, high)
    if "sign" in rule:
        known_signs = [ANY_SIGN, *(sign.name for sign in read_urgent_signs().signs)]
        if rule["sign"] not in known_signs:
            named = ", ".join(known_signs)
            raise bad(f"{place}: {rule['sign']}", Text(f"các dấu hiệu: {named}", f"known signs: {named}"))
        return Condition(sign=rule["sign"])
    return Condition(communes=tuple(str(code) for code in rule.get("communes", ())))


def _floor(rule: Mapping[str, Any], place: str) -> FloorRule:
    when = _condition(rule, place, {"number", "share", "per"})
    if ("number" in rule) == ("share" in rule):
        raise bad(place, Text("cần number hoặc share, một trong hai", "number or share is needed, one of them"))
    number, share = _number(rule.get("number", 0), place), _number(rule.get("share", 0), place)
    if number < 0 or not 0 <= share <= 1:
        raise bad(place, Text("number từ 0, share từ 0 đến 1", "number from 0, share from 0 to 1"))
    if rule.get("per") not in (None, "commune"):
        raise bad(place, Text('per chỉ có thể là "commune"', 'per can be "commune" alone'))
    return FloorRule(when, number, share, rule.get("per"))
