"""Names, addresses and phones, encrypted as they come in; nothing here reads them back.

They are kept under ``HOME/identities/`` with a key of the home, ``HOME/keys/identities.key`` (mode 600), by
AES-256-GCM (NIST SP 800-38D). The vault of a later version will open them for whoever may see them.
"""

from __future__ import annotations

import io
import os
import stat
import tempfile
from pathlib import Path

import polars as pl

from .vocabulary.errors import SommaiError
from .vocabulary.language import Text

NONCE_BYTES = 12


class OpenKey(SommaiError):
    """Others may read the key."""

    code = "open-key"
    text = Text("Tệp khóa {file} không được để người khác đọc.", "The key file {file} can be read by others.")
    next_step = Text("Hãy chạy: chmod 600 {file}", "Run: chmod 600 {file}")


def keep(identities: pl.DataFrame, home: Path, snapshot_id: str) -> None:
    """Encrypt the identities that came with a snapshot. Raises ``OpenKey`` where others may read the home's key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    folder = home / "identities"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    plain = io.BytesIO()
    identities.write_parquet(plain)
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(_key(home)).encrypt(nonce, plain.getvalue(), snapshot_id.encode())
    made = _written_privately(folder, sealed)
    made.replace(folder / f"{snapshot_id}.sealed")


def _key(home: Path) -> bytes:
    """Return the home's key, made at first use."""
    file = home / "keys" / "identities.key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = _written_privately(file.parent, os.urandom(32))
        try:
            os.link(made, file)
        except FileExistsError:
            return _key(home)
        finally:
            made.unlink()
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise OpenKey(file=file)
    return file.read_bytes()


def _written_privately(folder: Path, content: bytes) -> Path:
    """Return a new file of mode 600 with the content, on the disk; its name is its own, whoever else writes."""
    handle, name = tempfile.mkstemp(prefix=".making-", dir=folder)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    return Path(name)
