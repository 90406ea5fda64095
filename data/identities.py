"""Names, addresses and phones, sealed as they come in; only the service's vault opens them again.

A record per household holds its own identity and its people's, sealed by AES-256-GCM (NIST SP 800-38D) with a nonce of
its own; the household's hashed id and the key's id are bound to it. All records stand in
``HOME/vault/identities.arrow`` in the order of hashed ids, so that one is found without reading the others. An import
replaces them all, as it replaces the register.
"""

from __future__ import annotations

import fcntl
import io
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from .identity_keys import Keyring, OpenKey, keyring, written_privately

__all__ = ["OpenKey", "keep", "locked", "read", "seal", "write"]

FILE = Path("vault") / "identities.arrow"
NONCE_BYTES = 12
SCHEMA = {"place": pl.Binary, "key_id": pl.String, "sealed": pl.Binary}
WHAT = ("full_name", "address", "phone")


def keep(tables: Mapping[str, pl.DataFrame], home: Path) -> None:
    """Seal the identities that came with an import. Raises ``OpenKey`` where others may read the home's keys."""
    ring = keyring(home)
    records = by_household(tables)
    places = [ring.place(household_id) for household_id in records["household_id"].to_list()]
    sealed = seal_all(ring, places, records["told"].to_list())
    frame = pl.DataFrame([pl.Series("place", places, pl.Binary), pl.Series("sealed", sealed, pl.Binary)]).select(
        "place", pl.lit(ring.current).alias("key_id"), "sealed"
    )
    with locked(home):
        for former in (home / "identities", home / "keys" / "identities.key"):  # one sealed file per import, once
            shutil.rmtree(former, ignore_errors=True) if former.is_dir() else former.unlink(missing_ok=True)
        _replace(home, frame)


def by_household(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return ``household_id, told``: JSON of a household's identities, a list of records with ``id`` and what is known.

    An id that isn't in the register stands alone under itself.
    """
    of = pl.concat(
        [
            tables["households"].select(subject_id="household_id", household_id="household_id"),
            tables["children"].select(subject_id="child_id", household_id="household_id"),
            tables["guardians"].select(subject_id="guardian_id", household_id="household_id"),
        ]
    ).unique("subject_id", keep="first")
    known = tables["identities"].filter(pl.any_horizontal(pl.col(WHAT).is_not_null()))
    return (
        known.join(of, on="subject_id", how="left")
        .with_columns(pl.coalesce("household_id", "subject_id").alias("household_id"))
        .group_by("household_id")
        .agg(pl.struct(pl.col("subject_id").alias("id"), *WHAT).sort_by("subject_id").alias("people"))
        .select("household_id", pl.struct("people").struct.json_encode().alias("told"))
        .sort("household_id")
    )


def seal(ring: Keyring, place: bytes, plain: bytes) -> bytes:
    """Return a record sealed with the current key, its nonce before it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(ring.keys[ring.current]).encrypt(nonce, plain, place + ring.current.encode())


def seal_all(ring: Keyring, places: list[bytes], plain: list[str]) -> list[bytes]:
    """Return many records sealed with the current key, as ``seal`` does one by one."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    encrypt, bound = AESGCM(ring.keys[ring.current]).encrypt, ring.current.encode()
    drawn = os.urandom(NONCE_BYTES * len(places))
    nonces = (drawn[i : i + NONCE_BYTES] for i in range(0, len(drawn), NONCE_BYTES))
    return [
        nonce + encrypt(nonce, text.encode(), place + bound)
        for nonce, place, text in zip(nonces, places, plain, strict=True)
    ]


def read(home: Path) -> pl.DataFrame:
    """Return ``place, key_id, sealed`` of every record, in order of ``place``."""
    file = home / FILE
    return pl.read_ipc(file) if file.exists() else pl.DataFrame(schema=SCHEMA)


def write(home: Path, rows: list[tuple[bytes, str, bytes]]) -> None:
    """Replace every record in one step; whoever calls holds the lock."""
    _replace(home, pl.DataFrame(rows, schema=SCHEMA, orient="row"))


def _replace(home: Path, frame: pl.DataFrame) -> None:
    made = io.BytesIO()
    frame.sort("place").write_ipc(made, compression="uncompressed")
    written_privately((home / FILE).parent, made.getvalue()).replace(home / FILE)


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the vault while it is replaced; others wait."""
    folder = (home / FILE).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
