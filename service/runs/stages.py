"""The stages of a run, in order, how long each took, and whoever wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Protocol

from data.vocabulary.language import Language, Text

STAGES = {
    "import": Text("Đọc và kiểm tra các bảng", "Reading and checking the tables"),
    "features": Text("Tính đặc điểm của từng hộ", "Computing each household's features"),
    "train": Text("Chọn mô hình", "Choosing the model"),
    "score": Text("Tính nguy cơ", "Scoring"),
    "explain": Text("Tìm lý do", "Finding reasons"),
    "plan": Text("Lập kế hoạch thăm hỏi", "Planning visits"),
    "write": Text("Ghi các tệp", "Writing the files"),
}


STEPS = {
    "features": Text("Tính đặc điểm của các năm trước", "Computing features of earlier years"),
    "year": Text("Đã thử trên năm sau ngày {of}", "Tested on the year after {of}"),
    "test_years": Text("Đã học và thử trên những năm chưa thấy", "Learned, and tested on years not seen"),
    "judging": Text("So với các thứ tự đơn giản và kiểm tra phát hành", "Comparing with simple orders; release checks"),
    "writing": Text(
        "Viết tài liệu, đọc lại từ đĩa và đối chứng", "Writing documents, reading back, comparing canaries"
    ),
}
"""The steps of a training, by the names that learning gives them; what follows a name says of what."""


def step_text(step: str, language: Language) -> str:
    """Return a step in words, such as "year 04/07/2024"; empty where it isn't told."""
    name, _, of = step.partition(" ")
    return STEPS[name].in_(language).format(of=of) if name in STEPS else ""


class Progress(Protocol):
    """Somebody who wants to know how far a run is."""

    def begins(self, stage: str) -> None:
        """Take note that a stage begins."""
        ...

    def ends(self, stage: str, seconds: float) -> None:
        """Take note that a stage is done."""
        ...

    def within(self, step: str, share: float) -> None:
        """Take note of a step within a stage, and the share of the stage that is done."""
        ...


class Silent:
    """Nobody is looking."""

    def within(self, step: str, share: float) -> None:
        """Say nothing."""

    def begins(self, stage: str) -> None:
        """Say nothing."""

    def ends(self, stage: str, seconds: float) -> None:
        """Say nothing."""


class Stopwatch:
    """Times the stages; ``seconds`` has every stage, 0.0 until it ran."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.seconds = dict.fromkeys(STAGES, 0.0)

    def within(self, step: str, share: float) -> None:
        """Pass on how far a stage is."""
        self.progress.within(step, share)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage; one that comes again adds to what it took before."""
        self.progress.begins(name)
        start = perf_counter()
        yield
        taken = perf_counter() - start
        self.seconds[name] = round(self.seconds[name] + taken, 3)
        self.progress.ends(name, taken)
