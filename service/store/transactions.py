"""One transaction, whoever began it: a command gives the engine, a request the connection that it works in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

Store = Engine | Connection


@contextmanager
def transaction(store: Store) -> Iterator[Connection]:
    """Yield a connection in a transaction: one of its own for an engine, the one under way for a connection."""
    if isinstance(store, Engine):
        with store.begin() as connection:
            yield connection
    else:
        yield store
