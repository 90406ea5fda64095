"""Overrides and their answers: disputes of a reason, nominations, put-offs. None of it rates whoever said it."""

from .repository import add_override
from .service import ANSWERS, KINDS, Override, answer, dispute, ledger

__all__ = ["ANSWERS", "KINDS", "Override", "add_override", "answer", "dispute", "ledger"]
