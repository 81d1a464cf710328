"""What a command on a disclosure list needs to know, and what goes with it: its row of the register of disclosures, and
what it does for the unit's monthly obligation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from events.store import EventStore
from workflow import disclosure_lists, files, obligations, performances, rows
from workflow import messages as m
from workflow.disclosure_errors import ListThatDay, NoSuchDisclosureList, NotThatUnit
from workflow.disclosure_lists import DisclosureList, Stage
from workflow.disclosure_rules import rules_on
from workflow.lookups import NAMESPACE, organisation_id, unit_of
from workflow.messages import disclosure_list as d
from workflow.messages.disclosure_rule import ColumnRule, PublicColumn
from workflow.messages.obligation import Rule
from workflow.messages.publicity import Recheck, RecordDisclosure
from workflow.messages.row import StrikeRow
from workflow.projections import DISCLOSURE_LISTS, OBLIGATIONS
from workflow.row_preparation import row_id
from workflow.rows import written
from workflow.sight import in_sight
from workflow.terms import phase_on

AREA = "disclosure"
MONTHLY = (Rule.MONTHLY, Rule.MONTHLY_AVERAGE)
WHAT = "公示受援人名单，{persons} 人，{place}"
MEDIA_TYPE = "text/plain"


def rule_id(column: PublicColumn) -> UUID:
    """The stream's id of a column's rule."""
    return uuid5(NAMESPACE, f"disclosure rule {column}")


def require_sight(command: d.DisclosureListCommand, listed: DisclosureList) -> None:
    """A list that the actor does not see is as one that is not there; a unit prepares its own."""
    if isinstance(command, d.PrepareDisclosureList):
        if command.by.role in disclosure_lists.OWN and command.bureau != command.by.org:
            raise NotThatUnit(field="bureau", given=command.bureau[:64])
        return
    if not listed.version or not in_sight(command.by).sees(listed.bureau):
        raise NoSuchDisclosureList


def prepared(command: d.DisclosureListCommand, store: EventStore, today: date) -> d.DisclosureListCommand:
    """The command with the day, and for a new list the unit's name, the rules, and whether it is there already."""
    if not isinstance(command, d.PrepareDisclosureList):
        return replace(command, today=today)
    store.hold(f"organisation-{organisation_id(command.bureau)}")
    unit = unit_of(store, command.bureau)
    if unit is None or not unit.answers:
        raise NotThatUnit(field="bureau", given=command.bureau[:64])
    there = _there(store.connection, command.digest)
    return replace(command, today=today, unit=unit.name, rules=rules_of(store, today), there=there)


def rules_of(store: EventStore, on: date) -> tuple[ColumnRule, ...]:
    """How each column is published on a day, by what was set until now."""
    read = {column: store.read_past(f"disclosure_rule-{rule_id(column)}").told for column in PublicColumn}
    return rules_on({column: [one.event for one in told] for column, told in read.items()}, on)


def _there(connection: Connection, digest: str) -> bool:
    """Whether a list with the digest, which names unit and month, stands."""
    table = DISCLOSURE_LISTS.now.c
    wanted = select(table.list_id).where(table.digest == digest, table.stage != Stage.WITHDRAWN.value)
    return connection.execute(wanted).first() is not None


def name_file(connection: Connection, command: d.PrepareDisclosureList) -> None:
    """Name the masked table as a file of the unit: so it is backed up, and is evidence of what it did."""
    table = disclosure_lists.table_of(command).table
    name, size = f"{table.title}.txt", len(table.content)
    files.register(connection, table.digest, name, MEDIA_TYPE, size, command.by, command.at)


def following(command: m.Command, store: EventStore) -> Iterator[m.Command]:
    """The commands that go with one on a list; none of them again where the command is sent again."""
    if not isinstance(command, d.DisclosureListCommand):
        return
    listed = disclosure_lists.fold(store.read_past(command.stream).told)
    for one in (*_row(command, listed, store), *_performed(command, listed, store)):
        if store.answered(one.command_id) is None:
            yield one


def row_of(listed: DisclosureList) -> UUID:
    """The row of the register that a published list has."""
    key = {"month": str(listed.month), "disclosed_on": written(listed.disclosed_on)}
    return row_id(RecordDisclosure.kind, listed.bureau, key)


def _row(command: d.DisclosureListCommand, listed: DisclosureList, store: EventStore) -> Iterator[m.Command]:
    """The row of the register as the list has it; a row that somebody struck stays struck."""
    if listed.disclosed_on is None or isinstance(command, d.PrepareDisclosureList | d.ApproveDisclosureList):
        return
    unit = unit_of(store, listed.bureau)
    answers = unit is not None and unit.answers  # of a unit that is no more, what was recorded stays as it is
    subject = row_of(listed)
    row = rows.fold(store.read_past(f"register-{subject}").told)
    shell: dict[str, Any] = {
        "command_id": uuid5(command.command_id, "row"), "subject": subject, "by": command.by, "at": command.at,
    }  # fmt: skip
    stands = bool(row.version) and row.struck is None
    match command:
        case d.WithdrawDisclosureList():
            if stands and (row.values or {}).get("list_hash") == listed.digest:
                yield StrikeRow(**shell, reason=command.reason)
        case d.PublishDisclosureList():
            if stands and (row.values or {}).get("list_hash", "") not in ("", listed.digest):
                raise ListThatDay(field="disclosed_on")
            yield _recorded(listed, row if stands else rows.NEW, shell)
        case _ if stands and answers:
            yield _recorded(listed, row, shell)


def _recorded(listed: DisclosureList, row: rows.Row, shell: dict[str, Any]) -> RecordDisclosure:
    """What the list says, over what the row says that the list does not."""
    assert listed.month and listed.disclosed_on
    said = row.values or {}
    handed = listed.handed_over_on or _day(said.get("handed_over_on"))
    looked = listed.rechecked_on or _day(said.get("rechecked_on"))
    result = listed.result or (Recheck(said["result"]) if said.get("result") else None)
    return RecordDisclosure(
        **shell, again=bool(row.version), bureau=listed.bureau, month=listed.month, disclosed_on=listed.disclosed_on,
        place=listed.place, persons=listed.persons, list_hash=listed.digest, name=row.name, handed_over_on=handed,
        rechecked_on=looked, result=result,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _performed(command: d.DisclosureListCommand, listed: DisclosureList, store: EventStore) -> Iterator[m.Command]:
    """What publishing does for each monthly obligation of disclosure that the unit has that day; undone with it."""
    if listed.disclosed_on is None or not isinstance(command, d.PublishDisclosureList | d.WithdrawDisclosureList):
        return
    table = OBLIGATIONS.now.c
    found = select(table.obligation_id).where(table.bureau == listed.bureau, table.area == AREA)
    for (owed,) in store.connection.execute(found.order_by(table.obligation_id)).all():
        subject = uuid5(NAMESPACE, f"performance of {command.subject} for {owed}")
        shell: dict[str, Any] = {
            "command_id": uuid5(command.command_id, f"performance {owed}"), "subject": subject, "by": command.by,
            "at": command.at,
        }  # fmt: skip
        if isinstance(command, d.PublishDisclosureList):
            if _owes(store, owed, listed.disclosed_on):
                yield _done(listed, owed, shell)
        elif _stands(store, subject):
            yield m.StrikePerformance(**shell, reason=command.reason, taken_down=True)


def _owes(store: EventStore, obligation: UUID, day: date) -> bool:
    phase = phase_on(obligations.fold(store.read_past(f"obligation-{obligation}").told).terms, day)
    return phase is not None and phase.rule in MONTHLY


def _stands(store: EventStore, performance: UUID) -> bool:
    done = performances.fold(store.read_past(f"performance-{performance}").told)
    return bool(done.version) and done.struck is None


def _done(listed: DisclosureList, obligation: UUID, shell: dict[str, Any]) -> m.RecordPerformance:
    assert listed.disclosed_on
    return m.RecordPerformance(
        **shell, obligation=obligation, performed_on=listed.disclosed_on,
        what=WHAT.format(persons=listed.persons, place=listed.place),
        evidence=(m.Evidence(sha256=listed.digest, size=listed.size, media_type=MEDIA_TYPE),),
    )  # fmt: skip
