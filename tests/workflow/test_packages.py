"""A package: sent, signed for once, returned with report and list, sent back and returned again; and who sees it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from events.event import Told
from tests import examples as x
from tests.spec import When
from workflow import messages as m
from workflow import package_board
from workflow.audit import audit
from workflow.errors import AlreadyExists, NotPermitted, ReasonMissing
from workflow.file_errors import UnknownFile
from workflow.messages import package as p
from workflow.notice_errors import (
    FilesMissing,
    NoSuchPackage,
    NothingReturned,
    NoticeTakenBack,
    NotYetAcknowledged,
    PostNumberMissing,
    ReturnedAlready,
    ReturnInPast,
    SentInFuture,
)
from workflow.notice_preparation import package_id
from workflow.package_board import Wait
from workflow.packages import MAY, SAYS
from workflow.subjects import PACKAGE
from workflow.words import Role

TODAY, RETURN = date(2020, 3, 12), date(2020, 4, 8)
WHOSE = {"notice": x.NOTICE, "bureau": "baishi"}
PAPER = m.Evidence(sha256="cd" * 32, size=5, media_type="application/pdf")
return_set = p.ReturnSet(**WHOSE, return_by=RETURN)
sent = p.PackageDispatched(**WHOSE, way=p.Way.POST, sent_on=date(2020, 3, 11), post_number="XA1")
signed = p.PackageAcknowledged(**WHOSE)
returned = p.PackageReturned(
    **WHOSE,
    report=(PAPER,),
    completed=(x.PHOTO,),
    scan=(),
    remark="",
    missing=("〔2020〕1-白石-02",),
    returned_on=TODAY,
)
back = p.PackageSentBack(**WHOSE, reason="清单没有盖章")


def command(kind, event, by):
    told = {name: getattr(event, name) for name in event.__slots__}
    return kind(command_id=uuid4(), subject=uuid4(), by=by, at=x.NOON, today=TODAY, there=True, **told)


SET, SEND = command(p.SetReturn, return_set, x.CENTER), command(p.DispatchPackage, sent, x.CENTER)
SIGN, RETURNS = command(p.AcknowledgePackage, signed, x.HANDLER), command(p.ReturnPackage, returned, x.LEADER)
BACK = command(p.SendBackPackage, back, x.CENTER)
EVERY = (SET, SEND, SIGN, RETURNS, BACK)


def given(*history, by=x.LEADER):
    state = PACKAGE.fold(Told(event, str(by), x.NOON, UUID(int=0)) for event in history)
    return lambda asked: When(PACKAGE.decide, state, asked)


def test_a_package_is_sent_signed_for_returned_and_sent_back_and_returned_again():
    given()(SET).then(return_set)
    given(return_set)(SEND).then(sent)
    given(return_set, sent)(SIGN).then(signed)
    given(return_set, signed)(RETURNS).then(returned)
    given(signed, returned)(BACK).then(back)
    given(signed, returned, back)(RETURNS).then(returned)


def test_a_second_signature_is_answered_as_done_already():
    given(signed)(SIGN).then()
    given(signed)(replace(SIGN, by=x.COLLEAGUE)).then()


@pytest.mark.parametrize("actor", x.EVERYONE)
@pytest.mark.parametrize("asked", EVERY, ids=lambda one: one.trigger)
def test_who_sends_signs_and_returns(asked, actor):
    history = {SIGN: (), SET: (), SEND: (), RETURNS: (signed,), BACK: (signed, returned)}[asked]
    when = given(*history)(replace(asked, by=actor))
    roles = {SIGN: (Role.BUREAU_LEADER, Role.BUREAU_HANDLER), RETURNS: (Role.BUREAU_LEADER,)}
    own = actor.org == "baishi" or actor.role is Role.CITY_CENTER
    if actor.role in roles.get(asked, (Role.CITY_CENTER,)) and own:
        assert len(PACKAGE.decide(when.command, when.state)) == 1
    elif actor == x.STRANGER:
        when.then_refused(NoSuchPackage)
    else:
        when.then_refused(NotPermitted)
    assert set(MAY) == set(SAYS) == set(m.PACKAGE_COMMANDS)


@pytest.mark.parametrize("asked", EVERY, ids=lambda one: one.trigger)
def test_nothing_is_done_with_what_is_not_there_or_was_withdrawn(asked):
    given(signed)(replace(asked, there=False)).then_refused(NoSuchPackage)
    given(signed)(replace(asked, withdrawn=True)).then_refused(NoticeTakenBack)


def test_it_is_returned_after_signing_with_report_and_list_and_once():
    given()(RETURNS).then_refused(NotYetAcknowledged)
    given(signed, returned)(RETURNS).then_refused(ReturnedAlready)
    given(signed)(replace(RETURNS, report=())).then_refused(FilesMissing, "Report")
    given(signed)(replace(RETURNS, completed=())).then_refused(FilesMissing, "Completed list")
    given(signed)(BACK).then_refused(NothingReturned)
    given(signed, returned, back)(BACK).then_refused(NothingReturned)
    given(signed, returned)(replace(BACK, reason=" ")).then_refused(ReasonMissing)


def test_its_last_day_is_set_once_and_its_dispatch_has_happened():
    given(return_set)(SET).then_refused(AlreadyExists)
    given()(replace(SET, return_by=date(2020, 3, 11))).then_refused(ReturnInPast)
    given()(replace(SEND, post_number=" ")).then_refused(PostNumberMissing)
    given()(replace(SEND, sent_on=date(2020, 3, 13))).then_refused(SentInFuture)
    system = replace(sent, way=p.Way.SYSTEM, post_number="", sent_on=TODAY)
    given()(replace(SEND, way=p.Way.SYSTEM, post_number="", sent_on=TODAY)).then(system)


# with the service: a notice that was opened the old way


@pytest.fixture
def issued(office):
    office.issue()
    office.issue(UUID(int=8), problem="另一个问题")
    return office


def do(office, kind, by, said=None, bureau="baishi", **context):
    subject = package_id(x.NOTICE, bureau)
    return office.do(kind, by, subject, said or {}, notice=x.NOTICE, bureau=bureau, **context)


def line(office, by=x.CENTER, at=None):
    at = at or office.now()
    with office.ledger.database.reading() as connection:
        return package_board.past(connection, by, x.NOTICE, "baishi", at)


def papers(office, by=x.LEADER, marks=b"12"):
    return {name: [office.upload(by, bytes([mark]) * 9, f"{name}.pdf")]
            for name, mark in zip(("report", "completed"), marks, strict=True)}  # fmt: skip


def faults(office):
    with office.ledger.database.reading() as connection:
        return [str(fault) for fault in audit(connection, office.ledger.files)]


def test_a_bureau_of_an_old_notice_has_a_package_and_is_silent_until_it_signs(issued):
    assert line(issued).line.waits == (Wait.UNSIGNED,)
    assert do(issued, p.AcknowledgePackage, x.HANDLER).events == ("package.acknowledged",)
    again = do(issued, p.AcknowledgePackage, x.LEADER)
    assert (again.events, again.version) == ((), 1)
    found = line(issued, x.COLLEAGUE)
    assert (found.line.acknowledged_by, found.line.waits, len(found.recorded)) == (x.HANDLER, (), 1)


def test_what_is_returned_says_what_is_missing_and_its_versions_are_kept(issued):
    issued.assign()
    issued.report()
    do(issued, p.SetReturn, x.CENTER, {"return_by": "2020-04-08"})
    do(issued, p.AcknowledgePackage, x.HANDLER)
    first = papers(issued)
    do(issued, p.ReturnPackage, x.LEADER, first)
    found = line(issued)
    assert found.package.returned.missing == ("〔2020〕1-白石-02",)
    assert (found.line.reported, found.line.items, found.line.missing, found.line.late) == (1, 2, 1, False)
    do(issued, p.SendBackPackage, x.SECOND, {"reason": "清单没有盖章"})
    assert (line(issued).line.sent_back, line(issued).line.returned_on) == ("清单没有盖章", None)
    issued.clock.advance(timedelta(days=40))
    assert line(issued).line.waits == (Wait.TO_RETURN, Wait.LATE)
    do(issued, p.ReturnPackage, x.LEADER, papers(issued, marks=b"34"))
    found = line(issued)
    assert (found.line.times, found.line.late, found.line.waits) == (2, True, (Wait.LATE, Wait.RETURNED))
    assert len(list(package_board.files_of(found))) == 4
    assert package_board.file_of(found, first["report"][0])[1] == x.LEADER
    with pytest.raises(UnknownFile):
        package_board.file_of(found, "ab" * 32)
    assert faults(issued) == []


def test_a_file_of_another_unit_is_not_returned(issued):
    do(issued, p.AcknowledgePackage, x.HANDLER)
    with pytest.raises(UnknownFile):
        do(issued, p.ReturnPackage, x.LEADER, papers(issued, x.STRANGER))


def test_another_bureaus_package_is_as_one_that_is_not_there(issued):
    for bureau in ("baishi", "nowhere"):
        with pytest.raises(NoSuchPackage):
            do(issued, p.AcknowledgePackage, x.STRANGER, bureau=bureau, expected_version=7)
    with pytest.raises(NoSuchPackage):
        line(issued, x.STRANGER)
    with pytest.raises(NoSuchPackage):  # its own, but nothing was issued to it
        do(issued, p.AcknowledgePackage, x.STRANGER, bureau="shiqiao")
    with pytest.raises(NoSuchPackage):
        line(issued, replace(x.AUDITOR, within=frozenset({"shiqiao"})))
    issued.issue(UUID(int=9), bureau="shiqiao")
    with issued.ledger.database.reading() as connection:
        seen = {by: [one.bureau for one in package_board.lines(connection, by, issued.now())]
                for by in (x.LEADER, x.STRANGER, x.CENTER, x.AUDITOR, x.ADMIN)}  # fmt: skip
    both = ["baishi", "shiqiao"]
    assert seen == {x.LEADER: both[:1], x.STRANGER: both[1:], x.CENTER: both, x.AUDITOR: both, x.ADMIN: []}


def test_it_stands_as_it_stood(issued):
    do(issued, p.DispatchPackage, x.CENTER, {"way": "post", "sent_on": "2020-03-12", "post_number": "XA1"})
    position = line(issued).recorded[-1].position
    do(issued, p.AcknowledgePackage, x.HANDLER)
    then = line(issued, at=issued.then(f"@{position}"))
    assert (then.line.acknowledged_at, then.line.post_number, then.line.waits) == (None, "XA1", (Wait.UNSIGNED,))
    with issued.ledger.database.reading() as connection:
        found = package_board.lines(connection, x.CENTER, issued.now())
    assert package_board.tally(found) == {
        Wait.UNSIGNED: 0, Wait.TO_RETURN: 0, Wait.LATE: 0, Wait.RETURNED: 0,
    }  # fmt: skip


def test_nothing_is_done_under_a_withdrawn_notice(issued):
    issued.do(m.WithdrawNotice, x.CENTER, x.NOTICE, {"reason": "依据有误"})
    with pytest.raises(NoticeTakenBack):
        do(issued, p.AcknowledgePackage, x.HANDLER)
