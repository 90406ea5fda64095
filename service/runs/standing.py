"""The files of a run, given out again where nothing that they depend on has changed since.

``HOME/cache/outputs/<key>/`` holds them with their sums; it can be deleted at any time. The key covers the imported
files, the day, what was recorded here, what was asked, and our code; the model is chosen anew each time, and only the
same one under the same words will do. That it tells the same of these households on both ways was checked when the
files were made.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.vocabulary.errors import SommaiError
from data.whole_file import file_sum
from data.whole_folder import whole_folder
from outreach.policy import Policy
from service.outputs.names import FILES, SUMMARY_FILE

from .choosing import Choice
from .keeping import CONTRIBUTIONS, identify
from .lineage import EVERYTHING, code_fingerprint
from .options import RunOptions

KEPT_OUTPUTS = 3
TOLD = "told.json"


@dataclass(frozen=True)
class Standing:
    """Files that were made before, in ``folder``; contributions lie with the ``kept`` run."""

    folder: Path
    kept: Path
    told: dict[str, Any]

    def holds_for(self, choice: Choice) -> bool:
        """Return whether the same model ranks under the same words, and every file is as it was made."""
        return self.told["model"] == _words_of(choice) and self._whole()

    def _whole(self) -> bool:
        sums: dict[str, str] = self.told["sums"]
        files = dict(_files(self.folder, self.kept))
        if sums.keys() != files.keys() or not all(file.exists() for file in files.values()):
            return False
        return _sums(files) == sums

    def give_out(self, made: Path) -> None:
        """Write every file but the summary into a folder."""
        for name, file in _files(self.folder, self.kept):
            shutil.copyfile(file, made / name)

    @property
    def summary(self) -> dict[str, Any]:
        """What summary.json said, how long the stages took left out."""
        return dict(self.told["summary"])


def key_of(import_id: str, as_of: str, beside: str, policy: Policy, options: RunOptions) -> str:
    """Return what the files of a run depend on besides the model that is chosen, as a hash."""
    told = [import_id, identify("", as_of, options.model, policy, options, beside), code_fingerprint(EVERYTHING)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def standing(home: Path, key: str) -> Standing | None:
    """Return what was made before under a key, None where there is nothing, or nothing that can be read."""
    folder = home / "cache" / "outputs" / key
    try:
        told = json.loads((folder / TOLD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Standing(folder, home / "runs" / told["run"], told)


def remember(home: Path, key: str, kept: Path, out: Path, choice: Choice, summary: dict[str, Any]) -> None:
    """Keep the files of a finished run for the next one; the oldest go. A disk that is full keeps nothing."""
    outputs = home / "cache" / "outputs"
    try:
        with whole_folder(outputs / key) as made:
            for name, file in _files(out, kept):
                if name != CONTRIBUTIONS:
                    shutil.copyfile(file, made / name)
            told = {
                "run": kept.name, "model": _words_of(choice), "sums": _sums(dict(_files(made, kept))),
                "summary": {name: value for name, value in summary.items() if name != "seconds"},
            }  # fmt: skip
            (made / TOLD).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except (OSError, SommaiError):
        shutil.rmtree(outputs / key, ignore_errors=True)
        return
    others = sorted(outputs.iterdir(), key=lambda folder: folder.stat().st_mtime_ns, reverse=True)
    for folder in others[KEPT_OUTPUTS:]:
        shutil.rmtree(folder, ignore_errors=True)


def _files(folder: Path, kept: Path) -> Iterator[tuple[str, Path]]:
    for name in FILES:
        if name != SUMMARY_FILE:
            yield name, (kept if name == CONTRIBUTIONS else folder) / name


def _sums(files: dict[str, Path]) -> dict[str, str]:
    with ThreadPoolExecutor() as pool:
        return dict(zip(files, pool.map(file_sum, files.values()), strict=True))


def _words_of(choice: Choice) -> list[Any]:
    told = [choice.first_line, *choice.notices]
    return [choice.id, choice.approved, choice.calibrated, choice.skill, [[text.vi, text.en] for text in told]]
