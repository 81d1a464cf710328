"""Rows of the typed registers: who records, changes and strikes them, and what is refused."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from events.personal import PersonalRef
from tests import examples as x
from tests.spec import given_of
from workflow import erasure, row_raising, row_register
from workflow import messages as m
from workflow.errors import NotPermitted
from workflow.facts import Due
from workflow.messages.payment import AccountType, RecordCaseHandler, RecordPayment
from workflow.messages.publicity import RecordDisclosure
from workflow.messages.row import RegisterKind, RowChanged, RowRecorded, RowStruck, StrikeRow
from workflow.organisation_errors import NothingChanges, SinceInFuture
from workflow.persons import of_unit
from workflow.row_errors import (
    KeyChanged,
    NoDaysToRaise,
    NoSuchRow,
    NotAMonth,
    NotAName,
    NoUnitToRecordFor,
    RowGone,
    RowThere,
)
from workflow.row_preparation import id_of
from workflow.rows import KEEPERS, NEW, evolve, key_of
from workflow.subjects import ROW
from workflow.words import Role

PAYEE = PersonalRef(uuid4(), "a" * 64)
TODAY = date(2020, 4, 8)
SHELL = {"command_id": uuid4(), "subject": uuid4(), "at": x.NOON}


def payment(by=x.HANDLER, **changed):
    said = {"bureau": "baishi", "case_no": "1号", "name": PAYEE, "account_type": AccountType.PERSONAL, "amount": 120000,
            "paid_on": date(2020, 4, 1), "today": TODAY}  # fmt: skip
    return RecordPayment(**SHELL, by=by, **{**said, **changed})


def disclosure(month):
    return RecordDisclosure(
        **SHELL, by=x.LEADER, bureau="baishi", month=Due.parse(month), disclosed_on=TODAY, place="公告栏", persons=3,
        today=TODAY,
    )  # fmt: skip


VALUES = {"case_no": "1号", "account_type": "personal", "amount": "120000", "paid_on": "2020-04-01"}
recorded = RowRecorded(kind=RegisterKind.PAYMENT, bureau="baishi", values=VALUES, name=PAYEE)
changed = RowChanged(kind=RegisterKind.PAYMENT, bureau="baishi", values={**VALUES, "amount": "130000"}, name=PAYEE)
struck = RowStruck(reason="重复")
STRIKE = StrikeRow(**SHELL, by=x.LEADER, reason="重复")


def given(*history):
    return given_of(ROW, *history)


def test_a_row_is_recorded_changed_struck_and_recorded_anew():
    given().when(payment()).then(recorded)
    given(recorded).when(payment(again=True, amount=130000)).then(changed)
    given(recorded, changed).when(STRIKE).then(struck)
    given(recorded, struck).when(payment()).then(recorded)


def test_a_struck_row_keeps_what_it_said_and_why_it_was_struck():
    row = given(recorded, changed, struck).state
    assert (row.version, row.values, row.name, row.struck) == (3, changed.values, PAYEE, "重复")
    assert given(recorded, struck, recorded).state.struck is None


@pytest.mark.parametrize(
    ("command", "history", "refusal"),
    [
        (payment(), (recorded,), RowThere),
        (payment(again=True), (), NoSuchRow),
        (payment(again=True), (recorded, struck), RowGone),
        (payment(again=True), (recorded,), NothingChanges),
        (payment(again=True, case_no="2号"), (recorded,), KeyChanged),
        (payment(again=True, bureau="shiqiao"), (recorded,), KeyChanged),
        (payment(paid_on=date(2020, 4, 9)), (), SinceInFuture),
        (disclosure("2020"), (), NotAMonth),
        (replace(disclosure("2020-04"), again=True), (recorded,), NoSuchRow),
        (STRIKE, (), NoSuchRow),
        (STRIKE, (recorded, struck), RowGone),
    ],
)
def test_what_does_not_fit_is_refused(command, history, refusal):
    given(*history).when(command).then_refused(refusal)


@pytest.mark.parametrize("by", x.EVERYONE)
@pytest.mark.parametrize("command", [payment(), payment(again=True, amount=130000), STRIKE])
def test_bureaus_and_the_center_keep_the_registers_and_nobody_else(command, by):
    history = (recorded,) if command is STRIKE or command.again else ()
    asked = given(*history).when(replace(command, by=by))
    if by.role in KEEPERS:
        assert asked.decide(asked.command, asked.state)
    else:
        asked.then_refused(NotPermitted)


def test_a_row_is_known_by_its_key_however_it_is_spaced():
    same = [key_of(RegisterKind.PAYMENT, "baishi", {"case_no": text}) for text in ("A(1)号", "a（1） 号", "Ａ(1)号")]
    assert len(set(same)) == 1
    assert key_of(RegisterKind.VOUCHER, "baishi", {"case_no": "a1号"}) != same[0]


SAID = {"bureau": "baishi", "case_no": "1号", "name": "王五", "account_type": "personal", "amount": "1200",
        "paid_on": "2020-03-01"}  # fmt: skip


def give(office, by=x.HANDLER, **said):
    again = said.pop("again", False)
    command = office.command(RecordPayment, by, uuid4(), {**SAID, **said}, again=again)
    return office.do(RecordPayment, by, id_of(command), {**SAID, **said}, again=again)


def rows(office, by):
    with office.ledger.database.reading() as connection:
        found = row_register.entries(connection, by, office.now(), RegisterKind.PAYMENT)
        return row_register.named(connection, found)


def test_bureaus_keep_their_own_and_see_no_others(office):
    done = give(office)
    assert [(row.bureau, row.values["amount"], row.name) for row in rows(office, x.LEADER)] == [
        ("baishi", "120000", "王*")
    ]
    assert rows(office, x.STRANGER) == []
    assert len(rows(office, x.CENTER)) == len(rows(office, x.AUDITOR)) == 1
    with pytest.raises(NoUnitToRecordFor):
        give(office, x.STRANGER)
    with pytest.raises(NoSuchRow):
        give(office, x.STRANGER, again=True)
    with pytest.raises(NoSuchRow):
        office.do(StrikeRow, x.STRANGER, done.subject, {"reason": "x"})
    office.do(StrikeRow, x.LEADER, done.subject, {"reason": "重复"})
    assert rows(office, x.CENTER)[0].struck == "重复"


def test_a_name_is_no_number(office):
    for name in ("6222000011112222", "王五 13800000001"):
        with pytest.raises(NotAName):
            give(office, name=name)
    assert rows(office, x.CENTER) == []


def test_the_same_person_stays_who_is_there(office):
    give(office)
    with pytest.raises(NothingChanges):
        give(office, again=True, name="王 五")
    give(office, again=True, name="赵六")
    assert [row.name for row in rows(office, x.CENTER)] == ["赵*"]


def test_who_reads_the_log_reads_no_name(office):
    give(office)
    with office.ledger.database.reading() as connection:
        text = str(connection.exec_driver_sql("SELECT body FROM events").all())
    assert "王五" not in text
    assert evolve(NEW, _told(office)).name is not None


def _told(office):
    with office.ledger.database.reading() as connection:
        [row] = row_register.entries(connection, x.CENTER, office.now(), RegisterKind.PAYMENT)
        return row_register.past(connection, x.CENTER, row.row_id, office.now()).recorded[0]


def test_who_was_erased_is_compared_with_nobody(office):
    give(office, file_passed_on="2020-03-01")
    said = {"bureau": "baishi", "case_no": "1号", "name": "赵六"}
    command = office.command(RecordCaseHandler, x.HANDLER, uuid4(), said)
    office.do(RecordCaseHandler, x.HANDLER, id_of(command), said)
    assert found(office) == ["other_payee"]
    security = m.Actor(UUID(int=77), Role.SECURITY_ADMIN, "center")
    erasure.erase(office.ledger, security, of_unit("baishi", "王五"), "本人申请")
    assert (found(office), rows(office, x.CENTER)[0].name) == ([], None)


def found(office):
    with office.ledger.database.reading() as connection:
        return [one.rule for one in row_register.found_in(connection, x.CENTER, office.now(), RegisterKind.PAYMENT)[1]]


def test_without_days_nothing_is_raised_and_it_is_said(office):
    give(office)
    with office.ledger.database.reading() as connection:
        _, found = row_register.found_in(connection, x.CENTER, office.now(), RegisterKind.PAYMENT)
    chosen = [row_raising.chosen_by(one) for one in found]
    with pytest.raises(NoDaysToRaise):
        row_raising.raise_items(office.ledger, x.CENTER, RegisterKind.PAYMENT, chosen)
