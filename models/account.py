"""What a model says of itself beyond its ranking: a title, sentences and a table each, from plain values.

The card and the report place the same parts, so that a number is told once and in the same words. Counts under 5 are
written "< 5".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.vocabulary.language import Language, Text
from features.catalogue import CATALOGUE

from .account_words import CAPACITY, CLASSES, HEADS, PARTS, SAYS, TIMES
from .drift import SCORE, SEASON_DAYS, VERDICTS, season_gap
from .evaluation.leave_remote_out import FEWEST_POSITIVES
from .explanation.numbers import decimals, few, percent

Plain = Mapping[str, Any]
SHOWN_FEATURES = 10
LENGTHS = ("1pct", "2pct", "5pct", "10pct")


@dataclass(frozen=True)
class Part:
    """A part of the account: its name, title, sentences, and a table (``head``, ``rows``) that may be empty."""

    name: str
    title: str
    lines: tuple[str, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def account(backtest: Plain, remote: Plain | None, drift: Plain | None, language: Language) -> tuple[Part, ...]:
    """Return the parts that the documents beside a model allow, in reading order."""
    parts = [lengths(backtest, language)]
    if backtest["decision_curve"]:
        parts.append(worth(backtest["decision_curve"], language))
    if remote:
        parts.append(among_remote(remote, language))
        parts.append(register(remote["levels"], remote["register"], language))
        parts.append(detection(remote["detection"], language))
    if drift:
        parts += [levels(drift["years"], language), moved(drift, language)]
    return tuple(parts)


def lengths(backtest: Plain, language: Language) -> Part:
    """Return what a list of each length reaches, the teams' hours among them."""
    chosen = next(s for s in backtest["scores"] if s["name"] == backtest["chosen"])
    mean, share = chosen["mean"], backtest.get("capacity_share")
    named = {at: f"{at.removesuffix('pct')} %" for at in LENGTHS}
    said = SAYS["no_teams"].in_(language)
    if share is not None:
        named["capacity"] = f"{CAPACITY.in_(language)} ({percent(share, language)})"
        recall, precision, lift = (mean[f"{f}_at_capacity"] for f in ("recall", "precision", "lift"))
        said = SAYS["capacity"].in_(language).format(
            share=percent(share, language), recall=percent(recall["value"], language),
            low=percent(recall["low"], language), high=percent(recall["high"], language),
            precision=decimals(_times(precision["value"], 100), language, 1), lift=decimals(lift["value"], language, 1),
        )  # fmt: skip
    rows = tuple(
        (
            name,
            _interval(mean[f"recall_at_{at}"], language),
            decimals(_times(mean[f"precision_at_{at}"]["value"], 100), language, 1),
            TIMES.in_(language).format(n=decimals(mean[f"lift_at_{at}"]["value"], language, 1)),
            _interval(chosen["preventable"][f"recall_at_{at}"], language),
        )
        for at, name in named.items()
    )
    prevented = percent(chosen["preventable"]["recall_at_2pct"]["value"], language)
    without = SAYS["by_length"].in_(language).format(recall=prevented)
    return _part("lengths", [said, without], rows, language)


def worth(curve: Sequence[Plain], language: Language) -> Part:
    """Return the decision curve: net benefit of the model, of visiting everybody, of the best simple order."""

    def per_thousand(share: float | None) -> str:
        return decimals(_times(share, 1000), language, 1)

    rows = []
    for point in curve:
        simple = [x for x in point["others"].values() if x is not None]
        net = point["net_benefit"]
        rows.append((
            f"{decimals(1000 * point['threshold'], language, 1)} ‰", percent(point["visited"], language),
            f"{per_thousand(net['value'])} ({per_thousand(net['low'])}–{per_thousand(net['high'])})",
            per_thousand(point["everybody"]), per_thousand(max(simple, default=None)),
        ))  # fmt: skip
    return _part("worth", [SAYS["worth"].in_(language)], tuple(rows), language)


def levels(years: Sequence[Plain], language: Language) -> Part:
    """Return how far each year's level lay from the model's own: the prior shift that calibration follows."""
    rows = tuple(
        (_day(year["day"]), few(round(year["observed"]), language), decimals(year["expected"], language, 0),
         decimals(year["observed_to_expected"], language, 2))
        for year in years
    )  # fmt: skip
    return _part("levels", [SAYS["levels"].in_(language)], rows, language)


def among_remote(remote: Plain, language: Language) -> Part:
    """Return recall among remote households by itself, and of a model that never saw any."""
    found, out = remote["recall"], remote["left_out"]
    says = {name: text.in_(language) for name, text in SAYS.items()}
    by_list = found["by_the_list"]
    positives = few(found["positives"], language)
    if found["positives"] < FEWEST_POSITIVES:
        lines = [says["remote_few"].format(positives=positives)]
    else:
        lines = [says["remote"].format(
            listed=percent(by_list["value"], language), low=percent(by_list["low"], language),
            high=percent(by_list["high"], language), alone=percent(found["among_themselves"]["value"], language),
            positives=positives,
        )]  # fmt: skip
    if out is None:
        lines.append(says["no_left_out"])
    elif not out["enough"]:
        lines.append(says["left_out_few"].format(positives=few(out["positives"], language)))
    else:
        lines.append(says["left_out"].format(
            untrained=percent(out["recall_untrained"], language), trained=percent(out["recall_trained"], language),
            ratio=decimals(out["observed_expected_untrained"], language, 2),
            own=decimals(out["observed_expected_trained"], language, 2),
        ))  # fmt: skip
    return _part("remote", lines, (), language)


def register(found: Sequence[Plain], classes: Sequence[Plain], language: Language) -> Part:
    """Return both levels of risk by class of remoteness, recorded and corrected, and what is true as far as known."""
    needed = {c["remoteness"]: c["visits_needed"] for c in classes}
    rows = []
    for level in found:
        unknown = SAYS["unknown"].in_(language).format(n=decimals(needed.get(level["remoteness"], 0), language, 0))
        rows.append((
            CLASSES[level["remoteness"]].in_(language), few(level["households"], language),
            decimals(level["recorded"], language, 1), decimals(level["corrected"], language, 1),
            unknown if level["true"] is None else decimals(level["true"], language, 1),
        ))  # fmt: skip
    return _part("register", [SAYS["register"].in_(language)], tuple(rows), language)


def detection(found: Sequence[Plain], language: Language) -> Part:
    """Return how much of the list stays, and who enters, were the register less or more complete."""
    factors = [point["factor"] for point in found]
    said = (
        SAYS["detection"]
        .in_(language)
        .format(low=decimals(min(factors), language, 1), high=decimals(max(factors), language, 0))
    )
    rows = tuple(
        (
            TIMES.in_(language).format(n=decimals(point["factor"], language, 2)),
            percent(point["kept"], language), percent(point["remote_share"], language),
            " · ".join(percent(share, language) for share in point["entering"].values()),
        )
        for point in found
    )  # fmt: skip
    return _part("detection", [said], rows, language)


def moved(drift: Plain, language: Language) -> Part:
    """Return which features, and whether the score, have moved since the days that the model learned from."""
    found = drift["features"]
    counted = {v: sum(f["verdict"] == v for f in found if f["name"] != SCORE) for v in VERDICTS}
    then, now = (decimals(n, language, 0) for n in drift["households"])
    days = ", ".join(map(_day, drift["from"]))
    gap = max(season_gap(date.fromisoformat(day), date.fromisoformat(drift["to"])) for day in drift["from"])
    lines = [
        SAYS["drift"].in_(language).format(then=then, now=now, day=_day(drift["to"]), days=days),
        SAYS["season" if gap <= SEASON_DAYS else "no_season"].in_(language),
        SAYS["drift_counted"].in_(language).format(all=sum(counted.values()), **counted),
    ]
    shown = [f for f in found if f["name"] == SCORE] + [f for f in found if f["name"] != SCORE][:SHOWN_FEATURES]
    rows = tuple(
        (
            _label(f["name"]).in_(language), decimals(f["stability_index"], language, 2),
            f"{percent(f['missing_before'], language)} · {percent(f['missing_now'], language)}",
            VERDICTS[f["verdict"]].in_(language),
        )
        for f in shown
    )  # fmt: skip
    return _part("drift", lines, rows, language)


def _part(name: str, lines: Sequence[str], rows: tuple[tuple[str, ...], ...], language: Language) -> Part:
    head = tuple(text.in_(language) for text in HEADS[name]) if rows else ()
    return Part(name, PARTS[name].in_(language), tuple(lines), head, rows)


def _label(name: str) -> Text:
    return CATALOGUE[name].label if name in CATALOGUE else SAYS["score"]


def _interval(found: Plain, language: Language) -> str:
    if found["value"] is None:
        return "–"
    value, low, high = (percent(found[end], language) for end in ("value", "low", "high"))
    return f"{value} ({low}–{high})"


def _times(share: float | None, times: float) -> float | None:
    return None if share is None else times * share


def _day(iso: str) -> str:
    return f"{iso[8:]}/{iso[5:7]}/{iso[:4]}"
