"""Visits to households: who is chosen each quarter and why, what comes of it, and how it is written down."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from data.contract import TABLES

from .draws import Bools, Floats, Ints, dates, delays, ids, labels, pick, stream, without
from .people import Homes, Span
from .world import World

REASONS = ("risk", "mandatory", "floor", "exploration", "referral", "routine")
_SHARES = {"risk": 0.22, "mandatory": 0.07, "floor": 0.08, "exploration": 0.10, "referral": 0.13, "routine": 0.40}
RISK, MANDATORY, FLOOR, EXPLORATION, REFERRAL, ROUTINE = range(6)
REACHED, ABSENT, REFUSED, MOVED = range(4)
NO_NEED, NEEDS, CIRCUMSTANCE = range(3)
_SERVICES = (
    "tư vấn gia đình", "hỗ trợ học phí", "bảo hiểm y tế", "khám sức khỏe", "trợ cấp xã hội", "vay vốn ưu đãi",
    "sách vở, đồ dùng học tập",
)  # fmt: skip


@dataclass
class Rounds:
    """Chooses and remembers visits.

    ``made`` has one (home, day, reason, propensity, outcome, strain) tuple of arrays a quarter."""

    homes: Homes
    span: Span
    world: World
    seed: int
    made: list[tuple[np.ndarray, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = stream(self.seed, "visits")

    def visit(self, strain: Floats, begin: int, end: int) -> Ints:
        """Visit households in [begin, end), given the strain that shows; return those that were reached."""
        rng, homes = self.rng, self.homes
        there = np.flatnonzero((homes.registered <= begin) & (homes.closed > end) & (strain > -9))
        total = self.world.visits_per_year / 4 * len(there)
        chosen, reason, propensity = [], [], []
        for name, share in _SHARES.items():
            code = REASONS.index(name)
            who, chance = self._choose(code, there, strain, total * share)
            chosen.append(who)
            reason.append(np.full(len(who), code))
            propensity.append(chance)
        who, why, chance = np.concatenate(chosen), np.concatenate(reason), np.concatenate(propensity)
        day = begin + np.floor(rng.random(len(who)) * (end - begin)).astype(np.int64)
        outcome = pick(rng, [0.82, 0.10, 0.05, 0.03], len(who))
        self.made.append((who, day, why, chance, outcome, strain[who]))
        return who[outcome == REACHED]

    def _choose(self, reason: int, there: Ints, strain: Floats, wanted: float) -> tuple[Ints, Floats]:
        rng = self.rng
        if not len(there):
            return there, np.zeros(0)
        if reason == EXPLORATION:
            weight = 1.0 + (self.homes.remote[there] > 0.5)
            chance = np.clip(np.round(wanted * weight / weight.sum(), 6), 1e-6, 1.0)
            drawn = rng.random(len(there)) < chance
            return there[drawn], chance[drawn]
        count = min(int(wanted + rng.random()), len(there))
        sharpness = {RISK: 1.6, MANDATORY: 1.2, REFERRAL: 1.0}.get(reason, 0.15)
        merit = sharpness * strain[there] + rng.gumbel(size=len(there))
        if reason == FLOOR:
            merit = merit + 2.0 * self.homes.remote[there]
        best = there[np.argpartition(-merit, count - 1)[:count]] if count else there[:0]
        return np.sort(best), np.full(count, np.nan)

    def table(
        self, cases: tuple[Ints, Ints, Ints, Ints], first_team: Ints, codes: list[str], team_ids: pl.Series
    ) -> tuple[pl.DataFrame, Ints]:
        """Return the table ``visits`` and, for each case, the day on which a visit made it known (0 for none).

        ``cases`` are (home, group, onset, closed) arrays: a reached visit while one is open usually finds it.
        """
        rng = self.rng
        who, day, why, chance, outcome, strain = (np.concatenate(column) for column in zip(*self.made, strict=True))
        order = np.argsort(day, kind="stable")
        who, day, why, chance, outcome, strain = (c[order] for c in (who, day, why, chance, outcome, strain))
        recorded = day + delays(rng, len(who), 5, 0.7)
        found, known = _found_cases(rng, who, day, reached=outcome == REACHED, recorded=recorded, cases=cases)
        need = rng.random(len(who)) < 1 / (1 + np.exp(0.9 - 0.7 * strain))
        finding = np.where(found > 0, CIRCUMSTANCE, np.where(need, NEEDS, NO_NEED))
        # A few visitors report a circumstance that no case follows.
        unsure = (rng.random(len(who)) < 0.004) & (found == 0)
        finding = np.where(unsure, CIRCUMSTANCE, finding)
        group = np.where(unsure, pick(rng, [0, 0, 1, 1, 0, 0, 0, 2, 2, 1, 1], len(who)) + 1, found)
        frame = self._frame(
            who=who, day=day, recorded=recorded, why=why, chance=chance, outcome=outcome, finding=finding, group=group,
            first_team=first_team, codes=codes, team_ids=team_ids,
        )  # fmt: skip
        return frame, known

    def _frame(
        self,
        *,
        who: Ints,
        day: Ints,
        recorded: Ints,
        why: Ints,
        chance: Floats,
        outcome: Ints,
        finding: Ints,
        group: Ints,
        first_team: Ints,
        codes: list[str],
        team_ids: pl.Series,
    ) -> pl.DataFrame:
        rng, schema, n = self.rng, TABLES["visits"].schema(), len(who)
        reached = outcome == REACHED
        commune = self.homes.commune[who]
        needed = reached & (finding > NO_NEED)
        month = pl.Series(day.astype(np.int32)).cast(pl.Date).dt.strftime("%Y%m")
        list_id = pl.select(pl.format("L{}-{}", month, labels(codes, commune))).to_series()
        services = labels(_SERVICES, pick(rng, [4, 2, 2, 2, 2, 1, 2], n))
        second = labels(_SERVICES, pick(rng, [4, 2, 2, 2, 2, 1, 2], n))
        both = pl.select(
            pl.when(pl.Series(rng.random(n) < 0.3) & (services != second))
            .then(services + "; " + second)
            .otherwise(services)
        )
        columns = {
            "household_id": self.homes.ids.gather(pl.Series(who.astype(np.uint32))),
            "team_id": without(
                team_ids.gather(pl.Series(first_team[commune].astype(np.uint32))), rng.random(n) < self.world.missing
            ),
            "visited_on": dates(day),
            "recorded_on": dates(recorded),
            "reason": labels(REASONS, why, schema["reason"]),
            "propensity": without(pl.Series(np.nan_to_num(chance)), np.isnan(chance)),
            "outcome": labels(["reached", "absent", "refused", "moved"], outcome, schema["outcome"]),
            "finding": labels(["none", "needs", "circumstance"], np.where(reached, finding, -1), schema["finding"]),
            "finding_category": labels(
                [str(k) for k in range(1, 15)],
                np.where(reached & (finding == CIRCUMSTANCE), group - 1, -1),
                schema["finding_category"],
            ),
            "services": without(both.to_series(), ~needed | (rng.random(n) < 0.25)),
            "minutes": without(pl.Series(np.clip(np.round(rng.normal(52, 16, n)), 10, 180).astype(np.int64)), ~reached),
            "help_accepted": without(pl.Series(rng.random(n) < 0.8), ~needed),
            "list_id": without(list_id, ~np.isin(why, (RISK, MANDATORY, FLOOR, EXPLORATION))),
        }
        frame = pl.DataFrame(columns)[np.flatnonzero(recorded <= self.span.last)]
        return frame.insert_column(0, ids(rng, "V", frame.height).alias("visit_id")).select(list(schema)).cast(schema)


def _found_cases(
    rng: np.random.Generator,
    who: Ints,
    day: Ints,
    *,
    reached: Bools,
    recorded: Ints,
    cases: tuple[Ints, Ints, Ints, Ints],
) -> tuple[Ints, Ints]:
    """Return for each visit the group it found (0 for none), and for each case the day a visit first wrote it down."""
    home, group, onset, closed = cases
    rows = np.flatnonzero(reached)
    visits = pl.DataFrame({"home": who[rows], "visit": rows, "day": day[rows], "recorded": recorded[rows]})
    open_cases = pl.DataFrame(
        {"home": home, "case": np.arange(len(home)), "group": group, "onset": onset, "closed": closed}
    )
    pairs = (
        visits.join(open_cases, on="home")
        .filter(pl.col("onset") <= pl.col("day"), pl.col("closed") > pl.col("day"))
        .sort("visit", "case")
    )
    pairs = pairs.filter(pl.Series(rng.random(pairs.height) < 0.8))
    found, known = np.zeros(len(who), dtype=np.int64), np.zeros(len(home), dtype=np.int64)
    first = pairs.unique("case", keep="first", maintain_order=True)
    found[first["visit"].to_numpy()] = first["group"].to_numpy()
    known[first["case"].to_numpy()] = first["recorded"].to_numpy()
    return found, known
