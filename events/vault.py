"""Where personal values lie: the table beside the log. See personal.py for what the log holds of them."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, insert, select

from events.personal import PersonalValue
from events.tables import personal_data


def keep(connection: Connection, values: Sequence[PersonalValue]) -> None:
    if values:
        rows = [{"ref": v.ref, "kind": v.kind, "value": v.value, "salt": v.salt} for v in values]
        connection.execute(insert(personal_data), rows)


def reveal(connection: Connection, refs: Iterable[UUID]) -> Mapping[UUID, str]:
    """The values still kept behind `refs`; an erased one is absent."""
    wanted = select(personal_data.c.ref, personal_data.c.value).where(personal_data.c.ref.in_(set(refs)))
    return {row.ref: row.value for row in connection.execute(wanted)}
