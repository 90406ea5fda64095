"""Cells of the register in words: which row, which column, what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.contract import TABLES
from data.vocabulary.language import Language, Text
from service.outputs import notation

TABLE_WORDS = {
    "households": Text("Hộ", "Household"),
    "children": Text("Trẻ {0}", "Child {0}"),
    "guardians": Text("Người chăm sóc {0}", "Guardian {0}"),
    "poverty_assessments": Text("Rà soát hộ nghèo ngày {1}", "Poverty review of {1}"),
    "school_records": Text("Trẻ {0}, năm học {1}", "Child {0}, school year {1}"),
    "guardian_events": Text("Sự kiện {0} của người chăm sóc", "A guardian's event {0}"),
    "child_events": Text("Sự kiện {0} của trẻ", "A child's event {0}"),
    "visits": Text("Lượt thăm {0}", "Visit {0}"),
    "circumstances": Text("Hồ sơ {0} của trẻ", "A child's case {0}"),
}
TABLE_KINDS = {
    "children": Text("Một trẻ", "A child"),
    "guardians": Text("Một người chăm sóc", "A guardian"),
    "poverty_assessments": Text("Một lần rà soát hộ nghèo", "A poverty review"),
    "school_records": Text("Một năm học của trẻ", "A child's school year"),
    "guardian_events": Text(
        "Một sự kiện của người chăm sóc, như xin hoặc nhận hỗ trợ",
        "A guardian's event, such as support applied for or received",
    ),
    "child_events": Text("Một sự kiện của trẻ", "A child's event"),
}
"""What a row is that may be added."""
NOT_RECORDED = Text("chưa ghi nhận", "not recorded")
YES_NO = {"true": Text("có", "yes"), "false": Text("không", "no")}


def row_words(table: str, key: Sequence[str], language: Language) -> str:
    """Return which row is meant."""
    shown = [notation.day(part) if notation.is_day(part) else part for part in key]
    return TABLE_WORDS.get(table, Text(table, table)).in_(language).format(*shown)


def column_words(table: str, column: str, language: Language) -> str:
    """Return a column's name: the register's header, or the contract's English name."""
    return TABLES[table].columns[column].vi if language == "vi" else column.replace("_", " ")


def cell_words(table: str, column: str, value: str | None, language: Language) -> str:
    """Return a cell as a person reads it."""
    declared = TABLES[table].columns[column]
    if value is None:
        return NOT_RECORDED.in_(language)
    if declared.type == "boolean" and value in YES_NO:
        return YES_NO[value].in_(language)
    if declared.type == "choice":
        return declared.choices.get(value, value) if language == "vi" else value.replace("_", " ")
    if declared.type == "date" and notation.is_day(value):
        return notation.day(value)
    return value


def cells_words(table: str, cells: Mapping[str, str | None], language: Language) -> list[tuple[str, str]]:
    """Return what is recorded in a row, column by column, but for whose it is and its id."""
    return [
        (column_words(table, column.name, language), cell_words(table, column.name, cells[column.name], language))
        for column in TABLES[table].columns.values()
        if not column.is_id and cells.get(column.name) is not None
    ]


def choices_of(table: str, column: str, language: Language) -> list[tuple[str, str]]:
    """Return what may be chosen in a column, in words; nothing where it isn't a choice."""
    declared = TABLES[table].columns[column]
    if declared.type == "boolean":
        return [(value, text.in_(language)) for value, text in YES_NO.items()]
    return [(value, cell_words(table, column, value, language)) for value in declared.choices]
