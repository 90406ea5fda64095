"""A folder that is written whole or not at all, even where the process is killed in between."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text

AT_FDCWD = -100
RENAME_EXCHANGE = 2


class ForeignFiles(SommaiError):
    """The folder to write into holds something that no run has written."""

    code = "foreign-files"
    exit_code = 2
    text = Text(
        "Thư mục kết quả {folder} có {count} tệp không do lệnh này tạo ra, nên không ghi đè.",
        "The output folder {folder} holds {count} files that no run has written, so it isn't replaced.",
    )
    next_step = Text("Chọn một thư mục mới hoặc trống.", "Choose a new or an empty folder.")


class NotAFolder(SommaiError):
    """Something else stands where the folder should be, or it can't be exchanged."""

    code = "not-a-folder"
    exit_code = 2
    text = Text(
        "Không thể thay {folder} bằng một thư mục kết quả.", "{folder} can't be replaced by a folder of results."
    )
    next_step = Text(
        "Chọn một thư mục khác, chẳng hạn một thư mục con của nó.", "Choose another one, such as a folder inside it."
    )


def check_free(folder: Path, known: Collection[str]) -> None:
    """Raise unless the folder is absent, empty, or holds nothing but files of the known names."""
    if not folder.exists():
        return
    if not folder.is_dir() or os.path.ismount(folder):
        raise NotAFolder(folder=folder)
    foreign = [entry for entry in folder.iterdir() if entry.name not in known or entry.is_dir()]
    if foreign:
        raise ForeignFiles(folder=folder, count=len(foreign))


@contextmanager
def whole_folder(folder: Path, *, once: bool = False) -> Iterator[Path]:
    """Give an empty folder to write into; on leaving, it takes the place of ``folder`` in one step.

    Everything is on the disk before it takes the place. After an error nothing has changed. What a killed process
    left behind is cleared away by the next one. With ``once``, a folder that is there by then stays as it is: for
    folders that are named by their content.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(folder.parent, leftover_prefix(folder))
    scratch, held = locked_scratch(folder)
    try:
        scratch.chmod(0o755 & ~current_umask())
        yield scratch
        to_disk(scratch)
        if not (once and folder.exists()):
            take_place(scratch, folder)
        flush(folder.parent)
    finally:
        os.close(held)
        shutil.rmtree(scratch, ignore_errors=True)


def locked_scratch(folder: Path) -> tuple[Path, int]:
    """Return a new folder beside this one, and the open descriptor whose lock says that it is being written."""
    while True:
        scratch = Path(tempfile.mkdtemp(prefix=leftover_prefix(folder), dir=folder.parent))
        held = os.open(scratch, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
        if scratch.exists():
            return scratch, held
        os.close(held)  # another process took it for a leftover before it was locked


def clear_all_leftovers(parent: Path) -> None:
    """Remove the unfinished folders of every name in a folder of our own."""
    clear_leftovers(parent, ".*.unfinished-")


def leftover_prefix(folder: Path) -> str:
    """Return how the names of unfinished folders beside this one begin."""
    return f".{folder.name}.unfinished-"


def clear_leftovers(parent: Path, prefix: str) -> None:
    """Remove unfinished folders whose process is gone; one still being written is locked and stays."""
    for leftover in sorted(parent.glob(f"{prefix}*")):
        try:
            held = os.open(leftover, os.O_RDONLY)
        except FileNotFoundError:
            continue
        with suppress(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(leftover, ignore_errors=True)
        os.close(held)


def current_umask() -> int:
    """Return the process's umask."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def flush(path: Path) -> None:
    """Ask that a file or folder be on the disk."""
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def to_disk(folder: Path) -> None:
    """Flush every file and folder below, then the folder itself."""
    for path in sorted(folder.rglob("*")):
        flush(path)
    flush(folder)


def take_place(scratch: Path, folder: Path) -> None:
    """Put ``scratch`` where ``folder`` is; what was there ends up under scratch's name."""
    if not folder.exists():
        scratch.rename(folder)
    elif not exchanged(scratch, folder):
        old = scratch.with_name(f"{scratch.name}.old")
        folder.rename(old)
        scratch.rename(folder)
        shutil.rmtree(old)


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system can't."""
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if exchange is None:
        return False
    names = (os.fsencode(one), os.fsencode(other))
    if exchange(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        return False
    raise OSError(code, os.strerror(code), str(other))
