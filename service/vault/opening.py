"""Opening sealed records, resealing them with a new key, and taking a person out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data import identities
from data.identity_keys import Keyring, add_key, drop_keys, keyring

from .problems import DamagedVault


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a household or of one of its people; ``id`` is the register's."""

    id: str
    full_name: str | None
    address: str | None
    phone: str | None


class Vault:
    """The sealed identities of one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._seen: tuple[int, int] | None = None
        self._records = pl.DataFrame(schema=identities.SCHEMA)

    def of(self, household_ids: Iterable[str]) -> dict[str, list[Person]]:
        """Return the identities of households that have any, each household's own first; raises ``DamagedVault``.

        Who may ask is decided by ``service.vault.looking``; nothing else calls this.
        """
        ring = keyring(self.home)
        self._refresh()
        found = {}
        for household_id in household_ids:
            row = self._row(ring.place(household_id))
            if row is not None:
                people = _opened(ring, *row)
                found[household_id] = sorted(people, key=lambda person: (person.id != household_id, person.id))
        return found

    def count(self) -> int:
        """Return how many households have a record."""
        self._refresh()
        return self._records.height

    def rotate(self) -> int:
        """Seal every record anew with a new key, forget keys that seal nothing any more; return how many records.

        Killed anywhere, every record still opens, and the same again finishes the work.
        """
        with identities.locked(self.home):
            ring = add_key(self.home)
            rows = []
            for place, key_id, sealed in identities.read(self.home).iter_rows():
                plain = json.dumps({"people": [_plain(p) for p in _opened(ring, place, key_id, sealed)]})
                rows.append((place, ring.current, identities.seal(ring, place, plain.encode())))
            identities.write(self.home, rows)
            drop_keys(self.home, {ring.current})
        return len(rows)

    def erase(self, household_id: str, subject_id: str) -> int:
        """Take a household's record out, or one person out of it; return how many people went."""
        with identities.locked(self.home):
            ring = keyring(self.home)
            wanted, gone, rows = ring.place(household_id), 0, []
            for place, key_id, sealed in identities.read(self.home).iter_rows():
                if place != wanted:
                    rows.append((place, key_id, sealed))
                    continue
                people = _opened(ring, place, key_id, sealed)
                kept = [] if subject_id == household_id else [p for p in people if p.id != subject_id]
                gone += len(people) - len(kept)
                if kept:
                    plain = json.dumps({"people": [_plain(person) for person in kept]}).encode()
                    rows.append((place, ring.current, identities.seal(ring, place, plain)))
            if gone:
                identities.write(self.home, rows)
        return gone

    def _refresh(self) -> None:
        """Read the records again where an import has replaced them."""
        try:
            told = (self.home / identities.FILE).stat()
        except FileNotFoundError:
            return
        seen = (told.st_mtime_ns, told.st_ino)
        if seen != self._seen:
            self._records = identities.read(self.home)
            self._seen = seen

    def _row(self, place: bytes) -> tuple[bytes, str, bytes] | None:
        at = _search(self._records["place"], place)
        if at is None:
            return None
        key_id, sealed = self._records["key_id"][at], self._records["sealed"][at]
        return place, str(key_id), bytes(sealed)


def _search(places: pl.Series, wanted: bytes) -> int | None:
    """Return where a place stands in their order, or None."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if places[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < len(places) and places[low] == wanted else None


def _opened(ring: Keyring, place: bytes, key_id: str, sealed: bytes) -> Sequence[Person]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = ring.keys.get(key_id)
    if key is None:
        raise DamagedVault(key=key_id)
    nonce, rest = sealed[: identities.NONCE_BYTES], sealed[identities.NONCE_BYTES :]
    try:
        plain = AESGCM(key).decrypt(nonce, rest, place + key_id.encode())
    except (InvalidTag, ValueError) as why:
        raise DamagedVault(key=key_id) from why
    return [Person(**person) for person in json.loads(plain)["people"]]


def _plain(person: Person) -> dict[str, str | None]:
    return {"id": person.id, "full_name": person.full_name, "address": person.address, "phone": person.phone}
