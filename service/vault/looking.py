"""Who sees names and addresses: an officer, of households on a published list of the own communes; each look recorded.

Planners, analysts, auditors and administrators never do: they have no permission for it, and nothing else opens the
vault. A look says what it was for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from sqlalchemy import Connection

from data.vocabulary.language import Text
from service.access import Permission, Who
from service.audit import HOUSEHOLD, Event, append
from service.people import NotAllowed

from .opening import Person, Vault
from .problems import WrongPurpose

Purpose = Literal["visit", "urgent", "correction", "sheet", "workbook"]
PURPOSES: dict[str, Text] = {
    "visit": Text("chuẩn bị hoặc ghi lại một lần thăm", "preparing or recording a visit"),
    "urgent": Text("một dấu hiệu khẩn cấp", "an urgent sign"),
    "correction": Text("một ý kiến hoặc đính chính của hộ", "a household's question or correction"),
    "sheet": Text("phiếu in để mang theo", "a printed sheet to take along"),
    "workbook": Text("sổ thăm hỏi để điền", "a workbook to fill in"),
}
EXPORTS = frozenset({"sheet", "workbook"})


def look(
    connection: Connection,
    vault: Vault,
    who: Who,
    published: Mapping[str, str],
    household_ids: Collection[str],
    purpose: str,
) -> dict[str, list[Person]]:
    """Return the identities of those of the households that the caller may see, and record each look.

    ``published`` is the commune of every household on a published list, from the lists themselves. A household that
    isn't on one, or is elsewhere, is left out as if it had no identity. The record stands in the transaction at hand,
    so commit it before anything is shown. Raises ``NotAllowed`` or ``WrongPurpose``.
    """
    if not who.may(Permission.IDENTITIES_READ):
        raise NotAllowed()
    if purpose not in get_args(Purpose):
        raise WrongPurpose(purposes=", ".join(PURPOSES))
    allowed = [
        household_id
        for household_id in household_ids
        if household_id in published and who.communes is not None and published[household_id] in who.communes
    ]
    found = vault.of(allowed)
    action = "identity.exported" if purpose in EXPORTS else "identity.seen"
    append(
        connection,
        *(
            Event(action, who.person_id, who.by, who.role, HOUSEHOLD, household_id, {"purpose": purpose})
            for household_id in found
        ),
    )
    return found
