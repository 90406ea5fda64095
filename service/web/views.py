"""What the templates place: every number and sentence written out, so that a template decides nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from data.vocabulary.language import Language
from service.access import Permission, Who
from service.households import Told, standing, told_of
from service.lists import Reading
from service.outputs import names, notation
from service.scores import Run, Runs, score_valid_until
from service.urgent import is_private, sign_text, signs

from . import drawings
from .texts import PAGE

PER_PAGE = 30
SIGNS_AT_ONCE = 5
MOST_SIGNS = 100
QUESTIONS_AT_ONCE = 5
BIG_CHANGE = 0.05
"""A share (log-odds) from which on it is told as a change of the risk."""


def say(name: str, language: Language, **facts: object) -> str:
    """Return one of the pages' texts, filled in."""
    return PAGE[name].in_(language).format(**facts)


def list_view(found: Reading, query: Mapping[str, Any], language: Language, who: Who) -> dict[str, Any]:
    """Return a page of the list: urgent signs, rows, paging, downloads."""
    commune, band = query.get("commune"), query.get("band")
    run, ready, communes = found.run, found.ready, found.communes
    total = len(ready.chosen(commune, band, communes))
    pages = max(math.ceil(total / PER_PAGE), 1)
    number = min(query.get("page", 1), pages)
    places, _ = ready.page(commune, band, communes, (number - 1) * PER_PAGE, PER_PAGE)
    filters = {name: value for name, value in (("commune", commune), ("band", band)) if value}
    download = f"/api/v1/lists/{found.id}/entries?{urlencode({**filters, 'lang': language})}"
    return {
        "urgent": urgent_view(run, commune, language, who),
        "rows": [row_view(run, row, language) for row in ready.rows(places).iter_rows(named=True)],
        "total": total,
        "found": say("found_one", language)
        if total == 1
        else say("found", language, n=notation.number(total, language)),
        "empty": say("empty" if filters else "empty_list", language),
        "page": say(
            "page_of", language, page=notation.number(number, language), pages=notation.number(pages, language)
        ),
        "pages": pages,
        "before": f"?{urlencode({**filters, 'page': number - 1})}" if number > 1 else "",
        "after": f"?{urlencode({**filters, 'page': number + 1})}" if number < pages else "",
        "xlsx": f"{download}&format=xlsx",
        "csv": f"{download}&format=csv",
    }


def urgent_view(run: Run, commune: str | None, language: Language, who: Who) -> dict[str, Any]:
    """Return the urgent signs above a list; private ones aren't told here."""
    found = signs(run, commune, who.communes) if who.may(Permission.URGENT_READ) else []
    shown = [
        {
            "day": notation.day(sign["recorded_on"]),
            "household_id": sign["household_id"],
            "address": f"/households/{quote(sign['household_id'], safe='')}",
            "commune": run.commune_name(sign["commune_code"]),
            "sign": sign_text(sign["sign"], open_page=False).in_(language),
        }
        for sign in found[:MOST_SIGNS]
    ]
    more = len(shown) - SIGNS_AT_ONCE
    return {
        "first": shown[:SIGNS_AT_ONCE],
        "more": shown[SIGNS_AT_ONCE:],
        "more_say": say("urgent_more", language, n=more) if more > 0 else "",
        "none": say("urgent_none_here" if commune else "urgent_none", language),
        "too_many": say("urgent_too_many", language, shown=MOST_SIGNS) if len(found) > MOST_SIGNS else "",
    }


def row_view(run: Run, row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return one household of the list."""
    children = row["children"]
    return {
        "position": notation.number(row["position"], language),
        "household_id": row["household_id"],
        "address": f"/households/{quote(row['household_id'], safe='')}",
        "open": say("open", language, id=row["household_id"]),
        "place": ", ".join(part for part in (row["hamlet"], run.commune_name(row["commune_code"])) if part),
        "children": say("one_child", language) if children == 1 else say("n_children", language, n=children),
        "band": row["band"],
        "risk": notation.per_thousand(row["risk"], language),
        "reasons": [row[name] for name in names.REASONS if row[name]],
        "actions": [a.strip() for a in (row["actions"] or "").split(";") if a.strip()],
        "chosen_for": ""
        if row["chosen_for"] in (None, "risk")
        else notation.CHOSEN_FOR[row["chosen_for"]].in_(language),
    }


def in_thousand(risk: float, language: Language) -> str:
    """Return how many of 1,000 households, never none and never all."""
    if risk < 0.001:
        return say("under_one", language)
    return say("over_most", language) if risk > 0.99 else notation.number(round(1000 * risk), language)


def household_view(run: Run, household_id: str, language: Language, who: Who) -> dict[str, Any]:
    """Return one household's page, private reasons in full; raises ``NoHousehold``."""
    found = standing(run, household_id, who)
    told = told_of(run, found, language)
    longest = max((abs(t.contribution) for t in (*told.reasons, *told.protective)), default=1.0)
    model = str(run.summary["model"])
    questions = [(text.in_(language), private) for text, private in told.questions]
    return {
        "household_id": found.household_id,
        "commune": run.commune_name(found.commune_code),
        "band": found.band,
        "position": say("on_list", language, n=notation.number(found.position, language)) if found.position else "",
        "all_in_care": found.all_in_care,
        "signs": [
            {
                "sign": sign_text(sign["sign"], open_page=True).in_(language),
                "private": is_private(sign["sign"]),
                "day": say("recorded", language, day=notation.day(sign["recorded_on"])),
            }
            for sign in found.signs
        ],
        "risk": notation.per_thousand(found.risk, language),
        "dots": Markup(  # noqa: S704 - numbers and our own words alone
            drawings.dots(round(1000 * found.risk), round(1000 * found.risk_high), say("picture", language))
        ),
        "interval": say(
            "interval",
            language,
            low=in_thousand(found.risk_low, language),
            high=in_thousand(found.risk_high, language),
        ),
        "mean": say("mean_risk", language, mean=notation.per_thousand(run.mean_risk, language)),
        "rank": say(
            "rank_say", language, rank=notation.number(found.rank, language), n=notation.number(len(run.ids), language)
        ),
        "calibrated": bool(run.summary["calibrated"]),
        "model": say("model_scorecard", language) if model == "scorecard" else say("model_id", language, id=model),
        "approved": bool(run.summary["approved"]),
        "reasons": [told_view(t, longest, "raises", language) for t in told.reasons],
        "any_private": any(t.feature.private for t in told.reasons),
        "protective": [told_view(t, longest, "lowers", language) for t in told.protective],
        "questions": questions,
        "actions": [(text.in_(language), text in told.open_actions) for text in told.actions],
        "shares": shares_view(told.shares, language),
        "base": signed(told.base, language),
        "sum": signed(found.log_odds, language),
        "as_of": notation.day(run.as_of),
        "valid_until": score_valid_until(run.as_of),
        "until": notation.day(score_valid_until(run.as_of)),
        "json": f"/api/v1/households/{quote(found.household_id, safe='')}/explanation?lang={language}&run={run.id}",
    }


def told_view(told: Told, longest: float, kind: str, language: Language) -> dict[str, Any]:
    """Return one fact with its bar."""
    return {
        "feature": told.feature.name,
        "text": told.text.in_(language),
        "private": told.feature.private,
        "source": say("source", language, source=told.feature.source.in_(language)),
        "change": change(told.contribution, language),
        "bar": Markup(drawings.bar(abs(told.contribution) / longest, kind)),  # noqa: S704
    }


def change(share: float, language: Language) -> str:
    """Return what a share does to the risk, in words: it multiplies the odds, which for small risks are the risk."""
    if abs(share) < BIG_CHANGE:
        return say("hardly", language)
    times = math.exp(share)
    if share > 0:
        return say("times_more", language, n=notation.number(times, language, 1))
    return say("times_less", language, n=notation.number(round(100 * times), language))


def signed(value: float, language: Language) -> str:
    """Return a share of the log-odds with its sign and three decimals."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + notation.number(abs(value), language, 3)


def shares_view(shares: Sequence[Told], language: Language) -> list[dict[str, Any]]:
    """Return the rows of the table of all shares."""
    rows = []
    for told in shares:
        value = told.shown_value
        rows.append(
            {
                "label": told.feature.label.in_(language),
                "value": value.in_(language) if value else "",
                "share": signed(told.contribution, language),
                "private": told.feature.private,
            }
        )
    return rows


def run_rows(lists: Sequence[Mapping[str, Any]], runs: Runs, language: Language) -> list[dict[str, Any]]:
    """Return the rows of the table of runs."""
    newest = runs.newest_id() if lists else ""
    summaries = {summary["id"]: summary for summary in runs.all()}
    rows = []
    for record in lists:
        summary = summaries[record["id"]]
        model = str(summary["model"])
        rows.append(
            {
                "id": record["id"],
                "address": f"/lists/{quote(record['id'])}",
                "newest": record["id"] == newest,
                "as_of": notation.day(record["as_of"]),
                "until": notation.day(record["valid_until"]),
                "model": say("model_scorecard", language)
                if model == "scorecard"
                else say("model_id", language, id=model),
                "approved": bool(summary["approved"]),
                **{
                    name: notation.number(summary[name], language)
                    for name in ("scored", "listed", "urgent", "quarantined")
                },
            }
        )
    return rows
