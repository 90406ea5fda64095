"""The file of a backup: a plain tar whose last member, the manifest, names every other with its size and checksum.

A file that was cut short has no manifest and so is never taken for a whole one.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from .problems import BackupExists, BackupFailed, DamagedBackup

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20


class Writing:
    """A backup that is being written."""

    def __init__(self, target: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed in finish
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """Add so many bytes of an open file; a file that has fewer raises ``OSError``."""
        head = tarfile.TarInfo(name)
        head.size, head.mode = size, 0o600
        summed = Summed(source)
        self._tar.addfile(head, summed)
        self.members[name] = {"bytes": size, "sha256": summed.digest.hexdigest()}

    def finish(self, facts: dict[str, Any]) -> None:
        """Write the manifest and close the file."""
        manifest = {"format": FORMAT, **facts, "members": self.members}
        told = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mode = len(told), 0o600
        self._tar.addfile(head, io.BytesIO(told))
        self._tar.close()


class Summed:
    """A file that is summed up as it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read and sum up."""
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def written(file: Path) -> Iterator[Writing]:
    """Give a backup to write to; it appears whole under its name, or not at all. Mode 600.

    Raises ``BackupExists``, or ``BackupFailed`` where it can't be written.
    """
    if file.exists():
        raise BackupExists(file=file)
    made: Path | None = None
    try:
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True)
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.making-", dir=file.parent)
        made = Path(name)
        with os.fdopen(handle, "wb") as target:
            yield Writing(target)
            target.flush()
            os.fsync(target.fileno())
        give_name(made, file)
    except OSError as why:
        raise BackupFailed(file=file, why=why.strerror or type(why).__name__) from why
    finally:
        if made is not None:
            made.unlink(missing_ok=True)


def give_name(made: Path, file: Path) -> None:
    """Let a finished file appear under its name; raises ``BackupExists`` where somebody was quicker."""
    try:
        os.link(made, file)
    except FileExistsError as why:
        raise BackupExists(file=file) from why


def checked(file: Path) -> dict[str, Any]:
    """Read a backup through and return its manifest; raises ``DamagedBackup`` where anything isn't as it should be."""
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(file, "r:") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if manifest is not None or content is None or not safe(member.name):
                    raise DamagedBackup(file=file.name, part=MANIFEST)
                if member.name == MANIFEST:
                    manifest = json.loads(content.read())
                else:
                    summed = Summed(content)
                    while summed.read(CHUNK):
                        continue
                    found[member.name] = {"bytes": member.size, "sha256": summed.digest.hexdigest()}
    except (OSError, tarfile.TarError, ValueError, EOFError) as why:
        raise DamagedBackup(file=file.name, part=type(why).__name__) from why
    if manifest is None or manifest.get("format") != FORMAT:
        raise DamagedBackup(file=file.name, part=MANIFEST)
    told = manifest["members"]
    wrong = [name for name in {*told, *found} if told.get(name) != found.get(name)]
    if wrong:
        raise DamagedBackup(file=file.name, part=min(wrong))
    return manifest


def members(file: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield every member of a backup that was checked, but the manifest, with its content."""
    with tarfile.open(file, "r:") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if member.name != MANIFEST and content is not None:
                yield member.name, content


def safe(name: str) -> bool:
    """Say whether a member's name stays below the place where it is unpacked."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and bool(path.parts)
