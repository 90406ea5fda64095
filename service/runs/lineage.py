"""What a trained model depends on, and nothing else: data, day, seed, our code, the libraries' versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from data.contract import CONTRACT_VERSION
from features.fingerprint import catalogue_fingerprint
from outreach.policy import Policy

LEARNING = ("data", "features", "models")
"""The packages whose code decides what a model is."""
EVERYTHING = (*LEARNING, "outreach", "service")
SOURCES = frozenset({".py", ".toml", ".csv", ".html", ".css", ".js"})
LIBRARIES = ("numpy", "scipy", "polars", "scikit-learn", "interpret-core", "joblib")
LENGTH = 16


@cache
def code_fingerprint(packages: tuple[str, ...] = LEARNING) -> str:
    """Return a hash of the source of packages, with their data files: the code version to the byte."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[2]
    for package in packages:
        for file in sorted((root / package).rglob("*")):
            if file.suffix in SOURCES:
                digest.update(f"{file.relative_to(root)}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:LENGTH]


def lineage(snapshot_id: str, beside: str, as_of: str, seed: int, policy: Policy) -> dict[str, object]:
    """Return what a model trained on a snapshot comes from, as plain values.

    ``beside`` identifies the visits recorded here that stood beside the snapshot's; empty where there are none. Of the
    policy only that counts which a training goes by: the limits of the checks, and what visits cost.
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
        "policy": policy_sum(policy),
    }


def policy_sum(policy: Policy) -> str:
    """Return a hash of what a training goes by of a policy."""
    costs = (policy.road_winding, policy.road_km_per_hour, policy.most_per_trip)
    return hashlib.sha256(repr((policy.check_limits, costs)).encode()).hexdigest()[:LENGTH]


def learning_id(told: Mapping[str, object]) -> str:
    """Return the id of what was learned, whatever the policy that judges it: a hash of the rest of the lineage."""
    return training_id({key: value for key, value in told.items() if key != "policy"})


def training_id(told: Mapping[str, object]) -> str:
    """Return the id of a training: a hash of its lineage."""
    return hashlib.sha256(json.dumps(dict(told), sort_keys=True).encode()).hexdigest()[:LENGTH]
