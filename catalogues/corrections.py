"""Takes a corrected catalogue back into the declarations: `python -m catalogues.corrections FILE.po`.

A file is written only where reading it again gives the corrected texts and every other one as it was.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal as Among

import tomlkit
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from data.vocabulary.language import LANGUAGES, Language, Text

from .literals import edged, places, source_of
from .pairs import Pair, pairs_of
from .written import PACKAGES, ROOT, Declared, declared, messages

Outcome = Among["written", "unwritten", "other-places", "unfinished", "unknown"]
OUTCOMES: dict[Outcome, Text] = {
    "written": Text("đã viết", "written"),
    "unwritten": Text("chưa viết được, hãy sửa bằng tay", "couldn't be written, mend it by hand"),
    "other-places": Text(
        "không nhận: các chỗ trong ngoặc nhọn khác câu đang có", "refused: its places in braces aren't the text's"
    ),
    "unfinished": Text("chưa xong (trống hoặc fuzzy), bỏ qua", "unfinished (empty or fuzzy), left as it is"),
    "unknown": Text("không còn câu này, hãy làm lại danh mục", "there is no such text by now, make catalogues again"),
}


@dataclass(frozen=True)
class Correction:
    """One text that a catalogue has otherwise than its declaration, and what became of it."""

    path: str
    old: str
    new: str
    outcome: Outcome

    def told(self) -> str:
        """Return it for a person."""
        return f"{self.path}: {OUTCOMES[self.outcome].both()}\n  - {self.old}\n  + {self.new}"


def take_back(file: Path, root: Path = ROOT, packages: Sequence[str] = PACKAGES) -> list[Correction]:
    """Write a catalogue's corrections into the declarations, and return what became of each."""
    with file.open("rb") as opened:
        catalogue = read_po(opened)
    language = next((name for name in LANGUAGES if name == catalogue.locale_identifier), None)
    if language is None:
        raise ValueError(f"{file.name}: its header must say Language: vi or en")
    found = messages(list(declared(root, packages)))
    known = {_of(text, language).strip() for texts in found.values() for text in texts}
    told: list[Correction] = []
    wanted: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for entry in catalogue:
        if not entry.id:
            continue
        texts = found.get((entry.context, str(entry.id)), [])
        new, refused = _judged(entry, texts, language)
        if refused == "unknown" and new.strip() in known:
            continue
        if refused:
            told.append(
                Correction(texts[0].path if texts else "?", _of(texts[0], language) if texts else "", new, refused)
            )
        elif new != _of(texts[0], language):
            for text in texts:
                wanted[text.path][text.vi, text.en] = new
    for path in sorted(wanted):
        told.extend(_written(root / path, path, wanted[path], language))
    return told


def _of(text: Declared | Pair, language: Language) -> str:
    return text.vi if language == "vi" else text.en


def _judged(entry: Entry, texts: Sequence[Declared], language: Language) -> tuple[str, Outcome | None]:
    """Return an entry's text as it would be declared, and why it can't be, if so."""
    new = str(entry.string or "")
    if not texts:
        return new, "unknown"
    if not new.strip() or entry.fuzzy:
        return new, "unfinished"
    old = _of(texts[0], language)
    new = edged(new, old)
    return new, (None if places(new) == places(old) else "other-places")


def _written(file: Path, path: str, wanted: Mapping[tuple[str, str], str], language: Language) -> Iterator[Correction]:
    source = file.read_text(encoding="utf-8")
    before = pairs_of(path, source)
    after = [_corrected(pair, wanted, language) for pair in before]
    done: Outcome = "unwritten"
    try:
        writers = {".py": _python, ".toml": _toml, ".csv": _csv}
        made = writers[file.suffix](source, before, wanted, language)
        if [(pair.vi, pair.en) for pair in pairs_of(path, made)] == [(pair.vi, pair.en) for pair in after]:
            file.write_text(made, encoding="utf-8")
            done = "written"
    except (ValueError, SyntaxError):
        done = "unwritten"
    if done == "written" and file.suffix == ".py":
        subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(file)], check=True)
    for pair in dict.fromkeys((pair.vi, pair.en) for pair in before if (pair.vi, pair.en) in wanted):
        yield Correction(path, pair[0] if language == "vi" else pair[1], wanted[pair], done)


def _corrected(pair: Pair, wanted: Mapping[tuple[str, str], str], language: Language) -> Pair:
    new = wanted.get((pair.vi, pair.en))
    if new is None:
        return pair
    return replace(pair, vi=new) if language == "vi" else replace(pair, en=new)


def _python(source: str, pairs: Sequence[Pair], wanted: Mapping[tuple[str, str], str], language: Language) -> str:
    """Return a module in which the literals of corrected texts are others; from its end, so that places stay true."""
    lines = source.encode().splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    made = source.encode()
    for pair in reversed(pairs):
        if (pair.vi, pair.en) in wanted and pair.literals:
            literal = pair.literals[LANGUAGES.index(language)]
            node = literal.node
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            made = made[:start] + source_of(wanted[pair.vi, pair.en], literal).encode() + made[end:]
    return made.decode()


def _toml(source: str, pairs: Sequence[Pair], wanted: Mapping[tuple[str, str], str], language: Language) -> str:
    """Return a table of texts with the corrected ones, its comments and form kept."""
    document = tomlkit.parse(source)

    def under(value: object) -> None:
        if isinstance(value, list):
            for item in value:
                under(item)
        elif isinstance(value, dict):
            new = wanted.get((str(value.get("vi", "")), str(value.get("en", ""))))
            if new is not None:
                value[language] = new
            for item in value.values():
                under(item)

    under(document)
    return tomlkit.dumps(document)


def _csv(source: str, pairs: Sequence[Pair], wanted: Mapping[tuple[str, str], str], language: Language) -> str:
    """Return a table with the corrected texts; raises ``ValueError`` where it isn't written as we would write it."""
    rows = list(csv.DictReader(io.StringIO(source)))
    if _as_csv(rows) != source:
        raise ValueError("another way of writing CSV")
    return _as_csv([{**row, language: wanted.get((row["vi"], row["en"]), row[language])} for row in rows])


def _as_csv(rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main(file: Path) -> int:
    """Take a catalogue back and tell of it; 1 where something was not written."""
    told = take_back(file)
    for correction in told:
        sys.stdout.write(correction.told() + "\n")
    return int(any(correction.outcome != "written" for correction in told))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
