"""One attempt at one step, in a process of its own, so that it can be stopped and can't take the worker with it."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

GRACE_S = 5.0
CHUNK = 65536


class Attempt:
    """A running step. ``stage`` and ``share_done`` are what it told last; ``outcome`` is there when it has ended."""

    def __init__(self, document: dict[str, Any]) -> None:
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "service.jobs.child", str(writing)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(writing,),
            start_new_session=True,
        )  # fmt: skip
        os.close(writing)
        self.stage: str | None = None
        self.share_done = 0.0
        self.outcome: dict[str, Any] | None = None
        self._channel = reading
        self._rest = b""
        self._heard = selectors.DefaultSelector()
        self._heard.register(reading, selectors.EVENT_READ)
        if self.process.stdin is not None:
            with suppress(BrokenPipeError), self.process.stdin as stdin:
                stdin.write(json.dumps(document).encode())

    def wait(self, seconds: float) -> bool:
        """Listen for at most so many seconds; return whether the step has ended, well or not."""
        until = monotonic() + seconds
        while monotonic() < until:
            if self._heard.select(max(0.0, until - monotonic())) and not self._read():
                self.process.wait()
                return True
        return False

    def stop(self) -> None:
        """End the process and all that it started: first by asking, after a while by force."""
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.process.wait()

    def close(self) -> None:
        """Let go of the channel; what the process started and left behind is ended."""
        self._signal(signal.SIGKILL)
        self.process.wait()
        self._heard.close()
        os.close(self._channel)

    def memory_mib(self) -> int:
        """Return the memory that the process and all that it started hold, in MiB; 0 where the system doesn't say."""
        pages = 0
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ValueError, IndexError):
                if os.getpgid(int(entry.name)) == self.process.pid:
                    pages += int((entry / "statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // 2**20

    def _read(self) -> bool:
        """Take in what was told; False at the end."""
        piece = os.read(self._channel, CHUNK)
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            told = json.loads(line)
            if "stage" in told:
                self.stage, self.share_done = told["stage"], float(told["share_done"])
            else:
                self.outcome = told
        return bool(piece)

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
