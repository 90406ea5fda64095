"""The order of Vietnamese words: a ă â b c d đ e ê …, then the tone."""

from __future__ import annotations

import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("", "\N{COMBINING GRAVE ACCENT}", "\N{COMBINING HOOK ABOVE}", "\N{COMBINING TILDE}",
         "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING DOT BELOW}")  # fmt: skip
PLACES = {letter: place for place, letter in enumerate(ALPHABET)}


def vietnamese(word: str) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]:
    """Return a key that sorts words as a Vietnamese dictionary does; numbers and marks come before letters."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", word).lower():
        tone, bare = 0, sign
        parts = unicodedata.normalize("NFD", sign)
        for place, mark in enumerate(TONES[1:], start=1):
            if mark in parts:
                tone, bare = place, unicodedata.normalize("NFC", parts.replace(mark, ""))
        letters.append((1, PLACES[bare]) if bare in PLACES else (0, ord(bare[0])))
        tones.append(tone)
    return tuple(letters), tuple(tones), word
