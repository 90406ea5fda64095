"""Documents that come with a model, generated from its training and the catalogue: no number is written by hand.

The model card follows Mitchell et al. (2019), the datasheet Gebru et al. (2021). Each is Markdown text in one language.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.contract import READING_ORDER, TABLES
from data.vocabulary.language import Language, Text
from features.catalogue import CATALOGUE
from features.declaration import Feature
from features.fingerprint import fingerprint

from .account import account
from .card_words import WORDS
from .explanation.numbers import decimals
from .order_names import named

SHOWN_FEATURES = 15


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the documents tell of: plain values as they lie beside the model.

    ``facts`` are those of ``model.json``; ``backtest``, ``groups``, ``checks``, ``remote`` and ``drift`` the documents
    of these names;
    ``weight`` is the mean absolute contribution of each feature in the province, in log-odds.
    """

    facts: Mapping[str, Any]
    backtest: Mapping[str, Any]
    groups: Sequence[Mapping[str, Any]]
    checks: Sequence[Mapping[str, Any]]
    remote: Mapping[str, Any] | None
    drift: Mapping[str, Any] | None
    weight: Mapping[str, float]
    rows: Mapping[str, int]
    first_days: Mapping[str, str]


def model_card(told: Told, language: Language) -> str:
    """Return the model card as Markdown."""

    def say(name: str) -> str:
        return WORDS[name].in_(language)

    lineage = told.facts["lineage"]
    parts = [
        f"# {say('card')}", say("card_intro"), f"## {say('details')}",
        *(f"- {say(name)}: {value}" for name, value in (
            ("kind", _kind(told.facts, language)),
            ("snapshot", lineage["snapshot"]), ("as_of", lineage["as_of"]), ("seed", lineage["seed"]),
            ("version", f"{lineage['version']} ({lineage['code']})"), ("contract", lineage["contract"]),
            ("features_version", lineage["features"]),
            ("libraries", ", ".join(f"{k} {v}" for k, v in lineage["libraries"].items())),
        )),
        f"## {say('use')}", say("use_say"), f"## {say('not_use')}", say("not_use_say"),
        f"## {say('outcome')}", say("outcome_say"),
        f"## {say('tested')}", say("tested_say").format(days=", ".join(told.backtest["origins"])),
        _recall(told.backtest, language), _calibration(told.backtest, language), _clusters(told.backtest, language),
        *_account(told, language), f"## {say('groups')}", say("groups_say"), _groups(told.groups, language),
        f"## {say('checks')}", _checks(told.checks, language),
        f"## {say('weighs')}", say("weighs_say"), _weights(told.weight, language),
        f"## {say('limits')}", say("limits_say"),
    ]  # fmt: skip
    return "\n\n".join(_joined(parts)) + "\n"


def _kind(facts: Mapping[str, Any], language: Language) -> str:
    among = ", ".join(named(name, language) for name in facts["candidates"])
    return f"{named(facts['chosen'], language)} ({WORDS['candidates'].in_(language)}: {among})"


def datasheet(told: Told) -> str:
    """Return the datasheet of the snapshot that the model learned from, in both languages."""
    lines = [f"# {WORDS['datasheet'].both()}", WORDS["datasheet_say"].vi, WORDS["datasheet_say"].en]
    lineage = told.facts["lineage"]
    lines.append(f"{WORDS['snapshot'].both()}: {lineage['snapshot']}. {WORDS['as_of'].both()}: {lineage['as_of']}.")
    head = " | ".join(WORDS[n].both() for n in ("table", "rows", "first_day", "without"))
    table = [f"| {head} |", "|---|---:|---|---|"]
    for name in READING_ORDER:
        if name in told.rows:
            without = TABLES[name].without_it.both() if TABLES[name].without_it.en else "–"
            rows = f"{told.rows[name]:,}" if told.rows[name] else "–"
            table.append(f"| `{name}` | {rows} | {told.first_days.get(name, '–')} | {without} |")
    return "\n\n".join([*lines, "\n".join(table), WORDS["never"].vi, WORDS["never"].en]) + "\n"


def feature_catalogue(features: Mapping[str, Feature] = CATALOGUE) -> str:
    """Return the catalogue of features with the lineage of each, in both languages, theme by theme."""
    lines = [f"# {WORDS['catalogue'].both()}", WORDS["catalogue_say"].vi, WORDS["catalogue_say"].en]
    for theme in dict.fromkeys(f.theme for f in features.values()):
        lines.append(f"## {theme}")
        lines += [_feature(f) for f in features.values() if f.theme == theme]
    return "\n\n".join(lines) + "\n"


def _feature(feature: Feature) -> str:
    source = feature.source.both() if isinstance(feature.source, Text) else feature.source
    days = f"{feature.look_back_days}" if feature.look_back_days else WORDS["as_long"].both()
    told = [
        f"### `{feature.name}`",
        f"{feature.label.vi} / {feature.label.en}",
        f"- {WORDS['unit'].both()}: {feature.unit} ({feature.kind})",
        f"- {WORDS['tables'].both()}: {', '.join(f'`{t}`' for t in feature.tables)}; {feature.view}",
        f"- {WORDS['look_back'].both()}: {days}",
        f"- {WORDS['direction'].both()}: {WORDS[f'monotone_{feature.monotone}'].both()}",
        f"- {WORDS['missing'].both()}: {feature.missing.vi} / {feature.missing.en}",
        f"- {WORDS['source'].both()}: {source}",
        f"- {WORDS['meaning'].both()}: `{fingerprint(feature)}`",
    ]
    if feature.private:
        told.append(f"- {WORDS['private'].both()}")
    if feature.state_at_export:
        told.append(f"- {WORDS['at_export'].both()}")
    return "\n".join([told[0], "", told[1], "", *told[2:]])


def _recall(backtest: Mapping[str, Any], language: Language) -> str:
    shares = ("1pct", "2pct", "5pct", "10pct")
    head = " | ".join([WORDS["order"].in_(language), *(f"{s.removesuffix('pct')} %" for s in shares)])
    lines = [f"| {head} |", "|---|" + "---:|" * len(shares)]
    for score in backtest["scores"]:
        name = score["name"]
        mine = name == backtest["chosen"]
        label = WORDS["this_model"].in_(language) if mine else named(name, language)
        cells = [_estimate(score["mean"][f"recall_at_{s}"], language) for s in shares]
        lines.append("| " + " | ".join([f"**{label}**" if mine else label, *cells]) + " |")
    return "\n".join(lines)


def _calibration(backtest: Mapping[str, Any], language: Language) -> str:
    held = backtest["calibrations"][backtest["chosen"]]
    figures = ("slope", "intercept", "observed_expected", "brier")
    return "\n".join(f"- {WORDS[n].in_(language)}: {_estimate(held[n], language, 1.0)}" for n in figures)


def _clusters(backtest: Mapping[str, Any], language: Language) -> str:
    clusters = backtest["calibrations"][backtest["chosen"]]["clusters"]
    head = " | ".join(WORDS[n].in_(language) for n in ("cluster", "expected", "observed_expected"))
    rows = [
        (c["cluster"], decimals(c["expected"], language, 0), _estimate(c["ratio"], language, 1.0)) for c in clusters
    ]
    return "\n".join([f"| {head} |", "|---|---:|---:|", *(f"| {' | '.join(row)} |" for row in rows)]) if rows else ""


def _account(told: Told, language: Language) -> list[str]:
    """Return the parts of the model's account of itself, each with its heading, sentences and table."""
    found = []
    for part in account(told.backtest, told.remote, told.drift, language):
        found += [f"## {part.title}", *part.lines]
        if part.rows:
            rule = "|---|" + "---:|" * (len(part.head) - 1)
            rows = [f"| {' | '.join(row)} |" for row in part.rows]
            found.append("\n".join([f"| {' | '.join(part.head)} |", rule, *rows]))
    return found


def _groups(groups: Sequence[Mapping[str, Any]], language: Language) -> str:
    head = " | ".join(WORDS[n].in_(language) for n in ("group", "recall_ratio", "verdict"))
    lines = [f"| {head} |", "|---|---:|---|"]
    for group in groups:
        verdict = WORDS[group["verdict"]].in_(language)
        enough = group["verdict"] != "not_enough_evidence"
        ratio = _estimate(group["recall_ratio"], language, 1.0) if enough else "–"
        lines.append(f"| {group['attribute']}: {group['group']} | {ratio} | {verdict} |")
    return "\n".join(lines)


def _checks(checks: Sequence[Mapping[str, Any]], language: Language) -> str:
    return "\n".join(
        f"- {c['number']:02d} {c['name']}: **{WORDS[c['verdict']].in_(language)}**. {c['text'][language]}"
        for c in checks
    )


def _weights(weight: Mapping[str, float], language: Language) -> str:
    heavy = sorted(weight.items(), key=lambda item: (-item[1], item[0]))[:SHOWN_FEATURES]
    return "\n".join(
        f"- {CATALOGUE[name].label.in_(language)} (`{name}`): {decimals(value, language, 3)}"
        for name, value in heavy
        if value > 0
    )


def _estimate(found: Mapping[str, Any], language: Language, scale: float = 100.0) -> str:
    """Return a figure with its interval; shares as per cent."""
    if found["value"] is None:
        return "–"
    unit = " %" if scale == 100.0 else ""
    places = 1 if scale == 100.0 else 3
    value, low, high = (
        "–" if found[end] is None else decimals(scale * found[end], language, places)
        for end in ("value", "low", "high")
    )
    return f"{value}{unit} ({low}–{high})"


def _joined(parts: Sequence[str]) -> list[str]:
    """Return the parts with neighbouring list items as one block."""
    blocks: list[str] = []
    for part in (p for p in parts if p):
        if part.startswith("- ") and blocks and blocks[-1].startswith("- "):
            blocks[-1] += f"\n{part}"
        else:
            blocks.append(part)
    return blocks


if __name__ == "__main__":
    Path(sys.argv[1], "features.md").write_text(feature_catalogue(), encoding="utf-8")
