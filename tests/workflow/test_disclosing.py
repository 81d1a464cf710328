"""What goes with a disclosure list in the office: its bytes, its row of the register, the month's obligation."""

from uuid import UUID, uuid4

import pytest

from events.dry_run import DryRunStore
from tests import examples as x
from tests.workflow.disclosure_examples import UNIT, recipients
from workflow import disclosing, erasure, obligation_register, persons, row_register, service
from workflow import messages as m
from workflow.audit import audit
from workflow.disclosure_errors import ListThatDay, ListThereAlready, NoSuchDisclosureList, NotADigest, NotThatUnit
from workflow.disclosure_preparation import rule_id
from workflow.errors import StaleVersion
from workflow.facts import Due
from workflow.file_errors import FileAltered, NoRoom
from workflow.judging import Outcome
from workflow.lookups import AREA_REGISTER, organisation_id
from workflow.messages import disclosure_list as d
from workflow.messages.disclosure_rule import ColumnRule, PublicColumn, Treatment
from workflow.messages.publicity import RecordDisclosure
from workflow.messages.row import RegisterKind, StrikeRow
from workflow.public_table import made
from workflow.row_preparation import row_id
from workflow.tellings import Matter, told
from workflow.words import Role

OWED, SECURITY = UUID(int=0x0B5), m.Actor(UUID(int=77), Role.SECURITY_ADMIN, "center")
ROWS = recipients({}, {"name": "李四", "protected": "是"})
DAY = {"disclosed_on": "2020-03-06", "place": "公示栏"}


def prepare(office, rows=ROWS, month="2020-02", subject=None, by=x.HANDLER, bureau="baishi", rules=()):
    subject = subject or uuid4()
    digest = made(UNIT, Due.parse(month), rows, rules).table.digest
    said = {"bureau": bureau, "month": month, "hotline": "0000-7000001", "digest": digest}
    office.do(d.PrepareDisclosureList, by, subject, said, rows=rows)
    return subject, digest


def publish(office, **said):
    subject, digest = prepare(office, **said)
    office.do(d.ApproveDisclosureList, x.LEADER, subject, {"digest": digest})
    office.do(d.PublishDisclosureList, x.HANDLER, subject, DAY)
    return subject, digest


def rows_of(office):
    with office.ledger.database.reading() as connection:
        return row_register.entries(connection, x.CENTER, office.now(), RegisterKind.DISCLOSURE)


def owe(office):
    office.do(m.PublishAreas, x.CENTER, AREA_REGISTER, {"areas": [{"code": "disclosure", "zh": "公示", "en": "x"}]})
    said = {"bureau": "baishi", "area": "disclosure", "duty": "每月公示", "rule": "monthly", "since": "2020-02-01",
            "basis": "办法"}  # fmt: skip
    office.do(m.SetUpObligation, x.CENTER, OWED, said)


def march(office):
    with office.ledger.database.reading() as connection:
        whole = obligation_register.whole(connection, x.CENTER, OWED, office.now())
        return whole.owed.cells[-1].outcome, len([one for one in whole.done if one.performance.struck is None])


def past(office, subject, by=x.HANDLER):
    with office.ledger.database.reading() as connection:
        return disclosing.past(connection, by, subject, office.now())


def test_what_the_public_sees_is_kept_under_its_digest_and_nobodys_name_is(office):
    subject, digest = prepare(office)
    table = disclosing.table_of(office.ledger.files, past(office, subject).listed)
    assert (table.digest, [row[1] for row in table.rows]) == (digest, ["张**", "未成年人"])
    with office.ledger.database.reading() as connection:
        tables = ("events", "personal_data", "commands", "disclosure_list_board")
        kept = str([connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in tables])
    assert "张三丰" not in kept
    assert "张三丰".encode().hex() not in kept
    assert all(
        "张三丰".encode() not in one.read_bytes() for one in office.ledger.files.root.rglob("*") if one.is_file()
    )
    office.ledger.files.path(digest).unlink()
    with pytest.raises(FileAltered):
        disclosing.table_of(office.ledger.files, past(office, subject).listed)
    with office.ledger.database.reading() as connection:
        [fault] = [str(fault) for fault in audit(connection, office.ledger.files)]
    assert digest in fault


def test_publishing_records_the_row_and_meets_the_month(office):
    owe(office)
    assert march(office) == (Outcome.RUNNING, 0)
    subject, digest = publish(office)
    [row] = rows_of(office)
    assert dict(row.values) == {
        "month": "2020-02", "disclosed_on": "2020-03-06", "place": "公示栏", "persons": "2", "list_hash": digest,
    }  # fmt: skip
    assert march(office) == (Outcome.MET, 1)
    with office.ledger.database.reading() as connection:
        [done] = obligation_register.whole(connection, x.CENTER, OWED, office.now()).done
    assert [file.sha256 for file in done.performance.evidence] == [digest]
    office.do(d.HandOverDisclosureList, x.HANDLER, subject, {"handed_over_on": "2020-03-07"})
    with office.ledger.database.reading() as connection:
        found = row_register.found_in(connection, x.CENTER, office.now(), RegisterKind.DISCLOSURE)[1]
    assert [one.rule.value for one in found] == ["not_rechecked"]
    looked = {"rechecked_on": "2020-03-09", "result": "incomplete", "remark": "少一行"}
    office.do(d.RecheckDisclosureList, x.CENTER, subject, looked)
    [row] = rows_of(office)
    assert (row.values["result"], row.values["rechecked_on"]) == ("incomplete", "2020-03-09")
    with office.ledger.database.reading() as connection:
        assert [str(fault) for fault in audit(connection, office.ledger.files)] == []


def test_withdrawn_it_counts_no_more_whoever_of_the_unit_withdraws(office):
    owe(office)
    subject, digest = publish(office)
    office.do(d.WithdrawDisclosureList, x.LEADER, subject, {"reason": "有误"})
    assert [row.struck for row in rows_of(office)] == ["有误"]
    assert march(office) == (Outcome.RUNNING, 0)
    again, _ = publish(office)
    assert [(row.struck, row.values["list_hash"]) for row in rows_of(office)] == [(None, digest)]
    assert march(office) == (Outcome.MET, 1)
    office.do(d.WithdrawDisclosureList, x.CENTER, again, {"reason": "有误"})
    assert march(office) == (Outcome.RUNNING, 0)


def test_a_row_that_was_typed_before_is_taken_over_and_one_that_was_struck_stays_so(office):
    typed = {
        "bureau": "baishi",
        "month": "2020-02",
        **DAY,
        "persons": 3,
        "name": "王五",
        "handed_over_on": "2020-03-06",
    }
    row = row_id(RegisterKind.DISCLOSURE, "baishi", {"month": "2020-02", "disclosed_on": "2020-03-06"})
    office.do(RecordDisclosure, x.HANDLER, row, typed)
    subject, digest = publish(office)
    [entry] = rows_of(office)
    assert (entry.values["list_hash"], entry.values["handed_over_on"], entry.ref is not None) == (
        digest, "2020-03-06", True,
    )  # fmt: skip
    office.do(StrikeRow, x.HANDLER, row, {"reason": "重复"})
    looked = {"rechecked_on": "2020-03-09", "result": "complete"}
    office.do(d.RecheckDisclosureList, x.HANDLER, subject, looked)
    assert [entry.struck for entry in rows_of(office)] == ["重复"]


def test_what_was_recorded_of_a_unit_that_is_no_more_stays(office):
    subject, _ = publish(office)
    gone = {"into": "shiqiao", "since": "2020-03-10", "reason": "合并"}
    office.do(m.DissolveOrganisation, x.ADMIN, organisation_id("baishi"), gone)
    looked = {"rechecked_on": "2020-03-11", "result": "complete"}
    office.do(d.RecheckDisclosureList, x.CENTER, subject, looked)
    assert "rechecked_on" not in rows_of(office)[0].values
    office.do(d.WithdrawDisclosureList, x.CENTER, subject, {"reason": "单位已合并"})
    assert [row.struck for row in rows_of(office)] == ["单位已合并"]
    with pytest.raises(NotThatUnit):
        prepare(office, month="2020-03")


def test_two_lists_of_a_month_are_disclosed_on_two_days(office):
    publish(office)
    second, digest = prepare(office, rows=ROWS[:1])
    office.do(d.ApproveDisclosureList, x.LEADER, second, {"digest": digest})
    with pytest.raises(ListThatDay):
        office.do(d.PublishDisclosureList, x.HANDLER, second, DAY)
    assert past(office, second).listed.stage.value == "approved"
    office.do(d.PublishDisclosureList, x.HANDLER, second, {**DAY, "disclosed_on": "2020-03-10"})
    assert len(rows_of(office)) == 2


def test_the_same_list_is_prepared_once(office):
    subject, _ = prepare(office)
    with pytest.raises(ListThereAlready):
        prepare(office)
    office.do(d.WithdrawDisclosureList, x.HANDLER, subject, {"reason": "重来"})
    prepare(office)


def test_sent_twice_it_is_done_once_also_when_more_happened_since(office):
    owe(office)
    subject, digest = prepare(office)
    office.do(d.ApproveDisclosureList, x.LEADER, subject, {"digest": digest})
    command = office.command(d.PublishDisclosureList, x.HANDLER, subject, DAY)
    first = service.handle(office.ledger, command)
    office.do(d.HandOverDisclosureList, x.HANDLER, subject, {"handed_over_on": "2020-03-07"})
    assert service.handle(office.ledger, command) == first
    assert (len(rows_of(office)), march(office)) == (1, (Outcome.MET, 1))
    with pytest.raises(StaleVersion):
        office.do(d.RecheckDisclosureList, x.HANDLER, subject, {"rechecked_on": "2020-03-09", "result": "complete"},
                  expected_version=3)  # fmt: skip


def test_a_unit_prepares_its_own_and_sees_its_own(office):
    for by, bureau in ((x.STRANGER, "baishi"), (x.HANDLER, "shiqiao"), (x.HANDLER, "nowhere")):
        with pytest.raises(NotThatUnit):
            prepare(office, by=by, bureau=bureau)
    subject, digest = prepare(office)
    for by in (x.STRANGER, x.ADMIN):
        with pytest.raises(NoSuchDisclosureList):
            past(office, subject, by)
        with pytest.raises(NoSuchDisclosureList):
            office.do(d.WithdrawDisclosureList, by, subject, {"reason": "x"})
        with office.ledger.database.reading() as connection:
            assert disclosing.listed(connection, by, office.now()) == []
            assert disclosing.with_digest(connection, by, office.now(), digest) == []
    for by in (x.CENTER, x.AUDITOR, x.EVALUATOR, x.LEADER):
        assert past(office, subject, by).listed.persons == 2


def test_a_digest_is_found_by_its_beginning(office):
    _, digest = prepare(office)
    with office.ledger.database.reading() as connection:
        for typed in (digest, digest[:12], f" {digest[:6].upper()} {digest[6:20]}"):
            [row] = disclosing.with_digest(connection, x.AUDITOR, office.now(), disclosing.digest_in(typed))
            assert row.digest == digest
        assert disclosing.with_digest(connection, x.AUDITOR, office.now(), "0" * 12) == []
    for typed in ("", digest[:11], "x" * 12, digest + "0", "%" * 12):
        with pytest.raises(NotADigest):
            disclosing.digest_in(typed)


def test_the_rules_of_the_day_are_those_it_is_masked_by(office):
    rule = {"treatment": "left_out", "since": "2020-03-01", "reason": "从简"}
    office.do(m.SetDisclosureRule, x.CENTER, rule_id(PublicColumn.PLACE), rule, column=PublicColumn.PLACE)
    later = {"treatment": "stars", "since": "2020-04-01", "reason": "从严"}
    office.do(m.SetDisclosureRule, x.CENTER, rule_id(PublicColumn.NAME), later, column=PublicColumn.NAME)
    with office.ledger.database.reading() as connection:
        rules = {one.column: one.treatment.value for one in disclosing.rules(connection, office.now())}
    assert (rules["place"], rules["name"]) == ("left_out", "surname")
    first = past(office, prepare(office, rules=[ColumnRule(PublicColumn.PLACE, Treatment.LEFT_OUT)])[0]).listed
    assert "临江镇" not in office.ledger.files.get(first.digest).decode()
    assert {one.column: one.treatment for one in first.rules}["place"] == "left_out"


def test_erasing_somebody_leaves_what_the_public_saw_as_it_was(office):
    office.issue(contact="张三丰")
    subject, digest = publish(office)
    before = office.ledger.files.get(digest)
    erasure.erase(office.ledger, SECURITY, persons.of_unit("baishi", "张三丰"), "本人申请")
    assert office.ledger.files.get(digest) == before
    assert past(office, subject).listed.persons == 2
    with office.ledger.database.reading() as connection:
        assert [str(fault) for fault in audit(connection, office.ledger.files)] == []


def test_a_dry_run_keeps_nothing(office):
    digest = made(UNIT, Due.parse("2020-02"), ROWS, ()).table.digest
    said = {"bureau": "baishi", "month": "2020-02", "digest": digest}
    command = office.command(d.PrepareDisclosureList, x.HANDLER, uuid4(), said, rows=ROWS)
    with office.ledger.database.reading() as connection:
        service.carry_out(DryRunStore(connection), office.ledger, command)
    assert not office.ledger.files.path(digest).exists()


def test_a_list_is_told_to_the_leaders_and_waits_on_their_desk(office):
    subject, _ = prepare(office)
    [recorded] = past(office, subject).recorded
    assert told(Matter(recorded)) == ["bureau_leader baishi"]
    with office.ledger.database.reading() as connection:
        waits = [disclosing.to_approve(connection, by, office.now()) for by in (x.LEADER, x.HANDLER, x.CENTER)]
    assert waits == [1, 0, 0]


def test_without_room_for_its_bytes_nothing_is_recorded(office):
    subject, digest = uuid4(), made(UNIT, Due.parse("2020-02"), ROWS, ()).table.digest
    blocked = office.ledger.files.path(digest).parent
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_bytes(b"a file where the folder should be")
    with pytest.raises(NoRoom):
        prepare(office, subject=subject)
    with pytest.raises(NoSuchDisclosureList):
        past(office, subject)
