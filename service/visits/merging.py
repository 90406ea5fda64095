"""What becomes of a visit that a workbook offers: recorded, filled in, corrected, left as it is, or in conflict.

A workbook knows what was recorded when it was handed out (its *base*). What has been recorded since *stands*, and an
older workbook doesn't overwrite it: the two are shown side by side, and a person settles it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["recorded", "filled_in", "corrected", "unchanged", "conflict"]
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """What is recorded of a visit, and the place of that record in the order of all records."""

    sequence: int
    content: Content


@dataclass(frozen=True)
class Decision:
    """What to do, the content that results, and what differs: column → (what stood, what was offered)."""

    kind: Kind
    content: dict[str, Any]
    differs: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def decide(
    offered: Content, base: Standing | None, standing: Standing | None, set_aside: frozenset[str] = frozenset()
) -> Decision:
    """Return what becomes of an offered visit.

    ``set_aside`` names cells that couldn't be read: they change nothing. An empty cell of a workbook that knew a value
    takes it back; one of a workbook that didn't know of it leaves it alone.
    """
    told = {name: value for name, value in offered.items() if name not in set_aside}
    if standing is None:
        return Decision("recorded", dict.fromkeys(offered) | told)
    stood = dict(standing.content)
    up_to_date = base is not None and base.sequence == standing.sequence
    before = base.content if base is not None else {}
    touched = {name: value for name, value in told.items() if value != before.get(name)}
    differs = {name: (stood.get(name), value) for name, value in touched.items() if value != stood.get(name)}
    if not up_to_date:
        differs = {name: pair for name, pair in differs.items() if pair[1] is not None}
        if any(old is not None for old, _ in differs.values()):
            return Decision("conflict", stood, differs)
    if not differs:
        return Decision("unchanged", stood)
    merged = stood | {name: new for name, (_, new) in differs.items()}
    kind: Kind = "corrected" if any(old is not None for old, _ in differs.values()) else "filled_in"
    return Decision(kind, merged, differs)
