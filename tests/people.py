"""What happens to accounts, told by the operator; and what one saw at a moment."""

from datetime import timedelta
from uuid import UUID, uuid4

from tests.city import City
from workflow import messages as m
from workflow import schemas
from workflow.eyes import sight_at
from workflow.history import reading_at
from workflow.messages.base import SYSTEM
from workflow.service import handle
from workflow.sight import Sight


def tell(city: City, command: type[m.AccountCommand], account: UUID, **said: object):
    city.clock.advance(timedelta(seconds=1))
    shell = {"command_id": uuid4(), "subject": account, "by": SYSTEM, "at": city.clock.now()}
    return handle(city.ledger, schemas.load(command, said, **shell))


def seen(city: City, account: UUID, asked: str = "") -> Sight:
    with reading_at(city.ledger.database, asked, city.clock.now(), city.ledger.zone) as (connection, at):
        return sight_at(connection, account, at)[1]


def newest(city: City) -> str:
    with city.ledger.database.reading() as connection:
        return f"@{connection.exec_driver_sql('SELECT max(position) FROM log').scalar()}"
