"""Catalogues hold every text that a person reads, in both languages, as the declarations say it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from catalogues.literals import places
from catalogues.pairs import pairs_of
from catalogues.written import PACKAGES, as_po, catalogue, declared, messages

ROOT = Path(__file__).parents[2]
LANGUAGES = ("vi", "en")
VIETNAMESE = re.compile(r"[ăđơưâêôáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
NOT_SAID_BY_US = (
    "data/contract/",  # headings and words of the published tables, held by a test of their own
    "data/synthetic/",  # made-up people and places
    "schemas.py",  # what people might write, as examples of the API
    "data/intake/cells.py", "models/explanation/what_if.py",  # answers that are understood
    "service/outputs/collation.py", "service/province/shapes.py", "service/visits/checking.py",  # letters and headings
)  # fmt: skip
NAMES = re.compile(r"Sớm Mai|Sở Y tế|sommai .*")


@pytest.fixture(scope="module")
def texts():
    return list(declared())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_says_what_the_declarations_say(texts, language):
    committed = (ROOT / "docs" / "catalogues" / f"{language}.po").read_text(encoding="utf-8")
    assert as_po(catalogue(messages(texts), language)) == committed, "run `make catalogues`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete(texts, language):
    with (ROOT / "docs" / "catalogues" / f"{language}.po").open("rb") as opened:
        read = read_po(opened)
    entries = {(entry.context, entry.id): entry for entry in read if entry.id}
    assert set(entries) == set(messages(texts))
    assert len(entries) > 2_000
    assert [entry.id for entry in entries.values() if entry.fuzzy or not entry.string.strip()] == []


def test_a_text_has_the_same_places_in_both_languages(texts):
    assert [(text.path, text.vi, text.en) for text in texts if places(text.vi) != places(text.en)] == []


def test_a_text_exists_in_both_languages(texts):
    assert [(text.path, text.vi, text.en) for text in texts if bool(text.vi.strip()) != bool(text.en.strip())] == []


def test_tone_marks_stand_as_laws_print_them(texts):
    other = re.compile(r"\b(?:khoá|xoá|hoá|huỷ|uỷ|tuỳ|toà|thoả|khoẻ)\b", re.IGNORECASE)
    assert [text.vi for text in texts if other.search(text.vi)] == []


@pytest.mark.slow
def test_nothing_vietnamese_is_said_outside_of_them():
    found = []
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not any(where in name for where in NOT_SAID_BY_US):
            found += [f"{name}:{line} {said}" for line, said in beside(name, path.read_text(encoding="utf-8"))]
    assert found == []


def beside(name: str, source: str) -> Iterator[tuple[int, str]]:
    """Yield the Vietnamese literals of a module that are no text of a catalogue, documentation or a name."""
    told = {at(literal.node) for pair in pairs_of(name, source) for literal in pair.literals or ()}

    def under(node: ast.AST) -> Iterator[tuple[int, str]]:
        if at(node) in told or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            return
        said = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if VIETNAMESE.search(said) and not NAMES.match(said):
            yield node.lineno, said
        for child in ast.iter_child_nodes(node):
            yield from under(child)

    yield from under(ast.parse(source))


def at(node: ast.AST) -> tuple[int, int] | None:
    return (node.lineno, node.col_offset) if isinstance(node, ast.Constant | ast.JoinedStr) else None


def test_a_literal_beside_a_text_is_found():
    source = 'A = Text("Hộ", "Household")\nB = "Trẻ em"\nC = f"{len(B)} hộ"\n'
    assert list(beside("a.py", source)) == [(2, "Trẻ em"), (3, " hộ")]
