"""Alembic's entry: runs on the connection that it is handed, or writes down what it would run."""

from alembic import context

from storage.db import Base

context.configure(
    target_metadata=Base.metadata,
    transaction_per_migration=False,
    **context.config.attributes,
)
context.run_migrations()
