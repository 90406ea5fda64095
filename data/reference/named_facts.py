"""Facts of a household that a policy may name: a feature of the catalogue between two bounds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.vocabulary.language import Text


@dataclass(frozen=True)
class NamedFact:
    """A name for ``feature`` at least and at most so much (None: no bound), both included."""

    name: str
    feature: str
    at_least: float | None
    at_most: float | None
    text: Text


@cache
def read_named_facts() -> dict[str, NamedFact]:
    """Return the packaged facts by name."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        name: NamedFact(name, fact["feature"], fact.get("at_least"), fact.get("at_most"), Text(fact["vi"], fact["en"]))
        for name, fact in told["facts"].items()
    }
