"""Names that people read, told apart where several places or teams are called the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Return each id's name, with its id behind it where another one has the same name; its id where it has none."""
    often = Counter(names.values())
    return {key: f"{name} ({key})" if name and often[name] > 1 else name or key for key, name in names.items()}
