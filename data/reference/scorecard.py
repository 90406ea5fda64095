"""Where the dated scorecard stands; a province may put its own in its place."""

from __future__ import annotations

from pathlib import Path


def scorecard_text() -> str:
    """Return the newest dated scorecard, as TOML."""
    newest = max(Path(__file__).parent.glob("scorecard_*.toml"), key=lambda file: file.name)
    return newest.read_text(encoding="utf-8")
