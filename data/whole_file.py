"""A single file that is written whole or not at all, and the sum by which it is known again."""

from __future__ import annotations

import hashlib
from pathlib import Path


def write_whole(content: str | bytes, file: Path) -> None:
    """Write a small file in one step, so that nobody ever reads half of it; a disk that is full leaves nothing."""
    half = file.with_name(f".{file.name}.tmp")
    try:
        half.write_bytes(content.encode() if isinstance(content, str) else content)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)


def file_sum(file: Path) -> str:
    """Return a file's SHA-256."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
