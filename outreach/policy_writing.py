"""A policy's file, written with every setting explained in both languages."""

from __future__ import annotations

from typing import Any

import tomlkit

from data.reference.named_facts import read_named_facts
from data.vocabulary.language import Text
from models.release_limits import meanings

from . import policy_settings as told
from .policy import POLICY_VERSION, Policy
from .policy_rules import ANY_SIGN, Condition


def write_policy(policy: Policy | None = None) -> str:
    """Return a policy's file, every setting with its meaning in both languages and its value."""
    policy = policy or Policy()
    file = tomlkit.document()
    _comment(file, told.ABOUT)
    about = tomlkit.table()
    about.add("version", POLICY_VERSION)
    about.add("owner", policy.owner)
    about.add("decided_on", policy.decided_on)
    file.add("about", about)
    for section, meaning in told.SECTIONS.items():
        table = tomlkit.table()
        _comment(table, meaning)
        for setting in told.SETTINGS:
            if setting.section == section:
                _comment(table, setting.meaning)
                table.add(setting.name, getattr(policy, setting.field))
        if section == "value":
            families = tomlkit.table()
            _comment(families, told.FAMILIES)
            for name, weight in policy.family_weights.items():
                families.add(name, weight)
            table.add("families", families)
        file.add(section, table)
    checks = tomlkit.table()
    _comment(checks, told.CHECKS)
    for name, meaning in meanings().items():
        _comment(checks, meaning)
        checks.add(name, getattr(policy.check_limits, name))
    file.add("release_checks", checks)
    return tomlkit.dumps(file) + _rules(policy)


def _rules(policy: Policy) -> str:
    """Return the rules as TOML, and examples as comments."""
    facts = "\n".join(f"#   {fact.name}: {fact.text.vi} / {fact.text.en}" for fact in read_named_facts().values())
    lines = [
        "", f"# {told.MANDATORY.vi}", f"# {told.MANDATORY.en}",
        "# [[mandatory]]", f'# sign = "{ANY_SIGN}"', "", f"# {told.FLOORS.vi}", f"# {told.FLOORS.en}",
        "# [[floor]]", '# fact = "region_3"', "# share = 0.3", "# [[floor]]", '# per = "commune"', "# number = 2",
        "#", "# fact:", facts, "",
    ]  # fmt: skip
    for rule in policy.mandatory:
        lines += ["[[mandatory]]", *_as_lines(rule.when), ""]
    for floor in policy.floors:
        much = f"share = {floor.share}" if floor.share else f"number = {floor.number:g}"
        lines += ["[[floor]]", *_as_lines(floor.when), much, *(['per = "commune"'] if floor.per else []), ""]
    return "\n".join(lines)


def _as_lines(when: Condition) -> list[str]:
    if when.fact:
        return [f'fact = "{when.fact}"']
    if when.sign:
        return [f'sign = "{when.sign}"']
    if when.communes:
        return [f"communes = {list(when.communes)}".replace("'", '"')]
    bounds = [f"{n} = {v:g}" for n, v in (("at_least", when.at_least), ("at_most", when.at_most)) if v is not None]
    return [f'feature = "{when.feature}"', *bounds] if when.feature else []


def _comment(table: Any, text: Text) -> None:
    table.add(tomlkit.comment(text.vi))
    table.add(tomlkit.comment(text.en))
