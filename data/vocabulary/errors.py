"""The one base class for errors that a person meets, and the rule for writing one.

A subclass per situation. Its texts stand in the class, in both languages, and say what is wrong, where, and what to
do next. Facts are counts, names of tables, columns or settings, and at most three pseudonymous ids: never a name,
a free text or a whole row.
"""

from __future__ import annotations

from typing import ClassVar

from .language import Language, Text


class SommaiError(Exception):
    """Base of every error shown to a person.

    ``code`` never changes once released; ``exit_code`` is what the command line ends with.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500
    text: ClassVar[Text] = Text("Có lỗi.", "Something went wrong.")
    next_step: ClassVar[Text] = Text("", "")
    web_step: ClassVar[Text | None] = None
    """The next step of whoever meets it over the API or on a page, where that one is a command of a shell."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message("en"))

    def message(self, language: Language) -> str:
        """Return what is wrong and what to do next, as one line in one language."""
        return self._told(self.next_step, language)

    def web_message(self, language: Language) -> str:
        """Return the same for whoever meets it over the API or on a page."""
        return self._told(self.next_step if self.web_step is None else self.web_step, language)

    def _told(self, step: Text, language: Language) -> str:
        parts = (self.text.in_(language), step.in_(language))
        return " ".join(p.format(**self.facts) for p in parts if p)

    def both(self) -> str:
        """Return the message in both languages, Vietnamese first."""
        return f"{self.message('vi')} / {self.message('en')}"


class WrongUse(SommaiError):
    """A command or call that was given values it can't take."""

    code = "wrong-use"
    exit_code = 2
    http_status = 422
    text = Text("{what_vi}", "{what_en}")


class InputRefused(SommaiError):
    """Base of errors that refuse a whole import; nothing has been changed."""

    code = "input-refused"
    exit_code = 3
    http_status = 422
