"""What the application's role may do in PostgreSQL: add to what was recorded and read it, never change it."""

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

ADD = ("SELECT", "INSERT")
CHANGE = (*ADD, "UPDATE")
ALL = (*CHANGE, "DELETE")
RIGHTS = {
    "events": ADD,
    "log": ADD,
    "commands": ADD,
    "signed_checkpoints": ADD,
    "personal_data": ADD,
    "uploads": ADD,
    "streams": CHANGE,
    "tiles": CHANGE,
    "suspensions": CHANGE,
    "instants": ("SELECT", "UPDATE"),
    "subscriptions": CHANGE,
    "pending": (*ADD, "DELETE"),
    "alembic_version": ("SELECT",),
}


def rights(table: str) -> tuple[str, ...]:
    """The rights on a table: what stands above, and all four on what can be made again or is no part of the log."""
    return RIGHTS.get(table, ALL)


def grant(connection: Connection, role: str) -> None:
    """Give `role` exactly these rights on the tables there are; any others it had on them are taken away."""
    for statement in _statements(connection, connection.dialect.identifier_preparer.quote_identifier(role)):
        connection.execute(text(statement))


def _statements(connection: Connection, role: str) -> Iterator[str]:
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"
    for table in sorted(inspect(connection).get_table_names()):
        yield f"GRANT {', '.join(rights(table))} ON {table} TO {role}"
