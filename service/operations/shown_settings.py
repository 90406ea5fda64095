"""Every setting with its value and where that comes from; a secret is never shown."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text
from service.configuration import FILE_NAME, PREFIX, Settings, described, private_text, settings_of
from service.settings import HOME_VARIABLE

Source = Literal["environment", "secret file", "settings.toml", "default", "--home"]
SOURCES: dict[Source, Text] = {
    "environment": Text("biến môi trường", "environment"),
    "secret file": Text("tệp bí mật", "secret file"),
    "settings.toml": Text("tệp settings.toml", "settings.toml"),
    "default": Text("mặc định", "default"),
    "--home": Text("tùy chọn --home", "--home"),
}


@dataclass(frozen=True)
class Shown:
    """A setting as a person may see it."""

    name: str
    value: str
    source: Source
    meaning: Text


def shown_settings(home: Path, environ: Mapping[str, str] = os.environ) -> list[Shown]:
    """Return every setting of a home; those that can't be read are left out, and ``doctor`` says why."""
    where: Source = "environment" if environ.get(HOME_VARIABLE) else "default"
    own = Shown(HOME_VARIABLE, str(home), where, Text("Nơi giữ dữ liệu", "Where data lie"))
    try:
        settings = settings_of(home)
        written = in_file(home)
    except SommaiError:
        return [own]
    rows = [Shown(name, value, source_of(name, written, environ), says) for name, value, _, says in described(settings)]
    return [own, *rows]


def source_of(name: str, written: frozenset[str], environ: Mapping[str, str]) -> Source:
    """Return where a setting's value comes from, in the order in which sources win."""
    field = name.removeprefix(PREFIX).lower()
    if name in {key.upper() for key in environ}:
        return "environment"
    if environ.get(f"{name}_FILE") and "SecretStr" in str(Settings.model_fields[field].annotation):
        return "secret file"
    return "settings.toml" if field in written else "default"


def in_file(home: Path) -> frozenset[str]:
    """Return the settings that ``settings.toml`` has; raises ``OpenFile`` where others may read it."""
    file = home / FILE_NAME
    if not file.exists():
        return frozenset()
    return frozenset(tomllib.loads(private_text(file)))
