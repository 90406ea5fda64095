"""Texts that exist in Vietnamese and English, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, Language] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; either may hold ``{named}`` places for values."""

    vi: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in one language."""
        return self.vi if language == "vi" else self.en

    def both(self, **facts: object) -> str:
        """Return both languages in one line, Vietnamese first, with the facts filled in."""
        return f"{self.vi.format(**facts)} / {self.en.format(**facts)}"

    def filled(self, **facts: object) -> Text:
        """Return the text with its named places filled in, in both languages."""
        return Text(self.vi.format(**facts), self.en.format(**facts))
