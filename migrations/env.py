"""Alembic's environment: one chain for all packages, whatever features are on, on SQLite and PostgreSQL."""

from alembic import context
from flask import current_app

from hub.database import Model, writing


def run() -> None:
    """Run the migrations over the app's own engine."""
    engine = current_app.extensions["migrate"].db.engine
    token = writing.set(True)
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=Model.metadata,
                render_as_batch=engine.dialect.name == "sqlite",
                compare_type=True,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
    finally:
        writing.reset(token)


run()
