"""The support that may be offered, and where: a catalogue that the province edits."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from data.vocabulary.language import Text


@dataclass(frozen=True)
class Support:
    """One kind of support; ``communes`` is None where every commune offers it."""

    key: str
    text: Text
    communes: frozenset[str] | None

    def offered_in(self, commune_code: str) -> bool:
        """Return whether anybody offers it in a commune."""
        return self.communes is None or commune_code in self.communes


def read_support(text: str | None = None) -> dict[str, Support]:
    """Return the catalogue by key, the packaged one where no text is given."""
    if text is None:
        text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)["support"]
    return {
        key: Support(key, Text(s["vi"], s["en"]), frozenset(map(str, s["offered_in"])) if "offered_in" in s else None)
        for key, s in told.items()
    }
