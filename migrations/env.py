"""Alembic's entry: one transaction for the whole upgrade, so that a cut-off leaves the old schema or the new one."""

from alembic import context
from sqlalchemy import inspect

import identity  # noqa: F401 - its tables join the metadata
import workflow.jobs
import workflow.service  # noqa: F401
from events import sealer
from events.database import Database
from events.tables import metadata

database = Database(context.config.attributes["url"])
try:
    with database.writing() as connection:
        context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()
            if inspect(connection).has_table("tiles"):  # a log that was sealed before there were tiles gets them
                sealer.complete_tiles(connection)
finally:
    database.close()
