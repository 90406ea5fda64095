"""How often a caller may ask in a minute, counted in one small file that all workers of a machine share.

The file maps caller and minute to a count; it can be deleted at any time. A count is changed under a lock on its slot,
so that no request of any process is lost. Where the file is crowded by others, a caller is let through.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
import time
from functools import lru_cache
from pathlib import Path

SLOT = struct.Struct("<QII")
"""Caller's hash, minute, count."""
SLOTS = 1 << 14
NEIGHBOURS = 4
MINUTE = 60


class Limits:
    """The counts of one home; used from one thread of each process."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._handle, SLOT.size * SLOTS)
        self._map = mmap.mmap(self._handle, SLOT.size * SLOTS)
        self._key_of = lru_cache(maxsize=10_000)(key_of)

    def wait(self, caller: str, most: int, at: float | None = None) -> int:
        """Count one request and return 0, or the seconds to wait where there were ``most`` in this minute already."""
        moment = time.time() if at is None else at
        minute = int(moment // MINUTE)
        key = self._key_of(caller)
        first = key % SLOTS
        for step in range(NEIGHBOURS):
            offset = (first + step) % SLOTS * SLOT.size
            fcntl.lockf(self._handle, fcntl.LOCK_EX, SLOT.size, offset)
            try:
                known, then, count = SLOT.unpack_from(self._map, offset)
                if then == minute and known != key:
                    continue
                count = count + 1 if then == minute else 1
                SLOT.pack_into(self._map, offset, key, minute, min(count, 0xFFFFFFFF))
            finally:
                fcntl.lockf(self._handle, fcntl.LOCK_UN, SLOT.size, offset)
            return 0 if count <= most else max(1, MINUTE - int(moment % MINUTE))
        return 0

    def close(self) -> None:
        """Let the file go."""
        self._map.close()
        os.close(self._handle)


def key_of(caller: str) -> int:
    """Return the number under which a caller is counted."""
    return int.from_bytes(hashlib.blake2b(caller.encode(), digest_size=8).digest(), "little") or 1
