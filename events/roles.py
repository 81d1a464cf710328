"""What the application's role may do in PostgreSQL: add to what was recorded and read it, never change it."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, inspect, text

Rights = tuple[str, ...]

ADD: Rights = ("SELECT", "INSERT")
CHANGE: Rights = (*ADD, "UPDATE")
ALL: Rights = (*CHANGE, "DELETE")
LOG: dict[str, Rights] = {
    "events": ADD,
    "log": ADD,
    "commands": ADD,
    "signed_checkpoints": ADD,
    "personal_data": ADD,
    "personal_keys": CHANGE,
    "unsealed_personal_data": ("SELECT", "DELETE"),
    "security_log": ADD,
    "security_head": ("SELECT", "UPDATE"),
    "security_repeats": ALL,
    "streams": CHANGE,
    "tiles": CHANGE,
    "suspensions": CHANGE,
    "instants": ("SELECT", "UPDATE"),
    "subscriptions": CHANGE,
    "pending": (*ADD, "DELETE"),
    "alembic_version": ("SELECT",),
}
"""The tables of the log. Who has more tables adds them to a list of its own; a table in no list gets nothing."""


def grant(connection: Connection, role: str, rights: Mapping[str, Rights]) -> list[str]:
    """Give `role` exactly `rights` on the tables there are; any others it had on them are taken away.

    The tables that come back are those that `rights` does not name: the role may do nothing with them.
    """
    there = sorted(inspect(connection).get_table_names())
    quoted = connection.dialect.identifier_preparer.quote_identifier
    for statement in _statements(quoted(role), {quoted(table): rights[table] for table in there if table in rights}):
        connection.execute(text(statement))
    return [table for table in there if table not in rights]


def _statements(role: str, rights: Mapping[str, Rights]) -> Iterator[str]:
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    for table, those in rights.items():
        yield f"GRANT {', '.join(those)} ON {table} TO {role}"
