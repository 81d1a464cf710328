"""What a unit remembers of the columns of lists: looked up before a list is read, written when somebody chose them."""

from uuid import UUID, uuid4

from sqlalchemy import Connection

from documents.mapping import CODES, COLUMN_OF, Chosen, Known, Wanted, header_at, place_of, signature
from documents.workbook import read_workbook
from workflow import importing, schemas, service
from workflow.batch_preparation import mapping_id
from workflow.messages import Actor, ForgetMapping, RememberMapping
from workflow.messages.mapping import MappedColumn


def as_remembered(connection: Connection, actor: Actor) -> Wanted:
    """The columns of lists whose headers the actor's unit has seen before."""
    found = importing.remembered(connection, actor)
    return Wanted(known={one.signature: known(one) for one in found})


def known(one: importing.Remembered) -> Known:
    columns = {COLUMN_OF[code]: place for code, place in one.columns.items()}
    return Known(one.mapping_id, columns, one.remembered_at)


def remember(
    ledger: service.Ledger, actor: Actor, data: bytes, name: str, chosen: Chosen, command_id: UUID | None = None
) -> service.Done:
    """Remember the chosen columns for the header of this list; the same again changes nothing. Raises a Refusal."""
    sheet, row = place_of(read_workbook(data, name), chosen)
    header_at(sheet, row, chosen.columns)
    told = signature(sheet.rows[row - 1])
    command = schemas.load(
        RememberMapping, {"signature": told}, command_id=command_id or uuid4(), subject=mapping_id(actor.org, told),
        by=actor, at=ledger.clock.now(), unit=actor.org,
        columns=tuple(MappedColumn(CODES[column], place) for column, place in chosen.columns.items()),
    )  # fmt: skip
    return service.handle(ledger, command)


def forget(ledger: service.Ledger, actor: Actor, one: UUID, command_id: UUID | None = None) -> service.Done:
    """Forget the columns of one header. Raises a Refusal."""
    command = ForgetMapping(
        command_id=command_id or uuid4(), subject=one, by=actor, at=ledger.clock.now(), unit=actor.org
    )
    return service.handle(ledger, command)
