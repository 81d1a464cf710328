"""What commands are about, by kind of stream: how its history folds, who may act on it, what follows. All pure."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from events.event import Recorded, Told
from workflow import (
    account_decider,
    accounts,
    archives,
    comparisons,
    contacts,
    decider,
    disclosure_lists,
    disclosure_rules,
    drafts,
    findings,
    notices,
    obligations,
    organisations,
    packages,
    performances,
    registers,
    rows,
    sample_decider,
    samples,
    snapshots,
    upward,
    wordings,
    workbooks,
)
from workflow import messages as m
from workflow.item import Happened, fold

Past = Iterable[Told | Recorded]


class Subject(NamedTuple):
    """`fold` makes of a stream what it is so far, `admit` refuses who may not, `decide` gives what follows."""

    fold: Callable[[Past], Any]
    admit: Callable[[Any, Any], object]
    decide: Callable[[Any, Any], list[Any]]


ITEM = Subject(lambda past: fold(map(Happened.of, past)), decider.admit, decider.decide)
ORGANISATION = Subject(organisations.fold, organisations.admit, organisations.decide)
ACCOUNT = Subject(accounts.fold, account_decider.admit, account_decider.decide)
CONTACT = Subject(contacts.fold, contacts.admit, contacts.decide)
COMPARISON = Subject(comparisons.fold, comparisons.admit, comparisons.decide)
DRAFT = Subject(drafts.fold, drafts.admit, drafts.decide)
NOTICE = Subject(notices.fold, notices.admit, notices.decide)
PACKAGE = Subject(packages.fold, packages.admit, packages.decide)
OBLIGATION = Subject(obligations.fold, obligations.admit, obligations.decide)
PERFORMANCE = Subject(performances.fold, performances.admit, performances.decide)
SAMPLE = Subject(samples.fold, sample_decider.admit, sample_decider.decide)
FINDING = Subject(findings.fold, findings.admit, findings.decide)
SNAPSHOT = Subject(snapshots.fold, snapshots.admit, snapshots.decide)
ROW = Subject(rows.fold, rows.admit, rows.decide)
UPWARD = Subject(upward.fold, upward.admit, upward.decide)
WORDING = Subject(wordings.fold, wordings.admit, wordings.decide)
DISCLOSURE = Subject(disclosure_lists.fold, disclosure_lists.admit, disclosure_lists.decide)
DISCLOSURE_RULE = Subject(disclosure_rules.fold, disclosure_rules.admit, disclosure_rules.decide)
WORKBOOK = Subject(workbooks.fold, workbooks.admit, workbooks.decide)
ARCHIVE = Subject(archives.fold, archives.admit, archives.decide)
REGISTER = Subject(registers.fold, registers.admit, registers.decide)

SUBJECTS: dict[str, Subject] = {
    "item": ITEM,
    "organisation": ORGANISATION,
    "account": ACCOUNT,
    "contact": CONTACT,
    "comparison": COMPARISON,
    "draft": DRAFT,
    "notice": NOTICE,
    "package": PACKAGE,
    "obligation": OBLIGATION,
    "performance": PERFORMANCE,
    "sample": SAMPLE,
    "finding": FINDING,
    "snapshot": SNAPSHOT,
    "register": ROW,
    "upward_report": UPWARD,
    "wording": WORDING,
    "disclosure": DISCLOSURE,
    "disclosure_rule": DISCLOSURE_RULE,
    "workbook": WORKBOOK,
    "archive": ARCHIVE,
}


def subject_of(command: m.Command) -> Subject:
    """What the command is about; most kinds are registers, of which the last thing said stands."""
    return SUBJECTS.get(command.stream_kind, REGISTER)
