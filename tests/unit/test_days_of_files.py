"""Days of files are shown as people write them; what only looks like one stays as it is."""

import pytest

from service.outputs import notation
from service.web.record_words import row_words


@pytest.mark.parametrize("text", ["ABCD-12-34", "2025-13-01", "2025-W01-1", "20250101", "2025-01", ""])
def test_what_only_looks_like_a_day_is_none(text):
    assert not notation.is_day(text)


def test_a_row_is_named_by_its_day_and_by_an_id_that_looks_like_one():
    assert row_words("poverty_assessments", ("H0000001", "2025-09-19"), "en").endswith("19/09/2025")
    assert "ABCD-12-34" in row_words("visits", ("ABCD-12-34",), "en")
