"""What a trained model depends on, and nothing else: data, day, seed, our code, the libraries' versions."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path

from data.contract import CONTRACT_VERSION
from features.fingerprint import catalogue_fingerprint

LEARNING = ("data", "features", "models")
"""The packages whose code decides what a model is."""
LIBRARIES = ("numpy", "scipy", "polars", "scikit-learn", "interpret-core", "joblib")
LENGTH = 16


@cache
def code_fingerprint() -> str:
    """Return a hash of the source of the packages that learn, with their data files: the code version to the byte."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[2]
    for package in LEARNING:
        for file in sorted((root / package).rglob("*")):
            if file.suffix in (".py", ".toml", ".csv"):
                digest.update(f"{file.relative_to(root)}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:LENGTH]


def lineage(snapshot_id: str, beside: str, as_of: str, seed: int) -> dict[str, object]:
    """Return what a model trained on a snapshot comes from, as plain values.

    ``beside`` identifies the visits recorded here that stood beside the snapshot's; empty where there are none.
    """
    return {
        "snapshot": snapshot_id,
        "visits_recorded_here": beside,
        "as_of": as_of,
        "seed": seed,
        "contract": CONTRACT_VERSION,
        "features": catalogue_fingerprint(),
        "version": version("sommai"),
        "code": code_fingerprint(),
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def training_id(told: dict[str, object]) -> str:
    """Return the id of a training: a hash of its lineage."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:LENGTH]
