"""What `sommai doctor` tells: one finding per question, whether it is well, and the next step where it isn't."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text

Standing = Literal["good", "missing", "wrong"]
NOTHING = Text("", "")


@dataclass(frozen=True)
class Finding:
    """One answer. ``good`` is set up, ``missing`` isn't yet, ``wrong`` is and doesn't work."""

    name: str
    standing: Standing
    text: Text
    next_step: Text = NOTHING


def good(name: str, vi: str, en: str) -> Finding:
    """Return that something is well."""
    return Finding(name, "good", Text(vi, en))


def missing(name: str, text: Text, step: Text) -> Finding:
    """Return that something isn't there yet, with the step to it."""
    return Finding(name, "missing", text, step)


def wrong(name: str, text: Text, step: Text) -> Finding:
    """Return that something doesn't work, with the step that mends it."""
    return Finding(name, "wrong", text, step)


def refused(name: str, error: SommaiError) -> Finding:
    """Return what an error that was written for people says."""
    facts = error.facts
    return Finding(name, "wrong", error.text.filled(**facts), error.next_step.filled(**facts))
