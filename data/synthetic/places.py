"""Communes, hamlets and teams of the synthetic province: the real units, with invented conditions.

Codes, names and points are real. Regions, borders, former codes and travel times are invented from the former
district, so that the map looks like the province without claiming to be it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from data.contract import TABLES
from data.reference.communes import VALID_FROM, read_communes

from .draws import Bools, Floats, Ints, dates, day, labels, pick, stream, without
from .world import World

MOUNTAIN = ("Kỳ Sơn", "Tương Dương", "Quế Phong", "Quỳ Châu", "Con Cuông")
HILLS = ("Quỳ Hợp", "Nghĩa Đàn", "Tân Kỳ", "Anh Sơn", "Thanh Chương")
BORDER_DISTRICTS = ("Kỳ Sơn", "Tương Dương", "Quế Phong", "Con Cuông", "Anh Sơn", "Thanh Chương")
CENTRE = (18.6733, 105.6922)
HOUSEHOLDS_PER_UNIT = 20
PEOPLE_PER_HOUSEHOLD = 6.2
REGION_III, REGION_II = 3, 2
HAMLET_HEADS = ("Thôn", "Xóm", "Bản")
HAMLET_NAMES = (
    "Đồng Tâm", "Yên Thịnh", "Tân Tiến", "Hòa Bình", "Na Sái", "Huồi Mũ", "Nậm Càn",
    "Phú Lộc", "Trung Sơn", "Xiềng Líp", "Đồng Mới", "Bãi Sậy", "Long Thành", "Khe Ngậu",
    "Kẻ Gia", "Cửa Rào", "Minh Đức", "Tây Lân", "Hợp Thành", "Piêng Mựn",
)  # fmt: skip


@dataclass(frozen=True)
class Places:
    """The units of a province and their hamlets, as arrays by unit or by hamlet.

    ``hamlet_commune`` gives the unit of each hamlet; ``travel_*`` are minutes from a hamlet, one way.
    """

    codes: list[str]
    names: list[str]
    is_ward: Bools
    region: Ints
    is_border: Bools
    latitude: Floats
    longitude: Floats
    district: list[str]
    weight: Floats
    hamlet_commune: Ints
    hamlet_name: list[str]
    hamlet_difficult: Bools
    hamlet_road: Bools
    travel_office: Floats
    travel_school: Floats
    travel_health: Floats


def make_places(households: int, seed: int) -> Places:
    """Return the units (fewer in a small province, spread over the real ones) and their hamlets."""
    rng = stream(seed, "places")
    units = read_communes()
    kept = int(np.clip(households // HOUSEHOLDS_PER_UNIT, 1, units.height))
    units = units[np.unique(np.linspace(0, units.height - 1, kept).round().astype(int)).tolist()]
    district = units["former_district"].str.replace(r"^(Huyện|Thành phố|Thị xã) ", "").to_list()
    mountain, hills = np.isin(district, MOUNTAIN), np.isin(district, HILLS)
    is_ward = (units["unit_type"] == "ward").to_numpy()
    longitude = units["longitude"].to_numpy()
    region = np.where(
        mountain, pick(rng, [0, 0.03, 0.12, 0.85], kept), np.where(hills, pick(rng, [0.1, 0.55, 0.2, 0.15], kept), 0)
    )
    region = np.where(is_ward, 0, region)
    weight = np.select([is_ward, mountain, hills], [1.6, 0.31, 0.82], 1.3) * np.exp(0.3 * rng.standard_normal(kept))
    border = np.isin(district, BORDER_DISTRICTS) & (longitude < 105.2) & (rng.random(kept) < 0.6)
    hamlets = np.clip(np.round(households * weight / weight.sum() / 60), 2, 24).astype(int)
    commune = np.repeat(np.arange(kept), hamlets)
    n = len(commune)
    far = np.array([0.25, 0.45, 0.7, 1.0])[region[commune]]
    upland = (mountain | hills)[commune]
    head = np.where(upland, pick(rng, [0.1, 0.2, 0.7], n), pick(rng, [0.35, 0.63, 0.02], n))
    name = pick(rng, np.ones(len(HAMLET_NAMES)), n)
    order = np.arange(n) - np.repeat(np.cumsum(hamlets) - hamlets, hamlets) + 1
    return Places(
        codes=units["code"].to_list(),
        names=units["name"].to_list(),
        is_ward=is_ward,
        region=region,
        is_border=border,
        latitude=units["latitude"].to_numpy(),
        longitude=longitude,
        district=district,
        weight=weight / weight.sum(),
        hamlet_commune=commune,
        hamlet_name=[f"{HAMLET_HEADS[h]} {HAMLET_NAMES[m]} {k}" for h, m, k in zip(head, name, order, strict=True)],
        hamlet_difficult=rng.random(n) < np.array([0.0, 0.04, 0.2, 0.6])[region[commune]],
        hamlet_road=rng.random(n) > 0.45 * far**2,
        travel_office=np.exp(np.log(8 + 34 * far) + 0.45 * rng.standard_normal(n)),
        travel_school=np.exp(np.log(7 + 30 * far) + 0.45 * rng.standard_normal(n)),
        travel_health=np.exp(np.log(6 + 26 * far) + 0.45 * rng.standard_normal(n)),
    )


def communes_table(places: Places, commune_of: Ints, seed: int, world: World) -> pl.DataFrame:
    """Return the table ``communes``; the population follows from the households drawn."""
    rng = stream(seed, "communes")
    n = len(places.codes)
    schema = TABLES["communes"].schema()
    north = (places.latitude - CENTRE[0]) * 111.0
    east = (places.longitude - CENTRE[1]) * 105.0
    road_min = np.hypot(north, east) * 1.4 / 40 * 60 * (1 + 0.12 * places.region)
    people = np.bincount(commune_of, minlength=n) * PEOPLE_PER_HOUSEHOLD * (1 + 0.05 * rng.standard_normal(n))
    taken = set(read_communes()["code"])
    former = [[c for c in (f"{int(code) + k:05d}" for k in (1, 2)) if c not in taken] for code in places.codes]
    return pl.DataFrame(
        {
            "commune_code": places.codes,
            "commune_name": [name.split(" ", 1)[1] for name in places.names],
            "unit_type": labels(["commune", "ward"], places.is_ward.astype(int), schema["unit_type"]),
            "region": without(
                labels(["0", "1", "2", "3"], places.region, schema["region"]), rng.random(n) < world.missing / 4
            ),
            "valid_from": dates(np.full(n, day(VALID_FROM))),
            "is_border": places.is_border,
            "latitude": places.latitude,
            "longitude": places.longitude,
            "travel_min_centre": without(pl.Series(np.round(road_min)), rng.random(n) < world.missing),
            "population": np.round(people).astype(np.int64),
            "replaces": [";".join(codes) or None for codes in former],
        },
        schema=schema,
    )


def team_tables(places: Places, households: int, seed: int, world: World) -> tuple[pl.DataFrame, pl.DataFrame, Ints]:
    """Return ``teams``, ``team_communes`` and the first team of each unit (its index in ``teams``).

    In a whole province each unit has its own team and about twenty mobile ones serve a former district; in a small
    one a team serves several units.
    """
    rng = stream(seed, "teams")
    units = len(places.codes)
    n = int(np.clip(round(households / 1000), 1, round(units * 150 / 130)))
    first = np.minimum(np.arange(units) * min(n, units) // units, n - 1)
    base = np.array([int(np.flatnonzero(first == t)[0]) for t in range(min(n, units))], dtype=int)
    mobile = np.sort(pick(rng, 1 + places.region.astype(float), max(n - units, 0)))
    base = np.concatenate([base, mobile]).astype(int)
    served = [(int(first[u]), u) for u in range(units)]
    for k, m in enumerate(mobile):
        served += [(units + k, u) for u in range(units) if places.district[u] == places.district[m]]
    names = [f"Tổ cộng tác viên {places.names[b].split(' ', 1)[1]}" for b in base[: min(n, units)]]
    names += [f"Tổ lưu động {places.district[m]} {k + 1}" for k, m in enumerate(mobile)]
    team_ids = [f"T{k + 1:03d}" for k in range(n)]
    teams = pl.DataFrame(
        {
            "team_id": team_ids,
            "team_name": names,
            "base_commune_code": [places.codes[b] for b in base],
            "hours_per_month": np.clip(np.round(rng.normal(44, 12, n)), 12, 90),
            "visit_min": without(pl.Series(rng.choice([45.0, 60.0, 75.0], n)), rng.random(n) < 0.1),
            "visits_per_trip": without(pl.Series(rng.integers(3, 7, n)), rng.random(n) < 0.1),
        },
        schema=TABLES["teams"].schema(),
    )
    rows = sorted((team_ids[t], places.codes[u]) for t, u in served)
    return teams, pl.DataFrame(rows, schema=TABLES["team_communes"].schema(), orient="row"), first
