"""What OpenAPI says of every route alike: how to sign in, and the answers that any of them may give."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from service.access import need_of
from service.problems import MEDIA_TYPE

from .asking import JSON
from .entrance import Guarded
from .problem_examples import examples_of
from .resource import PROBLEM_SCHEMA

SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token from `/tokens` or `sommai token create`."},
    "session": {"type": "apiKey", "in": "cookie", "name": "sommai", "description": "The cookie of a browser."},
}  # fmt: skip
ANY = {
    "404": "Nothing answers here, or nothing that the caller may see",
    "413": "More than is taken",
    "421": "Addressed to another host",
    "422": "Parts of the request that can't be taken",
    "429": "Too many requests; `Retry-After` says when to come back",
    "500": "Something unexpected; nothing was changed",
    "503": "A run or the database can't be read for now",
}
SIGNED_IN = {
    "401": "Not signed in, or a token that no longer holds",
    "403": "Not part of the caller's role",
}


def add_what_all_share(document: dict[str, Any], app: FastAPI) -> None:
    """Add security and common answers to every operation of an OpenAPI document."""
    document.setdefault("components", {})["securitySchemes"] = SCHEMES
    for found in iter_route_contexts(app.routes):
        route = found.original_route
        operations = document.get("paths", {}).get(found.path, {})
        need = need_of(route.endpoint) if isinstance(route, Guarded) else None
        for method in found.methods or ():
            operation = operations.get(method.lower())
            if operation is None or need is None:
                continue
            strangers = need.permission is None
            operation["security"] = [] if strangers else [{"token": []}, {"session": []}]
            for status, says in {**ANY, **({} if strangers else SIGNED_IN)}.items():
                operation["responses"].setdefault(status, problem_answer(says))
            for status, answer in operation["responses"].items():
                show_answer(answer, str(found.path), status)
            show_nothing_too(operation, getattr(route, "openapi_extra", None) or {})


def show_answer(answer: dict[str, Any], path: str, status: str) -> None:
    """Give an answer's problem its examples, and take away the form that the framework adds of its own accord."""
    content = answer.get("content", {})
    if content.get(JSON) == {"schema": {}} and len(content) > 1:
        del content[JSON]
    if MEDIA_TYPE in content:
        content[MEDIA_TYPE] = {"schema": PROBLEM_SCHEMA, "examples": examples_of(path, status)}


def show_nothing_too(operation: dict[str, Any], declared: dict[str, Any]) -> None:
    """Put examples back as they were declared: the framework leaves out of them whatever is null."""
    parts = [(operation["responses"][status], answer) for status, answer in declared.get("responses", {}).items()]
    if "requestBody" in declared:
        parts.append((operation["requestBody"], declared["requestBody"]))
    for told, said in parts:
        for kind, content in said.get("content", {}).items():
            if "example" in content:
                told["content"][kind]["example"] = content["example"]


def problem_answer(says: str) -> dict[str, Any]:
    """Return an answer that is a problem."""
    return {"description": says, "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
