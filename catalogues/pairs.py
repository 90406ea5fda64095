"""The texts of a file, each in both languages: Babel's extraction methods for our declarations."""

from __future__ import annotations

import ast
import csv
import io
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from .literals import Literal, literals

NAMED = "vi=, en="
STARTS_AT = {
    "Text": 1, "say": 1, "example": 1, "good": 2, "said": 2, "_limit": 4, "_lack": 4, "_step": 3, NAMED: 1,
}  # fmt: skip
"""What takes a text in both languages, and which of its arguments is the Vietnamese; the English follows it."""

KEYWORDS = {name: ((place, "c"), place + 1) for name, place in STARTS_AT.items()}
"""The same as Babel asks for it: the English is the message, the Vietnamese its context until catalogues part them."""

VALUE = re.compile(r"\{[^{}]*\}")
Found = tuple[int, str, tuple[str | None, ...], list[str]]


@dataclass(frozen=True)
class Pair:
    """One text of a file; ``place`` tells where it is declared, ``literals`` how, where Python source declares it."""

    vi: str
    en: str
    place: str
    line: int = 0
    function: str = NAMED
    literals: tuple[Literal, Literal] | None = None


def pairs_of(name: str, source: str) -> list[Pair]:
    """Return the texts of a file in the order in which they stand; the file's ending tells what it is."""
    readers = {".py": _python, ".toml": _toml, ".csv": _csv}
    return [pair for pair in readers[Path(name).suffix](source) if _has_words(pair.vi) or _has_words(pair.en)]


def extract(
    fileobj: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Yield a file's texts to Babel, each with the place where it is declared as its comment."""
    for pair in pairs_of(fileobj.name, fileobj.read().decode()):
        if pair.function in keywords:
            before = (None,) * (STARTS_AT[pair.function] - 1)
            yield pair.line, pair.function, (*before, pair.vi, pair.en), [pair.place]


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in VALUE.sub("", text))


def _python(source: str) -> list[Pair]:
    found = list(_under(ast.parse(source), ()))
    return sorted(found, key=lambda pair: (pair.line, pair.literals[0].node.col_offset if pair.literals else 0))


def _under(node: ast.AST, place: tuple[str, ...]) -> Iterator[Pair]:
    for function, vi, en in _declared_by(node):
        for both in _both(vi, en):
            yield Pair(both[0].shown, both[1].shown, ".".join(place), both[0].node.lineno, function, both)
    for name, child in _children(node):
        yield from _under(child, (*place, name) if name else place)


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield what stands under a node, by the name that it has there."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            yield (str(key.value) if isinstance(key, ast.Constant) else ""), value
        return
    name = ""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        name = node.name
    elif isinstance(node, ast.Assign):
        name = ast.unparse(node.targets[0])
    elif isinstance(node, ast.AnnAssign):
        name = ast.unparse(node.target)
    elif isinstance(node, ast.keyword):
        name = node.arg or ""
    for child in ast.iter_child_nodes(node):
        yield name, child


def _declared_by(node: ast.AST) -> Iterator[tuple[str, ast.expr, ast.expr]]:
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        start = STARTS_AT.get(called, len(node.args)) - 1
        if called in STARTS_AT and len(node.args) > start + 1:
            yield called, node.args[start], node.args[start + 1]
        yield from _by_name({word.arg: word.value for word in node.keywords if word.arg})
    elif isinstance(node, ast.Dict):
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        yield from _by_name({k: v for k, v in zip(keys, node.values, strict=True) if isinstance(k, str)})


def _by_name(values: Mapping[str, ast.expr]) -> Iterator[tuple[str, ast.expr, ast.expr]]:
    for name, value in values.items():
        other = f"{name.removesuffix('vi')}en"
        if (name == "vi" or name.endswith("_vi")) and other in values:
            yield NAMED, value, values[other]


def _both(vi: ast.expr, en: ast.expr) -> Iterator[tuple[Literal, Literal]]:
    if isinstance(vi, ast.IfExp) and isinstance(en, ast.IfExp):
        yield from _both(vi.body, en.body)
        yield from _both(vi.orelse, en.orelse)
    elif found := literals(vi, en):
        yield found


def _toml(source: str) -> Iterator[Pair]:
    def under(value: Any, place: tuple[str, ...]) -> Iterator[Pair]:
        if isinstance(value, list):
            for item in value:
                yield from under(item, place)
        elif isinstance(value, dict):
            if isinstance(value.get("vi"), str) and isinstance(value.get("en"), str):
                yield Pair(value["vi"], value["en"], ".".join(place))
            for name, item in value.items():
                yield from under(item, (*place, name))

    yield from under(tomllib.loads(source), ())


def _csv(source: str) -> Iterator[Pair]:
    for row in csv.DictReader(io.StringIO(source)):
        if "vi" in row and "en" in row:
            yield Pair(row["vi"], row["en"], next(iter(row.values())))
