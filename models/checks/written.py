"""What is really written in the documents beside a model: which sections are there, and whether a number is empty."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from data.vocabulary.language import LANGUAGES, Language, Text
from models.account_words import PARTS
from models.card_words import WORDS

CARDS: dict[str, Language] = {f"model_card_{language}": language for language in LANGUAGES}
DATASHEET, CATALOGUE = "datasheet", "feature_catalogue"
DOCUMENTS = (*CARDS, DATASHEET, CATALOGUE)
"""What must lie beside a model before anybody decides on it."""
TOLD = ("details", "use", "not_use", "outcome", "limits")
COUNTED = ("tested", "groups", "checks", "weighs", *PARTS)
"""Sections of the card that must tell something, and those that must tell a number."""
TITLES = {**WORDS, **PARTS}
READ = ("communes", "households", "children", "guardians")
"""Tables without which nothing is read, so that the datasheet must count their rows."""
EMPTY = re.compile(r"(?<![\w`.])(?:nan|NaN|None|null|inf)(?![\w`])|\{[\w.:]*\}")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
DIGIT = re.compile(r"\d")


def faults_of(documents: Mapping[str, str], features: Sequence[str]) -> list[Text]:
    """Return what the documents lack, by name of document: nothing where all is there."""
    found = []
    for name in DOCUMENTS:
        text = documents.get(name, "")
        if not text.strip():
            found.append(Text(f"không có {name}", f"{name} is missing"))
            continue
        lacks = _card(text, CARDS[name]) if name in CARDS else _of_data(name, text, features)
        empty = EMPTY.search(text)
        found += [Text(f"{name}: thiếu {what}", f"{name} lacks {what}") for what in lacks]
        found += [Text(f"{name}: số trống ({empty[0]})", f"{name}: an empty number ({empty[0]})")] if empty else []
    return found


def sections(text: str) -> dict[str, str]:
    """Return a document's second-level sections: what stands under each heading, without blanks around."""
    parts = HEADING.split(text)
    return {heading.strip(): body.strip() for heading, body in zip(parts[1::2], parts[2::2], strict=True)}


def _card(text: str, language: Language) -> list[str]:
    there = sections(text)
    named = {name: TITLES[name].in_(language) for name in (*TOLD, *COUNTED)}
    lacks = [f"«{title}»" for name, title in named.items() if not there.get(title)]
    lacks += [
        f"«{named[name]}» (0-9)" for name in COUNTED if there.get(named[name]) and not DIGIT.search(there[named[name]])
    ]
    return lacks


def _of_data(name: str, text: str, features: Sequence[str]) -> list[str]:
    if name == DATASHEET:
        return [f"`{table}`" for table in READ if not re.search(rf"^\| `{table}` \| [\d,]+ \|", text, re.MULTILINE)]
    return [f"`{feature}`" for feature in features if f"### `{feature}`" not in text]
