"""Explanations in bulk quickly: what depends on a feature and its value alone is written once, and then looked up.

The rules are those of ``models.explanation.reasons.explain``, whose numbers and sentences are used; a test holds every
explanation made here against its.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from typing import Any, NamedTuple

import numpy as np
import orjson

from data.vocabulary.language import Language, Text
from features.catalogue import CATALOGUE
from features.declaration import Feature
from models.explanation.reasons import MOST_NOT_RECORDED, MOST_REASONS, TELLING, sentence, worded
from service.scores import Run, score_valid_until

from .repository import model_of, support_of

KEPT_SENTENCES = 200_000


@dataclass(frozen=True, slots=True)
class Told:
    """One feature of one household in words."""

    feature: Feature
    value: float | None
    contribution: float
    text: Text

    @property
    def shown_value(self) -> Text | None:
        """The value as a person writes it."""
        return None if self.value is None else worded(self.feature, self.value)


class Weighed(NamedTuple):
    """Which features of a household raise its risk, which lower it, and which weighty ones aren't recorded."""

    contributions: list[float]
    values: list[float]
    base: float
    raising: list[int]
    lowering: list[int]
    unknown: list[int]


@dataclass
class Teller:
    """Tells of the households of one run in one language."""

    run: Run
    language: Language
    _pieces: dict[tuple[int, float, bool], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        model = model_of(self.run)
        self.features = [CATALOGUE[name] for name in model.features]
        self.shares = np.asarray(self.run.contributions.values)
        names = self.run.contributions.names
        self.base_at = names.index("base")
        self.share_at = _places([names.index(name) for name in model.features])
        self.values = np.asarray(self.run.features.values)
        self.value_at = _places([self.run.features.names.index(name) for name in model.features])
        weight = model.spread()
        heavy = np.argsort(-weight, kind="stable")
        self.heavy = heavy[weight[heavy] > 0]
        self.model_id = str(self.run.summary["model"])
        self.support = support_of(self.run)
        self.questions = [self._question(f) for f in self.features]
        self.offers = {key: orjson.dumps(self._offer(key)) for key in self.support}
        until = score_valid_until(self.run.as_of)
        self.dates = f'"as_of":"{self.run.as_of}","valid_until":"{until}"'.encode()
        self.model_json = orjson.dumps(self.model_id)

    def weighed(self, place: int) -> Weighed:
        """Return what raises and what lowers the risk of the household in a row, the largest first."""
        row = self.shares[place]
        shares, known = row[self.share_at], self.values[place][self.value_at]
        contributions = shares.tolist()
        telling = (np.abs(shares) > TELLING).nonzero()[0].tolist()
        raising = sorted([j for j in telling if contributions[j] > 0], key=lambda j: -contributions[j])
        lowering = sorted([j for j in reversed(telling) if contributions[j] < 0], key=contributions.__getitem__)
        missing = np.isnan(known.take(self.heavy)).nonzero()[0]
        unknown = self.heavy.take(missing[:MOST_NOT_RECORDED]).tolist()
        return Weighed(contributions, known.tolist(), row.item(self.base_at), raising, lowering, unknown)

    def offered(self, found: Weighed, commune_code: str) -> list[str]:
        """Return the keys of the support that may help with the first reasons, where somebody offers it."""
        keys = dict.fromkeys(self.features[j].action for j in found.raising[:MOST_REASONS])
        return [key for key in keys if key and key in self.support and self.support[key].offered_in(commune_code)]

    def told(self, found: Weighed, j: int, *, raises: bool) -> Told:
        """Return one feature of a household in words."""
        text = sentence(self.features[j], found.values[j], raises=raises)
        return Told(self.features[j], found.values[j], found.contributions[j], text)

    def asked(self, j: int) -> Text:
        """Return the question that a missing value leads to."""
        return self.features[j].ask or self.features[j].missing

    def explanation(self, place: int) -> bytes:
        """Return the explanation of the household in a row as JSON: the record of the published interface."""
        found, columns = self.weighed(place), self.run.columns
        numbers = [columns[name].item(place) for name in ("risk", "risk_low", "risk_high", "log_odds")]
        inner = (*found.raising, *found.lowering)
        told = _numbers([*numbers, found.base, *[found.contributions[j] for j in inner]])
        shares, values, up = told[5:], found.values, len(found.raising)
        pieces = [
            b"%s%s}" % (self._pieces.get((j, values[j], i < up)) or self._piece(j, values[j], i < up), shares[i])
            for i, j in enumerate(inner)
        ]
        commune, band = columns["commune_code"][place], columns["band"][place].encode()
        return b"".join(
            (
                b'{"household_id":', orjson.dumps(self.run.household_id(place)), b",", self.dates,
                b',"model":', self.model_json,
                b',"risk":%s,"risk_low":%s,"risk_high":%s,"base":%s,"log_odds":%s,"rank":%d,"band":"%s"'
                % (*told[:3], told[4], told[3], columns["rank"][place], band),
                b',"contributions":[', b",".join(pieces),
                b'],"protective":[', b",".join(pieces[up : up + MOST_REASONS]),
                b'],"not_recorded":[', b",".join([self.questions[j] for j in found.unknown]),
                b'],"actions":[', b",".join([self.offers[key] for key in self.offered(found, commune)]), b"]}",
            )
        )  # fmt: skip

    def _piece(self, j: int, value: float, raises: bool) -> bytes:
        """Return the record of a feature with a value up to the number of its contribution, and keep it."""
        f = self.features[j]
        record: dict[str, Any] = {
            "feature": f.name,
            "value": value,
            "unit": f.unit,
            "text": sentence(f, value, raises=raises).in_(self.language),
            "private": f.private,
            "source": f.source.in_(self.language),
        }
        made = orjson.dumps(record)[:-1] + b',"contribution":'
        if len(self._pieces) < KEPT_SENTENCES and not isnan(value):  # nan is never found again
            self._pieces[j, value, raises] = made
        return made

    def _question(self, f: Feature) -> bytes:
        record = {
            "feature": f.name,
            "text": (f.ask or f.missing).in_(self.language),
            "private": f.private,
            "source": f.source.in_(self.language),
        }
        return orjson.dumps(record)

    def _offer(self, key: str) -> dict[str, str]:
        return {"action": key, "text": self.support[key].text.in_(self.language)}


def _places(columns: list[int]) -> slice | np.ndarray:
    """Return where columns stand in a row; those that follow one another as a slice, which copies nothing."""
    first = columns[0] if columns else 0
    if columns == list(range(first, first + len(columns))):
        return slice(first, first + len(columns))
    return np.array(columns)


def _numbers(values: list[float]) -> list[bytes]:
    """Return numbers as JSON writes them: all at once, which is several times quicker than one by one."""
    return orjson.dumps(values)[1:-1].split(b",")


def teller_of(run: Run, language: Language) -> Teller:
    """Return the teller of a run in a language, made ready when it is first asked for."""
    return run.once(("teller", language), lambda: Teller(run, language))


def make_ready(run: Run, language: Language) -> None:
    """Read all that explanations in a language, and where households stand, are looked up in."""
    teller_of(run, language)
    for part in (run.ids, run.columns, run.positions, run.signs_of):
        len(part)
