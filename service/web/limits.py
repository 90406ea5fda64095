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
from pathlib import Path

SLOT = struct.Struct("<QII")
"""Caller's hash, minute, count."""
SLOTS = 1 << 14
NEIGHBOURS = 4
MINUTE = 60
SHARES = 100
"""Into how many parts a minute's requests are divided, of which a process takes one at a time."""


class Limits:
    """The counts of one home; used from one thread of each process.

    A process takes a hundredth of what a caller may ask in a minute at once, and counts that by itself: so the file is
    locked seldom, and all processes together never let more through than allowed.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._handle, SLOT.size * SLOTS)
        self._map = mmap.mmap(self._handle, SLOT.size * SLOTS)
        self._minute = 0
        self._taken: dict[str, int] = {}

    def wait(self, caller: str, most: int, at: float | None = None) -> int:
        """Count one request and return 0, or the seconds to wait where there were ``most`` in this minute already."""
        moment = time.time() if at is None else at
        minute = int(moment // MINUTE)
        if minute != self._minute:
            self._minute, self._taken = minute, {}
        left = self._taken.get(caller, 0) or self._take(caller, most, minute)
        if left == 0:
            return max(1, MINUTE - int(moment % MINUTE))
        self._taken[caller] = left - 1
        return 0

    def _take(self, caller: str, most: int, minute: int) -> int:
        """Take some of what a caller may still ask in this minute; return how much, 0 where nothing is left."""
        wanted = max(1, most // SHARES)
        key = key_of(caller)
        first = key % SLOTS
        for step in range(NEIGHBOURS):
            offset = (first + step) % SLOTS * SLOT.size
            fcntl.lockf(self._handle, fcntl.LOCK_EX, SLOT.size, offset)
            try:
                known, then, count = SLOT.unpack_from(self._map, offset)
                if then == minute and known != key:
                    continue
                before = count if then == minute else 0
                granted = min(wanted, max(most - before, 0))
                SLOT.pack_into(self._map, offset, key, minute, min(before + granted, 0xFFFFFFFF))
            finally:
                fcntl.lockf(self._handle, fcntl.LOCK_UN, SLOT.size, offset)
            return granted
        return wanted

    def close(self) -> None:
        """Let the file go."""
        self._map.close()
        os.close(self._handle)


def key_of(caller: str) -> int:
    """Return the number under which a caller is counted."""
    return int.from_bytes(hashlib.blake2b(caller.encode(), digest_size=8).digest(), "little") or 1
