"""What can be set from outside, declared once: where data lie, and the language a person reads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from data.vocabulary.language import Language

HOME_VARIABLE = "SOMMAI_HOME"
LANGUAGE_VARIABLE = "SOMMAI_LANG"
DEFAULT_HOME = Path("var")
DEFAULT_LANGUAGE: Language = "vi"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def home_folder(given: Path | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """Return where data lie: what was given, else ``SOMMAI_HOME``, else ``./var``; always absolute."""
    return (given or Path(environ.get(HOME_VARIABLE) or DEFAULT_HOME)).expanduser().resolve()


def system_language(argv: Sequence[str] = (), environ: Mapping[str, str] = os.environ) -> Language:
    """Return the language of messages: ``--lang``, ``SOMMAI_LANG``, the system's locale, else Vietnamese."""
    asked = next((argv[i + 1] for i, word in enumerate(argv[:-1]) if word == "--lang"), "")
    asked = next((word.removeprefix("--lang=") for word in argv if word.startswith("--lang=")), asked)
    chosen = environ.get(LANGUAGE_VARIABLE, "")
    locale = next((environ[name] for name in LOCALE_VARIABLES if environ.get(name)), "")
    for said in (asked, chosen, locale):
        if said.lower().startswith("en"):
            return "en"
        if said.lower().startswith("vi"):
            return "vi"
    return DEFAULT_LANGUAGE
