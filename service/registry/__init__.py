"""The models of a home as the service shows them: read from their folders, never through the registry's library."""

from .service import NoModel, account_of, documents_of, model_of, models_of

__all__ = ["NoModel", "account_of", "documents_of", "model_of", "models_of"]
