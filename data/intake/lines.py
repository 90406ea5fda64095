"""A CSV's bytes cut into lines that hold one record each, and lines that can't be read.

One bad line costs itself alone: separators are counted outside quotes, line by line, before any cell is looked at
(docs/decisions/0002).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

QUOTE, NEWLINE, RETURN = 34, 10, 13
LONGEST_RECORD_LINES = 20
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class BadLine:
    """A line that no record could be made of: its row as a spreadsheet shows it, and why."""

    row: int
    rule: str
    text: str


@dataclass(frozen=True)
class Records:
    """The records that have as many cells as the header: their bytes, one after another, and each one's row."""

    good: bytes
    rows: Ints
    bad: tuple[BadLine, ...]


@dataclass(frozen=True)
class _Lines:
    raw: bytes
    starts: Ints
    stops: Ints

    def text(self, first: int, last: int | None = None) -> bytes:
        return self.raw[self.starts[first] : self.stops[first if last is None else last]]


def cut(raw: bytes, separator: bytes, cells: int) -> Records:
    """Return the records after the header line, and what is wrong with each line that holds none.

    A quoted cell may run over several lines; they are one record only where none of the later lines is one by itself.
    """
    data = np.frombuffer(raw, dtype=np.uint8)
    lines = _lines(raw, data)
    sound, blank, quoted = _first_look(data, lines, separator[0], cells)
    bad: list[BadLine] = []
    joined: dict[int, int] = {}
    swallowed = -1
    for i in np.flatnonzero(~sound & ~blank):
        if i == 0 or i <= swallowed:
            continue
        last = _record_end(lines, int(i), sound, separator, cells)
        if last is None:
            bad.append(_fault(lines, int(i), separator))
        else:
            joined[int(i)] = swallowed = last
    for at in _misquoted(lines, np.flatnonzero(sound & quoted), separator, cells):
        if at > 0:
            sound[at] = False
            bad.append(BadLine(at + 1, "quoting", _told(lines.text(at))))
    shown = _rows_of_a_spreadsheet(len(sound), joined)
    _set_aside_undecodable(raw, lines, sound, joined, bad)
    good, rows = _collect(lines, sound & ~blank, joined)
    told = (BadLine(int(shown[fault.row - 1]), fault.rule, fault.text) for fault in bad)
    return Records(good, shown[rows - 1], tuple(sorted(told, key=lambda fault: fault.row)))


def is_regular(raw: bytes, separator: bytes, cells: int) -> bool:
    """Say whether no line after the header has fewer cells than it, provided that none has more.

    So it is where the separators outside quotes are as many as that many full lines hold (a line with fewer would need
    one with more), and quotes stand around whole cells. Whoever reads such bytes need only refuse lines with more.
    """
    if cells < 2 or b"\r" in raw:
        return False
    separators, lines = raw.count(separator), raw.count(b"\n") + (not raw.endswith(b"\n"))
    if b'"' in raw:
        inside = _separators_in_whole_quoted_cells(raw, separator[0])
        if inside is None:
            return False
        separators -= inside
    return separators == (cells - 1) * lines


def _separators_in_whole_quoted_cells(raw: bytes, separator: int) -> int | None:
    """Return how many separators stand inside quotes; None where some quote isn't the first or last of its cell."""
    data = np.frombuffer(raw, dtype=np.uint8)
    quotes = np.flatnonzero(data == QUOTE)
    opening, closing = quotes[::2], quotes[1::2]
    if len(opening) != len(closing) or opening[0] == 0 or closing[-1] == len(data) - 1:
        return None
    before, after = data[opening - 1], data[closing + 1]
    if not (((before == separator) | (before == NEWLINE)) & ((after == separator) | (after == NEWLINE))).all():
        return None
    ends = np.flatnonzero(data == NEWLINE)
    if (np.searchsorted(ends, opening) != np.searchsorted(ends, closing)).any():
        return None
    separators = np.flatnonzero(data == separator)
    return int((np.searchsorted(separators, closing) - np.searchsorted(separators, opening)).sum())


def _rows_of_a_spreadsheet(lines: int, joined: dict[int, int]) -> Ints:
    """Return the row that a spreadsheet shows for each line: a record over several lines is one row there."""
    extra = np.zeros(lines + 1, np.int64)
    for first, last in joined.items():
        extra[first + 1 : last + 1] += 1
    return np.arange(1, lines + 1) - np.cumsum(extra)[:lines]


def _lines(raw: bytes, data: NDArray[np.uint8]) -> _Lines:
    ends = np.flatnonzero(data == NEWLINE)
    if len(data) and (len(ends) == 0 or ends[-1] != len(data) - 1):
        ends = np.append(ends, len(data))
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1)) if len(ends) else ends
    returns = (ends > starts) & (data[np.maximum(ends - 1, 0)] == RETURN) if len(ends) else np.zeros(0, bool)
    return _Lines(raw, starts, ends - returns)


def _first_look(data: NDArray[np.uint8], lines: _Lines, separator: int, cells: int) -> tuple[Flags, Flags, Flags]:
    """Return which lines look like a record, which are blank, and which hold quotes."""
    separators = np.flatnonzero(data == separator)
    quotes = np.flatnonzero(data == QUOTE)
    quotes_before = np.searchsorted(quotes, lines.starts)
    in_line = np.searchsorted(quotes, lines.stops) - quotes_before
    if len(quotes):
        line = np.searchsorted(lines.starts, separators, side="right") - 1
        inside = (np.searchsorted(quotes, separators) - quotes_before[line]) % 2 == 1
        separators = separators[~inside]
    counted = np.searchsorted(separators, lines.stops) - np.searchsorted(separators, lines.starts)
    short = np.flatnonzero(lines.stops - lines.starts <= 64)
    blank = np.zeros(len(lines.starts), bool)
    for i in short[counted[short] != cells - 1]:
        blank[i] = not lines.text(int(i)).strip()
    return (counted == cells - 1) & (in_line % 2 == 0), blank, in_line > 0


def _record_end(lines: _Lines, first: int, sound: Flags, separator: bytes, cells: int) -> int | None:
    """Return the last line of a quoted record that begins in ``first``, or None where there is no such record."""
    if lines.text(first).count(b'"') % 2 == 0:
        return None
    for last in range(first + 1, min(first + LONGEST_RECORD_LINES, len(sound))):
        if lines.text(last).count(b'"') % 2 == 0:
            if sound[last]:
                return None
            continue
        text = lines.text(first, last)
        return last if _cells(text, separator) == cells else None
    return None


def _misquoted(lines: _Lines, quoted: Ints, separator: bytes, cells: int) -> list[int]:
    """Return the lines whose quotes don't give as many cells as the header has, read by themselves."""
    texts = [lines.text(i).decode("utf-8", "replace") for i in quoted.tolist()]
    if _all_read(texts, separator, cells):
        return []
    return [i for i in quoted.tolist() if _cells(lines.text(i), separator) != cells]


def _all_read(texts: list[str], separator: bytes, cells: int) -> bool:
    """Say whether every line is a record of so many cells, in one pass over all of them."""
    try:
        read = list(csv.reader(texts, delimiter=separator.decode(), strict=True))
    except csv.Error:
        return False
    return len(read) == len(texts) and all(len(row) == cells for row in read)


def _cells(text: bytes, separator: bytes) -> int | None:
    """Return how many cells a record has, or None where its quotes can't be read."""
    try:
        rows = list(
            csv.reader(text.decode("utf-8", "replace").splitlines(True), delimiter=separator.decode(), strict=True)
        )
    except csv.Error:
        return None
    return len(rows[0]) if len(rows) == 1 else None


def _fault(lines: _Lines, i: int, separator: bytes) -> BadLine:
    text = lines.text(i)
    rule = "cell_count" if text.count(b'"') % 2 == 0 and _cells(text, separator) is not None else "quoting"
    return BadLine(i + 1, rule, _told(text))


def _told(text: bytes) -> str:
    return text[:200].decode("utf-8", "replace")


def _set_aside_undecodable(raw: bytes, lines: _Lines, sound: Flags, joined: dict[int, int], bad: list[BadLine]) -> None:
    """Take the records whose bytes aren't UTF-8 out of those to be read."""
    try:
        raw.decode("utf-8")
        return
    except UnicodeDecodeError:
        known = {fault.row for fault in bad}
    inside = {line for first, last in joined.items() for line in range(first + 1, last + 1)}
    for i in range(1, len(sound)):
        text = lines.text(i, joined.get(i))
        if i in inside or _is_utf8(text):
            continue
        sound[i] = False
        joined.pop(i, None)
        if i + 1 not in known:
            bad.append(BadLine(i + 1, "encoding", _told(text)))


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _collect(lines: _Lines, sound: Flags, joined: dict[int, int]) -> tuple[bytes, Ints]:
    sound = sound.copy()
    if len(sound):
        sound[0] = False
    if not joined and sound[1:].all():
        return lines.raw[lines.starts[1] :] if len(sound) > 1 else b"", np.arange(2, len(sound) + 1)
    taken = sorted([(int(i), int(i)) for i in np.flatnonzero(sound)] + list(joined.items()))
    return b"\n".join(lines.text(a, b) for a, b in taken) + b"\n", np.array([a + 1 for a, _ in taken], np.int64)
