"""A model as a folder that a person can read, and whose loading runs no code.

``model.json`` says what the model is: its kind, base, interval, facts, the contract it was made under, and each of its
features with a fingerprint of the declaration. ``tables.csv`` has a line per feature and bin, ``pairs.csv`` a line per
pair and cell; numbers are written so that they read back to the same bits. What an interval needs lies in
``interval_*.parquet``. ``SHA256SUMS`` has the hash of every file, as ``sha256sum -c`` reads it. Documents (card,
backtest, checks) may lie beside; the model's id is a hash of the model's own files alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from data.contract import CONTRACT_VERSION
from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text
from data.whole_file import file_sum
from data.whole_folder import whole_folder
from features.catalogue import CATALOGUE
from features.fingerprint import fingerprint

from .intervals import RefitInterval
from .tables import ConstantInterval, Floats, Interval, Pair, Shape, TableModel

MODEL, TABLES, PAIRS, SUMS = "model.json", "tables.csv", "pairs.csv", "SHA256SUMS"
INTERVAL = "interval_"
FORM = 1
"""The version of this form of a folder."""
ID_LENGTH = 16
TABLE_COLUMNS = ("feature", "from", "to", "log_odds")
PAIR_COLUMNS = ("first", "first_from", "first_to", "second", "second_from", "second_to", "log_odds")


INTERVALS = (ConstantInterval, RefitInterval)
"""The classes of intervals that a folder may hold."""


class TamperedModel(SommaiError):
    """A model's files aren't what its list of hashes says."""

    code = "tampered-model"
    text = Text(
        "Mô hình {model} đã bị thay đổi hoặc hỏng: {file}.", "Model {model} has been changed or damaged: {file}."
    )
    next_step = Text(
        "Hãy lấy lại thư mục này từ bản sao lưu, hoặc huấn luyện lại bằng `sommai train`.",
        "Take its folder back from a backup, or train again with `sommai train`.",
    )


class ForeignModel(SommaiError):
    """A model was made under another contract, form of folder, or meaning of its features."""

    code = "foreign-model"
    text = Text("Mô hình {model} không dùng được ở đây: {why_vi}.", "Model {model} can't be used here: {why_en}.")
    next_step = Text("Hãy huấn luyện lại bằng `sommai train`.", "Train again with `sommai train`.")


def write_model(
    model: TableModel, folder: Path, facts: Mapping[str, Any], documents: Mapping[str, bytes] | None = None
) -> str:
    """Write a model into ``folder``, whole or not at all, and return its id.

    ``facts`` (plain JSON values) are kept beside the model's own: lineage, policy, seed. ``documents`` are further
    files by name, covered by the hashes and not part of the id. A folder that holds this model already, untouched,
    is left alone; anything else there is replaced.
    """
    files = model_files(model, facts)
    identity = _identity({name: hashlib.sha256(content).hexdigest() for name, content in files.items()})
    if _holds(folder, identity):
        return identity
    with whole_folder(folder) as made:
        for name, content in {**files, **(documents or {})}.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(content)
        told = {str(p.relative_to(made)): file_sum(p) for p in sorted(made.rglob("*")) if p.is_file()}
        (made / SUMS).write_text("".join(f"{digest}  {name}\n" for name, digest in told.items()), encoding="utf-8")
    return identity


def model_id(model: TableModel, facts: Mapping[str, Any]) -> str:
    """Return the id that ``write_model`` would give: a hash of the model's own files."""
    files = model_files(model, facts)
    return _identity({name: hashlib.sha256(content).hexdigest() for name, content in files.items()})


def model_files(model: TableModel, facts: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the model's own files by name; the same bytes for the same model and facts."""
    frames = model.interval.to_tables()
    head = {
        "form": FORM,
        "kind": model.kind,
        "base": model.base,
        "contract": CONTRACT_VERSION,
        "code": version("sommai"),
        "interval": {"kind": model.interval.kind, "tables": sorted(frames)},
        "features": [{"name": name, "fingerprint": fingerprint(CATALOGUE[name])} for name in model.features],
        "facts": {**model.facts, **facts},
    }
    files = {MODEL: (json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()}
    files[TABLES] = _csv(TABLE_COLUMNS, (row for shape in model.shapes for row in _rows(shape)))
    if model.pairs:
        files[PAIRS] = _csv(PAIR_COLUMNS, (row for pair in model.pairs for row in _cells(pair)))
    for name, frame in frames.items():
        written = io.BytesIO()
        frame.rechunk().write_parquet(written, compression="zstd", compression_level=1, statistics=False)
        files[f"{INTERVAL}{name}.parquet"] = written.getvalue()
    return files


def read_model(folder: Path) -> TableModel:
    """Return the model of a folder; its ``facts`` are those it was written with.

    Raises ``TamperedModel`` where a file isn't what it was, ``ForeignModel`` where it was made under another contract
    or where a feature that it uses means something else by now.
    """
    verify(folder)
    head = read_head(folder)
    _check_home(folder.name, head)
    try:
        names = [feature["name"] for feature in head["features"]]
        shapes = _shapes(_lines(folder / TABLES), names)
        pairs = _pairs(_lines(folder / PAIRS)) if (folder / PAIRS).exists() else ()
        frames = {n: pl.read_parquet(folder / f"{INTERVAL}{n}.parquet") for n in head["interval"]["tables"]}
        interval = _interval(head["interval"]["kind"], frames)
    except (KeyError, ValueError, OSError, pl.exceptions.PolarsError) as why:
        raise TamperedModel(model=folder.name, file=f"{TABLES} ({type(why).__name__})") from why
    model = TableModel(head["kind"], float(head["base"]), shapes, interval, pairs, head["facts"])
    _check_meaning(folder.name, head, model)
    return model


def read_head(folder: Path) -> dict[str, Any]:
    """Return ``model.json``; raises ``TamperedModel`` where it can't be read."""
    try:
        found: dict[str, Any] = json.loads((folder / MODEL).read_text(encoding="utf-8"))
    except (OSError, ValueError) as why:
        raise TamperedModel(model=folder.name, file=MODEL) from why
    return found


def verify(folder: Path) -> str:
    """Hold every file against the hashes and return the model's id; raises ``TamperedModel``.

    A file more or less than the hashes name is a difference too.
    """
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {SUMS}
    except (OSError, ValueError) as why:
        raise TamperedModel(model=folder.name, file=SUMS) from why
    for name in sorted(told.keys() | there):
        if name not in told or name not in there or file_sum(folder / name) != told[name]:
            raise TamperedModel(model=folder.name, file=name)
    own = {n: d for n, d in told.items() if n in (MODEL, TABLES, PAIRS) or n.startswith(INTERVAL)}
    return _identity(own)


def _holds(folder: Path, identity: str) -> bool:
    try:
        return verify(folder) == identity
    except TamperedModel:
        return False


def _identity(sums: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(dict(sums), sort_keys=True).encode()).hexdigest()[:ID_LENGTH]


def _check_home(model: str, head: Mapping[str, Any]) -> None:
    for key, ours, what in (
        ("form", FORM, Text("dạng thư mục", "the folder's form")),
        ("contract", CONTRACT_VERSION, Text("hợp đồng dữ liệu", "the input contract")),
    ):
        theirs = head.get(key)
        if theirs != ours:
            raise ForeignModel(
                model=model,
                why_vi=f"{what.vi} là phiên bản {theirs}, chương trình dùng {ours}",
                why_en=f"{what.en} is version {theirs}, this program uses {ours}",
            )


def _check_meaning(model: str, head: Mapping[str, Any], found: TableModel) -> None:
    """Raise where a feature with a table that isn't all zero is unknown or has been declared anew since."""
    told = {feature["name"]: feature["fingerprint"] for feature in head["features"]}
    in_pairs = {side.feature for pair in found.pairs for side in (pair.first, pair.second)}
    used = [s.feature for s in found.shapes if np.any(s.scores) or s.feature in in_pairs]
    other = [n for n in used if n not in CATALOGUE or fingerprint(CATALOGUE[n]) != told[n]]
    lost = [n for n in found.features if n not in CATALOGUE]
    if other or lost:
        named = ", ".join((other or lost)[:3])
        raise ForeignModel(
            model=model,
            why_vi=f"{len(other or lost)} đặc điểm nay có nghĩa khác ({named})",
            why_en=f"{len(other or lost)} features mean something else by now ({named})",
        )


def _rows(shape: Shape) -> list[tuple[object, ...]]:
    return [(shape.feature, a, b, repr(float(s))) for (a, b), s in zip(_bins(shape.edges), shape.scores, strict=True)]


def _cells(pair: Pair) -> list[tuple[object, ...]]:
    rows, columns = _bins(pair.first.edges), _bins(pair.second.edges)
    return [
        (pair.first.feature, *row, pair.second.feature, *column, repr(float(pair.scores[i, j])))
        for i, row in enumerate(rows)
        for j, column in enumerate(columns)
    ]


def _bins(edges: Floats) -> list[tuple[str, str]]:
    """Return from and to of each bin, empty where it is open; a value on an edge belongs to the bin above it."""
    told = ["", *(repr(float(e)) for e in edges), ""]
    return list(zip(told[:-1], told[1:], strict=True))


def _csv(columns: tuple[str, ...], rows: Any) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _shapes(lines: list[dict[str, str]], names: list[str]) -> tuple[Shape, ...]:
    edges: dict[str, list[float]] = {name: [] for name in names}
    scores: dict[str, list[float]] = {name: [] for name in names}
    for line in lines:
        name = line["feature"]
        if line["from"]:
            edges[name].append(float(line["from"]))
        scores[name].append(float(line["log_odds"]))
    return tuple(Shape(n, np.array(edges[n], np.float64), np.array(scores[n], np.float64)) for n in names)


def _pairs(lines: list[dict[str, str]]) -> tuple[Pair, ...]:
    together: dict[tuple[str, str], list[dict[str, str]]] = {}
    for line in lines:
        together.setdefault((line["first"], line["second"]), []).append(line)
    found = []
    for (first, second), cells in together.items():
        down = [float(x) for x in dict.fromkeys(c["first_from"] for c in cells) if x]
        across = [float(x) for x in dict.fromkeys(c["second_from"] for c in cells) if x]
        scores = np.array([float(c["log_odds"]) for c in cells]).reshape(len(down) + 1, len(across) + 1)
        sides = [
            Shape(name, np.array(edges, np.float64), np.zeros(len(edges) + 1))
            for name, edges in ((first, down), (second, across))
        ]
        found.append(Pair(sides[0], sides[1], scores))
    return tuple(found)


def _interval(kind: str, frames: Mapping[str, pl.DataFrame]) -> Interval:
    return {made.kind: made for made in INTERVALS}[kind].from_tables(frames)
