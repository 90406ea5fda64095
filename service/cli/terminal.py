"""What a command writes: results on standard output, how far it is on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from data.vocabulary.language import Language
from service.runs.stages import STAGES, Progress, Silent, step_text


class Lines:
    """One plain line per finished stage, and per step of a long one, for logs and pipes."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.step = ""

    def within(self, step: str, share: float) -> None:
        """Write each step once, when it begins, with the share that is done."""
        text = step_text(step, self.language)
        if step != self.step and text:
            self.step = step
            print(f"  {text} ({share:.0%})", file=sys.stderr, flush=True)

    def begins(self, stage: str) -> None:
        """Say nothing until it is done."""

    def ends(self, stage: str, seconds: float) -> None:
        """Write the stage and how long it took."""
        print(f"{STAGES[stage].in_(self.language)}: {seconds:.1f} s", file=sys.stderr, flush=True)


class Bar:
    """A bar on a terminal."""

    def __init__(self, language: Language) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

        self.language = language
        self.bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.bar.add_task("", total=len(STAGES))
        self.done = 0.0

    def begins(self, stage: str) -> None:
        """Name the stage."""
        self.done = self.bar.tasks[0].completed
        self.bar.update(self.task, description=STAGES[stage].in_(self.language))

    def within(self, step: str, share: float) -> None:
        """Name the step, and move on by the share of the stage that is done."""
        text = step_text(step, self.language)
        told = f"{text} {share:.0%}" if text else None
        self.bar.update(self.task, description=told, completed=self.done + share)

    def ends(self, stage: str, seconds: float) -> None:
        """Move on by one stage."""
        self.bar.update(self.task, completed=self.done + 1)


@contextmanager
def progress(language: Language, quiet: bool) -> Iterator[Progress]:
    """Give what fits: nothing for machines, a bar on a terminal, plain lines elsewhere."""
    if quiet:
        yield Silent()
    elif sys.stderr.isatty():
        shown = Bar(language)
        with shown.bar:
            yield shown
    else:
        yield Lines(language)


@contextmanager
def steps(language: Language, quiet: bool) -> Iterator[Callable[[str, float], None]]:
    """Give what is told the steps of one long stage, such as a training."""
    with progress(language, quiet) as shown:
        shown.begins("train")
        yield shown.within


def as_json(facts: object) -> None:
    """Write one JSON document."""
    print(json.dumps(facts, ensure_ascii=False, indent=2, default=str))


def as_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write rows under headings, aligned."""
    cells = [[("" if cell is None else str(cell)) for cell in row] for row in [headings, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(headings))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
