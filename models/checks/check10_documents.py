"""Check 10: every document that a person needs to decide lies beside the model."""

from __future__ import annotations

from data.vocabulary.language import Text

from .evidence import Evidence
from .result import CheckResult

NUMBER, NAME = 10, "documents_complete"


def run(evidence: Evidence) -> CheckResult:
    """Count the documents that are missing."""
    missing = [name for name in evidence.required_documents if name not in evidence.documents]
    if missing:
        listed = ", ".join(missing)
        text = Text(f"Còn thiếu: {listed}.", f"Missing: {listed}.")
    else:
        text = Text("Đủ mọi tài liệu.", "Every document is there.")
    return CheckResult(NUMBER, NAME, "failed" if missing else "passed", float(len(missing)), 0.0, text)
