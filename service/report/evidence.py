"""How good the model is on years it had not seen: from the documents beside it to what the page places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.vocabulary.language import Language, Text
from models.account import Part, account
from service.outputs import notation

from .curves import Dot, dot_rows, expected_and_came
from .evidence_words import ATTRIBUTES, GROUPS, SAYS, VERDICTS

SHARE = "2pct"
FAIR = (0.8, 1.25)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is known of a model: the documents beside it as plain values.

    ``ranks`` is false where it was learned and may not rank; ``remote`` and ``drift`` are None where it has none.
    """

    model: str
    ranks: bool
    backtest: Mapping[str, Any]
    checks: Sequence[Mapping[str, Any]] = ()
    groups: Sequence[Mapping[str, Any]] = ()
    remote: Mapping[str, Any] | None = None
    drift: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class RegisterLevel:
    """How complete the case register is, a text per class of remoteness, and whether a risk was corrected for it.

    ``parts`` are both levels of risk, and the list under other completeness, by language; none for the scorecard.
    """

    texts: tuple[Text, ...] = field(default=())
    corrects: bool = False
    parts: Mapping[Language, Sequence[Part]] = field(default_factory=dict)


def evidence_content(found: Evidence | None, register: RegisterLevel, language: Language) -> dict[str, Any]:
    """Return what the template places under "how good is it"; ``shown`` is false where nothing was tested."""
    says = {name: text.in_(language) for name, text in SAYS.items()}
    told: dict[str, Any] = {
        "shown": found is not None, "says": says, "register": [t.in_(language) for t in register.texts],
        "corrects": register.corrects, "register_parts": register.parts.get(language, ()),
    }  # fmt: skip
    if found is None:
        return told
    backtest = found.backtest
    chosen = next(s for s in backtest["scores"] if s["name"] == backtest["chosen"])
    days = [f"{day[8:]}/{day[5:7]}/{day[:4]}" for day in backtest["origins"]]
    outcomes = notation.count(sum(backtest["outcomes"]), language)
    recall = chosen["mean"][f"recall_at_{SHARE}"]
    return told | {
        "intro": says["intro"].format(days=", ".join(days), outcomes=outcomes),
        "ranks": found.ranks,
        "recall_say": says["recall_say"].format(
            recall=_percent(recall["value"], language), low=_percent(recall["low"], language),
            high=_percent(recall["high"], language),
        ),
        "recall": recall_chart(backtest, language),
        "curve": calibration_chart(backtest, language),
        "slope_say": _slope(backtest, says, language),
        "clusters": cluster_chart(backtest, language),
        "groups": group_parts(found.groups, language),
        "checks": [
            (f"{c['number']:02d}", VERDICTS[c["verdict"]].in_(language), c["verdict"], c["text"][language])
            for c in found.checks
        ],
        "no_states": _preventable(chosen, says, language),
        "account": [
            part
            for part in account(backtest, found.remote, found.drift, language)
            if part.name not in {p.name for p in register.parts.get(language, ())}
        ],
    }  # fmt: skip


def recall_chart(backtest: Mapping[str, Any], language: Language) -> str:
    """Return how many of the households with a case a list of 2 % holds: this model and every simple order.

    The unrestricted model, which is fitted beside it for comparison alone, stands among them.
    """
    from models.order_names import named

    dots = []
    for score in backtest["scores"]:
        mine = score["name"] == backtest["chosen"]
        if not mine and score["kind"] not in ("baseline", "upper"):
            continue
        figure = score["mean"][f"recall_at_{SHARE}"]
        label = SAYS["this_model"].in_(language) if mine else named(score["name"], language)
        dots.append(Dot(label, figure["value"], figure["low"], figure["high"], strong=mine))
    dots.sort(key=lambda d: (not d.strong, -(d.value or 0.0)))
    return dot_rows(dots, lambda v: _percent(v, language), SAYS["recall_title"].in_(language))


def calibration_chart(backtest: Mapping[str, Any], language: Language) -> str:
    """Return expected against observed, a point per tenth of the households by risk."""
    bins = [
        (b["predicted"], b["observed"]["value"], b["observed"]["low"], b["observed"]["high"])
        for b in backtest["calibrations"][backtest["chosen"]]["curve"]
        if None not in (b["predicted"], *b["observed"].values())
    ]
    words = tuple(SAYS[name].in_(language) for name in ("curve_title", "predicted", "observed"))
    return expected_and_came(bins, lambda v: _per_thousand(v, language), (words[0], words[1], words[2])) if bins else ""


def cluster_chart(backtest: Mapping[str, Any], language: Language) -> str:
    """Return observed over expected in each cluster of communes, from near to far within a region."""
    dots = []
    for cluster in backtest["calibrations"][backtest["chosen"]]["clusters"]:
        region, _, place = str(cluster["cluster"]).rpartition(".")
        label = SAYS["cluster"].in_(language).format(region=region or "–", place=place)
        ratio = cluster["ratio"]
        dots.append(Dot(label, ratio["value"], ratio["low"], ratio["high"]))
    title = SAYS["cluster_title"].in_(language)
    return dot_rows(dots, lambda v: notation.number(v, language, 2), title, reference=1.0, fair=FAIR) if dots else ""


def group_parts(groups: Sequence[Mapping[str, Any]], language: Language) -> list[dict[str, str]]:
    """Return per attribute its title, a drawing of each group's recall over that of all, and which say too little."""
    parts = []
    for attribute in dict.fromkeys(str(g["attribute"]) for g in groups):
        told = [g for g in groups if g["attribute"] == attribute]
        enough = [g for g in told if g["verdict"] != "not_enough_evidence"]
        few = [_group(g, language) for g in told if g not in enough]
        title = ATTRIBUTES.get(attribute, Text(attribute, attribute)).in_(language)
        dots = [Dot(_group(g, language), *(g["recall_ratio"][end] for end in ("value", "low", "high"))) for g in enough]
        drawn = dot_rows(dots, lambda v: notation.number(v, language, 2), title, reference=1.0, fair=FAIR, most=2.0)
        said = SAYS["group_few"].in_(language).format(names=", ".join(few)) if few else ""
        parts.append({"title": title, "drawing": drawn if dots else "", "few": said})
    return parts


def _group(group: Mapping[str, Any], language: Language) -> str:
    name = str(group["group"])
    return GROUPS.get((str(group["attribute"]), name), Text(name, name)).in_(language)


def _slope(backtest: Mapping[str, Any], says: Mapping[str, str], language: Language) -> str:
    held = backtest["calibrations"][backtest["chosen"]]
    ratio, slope = held["observed_expected"], held["slope"]
    if ratio["value"] is None or slope["value"] is None:
        return ""
    numbers = [notation.number(x, language, 2) for x in (ratio["value"], ratio["low"], ratio["high"], slope["value"])]
    return says["slope_say"].format(ratio=numbers[0], low=numbers[1], high=numbers[2], slope=numbers[3])


def _preventable(chosen: Mapping[str, Any], says: Mapping[str, str], language: Language) -> str:
    figure = chosen["preventable"][f"recall_at_{SHARE}"]
    return "" if figure["value"] is None else says["no_states"].format(recall=_percent(figure["value"], language))


def _percent(share: float | None, language: Language) -> str:
    return "–" if share is None else notation.percent(share, language)


def _per_thousand(share: float, language: Language) -> str:
    return notation.number(1000 * share, language, 0 if share >= 0.002 or share == 0 else 1)
