"""Overrides and their answers: disputes of a reason, nominations, put-offs. None of it rates whoever said it."""

from .repository import add_override
from .service import ANSWERS, KINDS, NoOverride, Override, answer, dispute, ledger, one

__all__ = ["ANSWERS", "KINDS", "NoOverride", "Override", "add_override", "answer", "dispute", "ledger", "one"]
