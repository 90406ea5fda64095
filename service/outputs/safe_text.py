"""Text that a spreadsheet would run as a formula, made harmless."""

from __future__ import annotations

import polars as pl

RISKY = r"^([\s\pC\pZ]*[=+\-@＝＋－＠]|[\t\r\n])"
PLAIN_NUMBER = r"^[+-][0-9]+([.,][0-9]+)?$"
INSIDE = r"([;\t\r\n][\s\pC\pZ]*)([=+\-@＝＋－＠])"
"""What begins like a formula after what a spreadsheet of another locale takes for the end of a cell or a line. Quoting
doesn't help there: such a reader sees the quote in the middle of a cell of its own."""
MARK = "'"


def harmless(column: pl.Expr) -> pl.Expr:
    """Return the text with an apostrophe before what begins like a formula, whether a reader parts cells by commas, by
    semicolons or by tabs; a plain signed number stays."""
    risky = column.str.contains(RISKY) & ~column.str.contains(PLAIN_NUMBER)
    inside = column.str.replace_all(INSIDE, f"${{1}}{MARK}${{2}}")
    return pl.when(risky).then(pl.lit(MARK) + inside).otherwise(inside)


def harmless_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with every text column made harmless; ids change only where they would run."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    return frame.with_columns(harmless(pl.col(name)).alias(name) for name in texts)
