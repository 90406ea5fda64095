"""Small drawings as SVG without styles of their own, so that the strict content policy, dark pages and print hold."""

from __future__ import annotations

from html import escape

FULL = 1000
PER_ROW = 50
STEP = 10


def dots(filled: int, plausible: int, label: str) -> str:
    """Return a thousand dots: those expected to come to need filled, those up to the interval's end half-filled."""
    filled = min(max(filled, 0), FULL)
    plausible = min(max(plausible, filled), FULL)

    def some(first: int, last: int) -> str:
        return "".join(f"M{i % PER_ROW * STEP + 5} {i // PER_ROW * STEP + 5}h0" for i in range(first, last))

    width, height = PER_ROW * STEP, FULL // PER_ROW * STEP
    return (
        f'<svg class="dots" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">'
        f'<path class="rest" d="{some(plausible, FULL)}"/><path class="maybe" d="{some(filled, plausible)}"/>'
        f'<path class="some" d="{some(0, filled)}"/></svg>'
    )


def bar(share: float, kind: str) -> str:
    """Return a bar over ``share`` (0 to 1) of its width; words beside it say the same, so readers skip it."""
    width = 100 * min(max(share, 0.015), 1.0)
    return (
        f'<svg class="bar {kind}" aria-hidden="true" width="100%" height="10">'
        f'<rect class="track" width="100%" height="10" rx="5"/>'
        f'<rect class="fill" width="{width:.1f}%" height="10" rx="5"/></svg>'
    )
