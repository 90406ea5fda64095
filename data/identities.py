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
    ids, plain = records["household_id"].to_list(), records["told"].to_list()
    rows = [(ring.place(i), ring.current, text) for i, text in zip(ids, plain, strict=True)]
    with locked(home):
        for former in (home / "identities", home / "keys" / "identities.key"):  # one sealed file per import, once
            shutil.rmtree(former, ignore_errors=True) if former.is_dir() else former.unlink(missing_ok=True)
        write(home, [(place, name, seal(ring, place, text.encode())) for place, name, text in rows])


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


def read(home: Path) -> pl.DataFrame:
    """Return ``place, key_id, sealed`` of every record, in order of ``place``."""
    file = home / FILE
    return pl.read_ipc(file) if file.exists() else pl.DataFrame(schema=SCHEMA)


def write(home: Path, rows: list[tuple[bytes, str, bytes]]) -> None:
    """Replace every record in one step; whoever calls holds the lock."""
    frame = pl.DataFrame(sorted(rows), schema=SCHEMA, orient="row")
    made = io.BytesIO()
    frame.write_ipc(made, compression="uncompressed")
    written_privately((home / FILE).parent, made.getvalue()).replace(home / FILE)


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the vault while it is replaced; others wait."""
    folder = (home / FILE).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
