"""Urgent signs in words; what could hurt if seen is written out on the household's page alone."""

from __future__ import annotations

from functools import cache
from typing import Any

from data.reference.urgent_signs import Sign, read_urgent_signs
from data.vocabulary.language import Text
from service.outputs.notation import PRIVATE_SIGN
from service.scores import Run


@cache
def known() -> dict[str, Sign]:
    """Return the signs of the reference table by name."""
    return {sign.name: sign for sign in read_urgent_signs().signs}


def hotline() -> str:
    """Return the number of the national child protection hotline."""
    return read_urgent_signs().hotline


def sign_text(name: str, *, open_page: bool) -> Text:
    """Return a sign in words; off the household's page a private one isn't told. A name unknown here is private."""
    sign = known().get(name)
    if sign is None:
        return Text(name, name) if open_page else PRIVATE_SIGN
    return sign.text if open_page or not sign.private else PRIVATE_SIGN


def is_private(name: str) -> bool:
    """Say whether a sign could hurt if seen."""
    sign = known().get(name)
    return sign is None or sign.private


def signs(run: Run, commune: str | None = None, communes: frozenset[str] | None = None) -> list[dict[str, Any]]:
    """Return the urgent signs of a run, newest first, a row per household and sign.

    ``commune`` is the one that is asked for, ``communes`` those within reach (None: the province).
    """
    if commune is None and communes is None:
        return run.urgent
    return [
        sign
        for sign in run.urgent
        if (commune is None or sign["commune_code"] == commune)
        and (communes is None or sign["commune_code"] in communes)
    ]
