"""The process in which one step runs: started by ``attempt``, told what to do on standard input.

It ends with its worker, whatever ends that one. What it tells goes as lines of JSON to the descriptor named by its
first argument: how far it is, and at last a result or an error. An error's own text never leaves it unless it is one
that was written for people.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text
from service.alive import GIVING_WAY

SET_PARENT_DEATH_SIGNAL = 1
SYSTEM = Text(
    "Hệ thống từ chối: {why}. Kiểm tra quyền và dung lượng đĩa.",
    "The system refused: {why}. Check permissions and disk space.",
)
UNEXPECTED = Text("Lỗi không ngờ tới ({kind} tại {place}).", "Something unexpected failed ({kind} in {place}).")
NO_MEMORY = Text("Máy không đủ bộ nhớ cho bước này.", "The machine hasn't enough memory for this step.")


@dataclass(frozen=True)
class Task:
    """What a step is called with: the job's wishes, and the results of the steps before it."""

    job_id: str
    home: Path
    asked: dict[str, Any]
    done: dict[str, Any]
    tell: Callable[[str, float], None]
    """Tells how far the step is: the stage's name, and the share of the step that is done, 0 to 1."""


def main() -> int:
    """Run one step and tell what came of it; 0 whatever that was."""
    die_with_parent()
    os.nice(GIVING_WAY)
    channel = os.fdopen(int(sys.argv[1]), "w", encoding="utf-8", buffering=1)
    given = json.load(sys.stdin)
    told = outcome(given, channel)
    channel.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")  # days and instants as ISO texts
    channel.close()
    return 0


def die_with_parent() -> None:
    """Ask the kernel to end this process when its worker ends; where it can't, the lease still protects the job."""
    parent = os.getppid()
    set_option = getattr(ctypes.CDLL(None), "prctl", None)
    if set_option is not None:
        set_option(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent or parent == 1:
        raise SystemExit(1)


def outcome(given: dict[str, Any], channel: TextIO) -> dict[str, Any]:
    """Return the step's result, or its error with whether trying again may help."""

    def tell(stage: str, share_done: float) -> None:
        channel.write(json.dumps({"stage": stage, "share_done": share_done}) + "\n")

    try:
        task = Task(given["job_id"], Path(given["home"]), given["asked"], given["done"], tell)
        return {"result": called(given["call"])(task)}
    except SommaiError as error:
        return failure(error.code, Text(error.message("vi"), error.message("en")), again=False)
    except MemoryError:
        return failure("no-memory", NO_MEMORY, again=False)
    except OSError as error:
        why = error.strerror or type(error).__name__
        return failure("system", SYSTEM.filled(why=why), again=True)
    except Exception as error:  # noqa: BLE001 - the last door: its values never leave this process
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{last.filename.rsplit('/', 1)[-1]}:{last.lineno}"
        return failure("unexpected", UNEXPECTED.filled(kind=type(error).__name__, place=place), again=True)


def failure(code: str, text: Text, *, again: bool) -> dict[str, Any]:
    """Return an error as it is told and kept: its code, its text in both languages."""
    return {"error": {"code": code, "vi": text.vi, "en": text.en}, "again": again}


def called(name: str) -> Callable[..., Any]:
    """Return the function that ``module:function`` names."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
