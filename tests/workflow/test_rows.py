"""Rows of the typed registers: who records, changes and strikes them, and what is refused."""

from datetime import date
from uuid import uuid4

import pytest

from events.personal import PersonalRef
from tests import examples as x
from workflow import row_register
from workflow.errors import NotPermitted
from workflow.facts import Due
from workflow.messages.payment import AccountType, RecordPayment
from workflow.messages.publicity import RecordDisclosure
from workflow.messages.row import RegisterKind, RowChanged, RowRecorded, RowStruck, StrikeRow
from workflow.money import fen_of, yuan
from workflow.organisation_errors import NothingChanges, SinceInFuture
from workflow.row_errors import KeyChanged, NoSuchRow, NotAMonth, NoUnitToRecordFor, RowGone, RowThere
from workflow.row_preparation import id_of
from workflow.rows import NEW, Row, admit, decide, evolve, key_of

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
THERE = Row(1, RegisterKind.PAYMENT, "baishi", VALUES, PAYEE)
STRUCK = Row(2, RegisterKind.PAYMENT, "baishi", VALUES, PAYEE, "重复")


def test_a_row_is_recorded_with_its_person_apart():
    expected = RowRecorded(kind=RegisterKind.PAYMENT, bureau="baishi", values=VALUES, name=PAYEE)
    assert decide(payment(), NEW) == [expected]
    assert decide(payment(), STRUCK) == [expected]


def test_a_change_says_the_whole_row():
    [changed] = decide(payment(again=True, amount=130000), THERE)
    assert changed == RowChanged(
        kind=RegisterKind.PAYMENT, bureau="baishi", values={**VALUES, "amount": "130000"}, name=PAYEE
    )


@pytest.mark.parametrize(
    ("command", "row", "refusal"),
    [
        (payment(), THERE, RowThere),
        (payment(again=True), NEW, NoSuchRow),
        (payment(again=True), STRUCK, RowGone),
        (payment(again=True), THERE, NothingChanges),
        (payment(again=True, case_no="2号"), THERE, KeyChanged),
        (payment(again=True, bureau="shiqiao"), THERE, KeyChanged),
        (payment(paid_on=date(2020, 4, 9)), NEW, SinceInFuture),
        (payment(by=x.AUDITOR), NEW, NotPermitted),
        (payment(by=x.EVALUATOR), NEW, NotPermitted),
        (payment(by=x.ADMIN), NEW, NotPermitted),
        (disclosure("2020"), NEW, NotAMonth),
        (StrikeRow(**SHELL, by=x.LEADER, reason="重复"), NEW, NoSuchRow),
        (StrikeRow(**SHELL, by=x.LEADER, reason="重复"), STRUCK, RowGone),
        (StrikeRow(**SHELL, by=x.AUDITOR, reason="重复"), THERE, NotPermitted),
    ],
)
def test_what_does_not_fit_is_refused(command, row, refusal):
    with pytest.raises(refusal):
        decide(command, row)


def test_a_row_is_struck_with_its_reason_and_keeps_what_it_said():
    command = StrikeRow(**SHELL, by=x.LEADER, reason="重复")
    admit(command, THERE)
    assert decide(command, THERE) == [RowStruck(reason="重复")]


def test_a_row_is_known_by_its_key_however_it_is_spaced():
    same = [key_of(RegisterKind.PAYMENT, "baishi", {"case_no": text}) for text in ("A 1号", "a1 号")]
    assert same[0] == same[1]
    assert key_of(RegisterKind.VOUCHER, "baishi", {"case_no": "a1号"}) != same[0]


def test_amounts_are_read_in_yuan_and_kept_in_fen():
    assert [fen_of(text) for text in ("1,200.50", "¥1200.5", "1200元", "0.07", "1200.0")] == [
        120050, 120050, 120000, 7, 120000,
    ]  # fmt: skip
    assert [fen_of(text) for text in ("", "-1", "1.234", "12,00", "一千", "1e3")] == [None] * 6
    assert yuan(120005) == "1200.05"


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
