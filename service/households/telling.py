"""Explanations in bulk quickly: what depends on a feature and its value alone is written once, and then looked up.

The rules are those of ``models.explanation.reasons.explain``, whose numbers and sentences are used; a test holds every
explanation made here against its.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import orjson

from data.vocabulary.language import Language, Text
from features.catalogue import CATALOGUE
from features.declaration import Feature
from models.explanation.reasons import MOST_REASONS, sentence, worded
from models.explanation.telling import Ints, telling
from models.tables import Floats
from service.scores import Run, score_valid_until

from .repository import model_of, support_of

KEPT_SENTENCES = 200_000
KEY_BYTES = 3 * 8
"""Three float64: which feature, its contribution, its value."""
READ_BEFOREHAND = 5_000
"""Listed households that are told of before anybody asks, so that the first reader doesn't wait for sentences."""


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

    contributions: Floats
    values: Floats
    base: float
    raising: list[int]
    lowering: list[int]
    unknown: list[int]


@dataclass
class Teller:
    """Tells of the households of one run in one language."""

    run: Run
    language: Language
    _pieces: dict[bytes, bytes] = field(default_factory=dict)
    _offers: dict[tuple[str, tuple[str, ...]], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        model = model_of(self.run)
        self.features = [CATALOGUE[name] for name in model.features]
        self.shares = np.asarray(self.run.contributions.values)
        names = self.run.contributions.names
        self.base_at = names.index("base")
        columns = self.run.columns
        numbers = [columns[name] for name in ("risk", "risk_low", "risk_high", "log_odds")]
        self.standing = np.column_stack([*numbers, self.shares[:, self.base_at]])
        """(n, 5) float64: what is told of a household as a whole, side by side in memory."""
        self.share_at = np.array([names.index(name) for name in model.features], np.int64)
        self.values = np.asarray(self.run.features.values)
        self.value_at = np.array([self.run.features.names.index(name) for name in model.features], np.int64)
        weight = model.spread()
        heavy = np.argsort(-weight, kind="stable")
        self.heavy = heavy[weight[heavy] > 0]
        self.find = telling(len(self.run.ids))
        self.model_id = str(self.run.summary["model"])
        self.support = support_of(self.run)
        self.questions = [self._question(f) for f in self.features]
        self.actions = [f.action if f.action in self.support else "" for f in self.features]
        until = score_valid_until(self.run.as_of)
        self.dates = f'"as_of":"{self.run.as_of}","valid_until":"{until}"'.encode()
        self.model_json = orjson.dumps(self.model_id)

    def weighed(self, place: int) -> Weighed:
        """Return what tells of the household in a row, with all its numbers."""
        row, known = self.shares[place], self.values[place][self.value_at]
        up, end, *found = self._found(place)[0].tolist()
        return Weighed(row[self.share_at], known, row.item(self.base_at), found[:up], found[up:end], found[end:])

    def _found(self, place: int) -> tuple[Ints, Floats]:
        return self.find(self.shares, self.share_at, self.values, self.value_at, self.heavy, place)

    def offered(self, reasons: Sequence[int], commune_code: str) -> list[str]:
        """Return the keys of the support that may help with some reasons, where somebody offers it."""
        return self._there(self._keys(reasons), commune_code)

    def _there(self, keys: Sequence[str], commune_code: str) -> list[str]:
        return [key for key in keys if self.support[key].offered_in(commune_code)]

    def _keys(self, reasons: Sequence[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys([self.actions[j] for j in reasons if self.actions[j]]))

    def told(self, found: Weighed, j: int, *, raises: bool) -> Told:
        """Return one feature of a household in words."""
        value = found.values.item(j)
        return Told(
            self.features[j], value, found.contributions.item(j), sentence(self.features[j], value, raises=raises)
        )

    def asked(self, j: int) -> Text:
        """Return the question that a missing value leads to."""
        return self.features[j].ask or self.features[j].missing

    def explanation(self, place: int) -> bytes:
        """Return the explanation of the household in a row as JSON: the record of the published interface."""
        columns, (found, numbers) = self.run.columns, self._found(place)
        up, end, *inner = found.tolist()
        risk, low, high, log_odds, base = _numbers(self.standing[place].tolist())
        # A share hangs on its feature's value nearly always: a few thousand records serve a province. They are found
        # by the bytes of number, share and value, which is quicker than by the three of them.
        known, told = self._pieces, numbers.tobytes()
        keys_of = [told[at : at + KEY_BYTES] for at in range(0, len(told), KEY_BYTES)]
        pieces = [known.get(key) or self._piece(key) for key in keys_of]
        commune, keys = columns["commune_code"][place], self._keys(inner[: min(up, MOST_REASONS)])
        actions = self._offers.get((commune, keys)) or self._offer(commune, keys)
        return b"".join(
            (
                b'{"household_id":', orjson.dumps(self.run.household_id(place)), b",", self.dates,
                b',"model":', self.model_json,
                b',"risk":%s,"risk_low":%s,"risk_high":%s,"base":%s,"log_odds":%s,"rank":%d,"band":"%s"'
                % (risk, low, high, base, log_odds, columns["rank"].item(place), columns["band"][place].encode()),
                b',"contributions":[', b",".join(pieces),
                b'],"protective":[', b",".join(pieces[up : up + MOST_REASONS]),
                b'],"not_recorded":[', b",".join([self.questions[j] for j in inner[end:]]),
                actions,
            )
        )  # fmt: skip

    def _piece(self, key: bytes) -> bytes:
        """Return the record of a feature with its contribution and value, and keep it."""
        number, share, value = np.frombuffer(key).tolist()
        f = self.features[int(number)]
        record: dict[str, Any] = {
            "feature": f.name,
            "value": value,
            "unit": f.unit,
            "text": sentence(f, value, raises=share > 0).in_(self.language),
            "private": f.private,
            "source": f.source.in_(self.language),
            "contribution": share,
        }
        made = orjson.dumps(record)
        if len(self._pieces) < KEPT_SENTENCES:
            self._pieces[key] = made
        return made

    def _offer(self, commune_code: str, keys: tuple[str, ...]) -> bytes:
        """Return the actions in a commune as they stand in a record, and keep them: there are few sets of them."""
        told = [
            {"action": key, "text": self.support[key].text.in_(self.language)}
            for key in self._there(keys, commune_code)
        ]
        made = self._offers[commune_code, keys] = b'],"actions":%s}' % orjson.dumps(told)
        return made

    def _question(self, f: Feature) -> bytes:
        record = {
            "feature": f.name,
            "text": (f.ask or f.missing).in_(self.language),
            "private": f.private,
            "source": f.source.in_(self.language),
        }
        return orjson.dumps(record)


def _numbers(values: list[float]) -> list[bytes]:
    """Return numbers as JSON writes them: all at once, which is several times quicker than one by one."""
    return orjson.dumps(values)[1:-1].split(b",")


def teller_of(run: Run, language: Language) -> Teller:
    """Return the teller of a run in a language, made ready when it is first asked for."""
    return run.once(("teller", language), lambda: Teller(run, language))


def make_ready(run: Run, language: Language) -> None:
    """Read all that explanations in a language, and where households stand, are looked up in."""
    teller = teller_of(run, language)
    for part in (run.ids, run.columns, run.positions, run.signs_of):
        len(part)
    for household_id in itertools.islice(run.positions, READ_BEFOREHAND):
        place = run.place(household_id)
        if place is not None:
            teller.explanation(place)
