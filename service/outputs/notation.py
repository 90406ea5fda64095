"""How numbers, days, risks and bands are written for people: Vietnamese 1.234,5 and 31/12/2025; English 1,234.5."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from data.vocabulary.language import Language, Text
from models.explanation.numbers import FEW

BANDS = {
    "high": Text("rất cao", "high"),
    "raised": Text("cao", "raised"),
    "moderate": Text("trung bình", "moderate"),
    "low": Text("thấp", "low"),
}
CHOSEN_FOR = {
    "risk": Text("nguy cơ", "risk"),
    "mandatory": Text("bắt buộc", "mandatory"),
    "floor": Text("mức sàn", "floor"),
    "exploration": Text("khảo sát ngẫu nhiên", "exploration"),
    "referral": Text("cán bộ đề cử", "nominated by an officer"),
}
PRIVATE = Text("một vấn đề riêng: xem trang của hộ", "a private matter: see the household's page")
PRIVATE_SIGN = Text("một vấn đề riêng", "a private matter")
SPREADSHEET_DAY = "dd/mm/yyyy"

VIETNAM = dt.timezone(dt.timedelta(hours=7))
"""All year round and everywhere in the country, whatever the clock of the server says."""


def number(value: float | None, language: Language, decimals: int = 0) -> str:
    """Return a number with the language's marks; an empty text for None."""
    if value is None:
        return ""
    text = f"{value:,.{decimals}f}"
    if language == "vi":
        return text.replace(",", " ").replace(".", ",").replace(" ", ".")
    return text


def count(value: int, language: Language) -> str:
    """Return a count, or "< 5" where it is a few: a few could be recognised. Nobody is told as 0."""
    if 0 < value < FEW:
        return f"< {FEW}"
    return number(value, language)


def counts(values: Sequence[int], language: Language) -> list[str]:
    """Return the parts of a whole as counts; a lone "< 5" takes the next smallest along, lest it be worked out."""
    hidden = {i for i, v in enumerate(values) if 0 < v < FEW}
    if len(hidden) == 1:
        others = sorted((v, i) for i, v in enumerate(values) if v >= FEW)
        hidden |= {i for _, i in others[:1]}
    return [("–" if v >= FEW else f"< {FEW}") if i in hidden else number(v, language) for i, v in enumerate(values)]


def day(value: dt.date | str | None) -> str:
    """Return 31/12/2025, as both languages of these pages write it, of a day or of its text in a file (2025-12-31)."""
    known = dt.date.fromisoformat(value) if isinstance(value, str) else value
    return known.strftime("%d/%m/%Y") if known else ""


def is_day(text: str) -> bool:
    """Say whether a text is a day as files write it: an id or a word of that length isn't one."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def moment(at: dt.datetime | str) -> str:
    """Return 31/12/2025 07:05, an instant (or its text in a file) in Vietnam's time, as both languages write it."""
    return _in_vietnam(at).strftime("%d/%m/%Y %H:%M")


def day_of(at: dt.datetime | str) -> str:
    """Return 31/12/2025, the day of an instant (or of its text in a file) in Vietnam's time."""
    return day(_in_vietnam(at).date())


def _in_vietnam(at: dt.datetime | str) -> dt.datetime:
    return (dt.datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(VIETNAM)


def per_thousand(risk: float, language: Language) -> str:
    """Return a risk as people count: about 12 in 1,000 households; never 0 and never all of them."""
    share = min(max(risk, 0.0), 1.0) * 1000
    if share < 1:
        return Text("dưới 1 trong 1.000 hộ", "fewer than 1 in 1,000 households").in_(language)
    if share > 990:
        return Text("trên 990 trong 1.000 hộ", "more than 990 in 1,000 households").in_(language)
    text = Text("khoảng {n} trong 1.000 hộ", "about {n} in 1,000 households").in_(language)
    return text.format(n=number(round(share), language))


def percent(share: float, language: Language) -> str:
    """Return a share as per cent with at most one decimal."""
    return f"{number(100 * share, language, 0 if share >= 0.1 else 1)} %"
