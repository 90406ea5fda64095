"""Whether a worker of this home still lives: it holds a lock on a file that the kernel lets go when it dies.

This only saves the wait for a lease to run out. Where a lock can't be seen (another machine without a shared home),
the lease alone decides; where both err, the fencing token still keeps the dead one from writing.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

SELDOM = (50_000, 20, 100)
"""How often a process that makes many short-lived records looks for those that hold each other: less often than usual,
for what it finds is next to nothing, and it walks through all that came since."""
GIVING_WAY = 10
"""How far heavy work gives way to whoever answers people on the same machine; where nobody does, it has all of it."""
SERVING = "serve."
"""How the names of server processes begin; any other is a worker's."""


def anyone_alive(home: Path) -> bool:
    """Say whether a process of Sớm Mai works on a home: a worker or a server."""
    return bool(_held(home))


def working(home: Path) -> list[str]:
    """Return the workers of a home that live."""
    return [name for name in _held(home) if not name.startswith(SERVING)]


def give_way(home: Path) -> None:
    """Let this process give way where the pages of the same home are being served."""
    if any(name.startswith(SERVING) for name in _held(home)):
        os.nice(GIVING_WAY)


def _held(home: Path) -> list[str]:
    files = sorted((home / "workers").glob("*.lock"))
    return [file.stem for file in files if not _let_go(file)]


def _let_go(file: Path) -> bool:
    """Say whether nobody holds a lock on a file."""
    try:
        held = os.open(file, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        with suppress(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
    finally:
        os.close(held)


class Alive:
    """Holds the lock of one worker as long as the block lasts."""

    def __init__(self, home: Path, name: str) -> None:
        self.folder = home / "workers"
        self.file = self.folder / f"{name}.lock"
        self._held = -1

    def __enter__(self) -> Alive:
        """Take the lock."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._held = os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._held, fcntl.LOCK_EX)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let it go."""
        self.file.unlink(missing_ok=True)
        os.close(self._held)

    def is_dead(self, name: str) -> bool:
        """Say whether another worker left its file behind without holding it any more."""
        file = self.folder / f"{Path(name).name}.lock"
        return file.exists() and _let_go(file)

    def forget(self, name: str) -> None:
        """Take away the file of a worker that is dead and holds nothing any more."""
        (self.folder / f"{Path(name).name}.lock").unlink(missing_ok=True)
