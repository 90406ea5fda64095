"""What Alembic runs: the steps, over the connection (and inside the transaction) that it is given."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
context.run_migrations()
