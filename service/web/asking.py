"""What a request asks for: its language, its form, its parameters. Declared once, for reading and for OpenAPI alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from data.vocabulary.language import LANGUAGES, Language, Text
from service.problems import FieldFault, NotOffered, WrongRequest

GIVEN = "sommai.given"
"""Where a request's scope holds its headers by name, read once."""
JSON = "application/json"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {"json": JSON, "csv": CSV, "xlsx": XLSX}
LANGUAGE_COOKIE = "lang"
LONGEST = 200

UNKNOWN = Text("Không có tham số này.", "There is no such parameter.")
TWICE = Text("Tham số được nêu nhiều lần.", "The parameter is given more than once.")
TOO_LONG = Text("Giá trị quá dài.", "The value is too long.")
UNREADABLE = Text("Giá trị có ký tự không đọc được.", "The value holds a character that can't be read.")
NOT_WHOLE = Text("Cần một số nguyên từ {least} đến {most}.", "A whole number from {least} to {most} is needed.")
NOT_ONE_OF = Text("Cần một trong: {choices}.", "One of these is needed: {choices}.")


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A query parameter: a whole number where ``most`` is set, one of ``choices`` where they are, else a text."""

    name: str
    says: str
    example: str | int
    least: int = 1
    most: int | None = None
    choices: tuple[str, ...] = ()

    def read(self, value: str) -> str | int | Text:
        """Return the value, or what is wrong with it."""
        if len(value) > LONGEST:
            return TOO_LONG
        if "\0" in value:
            return UNREADABLE
        if self.most is not None:
            whole = value.isascii() and value.isdigit() and self.least <= int(value) <= self.most
            return int(value) if whole else NOT_WHOLE.filled(least=self.least, most=self.most)
        if self.choices and value not in self.choices:
            return NOT_ONE_OF.filled(choices=", ".join(self.choices))
        return value

    def described(self) -> dict[str, Any]:
        """Return the parameter as OpenAPI writes it."""
        schema: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
        if self.most is not None:
            schema = {"type": "integer", "minimum": self.least, "maximum": self.most}
        elif self.choices:
            schema = {"type": "string", "enum": list(self.choices)}
        return {"name": self.name, "in": "query", "description": self.says, "schema": schema, "example": self.example}


LANG = Parameter(
    name="lang", says="Language of texts; else `Accept-Language`, else Vietnamese.", example="en", choices=LANGUAGES
)
RUN = Parameter(name="run", says="A run's id; the newest where nothing is said.", example="newest")
LIMIT = Parameter(name="limit", says="Entries per page.", example=50, most=1000)
CURSOR = Parameter(name="cursor", says="`next` of the page before.", example="WyJlIiw1MF0")
COMMUNE = Parameter(name="commune", says="Only this commune's code.", example="17329")
BAND = Parameter(name="band", says="Only this band.", example="high", choices=("high", "raised", "moderate", "low"))
FORM = Parameter(
    name="format", says="The form, where a header can't be set; it goes before `Accept`.", example="csv",
    choices=tuple(FORMS),
)  # fmt: skip


def read(request: Request, allowed: Sequence[Parameter]) -> dict[str, Any]:
    """Return the query parameters that were given; raises ``WrongRequest`` naming every one that can't be taken.

    An empty value counts as not given, as a form's empty field sends it.
    """
    known = {p.name: p for p in (*allowed, LANG)}
    found: dict[str, Any] = {}
    faults = []
    for name, value in request.query_params.multi_items():
        parameter = known.get(name)
        if parameter is None:
            faults.append(FieldFault(name[:40], UNKNOWN))
        elif name in found:
            faults.append(FieldFault(name, TWICE))
        elif value:
            read_value = parameter.read(value)
            if isinstance(read_value, Text):
                faults.append(FieldFault(name, read_value))
            else:
                found[name] = read_value
    if faults:
        raise WrongRequest(faults)
    return found


def language_of(
    headers: Mapping[str, str], query: Mapping[str, str], cookie: str | None, default: Language
) -> Language:
    """Return the language to answer in: ``?lang=``, the cookie, ``Accept-Language``, else the default."""
    for said in (query.get(LANG.name), cookie):
        if said in LANGUAGES:
            return said
    return preferred(headers.get("accept-language", ""), default)


def weighed(header: str) -> list[tuple[str, float]]:
    """Return the values of an ``Accept`` header, the most wanted first; what isn't wanted at all is left out."""
    found = []
    for part in header[:1000].split(","):
        value, *rest = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for piece in rest:
            if piece.startswith("q="):
                digits = piece[2:].replace(".", "", 1)
                weight = float(piece[2:]) if digits.isascii() and digits.isdigit() else 0.0
        if value and weight > 0:
            found.append((value.lower(), weight))
    return sorted(found, key=lambda pair: -pair[1])


def preferred(accept_language: str, default: Language) -> Language:
    """Return the first of our languages that the header asks for."""
    for value, _ in weighed(accept_language):
        for language in LANGUAGES:
            if value == language or value.startswith(f"{language}-"):
                return language
    return default


def form_of(accept: str, asked: str | None, offered: Sequence[str]) -> str:
    """Return the form to answer in (``json``, ``csv``, ``xlsx``); raises ``NotOffered`` where none is accepted."""
    if asked:
        return asked
    if not accept or accept == "*/*":
        return offered[0]
    for value, _ in weighed(accept):
        for form in offered:
            family, _, _ = FORMS[form].partition("/")
            if value in {FORMS[form], "*/*", f"{family}/*"}:
                return form
    raise NotOffered(offered=", ".join(FORMS[form] for form in offered))
