"""Reading quickly gives what reading closely gives: whichever way a file or a column takes."""

import unicodedata

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from data.contract import TABLES
from data.intake import mending, sources
from data.intake.lines import cut
from data.vocabulary.frames import ascends

CELLS = st.sampled_from(["a", "", "1 ", "é", '"q,r"', '"x"', '""', '"a""b"', 'q"', '"\nz"', "\r"])
FILES = st.builds(
    lambda rows, end: ("a,b,c\n" + "\n".join(",".join(row) for row in rows) + end).encode(),
    st.lists(st.lists(CELLS, min_size=1, max_size=5) | st.lists(CELLS, min_size=3, max_size=3), max_size=5),
    st.sampled_from(["", "\n", "\n\n"]),
)
LETTERS = st.sampled_from("aZ ạâ\u0302\u0323\u0301e9\u00a0\u200b\t\u0340\u1100\u1161\u212b.")


@given(FILES)
def test_a_file_of_regular_lines_is_read_as_one_that_is_cut_line_by_line(raw):
    quickly = sources._regular(raw, ",", 3)
    if quickly is None:
        return
    records = cut(raw, b",", 3)
    assert records.bad == ()
    assert records.rows.tolist() == list(range(2, quickly.height + 2))
    assert sources._records(records.good, ",", 3).equals(quickly)


def test_a_line_too_long_and_one_too_short_arent_taken_for_regular():
    lines = ["a,b,c"] * 20_000
    lines[19_000], lines[19_500] = "a,b,c,d", "a,b"
    assert sources._regular("\n".join(lines).encode(), ",", 3) is None


@example(["Z\u200b\u0301"], "hamlet")
@given(st.lists(st.text(LETTERS, max_size=6), max_size=6), st.sampled_from(["hamlet", "commune_code"]))
def test_cells_that_get_no_closer_look_need_none(cells, name):
    column = TABLES["households"].columns[name]
    text = pl.Series(name, cells, pl.String)
    mended, _ = mending._column(column, text)
    closely, _ = mending._mended_closely(column, text.str.strip_chars(mending.BLANKS))
    assert mended.to_list() == closely.set(closely == "", None).to_list()
    assert all(unicodedata.is_normalized("NFC", cell) for cell in mended.drop_nulls())


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", None]), st.sampled_from([1, 2, None])), max_size=5))
def test_ascending_rows_are_in_order_and_no_two_alike(rows):
    frame = pl.DataFrame(rows, schema={"text": pl.String, "number": pl.Int64}, orient="row")
    if ascends(frame):
        assert frame.sort(pl.all()).equals(frame)
        assert not frame.is_duplicated().any()
    elif not any(None in row for row in rows):
        assert any(one >= other for one, other in zip(rows, rows[1:], strict=False))
