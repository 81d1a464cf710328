"""Alembic's entry: one transaction for the whole upgrade, so that a cut-off leaves the old schema or the new one."""

from alembic import context

import identity  # noqa: F401 - its tables join the metadata
import workflow.service  # noqa: F401
from events.database import Database
from events.tables import metadata

database = Database(context.config.attributes["url"])
try:
    with database.writing() as connection:
        context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()
finally:
    database.close()
