"""From a request to an answer: what was asked is read, the answer is made once, and given from memory after that."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import Response

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language
from service.access import Permission, Who
from service.people.problems import NotAllowed, NotSignedIn
from service.problems import MEDIA_TYPE, WrongRequest
from service.scores import NEWEST, Run, Runs

from . import answers, asking
from .entrance import audited_as, caller_or_none

LONGEST_QUERY = 2000
LONGEST_HEADER = 300
PROBLEM_SCHEMA = {"$ref": "#/components/schemas/ProblemRecord"}


KEY_PARAMETER = {
    "name": "Idempotency-Key", "in": "header", "required": False, "example": "7f8d3c1e-visit-17",
    "description": "The same key with the same request again gets the first answer, and nothing is done twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
}  # fmt: skip
MATCH_PARAMETER = {
    "name": "If-Match", "in": "header", "required": True, "example": '"v3"', "schema": {"type": "string"},
    "description": "The ETag that the change is based on.",
}  # fmt: skip


PATH_EXAMPLES = {
    "household_id": "H0001423", "list_id": "newest", "run_id": "newest", "model_id": "1a4892b51dd80522",
    "job_id": "01a211c2f3767be964a7", "override_id": "3", "correction_id": "5f0c2a9b1e7d",
    "user_id": "5c1d9a7e3b240f68", "token_id": "3f9a0c1e5b7d2468",
}  # fmt: skip
"""What the parts of addresses look like."""
LIST_PATH = {"list_id": "A list's id, or `newest`"}
"""What the part of an address that names a list may be."""


class Asked(NamedTuple):
    """What a request asks for, read and checked."""

    path: str
    names: Mapping[str, str]
    query: Mapping[str, Any]
    language: Language
    form: str
    runs: Runs
    state: State
    who: Who | None
    newest: str
    """The newest run's id when the request came, empty where there is none."""

    def caller(self) -> Who:
        """Return who asks; raises ``NotSignedIn`` for a stranger."""
        if self.who is None:
            raise NotSignedIn()
        return self.who

    def run(self) -> Run:
        """Return the run that is meant: ``?run=``, else the newest."""
        return self.runs.get(self.run_id)

    @property
    def run_id(self) -> str:
        """The id of the run that is meant."""
        wanted: str = self.query.get(asking.RUN.name, NEWEST)
        return self.newest if wanted == NEWEST and self.newest else wanted


async def answered(
    request: Request,
    make: Callable[[Asked], answers.Answer],
    allowed: Sequence[asking.Parameter] = (),
    *,
    offered: Sequence[str] = ("json",),
    cache: str = answers.PUBLIC_AGE,
    keep: bool = True,
    mark: str = "",
    from_second: bool = False,
    quick: Callable[[Asked], bool] | None = None,
    export: Permission | None = None,
) -> Response:
    """Answer a request by ``make``, in a thread of its own unless ``quick``; kept answers are given at once.

    An answer is kept under address, accepted forms and languages, what the caller may see, the newest run and the last
    erasure (runs change by nothing else), and ``mark``, which stands for what does. Other forms than JSON need the
    permission ``export`` and are audited as exports. ``from_second`` keeps an answer only when it is asked for again.
    """
    state = request.app.state
    runs: Runs = state.runs
    scope = request.scope
    given = scope[asking.GIVEN]
    accept = given.get(b"accept", b"").decode("latin-1")
    languages = given.get(b"accept-language", b"").decode("latin-1")
    if len(scope["query_string"]) > LONGEST_QUERY or len(accept) + len(languages) > LONGEST_HEADER:
        accept, languages, keep = accept[:LONGEST_HEADER], languages[:LONGEST_HEADER], False
    try:
        newest = runs.newest_id() if keep else ""
    except SommaiError:
        newest = ""
    who = caller_or_none(request)
    view = who.view if who else ""
    key = (view, scope["path"], scope["query_string"], accept, languages, newest, runs.erased_at_ns(), mark)
    kept = state.answers.get(key) if keep else None
    if kept is None:
        if len(scope["query_string"]) > LONGEST_QUERY:
            raise WrongRequest()
        form = request.query_params.get(asking.FORM.name) if scope["query_string"] else None
        asked = Asked(
            path=scope["path"],
            names=request.path_params,
            query=asking.read(request, allowed) if scope["query_string"] else {},
            language=answers.language_for(request),
            form=asking.form_of(accept, form, offered),
            runs=runs,
            state=state,
            who=who,
            newest=newest,
        )
        exports = export is not None and asked.form != "json"
        if export is not None and exports and not asked.caller().may(export):
            raise NotAllowed()
        made = make(asked) if quick and quick(asked) else await run_in_threadpool(make, asked)
        kept = answers.finished(made, cache)
        if keep and (not from_second or state.answers.asked_again(key)):
            state.answers.keep(key, kept)
    if export is not None and kept.exported:
        audited_as(request, f"{scope['path'].split('/')[3]}.exported", form=kept.exported)
    return answers.send(request, kept)


def told(
    parameters: Sequence[asking.Parameter] = (),
    *,
    example: Any,
    schema: str,
    forms: Sequence[str] = ("json",),
    missing: str | None = None,
    path: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what OpenAPI says of an endpoint: parameters, forms with an example, and problems."""
    content: dict[str, Any] = {}
    for form in forms:
        body: dict[str, Any] = {"schema": {"type": "string"}, "example": csv_example(example)}
        if form == "json":
            body = {"schema": {"$ref": f"#/components/schemas/{schema}"}, "example": example}
        if form == "xlsx":
            says = "A workbook with headings in the caller's language"
            body = {"schema": {"type": "string", "format": "binary", "description": says}}
        content[asking.FORMS[form]] = body
    wrong = {"description": "A problem", "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
    responses: dict[str, Any] = {
        "200": {
            "description": "Found",
            "content": content,
            "headers": {"ETag": {"description": "Changes with the body", "schema": {"type": "string"}}},
        },
        "304": {"description": "Not changed since the ETag in `If-None-Match`"},
        "422": {**wrong, "description": "Parameters that can't be taken"},
        "503": {**wrong, "description": "The run can't be read"},
        "406": {**wrong, "description": "None of the accepted forms is offered"},
    }
    if missing:
        responses["404"] = {**wrong, "description": missing}
    in_path = [
        {
            "name": name, "in": "path", "required": True, "description": says, "example": PATH_EXAMPLES[name],
            "schema": {"type": "string", "maxLength": 128},
        }
        for name, says in (path or {}).items()
    ]  # fmt: skip
    return {"parameters": [*in_path, *(p.described() for p in (*parameters, asking.LANG))], "responses": responses}


def csv_example(example: Any) -> str:
    """Return the first of a list's items as CSV writes it, under its header; nothing where there is no list."""
    items = example.get("items", []) if isinstance(example, Mapping) else []
    lines = io.StringIO()
    for item in items[:1]:
        csv.writer(lines, lineterminator="\n").writerows([item.keys(), item.values()])
    return lines.getvalue()


def told_write(
    *,
    schema: str,
    example: Any,
    body: str | None = None,
    sends: Any = None,
    made: bool = False,
    accepted: bool = False,
    versioned: bool = False,
    missing: str | None = None,
    path: Mapping[str, str] | None = None,
    also: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what OpenAPI says of an endpoint that changes something; ``also`` are further problems by status."""
    described = told(schema=schema, example=example, missing=missing, path=path)
    described["parameters"] += [KEY_PARAMETER, *([MATCH_PARAMETER] if versioned else [])]
    responses = described["responses"]
    done = responses.pop("200")
    for unused in ("304", "406"):
        del responses[unused]
    status = "201" if made else "202" if accepted else "200"
    responses[status] = {**done, "description": "Asked for" if accepted else "Done"}
    if accepted:
        where = {"description": "Where it tells how far it is", "schema": {"type": "string"}}
        responses[status]["headers"] = {**done.get("headers", {}), "Location": where}
    wrong = {"content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
    told_too = {"403": "Not part of the caller's role, or a form from elsewhere", **(also or {})}
    if body is not None:
        told_too["415"] = "The body isn't JSON"
        content = {"schema": {"$ref": f"#/components/schemas/{body}"}, "example": sends}
        described["requestBody"] = {"required": True, "content": {asking.JSON: content}}
    if versioned:
        told_too |= {"412": "Somebody else has changed it since", "428": "`If-Match` is missing"}
    for refused, says in told_too.items():
        responses[refused] = {**wrong, "description": says}
    return described
