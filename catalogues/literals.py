"""A text as it stands in Python source: how a catalogue shows it, and how a corrected one is written there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter

LANGUAGE_WORD = re.compile(r"(?<![a-z])(vi|en)(?![a-z])")
LONGEST_LINE = 112
SHORTEST_LINE = 40

Node = ast.Constant | ast.JoinedStr


@dataclass(frozen=True)
class Literal:
    """One literal of a declaration.

    ``shown`` is what a catalogue has: the words, and a ``{name}`` for each value of an f-string, kept in ``values``.
    """

    node: Node
    shown: str
    values: Mapping[str, ast.FormattedValue] = field(default_factory=dict)


def literals(vi: ast.expr, en: ast.expr) -> tuple[Literal, Literal] | None:
    """Return the two literals of one text, whose like values have like names; nothing where either is computed."""
    names: dict[str, str] = {}
    first, second = _literal(vi, names), _literal(en, names)
    return (first, second) if first is not None and second is not None else None


def _literal(node: ast.expr, names: dict[str, str]) -> Literal | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return Literal(node, node.value)
    if not isinstance(node, ast.JoinedStr):
        return None
    shown, values = "", {}
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            name = _named(part.value, names)
            values[name] = part
            shown += f"{{{name}}}"
        elif isinstance(part, ast.Constant):
            shown += str(part.value).replace("{", "{{").replace("}", "}}")
    return Literal(node, shown, values)


def _named(value: ast.expr, names: dict[str, str]) -> str:
    """Return a value's name, the same for the same value in the other language."""
    likeness = LANGUAGE_WORD.sub("·", ast.unparse(value))
    if likeness not in names:
        name = _name(value)
        others = sum(re.fullmatch(rf"{name}_?\d*", taken) is not None for taken in names.values())
        names[likeness] = f"{name}_{others + 1}" if others else name
    return names[likeness]


def _name(value: ast.expr) -> str:
    match value:
        case ast.Name(id="vi" | "en"):
            return "words"
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=of, attr="vi" | "en") | ast.Subscript(value=of, slice=ast.Constant(value="vi" | "en")):
            return _name(of)
        case ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))) if name.isidentifier():
            return name
        case ast.Call(args=[first, *_]) if not isinstance(first, ast.Constant | ast.GeneratorExp):
            return _name(first)
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
    inner = next((node for node in ast.walk(value) if isinstance(node, ast.Name) and node is not value), None)
    return inner.id if inner is not None else "value"


def places(text: str) -> list[str] | None:
    """Return the named places of a text, sorted, without the language in their name; None where braces don't pair."""
    try:
        return sorted(LANGUAGE_WORD.sub("·", name) for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def edged(text: str, old: str) -> str:
    """Return a corrected text with the spaces at the ends of the old one, which editors of catalogues lose."""
    start, end = old[: len(old) - len(old.lstrip())], old[len(old.rstrip()) :]
    return f"{start}{text.strip()}{end}"


def source_of(text: str, old: Literal) -> str:
    """Return Python source for a corrected text: literals side by side, one a line, that together are the text.

    Raises ``ValueError`` where Python can't write a value of the old one again.
    """
    room = max(SHORTEST_LINE, LONGEST_LINE - old.node.col_offset)
    lines: list[list[str | ast.FormattedValue]] = [[]]
    for piece in _pieces(text, old):
        longer = len(_written([*lines[-1], piece]))
        if lines[-1] and longer > room:
            lines.append([])
        lines[-1].append(piece)
    gap = "\n" + " " * old.node.col_offset
    return gap.join(_written(line) for line in lines)


def _pieces(text: str, old: Literal) -> Iterator[str | ast.FormattedValue]:
    if isinstance(old.node, ast.Constant):
        yield from re.findall(r"\S*\s+|\S+", text)
        return
    for words, name, _, _ in Formatter().parse(text):
        yield from re.findall(r"\S*\s+|\S+", words)
        if name is not None:
            yield old.values[name]


def _written(line: list[str | ast.FormattedValue]) -> str:
    parts: list[ast.expr] = [ast.Constant(piece) if isinstance(piece, str) else piece for piece in line]
    if all(isinstance(piece, str) for piece in line):
        words = "".join(str(piece) for piece in line)
        escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'
    return ast.unparse(ast.JoinedStr(parts))
