"""Models for the people who judge them: which serves, how each did on years it had not seen, what the checks found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from data.vocabulary.language import Language, Text
from models.order_names import named
from models.shelf import Shelf
from service.access import Permission, needs
from service.audit import Event, append
from service.jobs import kinds, repository
from service.outputs import notation
from service.registry import NoModel, account_of, documents_of, model_of, models_of

from . import drawings
from .account_pages import entrance_of
from .entrance import caller, guarded_router
from .pages import language_of, page

SHARES = (("1pct", "1 %"), ("2pct", "2 %"), ("5pct", "5 %"), ("10pct", "10 %"))
VERDICTS = {
    "passed": Text("đạt", "passed"),
    "failed": Text("không đạt", "failed"),
    "not_enough_evidence": Text("chưa đủ bằng chứng", "not enough evidence"),
}
SHOWN = "recall_at_2pct"
LONGEST_FIELD = 2000
ACCEPT = "accept-"
"""Of the form's fields in which a check without evidence is accepted in words; its number follows."""
router = guarded_router()


@router.get("/models")
@needs(Permission.MODELS_READ)
def models(request: Request) -> Response:
    """Show every model, the one that serves first."""
    language = language_of(request)
    rows = [_row(record, language) for record in models_of(request.app.state.home)]
    return page(request, "models.html", here="models", rows=rows)


@router.get("/models/{model_id}")
@needs(Permission.MODELS_READ, audit="model.seen", subject="model_id")
def one_model(request: Request, model_id: str) -> Response:
    """Show one model: recall beside simple orders, calibration, checks, decisions, documents."""
    language = language_of(request)
    record = model_of(request.app.state.home, model_id)
    evaluation = record["evaluation"] or {}
    return page(
        request,
        "model.html",
        here="models",
        model=_row(record, language),
        lineage=sorted((str(k), str(v)) for k, v in (record["lineage"] or {}).items() if not isinstance(v, dict)),
        recalls=recalls(evaluation, language),
        curve=curve(evaluation, str(record["chosen"]), language),
        slope=interval(_figure(evaluation, str(record["chosen"]), "slope"), language),
        ratio=interval(_figure(evaluation, str(record["chosen"]), "observed_expected"), language),
        checks=[_check(check, language) for check in record["checks"]],
        account=account_of(request.app.state.home, model_id, language),
        decisions=record["decisions"],
        waiting=[f"{c['number']:02d}" for c in record["checks"] if c["verdict"] == "not_enough_evidence"],
        failed=any(c["verdict"] == "failed" for c in record["checks"]) or not record["checks"],
        documents=[(name, f"/models/{quote(model_id)}/{quote(name)}") for name in record["documents"]],
    )


@router.post("/models/{model_id}/promote")
@needs(Permission.MODELS_PROMOTE)
async def promote(request: Request, model_id: str) -> Response:
    """Ask that a model serves; the job refuses where a check failed or one without evidence isn't accepted in words."""
    fields = await request.form()
    reason = str(fields.get("reason") or "").strip()[:LONGEST_FIELD]
    accepted = {
        name.removeprefix(ACCEPT): text.strip()[:LONGEST_FIELD]
        for name, text in fields.items()
        if name.startswith(ACCEPT) and isinstance(text, str) and text.strip()
    }
    entrance, who = entrance_of(request), caller(request)

    def ask() -> str:
        model_of(request.app.state.home, model_id)
        wishes = kinds.checked(
            "promote", {"model": model_id, "by": who.name, "reason": reason, "accepted": accepted}
        )  # fmt: skip
        with entrance.engine.begin() as connection:
            job_id = repository.add(connection, "promote", wishes, asked_by=who.person_id)
            append(connection, Event("model.promotion-asked", who.person_id, who.by, who.role, "model", model_id))
            return job_id

    return RedirectResponse(f"/jobs/{quote(await run_in_threadpool(ask))}", 303)


@router.get("/models/{model_id}/{document}")
@needs(Permission.MODELS_READ, audit="model.document", subject="model_id")
def one_document(request: Request, model_id: str, document: str) -> Response:
    """Show a document that lies beside a model as plain text."""
    home = request.app.state.home
    model_of(home, model_id)
    if document not in documents_of(home, model_id):
        raise NoModel()
    return PlainTextResponse(Shelf(home).document(model_id, document), headers={"cache-control": "no-store"})


def _row(record: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return a model's line."""
    backtest = record["backtest"] or {}
    verdicts = [check["verdict"] for check in record["checks"]]
    return {
        "id": record["id"],
        "address": f"/models/{quote(record['id'])}",
        "role": record["role"],
        "chosen": named(str(record["chosen"] or record["kind"]), language),
        "as_of": notation.day(dt.date.fromisoformat(record["as_of"])) if record["as_of"] else "",
        "events": notation.number(record["events"], language) if record["events"] is not None else "",
        "recall": interval({k: backtest.get(f"{SHOWN}{end}") for k, end in ENDS}, language, share=True),
        "skill": bool(record["skill"]),
        "verdicts": [
            (VERDICTS[v].in_(language), notation.number(verdicts.count(v), language)) for v in VERDICTS if v in verdicts
        ],
    }


ENDS = (("value", ""), ("low", "_low"), ("high", "_high"))


def interval(found: Mapping[str, Any] | None, language: Language, *, share: bool = False) -> str:
    """Return a figure with its interval; nothing where there is none."""
    if not found or found.get("value") is None:
        return ""

    def told(value: float) -> str:
        return notation.percent(value, language) if share else notation.number(value, language, 2)

    ends = [told(found[end]) for end in ("low", "high") if found.get(end) is not None]
    return f"{told(found['value'])} ({ends[0]} – {ends[1]})" if len(ends) == 2 else told(found["value"])


def recalls(evaluation: Mapping[str, Any], language: Language) -> list[dict[str, Any]]:
    """Return what every candidate and simple order found at each share, the best at 2 % first."""
    scores = [s for s in evaluation.get("scores", []) if SHOWN in s.get("mean", {})]
    largest = max((s["mean"][SHOWN]["value"] or 0.0 for s in scores), default=0.0) or 1.0
    ordered = sorted(scores, key=lambda s: -(s["mean"][SHOWN]["value"] or 0.0))
    return [
        {
            "name": named(s["name"], language),
            "chosen": s["name"] == evaluation.get("chosen"),
            "shares": [interval(s["mean"].get(f"recall_at_{key}"), language, share=True) for key, _ in SHARES],
            "bar": Markup(  # noqa: S704 - our own drawing
                drawings.bar((s["mean"][SHOWN]["value"] or 0.0) / largest, "raises")
            ),
        }
        for s in ordered
    ]


def _figure(evaluation: Mapping[str, Any], chosen: str, name: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = evaluation.get("calibrations", {}).get(chosen, {}).get(name)
    return found


def curve(evaluation: Mapping[str, Any], chosen: str, language: Language) -> list[tuple[str, str, str]]:
    """Return the calibration curve as rows: households, predicted and observed in 1,000."""
    bins = evaluation.get("calibrations", {}).get(chosen, {}).get("curve", [])

    def per_thousand(value: float) -> str:
        return notation.number(1000 * value, language, 1)

    return [
        (
            notation.number(b["households"], language),
            per_thousand(b["predicted"]),
            f"{per_thousand(b['observed']['value'])} "
            f"({per_thousand(b['observed']['low'])} – {per_thousand(b['observed']['high'])})",
        )
        for b in bins
    ]


def _check(check: Mapping[str, Any], language: Language) -> dict[str, str]:
    return {
        "number": f"{check['number']:02d}",
        "verdict": check["verdict"],
        "said": VERDICTS[check["verdict"]].in_(language),
        "text": check["text"][language],
    }
