"""What a problem looks like, for OpenAPI: one of those that an answer may carry, as it is told in each language."""

from __future__ import annotations

from typing import Any

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import LANGUAGES, Text
from service import problems
from service.corrections.problems import NoCorrection, NoSuchRow, NotAgreed, RowCorrected, RowIsThere, WrongRow
from service.disputes import NoOverride
from service.jobs.problems import NoFile, NoJob, NotInThatState
from service.lists.life import ListChanged
from service.people.problems import AccountExists, LastAdministrator, NoAccount, NotAllowed, NoToken, NotSignedIn
from service.registry.service import NoModel
from service.vault.problems import NoIdentity
from service.visits.entering import VisitChanged

USUAL: dict[str, type[SommaiError]] = {
    "401": NotSignedIn,
    "403": NotAllowed,
    "404": problems.NoPage,
    "406": problems.NotOffered,
    "412": problems.Changed,
    "413": problems.TooLarge,
    "415": problems.NotJson,
    "421": problems.ForeignHost,
    "422": problems.WrongRequest,
    "428": problems.SayWhichVersion,
    "429": problems.TooOften,
    "500": problems.Unexpected,
    "503": problems.NoDatabase,
}
"""The problem that comes most often with a status."""
OF_PATHS: dict[tuple[str, str], type[SommaiError]] = {
    ("/jobs/{job_id}/file", "404"): NoFile,
    ("/households/{household_id}/identity", "404"): NoIdentity,
    ("/households", "404"): problems.NoHousehold,
    ("/lists", "404"): problems.NoList,
    ("/runs", "404"): problems.NoRun,
    ("/models", "404"): NoModel,
    ("/jobs", "404"): NoJob,
    ("/disputes", "404"): NoOverride,
    ("/corrections/withdrawn-rows", "404"): NoSuchRow,
    ("/corrections/withdrawn-rows", "409"): RowCorrected,
    ("/corrections/added-rows", "404"): problems.NoHousehold,
    ("/corrections/added-rows", "409"): RowIsThere,
    ("/corrections/added-rows", "422"): WrongRow,
    ("/corrections", "404"): NoCorrection,
    ("/users", "404"): NoAccount,
    ("/tokens", "404"): NoToken,
    ("/visits", "404"): problems.NoHousehold,
    ("/lists", "409"): ListChanged,
    ("/jobs", "409"): NotInThatState,
    ("/corrections", "409"): NotAgreed,
    ("/visits", "409"): VisitChanged,
    ("/users/{user_id}", "409"): LastAdministrator,
    ("/users", "409"): AccountExists,
}
"""Another one where the address says which; of two that fit, the first."""
NOT_WHOLE = Text("Cần một số nguyên từ 1 đến 1000.", "A whole number from 1 to 1000 is needed.")
FIELDS = (problems.FieldFault("limit", NOT_WHOLE),)
FACTS: dict[str, Any] = {
    "override_id": 3, "correction": "5f0c2a9b1e7d", "job": "01a211c2f3767be964a7", "offered": "json, csv, xlsx",
    "table": "guardian_events", "key": "event_id", "faults_en": "event_date: A required cell is empty. Fill it in.",
    "faults_vi": "Ngày xảy ra: Ô bắt buộc đang trống. Hãy điền giá trị.", "limit": 65_536, "seconds": 12,
    "list_id": "L20250630-3f9a1c5b", "version": 4, "kind_vi": "duyệt", "kind_en": "approved",
}  # fmt: skip
"""What stands in the texts of the examples."""


def examples_of(path: str, status: str) -> dict[str, Any]:
    """Return the examples of a problem, one in each language, as OpenAPI writes them; raises ``KeyError`` where nobody
    has said which problem comes with a status."""
    chosen = next((kind for (at, known), kind in OF_PATHS.items() if known == status and at in path), None)
    error = _made(chosen or USUAL[status])
    return {language: {"value": problems.record(error, language)} for language in LANGUAGES}


def _made(kind: type[SommaiError]) -> SommaiError:
    return kind(FIELDS) if kind is problems.WrongRequest else kind(**FACTS)
