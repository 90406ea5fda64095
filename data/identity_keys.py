"""The keys that seal identities: from the environment, or a file of the home that nobody else may read.

``SOMMAI_IDENTITY_KEYS`` holds ``ID:BASE64`` entries parted by commas (32 bytes each); the first seals, the others still
open what they sealed. Without it the keys stand in ``HOME/keys/identities.json`` (mode 600), made at first use.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from .vocabulary.errors import SommaiError
from .vocabulary.language import Text

VARIABLE = "SOMMAI_IDENTITY_KEYS"
FILE = Path("keys") / "identities.json"
KEY_BYTES = 32
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class OpenKey(SommaiError):
    """Others may read the keys."""

    code = "open-key"
    text = Text("Tệp khóa {file} không được để người khác đọc.", "The key file {file} can be read by others.")
    next_step = Text("Hãy chạy: chmod 600 {file}", "Run: chmod 600 {file}")


class WrongKeys(SommaiError):
    """The keys can't be read; what is wrong with them is never repeated."""

    code = "wrong-keys"
    text = Text("Không đọc được khóa danh tính ({where}).", "The identity keys can't be read ({where}).")
    next_step = Text(
        "Viết ID:BASE64 (32 byte), phân cách bằng dấu phẩy; hoặc khôi phục tệp khóa từ bản sao lưu.",
        "Write ID:BASE64 (32 bytes), parted by commas; or restore the key file from a backup.",
    )


@dataclass(frozen=True)
class Keyring:
    """Keys by id, the one that seals, and the secret under which ids are hashed, which never changes."""

    current: str
    keys: Mapping[str, bytes]
    index: bytes

    def place(self, subject_id: str) -> bytes:
        """Return what an id is found by: 16 bytes that say nothing without the secret."""
        return blake2b(subject_id.encode(), digest_size=16, key=self.index).digest()


def keyring(home: Path) -> Keyring:
    """Return the keys of a home, made where there are none. Raises ``OpenKey`` or ``WrongKeys``."""
    file = home / FILE
    if not file.exists():
        key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        index = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        _make(file, {"index": index, "keys": {"k1": key}, "current": "k1"})
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise OpenKey(file=file)
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        kept = {name: base64.b64decode(text, validate=True) for name, text in told["keys"].items()}
        found = Keyring(told["current"], kept, base64.b64decode(told["index"], validate=True))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as why:
        raise WrongKeys(where=FILE.name) from why
    given = os.environ.get(VARIABLE)
    if given:
        from_outside = _parsed(given)
        found = Keyring(next(iter(from_outside)), {**kept, **from_outside}, found.index)
    if found.current not in found.keys or any(len(key) != KEY_BYTES for key in (*found.keys.values(), found.index)):
        raise WrongKeys(where=VARIABLE if given else FILE.name)
    return found


def add_key(home: Path) -> Keyring:
    """Make a new key that seals from now on and return the keys; keys from the environment are changed there."""
    before = keyring(home)
    number = 1 + max((int(name[1:]) for name in before.keys if re.fullmatch(r"k\d{1,9}", name)), default=0)
    keys = {**before.keys, f"k{number}": secrets.token_bytes(KEY_BYTES)}
    _write(home, Keyring(f"k{number}", keys, before.index))
    return keyring(home)


def drop_keys(home: Path, still_used: set[str]) -> None:
    """Forget the keys of the file that nothing is sealed with any more."""
    now = keyring(home)
    kept = {name: key for name, key in now.keys.items() if name in still_used | {now.current}}
    _write(home, Keyring(now.current, kept, now.index))


def _parsed(given: str) -> dict[str, bytes]:
    found = {}
    for entry in given.split(","):
        name, _, text = entry.strip().partition(":")
        try:
            found[name] = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as why:
            raise WrongKeys(where=VARIABLE) from why
        if not KEY_ID.fullmatch(name):
            raise WrongKeys(where=VARIABLE)
    return found


def _write(home: Path, ring: Keyring) -> None:
    """Replace the file in one step."""
    told = {
        "index": base64.b64encode(ring.index).decode(),
        "keys": {name: base64.b64encode(key).decode() for name, key in ring.keys.items()},
        "current": ring.current,
    }
    made = written_privately((home / FILE).parent, json.dumps(told, indent=1).encode())
    made.replace(home / FILE)


def _make(file: Path, told: Mapping[str, object]) -> None:
    """Make the file unless another process was first."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = written_privately(file.parent, json.dumps(told, indent=1).encode())
    try:
        os.link(made, file)
    except FileExistsError:
        return
    finally:
        made.unlink()


def written_privately(folder: Path, content: bytes) -> Path:
    """Return a new file of mode 600 with the content, on the disk; its name is its own, whoever else writes."""
    handle, name = tempfile.mkstemp(prefix=".making-", dir=folder)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    return Path(name)
