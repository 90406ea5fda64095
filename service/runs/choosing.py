"""Which model a run uses, and what is told of the choice.

The champion, where it was made under the same contract and still says the same of its canary households; else the
champion before it; else a model that is trained then and there, if it has skill and no release check failed, marked as
not approved. Else the scorecard, and the report's first line says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import LANGUAGES, Text
from models.canaries import CanariesDiffer, check_canaries
from models.decisions import Decision
from models.scorecard import read_scorecard
from models.shelf import NoSuchModel, Shelf
from models.store import ForeignModel, TamperedModel
from models.tables import TableModel
from service.outputs import notation

if TYPE_CHECKING:
    import polars as pl

    from service.report.evidence import Evidence

    from .options import Lesson
    from .retrain import Tell

SCORECARD, CHAMPION = "scorecard", "champion"
REFUSALS = (TamperedModel, ForeignModel, CanariesDiffer, NoSuchModel)
BY_CHAMPION = Text(
    "Danh sách này do mô hình {model} xếp thứ tự; {by} đã quyết định dùng mô hình này ngày {day}.",
    "Model {model} put this list in order; {by} decided on {day} that it is used.",
)
BY_ID = Text(
    "Danh sách này do mô hình {model} xếp thứ tự, như được yêu cầu; mô hình này chưa được người có trách nhiệm duyệt.",
    "Model {model} put this list in order, as was asked; it is not yet approved by a person.",
)
ASKED = Text(
    "Danh sách này do bảng điểm của chuyên gia xếp thứ tự, như được yêu cầu.",
    "The expert scorecard put this list in order, as was asked.",
)
NOT_APPROVED = Text(
    "Danh sách này do mô hình {model} xếp thứ tự, vừa học từ sổ của tỉnh và chưa được người có trách nhiệm duyệt.",
    "Model {model} put this list in order; it was learned from the province's register just now and is not yet "
    "approved by a person.",
)
UNTRAINED = Text(
    "Danh sách này do bảng điểm của chuyên gia xếp thứ tự; chưa có mô hình nào được học từ sổ của tỉnh.",
    "The expert scorecard put this list in order; no model has been learned from the province's register yet.",
)
NOTHING = Text(
    "Danh sách này do bảng điểm của chuyên gia xếp thứ tự, vì chưa có đủ dữ liệu để học: {why}.",
    "The expert scorecard put this list in order, because there was nothing to train on: {why}.",
)
NO_SKILL = Text(
    "Danh sách này do bảng điểm của chuyên gia xếp thứ tự: trên những năm chưa thấy, không mô hình nào làm tốt hơn các "
    "thứ tự đơn giản.",
    "The expert scorecard put this list in order: on years they had not seen, no model did better than simple orders.",
)
FAILED = Text(
    "Danh sách này do bảng điểm của chuyên gia xếp thứ tự: mô hình vừa học chưa qua được kiểm tra phát hành ({which}).",
    "The expert scorecard put this list in order: the model that was learned failed a release check ({which}).",
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A model that ranks, and what a person is told of it.

    ``facts`` are the lineage and figures it was registered with; ``notices`` say which models were refused and why.
    """

    model: TableModel
    id: str
    approved: bool
    calibrated: bool
    skill: bool
    first_line: Text
    backtest: dict[str, Any] | None = None
    notices: tuple[Text, ...] = ()
    evidence: Evidence | None = None
    """Of the model that ranks, or of one that was learned and may not rank."""

    @property
    def learned(self) -> bool:
        """Whether the model learned from the register, so that thin recording is corrected for."""
        return self.id != SCORECARD

    @property
    def facts(self) -> dict[str, Any]:
        """What the model's folder says of how it was made."""
        return self.model.facts


def choose(
    wanted: str,
    home: Path,
    lesson: Lesson | None = None,
    matrix: pl.DataFrame | None = None,
    tell: Tell | None = None,
    *,
    may_train: bool = True,
) -> Choice:
    """Return the model that ranks; raises where a model was asked for by its id and can't be used.

    ``lesson`` is what may be trained on where no champion can serve (with ``may_train``); without one nothing is. With
    the feature ``matrix`` that is about to be scored, a model must tell the same of it on the ways of training and of
    serving.
    """
    if wanted == SCORECARD:
        return by_scorecard(ASKED)
    shelf = Shelf(home)
    if wanted != CHAMPION:
        return on_these_households(by_id(shelf, shelf.find(wanted)), lesson, matrix)
    refused: list[Text] = []
    for decision in standing(shelf, refused):
        try:
            return on_these_households(by_champion(shelf, decision, tuple(refused)), lesson, matrix)
        except REFUSALS as why:
            refused.append(in_words(why))
    if lesson is None or not may_train:
        return by_scorecard(UNTRAINED, tuple(refused))
    return by_training(lesson, tuple(refused), tell)


def on_these_households(choice: Choice, lesson: Lesson | None, matrix: pl.DataFrame | None) -> Choice:
    """Return a choice that tells the same of these households on both ways; raises ``CanariesDiffer``."""
    if lesson is not None and matrix is not None:
        from .parity import check_here

        check_here(lesson, matrix, choice.id, choice.model)
    return choice


def by_training(lesson: Lesson, notices: tuple[Text, ...], tell: Tell | None) -> Choice:
    """Return a model learned from this snapshot, or the scorecard and why no model may rank."""
    from models.learning import NothingToLearn

    from .documents import evidence_of
    from .retrain import train

    try:
        trained = train(lesson, tell)
    except NothingToLearn as why:
        return by_scorecard(Text(*(NOTHING.in_(x).format(why=why.facts[f"why_{x}"]) for x in LANGUAGES)), notices)
    shelf = Shelf(lesson.home)
    if not trained.skill:
        return by_scorecard(NO_SKILL, notices, evidence_of(shelf, trained.id, ranks=False))
    if trained.failed:
        which = Text(*(", ".join(check["text"][x] for check in trained.failed) for x in LANGUAGES))
        first_line = Text(FAILED.vi.format(which=which.vi), FAILED.en.format(which=which.en))
        return by_scorecard(first_line, notices, evidence_of(shelf, trained.id, ranks=False))
    return loaded(shelf, trained.id, NOT_APPROVED.filled(model=trained.id), approved=False, notices=notices)


def standing(shelf: Shelf, refused: list[Text]) -> list[Decision]:
    """Return the decisions by which models may serve, the newest first; none where their file can't be read."""
    try:
        return shelf.decisions()
    except TamperedModel as why:
        refused.append(in_words(why))
        return []


def in_words(error: SommaiError) -> Text:
    """Return an error's message in both languages."""
    return Text(error.message("vi"), error.message("en"))


def by_scorecard(first_line: Text, notices: tuple[Text, ...] = (), evidence: Evidence | None = None) -> Choice:
    """Return the expert scorecard as the choice; ``evidence`` is of a model that was learned and may not rank."""
    return Choice(
        model=read_scorecard(), id=SCORECARD, approved=True, calibrated=False, skill=False, first_line=first_line,
        notices=notices, evidence=evidence,
    )  # fmt: skip


def by_champion(shelf: Shelf, decision: Decision, notices: tuple[Text, ...]) -> Choice:
    """Return the champion as the choice, its files, meaning and canaries checked."""
    first_line = BY_CHAMPION.filled(model=decision.model, by=decision.by, day=notation.day_of(decision.at))
    return loaded(shelf, decision.model, first_line, approved=True, notices=notices)


def by_id(shelf: Shelf, identity: str) -> Choice:
    """Return the model that was asked for by its id."""
    champion = shelf.champion()
    if champion is not None and champion.model == identity:
        return by_champion(shelf, champion, ())
    return loaded(shelf, identity, BY_ID.filled(model=identity), approved=False, notices=())


def loaded(shelf: Shelf, identity: str, first_line: Text, *, approved: bool, notices: tuple[Text, ...]) -> Choice:
    """Return a model of the shelf as the choice; raises one of ``REFUSALS``."""
    from .documents import evidence_of

    model = shelf.read(identity)
    check_canaries(shelf.place(identity), model)
    facts: dict[str, Any] = dict(model.facts)
    return Choice(
        model=model, id=identity, approved=approved, calibrated=bool(facts.get("calibrated")),
        skill=bool(facts.get("skill")), first_line=first_line, backtest=facts.get("backtest"), notices=notices,
        evidence=evidence_of(shelf, identity, ranks=True),
    )  # fmt: skip
