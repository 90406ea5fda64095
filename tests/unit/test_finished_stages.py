"""What a training keeps of a test year: read back to the bit, found out once, and never half written."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from predicted import invented_years

from models.learning import Judged
from service.runs.finished_stages import forget_years, kept_year

DAY = date(2024, 7, 4)


def a_year():
    found = invented_years(300, seed=4, years=1)[0]
    chance = np.random.default_rng(1)
    return Judged(found, chance.integers(0, 2, 300).astype(float), chance.random(300))


def test_a_year_is_found_out_once_and_read_back_to_the_bit(tmp_path):
    made, asked = a_year(), []

    def find_out():
        asked.append(1)
        return made

    kept_year(tmp_path / "t", DAY, find_out)
    again = kept_year(tmp_path / "t", DAY, find_out)
    assert asked == [1]
    assert again.weight.tobytes() == made.weight.tobytes()
    assert again.counted.tobytes() == made.counted.tobytes()
    for name, score in made.predictions.scores.items():
        assert again.predictions.scores[name].tobytes() == score.tobytes()
    assert again.predictions.household_ids.to_list() == made.predictions.household_ids.to_list()
    assert (again.predictions.positive == made.predictions.positive).all()
    assert again.predictions.day == DAY
    forget_years(tmp_path / "t")
    assert list((tmp_path / "t").iterdir()) == []


def test_a_year_with_too_few_cases_is_not_kept(tmp_path):
    assert kept_year(tmp_path / "t", DAY, lambda: None) is None
    assert not (tmp_path / "t").exists()


def test_on_a_full_disk_nothing_is_left_half_written(tmp_path, monkeypatch):
    def full(file, content):
        with file.open("wb") as half:
            half.write(content[:100])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            kept_year(tmp_path / "t", DAY, a_year)
    assert list((tmp_path / "t").iterdir()) == []
    assert kept_year(tmp_path / "t", DAY, a_year) is not None
