"""Check 10: every document that a person needs to decide lies beside the model, with every section and number."""

from __future__ import annotations

from data.vocabulary.language import LANGUAGES, Text

from .evidence import Evidence
from .result import CheckResult
from .written import DOCUMENTS, faults_of

NUMBER, NAME = 10, "documents_complete"
MOST_NAMED = 5


def run(evidence: Evidence) -> CheckResult:
    """Count what the documents lack, as they were written."""
    faults = faults_of(evidence.documents, evidence.model.features)
    if faults:
        named = {language: "; ".join(f.in_(language) for f in faults[:MOST_NAMED]) for language in LANGUAGES}
        text = Text(f"Chưa đủ: {named['vi']}.", f"Not complete: {named['en']}.")
    else:
        text = Text(
            f"Đủ {len(DOCUMENTS)} tài liệu, đủ mọi phần, không có số trống.",
            f"All {len(DOCUMENTS)} documents are there, with every section and no empty number.",
        )
    return CheckResult(NUMBER, NAME, "failed" if faults else "passed", float(len(faults)), 0.0, text)
