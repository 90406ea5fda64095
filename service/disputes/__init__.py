"""Overrides and their answers: disputes of a reason, nominations, put-offs. None of it rates whoever said it."""

from .repository import add_override
from .service import ANSWERS, Override, answer, dispute, ledger

__all__ = ["ANSWERS", "Override", "add_override", "answer", "dispute", "ledger"]
