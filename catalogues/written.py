"""Writes a catalogue per language from the declarations: `python -m catalogues.written FOLDER`.

A message is known by its English; where the same English has several Vietnamese forms, also by where it is declared.
"""

from __future__ import annotations

import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from data.vocabulary.language import LANGUAGES, Language

from .pairs import KEYWORDS

ROOT = Path(__file__).parents[1]
PACKAGES = ("data", "features", "models", "outreach", "service")
METHOD = "catalogues.pairs:extract"
METHODS = [("**.py", METHOD), ("**.toml", METHOD), ("reference/circumstances.csv", METHOD)]
WIDTH = 100
HEADER = """\
# Sớm Mai: {title}
# Written from the declarations by `make catalogues`; docs/how-to/review-the-words.md tells how to correct it.
msgid ""
msgstr ""
"Project-Id-Version: Sớm Mai\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
TITLES: dict[Language, str] = {
    "vi": "mọi câu chữ mà người dùng đọc, bằng tiếng Việt, cạnh câu tiếng Anh.",
    "en": "every text that a person reads, in English, beside the Vietnamese.",
}


@dataclass(frozen=True)
class Declared:
    """One text where it is declared."""

    path: str
    place: str
    vi: str
    en: str


Message = tuple[str | None, str]
"""What a catalogue knows a text by: where it is declared, if the English isn't enough, and the English."""


def declared(root: Path = ROOT, packages: Sequence[str] = PACKAGES) -> Iterator[Declared]:
    """Yield every text of the packages, as Babel finds them, file by file."""
    for package in packages:
        found = extract_from_dir(root / package, METHODS, keywords=KEYWORDS)
        by_file: dict[str, list[Declared]] = defaultdict(list)
        for name, _line, en, comments, vi in found:
            path = f"{package}/{Path(name).as_posix()}"
            by_file[path].append(Declared(path, comments[0], vi or "", str(en)))
        for path in sorted(by_file):
            yield from by_file[path]


def messages(texts: Sequence[Declared]) -> dict[Message, list[Declared]]:
    """Return the texts of each message; those of one message say the same in both languages."""
    forms: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        forms[text.en].add(text.vi)
    contexts = Counter[Message]()
    told: dict[tuple[str, str, str], str] = {}
    found: dict[Message, list[Declared]] = defaultdict(list)
    for text in texts:
        context = None
        if len(forms[text.en]) > 1:
            context = f"{text.path} {text.place}"
            form = (context, text.en, text.vi)
            if form not in told:
                contexts[context, text.en] += 1
                number = contexts[context, text.en]
                told[form] = context if number == 1 else f"{context} {number}"
            context = told[form]
        found[context, text.en].append(text)
    return found


def catalogue(found: Mapping[Message, Sequence[Declared]], language: Language) -> Catalog:
    """Return the catalogue of one language, in the order of files, and of texts in each."""
    made = Catalog(locale=language, fuzzy=False)
    for (context, en), texts in found.items():
        other = texts[0].vi if language == "en" else ""
        message = made.add(
            en, texts[0].vi if language == "vi" else en, context=context,
            locations=[(path, 0) for path in dict.fromkeys(text.path for text in texts)],
            auto_comments=[f"vi: {other.strip()}"] if other else (),
        )  # fmt: skip
        message.flags.discard("python-format")  # a share in percent looks like one to Babel
    return made


def as_po(made: Catalog) -> str:
    """Return a catalogue as a file's text, without dates, line numbers or anything of the machine."""
    out = io.BytesIO()
    write_po(out, made, width=WIDTH, omit_header=True, include_lineno=False)
    language: Language = "vi" if made.locale_identifier == "vi" else "en"
    return HEADER.format(title=TITLES[language], language=language) + out.getvalue().decode()


def main(folder: Path) -> None:
    """Write both catalogues into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found = messages(list(declared()))
    for language in LANGUAGES:
        (folder / f"{language}.po").write_text(as_po(catalogue(found, language)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
