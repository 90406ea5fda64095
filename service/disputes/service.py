"""The ledger of overrides: what officers said, what was answered, what waits for an answer.

It is read household by household and list by list. Nothing here counts by person: who overrides is never rated by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Text
from features.catalogue import CATALOGUE
from service import audit
from service.problems import Problem
from service.store.database import reading
from service.store.transactions import Store, transaction

from . import repository

LONGEST_TEXT = 2000
KINDS: dict[str, Text] = {
    "dispute": Text("không đồng ý với một lý do", "a reason disputed"),
    "nomination": Text("đề cử một hộ", "a household nominated"),
    "put_off": Text("hoãn một hộ", "a household put off"),
}
ANSWERS: dict[str, Text] = {
    "accepted": Text("đồng ý", "accepted"),
    "corrected": Text("đã sửa hồ sơ", "the record was corrected"),
    "explained": Text("giữ nguyên, có giải thích", "left as it is, with an explanation"),
}
"""How an override may be answered."""


class NoOverride(Problem):
    """There is no such entry in the ledger."""

    code = "no-dispute"
    http_status = 404
    title = Text("Không có mục này", "No such entry")
    text = Text("Sổ ý kiến không có mục {override_id}.", "The ledger has no entry {override_id}.")
    next_step = Text("Xem `sommai disputes list`.", "See `sommai disputes list`.")
    web_step = Text("Hãy chọn trong danh sách ý kiến.", "Choose one from the list of questions.")


class NoSuchReason(Problem):
    """A disputed reason that no feature gives."""

    code = "no-such-reason"
    exit_code = 2
    http_status = 422
    title = Text("Không có lý do này", "No such reason")
    text = Text("Không có đặc điểm tên {feature}.", "There is no feature called {feature}.")
    next_step = Text("Xem tên trong `sommai explain MÃ_HỘ --json`.", "See the names in `sommai explain ID --json`.")
    web_step = Text(
        "Hãy dùng tên (feature) của một lý do trong lời giải thích của hộ.",
        "Take the name (feature) of a reason in the household's explanation.",
    )


@dataclass(frozen=True, kw_only=True)
class Override:
    """One entry of the ledger with its answers, the oldest first."""

    override_id: int
    kind: str
    household_id: str
    list_id: str | None
    run_id: str | None
    feature: str | None
    reason: str
    by: str
    at: dt.datetime
    answers: tuple[dict[str, Any], ...]

    @property
    def answered(self) -> bool:
        """Whether somebody has answered."""
        return bool(self.answers)

    def record(self) -> dict[str, Any]:
        """Return the entry for machines."""
        return {
            "id": self.override_id, "kind": self.kind, "household_id": self.household_id, "list": self.list_id,
            "run": self.run_id, "feature": self.feature, "reason": self.reason, "by": self.by, "at": self.at,
            "answers": list(self.answers),
        }  # fmt: skip


def dispute(
    store: Store,
    household_id: str,
    *,
    reason: str,
    person_id: str,
    at: dt.datetime,
    via: str = "command-line",
    role: str = "",
    feature: str | None = None,
    run_id: str | None = None,
    list_id: str | None = None,
) -> int:
    """Add a dispute of a household's reason and return its number; raises ``NoSuchReason`` for an unknown feature."""
    if feature is not None and feature not in CATALOGUE:
        raise NoSuchReason(feature=feature)
    tidy = tidy_text(reason)
    with transaction(store) as connection:
        number = repository.add_override(
            connection, kind="dispute", household_id=household_id, reason=tidy, person_id=person_id, at=at,
            feature=feature, run_id=run_id, list_id=list_id,
        )  # fmt: skip
        _tell(connection, "dispute.added", number, household_id, person_id, via, role)
    return number


def answer(
    store: Store,
    override_id: int,
    *,
    decision: str,
    reason: str,
    person_id: str,
    at: dt.datetime,
    via: str = "command-line",
    role: str = "",
) -> None:
    """Answer an entry of the ledger; further answers stand beside earlier ones. Raises ``NoOverride``."""
    tidy = tidy_text(reason)
    if decision not in ANSWERS:
        told = ", ".join(ANSWERS)
        raise WrongUse(what_vi=f"Cách trả lời phải là một trong: {told}.", what_en=f"An answer is one of: {told}.")
    with transaction(store) as connection:
        found = repository.override(connection, override_id)
        if found is None:
            raise NoOverride(override_id=override_id)
        repository.add_answer(
            connection,
            {"override_id": override_id, "decision": decision, "reason": tidy, "person_id": person_id, "at": at},
        )
        _tell(connection, "dispute.answered", override_id, found["household_id"], person_id, via, role)


def one(connection: Connection, override_id: int) -> Override:
    """Return one entry with its answers; raises ``NoOverride``."""
    found = repository.overrides_of(connection, override_id=override_id)
    if not found:
        raise NoOverride(override_id=override_id)
    return _entry(found[0], repository.answers_by_override(connection).get(override_id, []))


def ledger(
    engine: Engine,
    *,
    household_id: str | None = None,
    list_id: str | None = None,
    kind: str | None = None,
    only_open: bool = False,
) -> list[Override]:
    """Return the entries of the ledger, the oldest first; with ``only_open`` those that wait for an answer."""
    with reading(engine) as connection:
        found = repository.overrides_of(connection, household_id=household_id, list_id=list_id, kind=kind)
        answers = repository.answers_by_override(connection)
    entries = [_entry(row, answers.get(row["override_id"], [])) for row in found]
    return [entry for entry in entries if not (only_open and entry.answered)]


def _entry(row: dict[str, Any], answers: Sequence[dict[str, Any]]) -> Override:
    told = tuple({name: a[name] for name in ("decision", "reason", "by", "at")} for a in answers)
    return Override(
        override_id=row["override_id"], kind=row["kind"], household_id=row["household_id"], list_id=row["list_id"],
        run_id=row["run_id"], feature=row["feature"], reason=row["reason"], by=row["by"], at=row["at"], answers=told,
    )  # fmt: skip


def tidy_text(text: str) -> str:
    """Return a text without blanks around it; raises ``WrongUse`` for an empty or an endless one."""
    tidy = " ".join(text.split())
    if not 0 < len(tidy) <= LONGEST_TEXT:
        raise WrongUse(
            what_vi=f"Cần viết từ 1 đến {LONGEST_TEXT} ký tự.", what_en=f"1 to {LONGEST_TEXT} characters are needed."
        )
    return tidy


def _tell(
    connection: Connection, action: str, number: int, household_id: str, person_id: str, via: str, role: str
) -> None:
    event = audit.Event(action, person_id, via, role, audit.HOUSEHOLD, household_id, facts={"entry": number})
    audit.append(connection, event)
