"""Invented names, addresses and phone numbers; no row is about a real person.

Phone numbers begin with 095, which no operator in Viet Nam assigns any more.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from data.contract import TABLES

from .carers import FATHER, MOTHER, Carers
from .draws import Ints, labels, pick, stream, without
from .people import Homes, Kids
from .places import Places
from .world import World

_SURNAMES = (
    ("Nguyễn Trần Lê Phạm Hoàng Phan Hồ Cao Đặng Võ Bùi Đậu Thái Ngô Trương Đinh Chu Dương Vũ Hà", 20),
    ("Lô Lữ Vi Lương Lang Quang Kha La Ngân Sầm Hà Lộc", 12),
    ("Trương Lê Nguyễn Phạm Hoàng Cao Bùi Lục", 8),
    ("Moong Cụt Lữ Xeo Ốc Hoa Lo Pịt", 8),
    ("Vừ Và Lầu Xồng Thò Già Hờ Mùa Lỳ Cự", 10),
    ("Lo Lô Vi Kim", 4),
)  # fmt: skip
_WOMAN_MIDDLE = [
    "Thị", "Thị", "Thị", "Ngọc", "Thu", "Thanh", "Phương", "Khánh", "Bảo", "Minh", "Hồng", "Kim", "Hoài", "Thùy",
]  # fmt: skip
_MAN_MIDDLE = [
    "Văn", "Văn", "Văn", "Hữu", "Đức", "Minh", "Quang", "Xuân", "Đình", "Công", "Anh", "Gia", "Bá", "Trọng",
]  # fmt: skip
_WOMAN = [
    "Lan", "Hoa", "Hương", "Mai", "Thảo", "Linh", "Trang", "Ngân", "Hằng", "Yến", "Vy", "Nhung", "Hiền", "Loan",
    "Thúy", "Quỳnh", "Châu", "Diệp", "Hà", "Oanh", "Tâm", "Như", "Dung", "Nga",
]  # fmt: skip
_MAN = [
    "Hùng", "Dũng", "Nam", "Sơn", "Long", "Tuấn", "Khoa", "Phúc", "Đạt", "Bình", "Thắng", "Hiếu", "Kiên", "Cường",
    "Lâm", "Trung", "Vinh", "Hải", "Tài", "Quân", "An", "Khôi", "Mạnh", "Việt",
]  # fmt: skip


def identities_table(
    homes: Homes, kids: Kids, carers: Carers, places: Places, *, seed: int, world: World
) -> pl.DataFrame:
    """Return the table ``identities``: a name for everyone, addresses and some phones for households."""
    rng = stream(seed, "names")
    n = len(homes.commune)
    family = _surnames(rng, homes.ethnicity)
    own = _surnames(rng, homes.ethnicity[carers.home])
    shared = np.isin(carers.relation, (FATHER,)) | (rng.random(len(carers.home)) < 0.3) & (carers.relation != MOTHER)
    carer_surname = np.where(shared, family[carers.home], own)
    address = pl.select(
        pl.format("{}, {}", labels(places.hamlet_name, homes.hamlet), labels(places.names, homes.commune))
    ).to_series()
    parts = [
        _people(rng, homes.ids, family, rng.random(n) < 0.2, world=world, address=address, phones=0.8),
        _people(rng, kids.ids, family[kids.home], kids.female, world=world),
        _people(rng, carers.ids, carer_surname, carers.female, world=world, phones=0.35),
    ]
    return pl.concat(parts).cast(TABLES["identities"].schema()).sort("subject_id")


def _surnames(rng: np.random.Generator, ethnicity: Ints) -> Ints:
    """Return an index into ``_ALL_SURNAMES`` for each ethnic group; earlier names are the usual ones."""
    first = np.cumsum([0] + [count for _, count in _SURNAMES])[ethnicity]
    count = np.array([count for _, count in _SURNAMES])[ethnicity]
    return first + np.floor(count * rng.random(len(ethnicity)) ** 1.8).astype(np.int64)


_ALL_SURNAMES = [name for names, _ in _SURNAMES for name in names.split()]


def _people(
    rng: np.random.Generator,
    subject: pl.Series,
    surname: Ints,
    female: np.ndarray,
    *,
    world: World,
    address: pl.Series | None = None,
    phones: float = 0.0,
) -> pl.DataFrame:
    n = len(subject)
    woman, man = len(_WOMAN_MIDDLE), len(_WOMAN)
    middle = pick(rng, np.ones(woman), n) + np.where(female, 0, woman)
    given = pick(rng, np.ones(man), n) + np.where(female, 0, man)
    name = pl.select(
        pl.format(
            "{} {} {}",
            labels(_ALL_SURNAMES, surname),
            labels(_WOMAN_MIDDLE + _MAN_MIDDLE, middle),
            labels(_WOMAN + _MAN, given),
        )
    ).to_series()
    number = pl.Series(rng.integers(0, 10**7, n)).cast(pl.String).str.zfill(7)
    phone = pl.select(pl.format("095{}", number)).to_series()
    return pl.DataFrame(
        {
            "subject_id": subject,
            "full_name": without(name, rng.random(n) < world.missing / 10),
            "address": address if address is not None else pl.Series([None], dtype=pl.String).new_from_index(0, n),
            "phone": without(phone, rng.random(n) >= phones),
        }
    )
