"""Signs that ask for a person today, whatever the risk."""

from .service import hotline, is_private, sign_text, signs

__all__ = ["hotline", "is_private", "sign_text", "signs"]
