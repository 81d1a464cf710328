"""Every command, in every state, by every role: what the deciders let through is what their tables say, and no more."""

from collections import Counter
from dataclasses import MISSING, fields, replace
from functools import cache
from itertools import product
from uuid import UUID

import pytest

from tests import examples as x
from tests.matter_moves import WORDS
from tests.spec import by, given
from tests.workflow.test_guards import CITY, COMMANDS, CONVERTED
from tools import lives
from workflow import (
    account_decider,
    archives,
    comparisons,
    contacts,
    disclosure_lists,
    disclosure_rules,
    drafts,
    findings,
    machine,
    matters,
    notices,
    obligations,
    organisations,
    packages,
    performances,
    registers,
    rows,
    sample_decider,
    schemas,
    snapshots,
    upward,
    wordings,
    workbooks,
)
from workflow import messages as m
from workflow.decider import decide, why_not
from workflow.errors import AlreadyExists, IllegalTransition, NoSuchItem, NotPermitted, NotTheHandler, Refusal
from workflow.item import NEW
from workflow.machine import LEADER, Owner
from workflow.messages.archive import PackArchive
from workflow.messages.base import SYSTEM
from workflow.messages.disclosure_list import DISCLOSURE_LIST_COMMANDS
from workflow.messages.disclosure_rule import SetDisclosureRule
from workflow.messages.matters import ItemObjected
from workflow.messages.row import StrikeRow
from workflow.registers import Register
from workflow.subjects import subject_of
from workflow.words import Role, State

OFFICER = m.Actor(x.account(20), Role.SECURITY_ADMIN, "center")
OUTSIDER = m.Actor(x.account(21), Role.BUREAU_HANDLER, x.SHIQIAO)
ACTORS = (x.THIRD, x.LEADER, x.HANDLER, x.COLLEAGUE, x.EVALUATOR, x.AUDITOR, x.ADMIN, OFFICER, x.STRANGER, OUTSIDER)
"""Each role, of the item's own bureau and of another where a bureau's; none has reported, verified or closed it."""

SIGNED = (x.assigned, by(x.LEADER, x.reported))
STOOD: dict[State | None, tuple[object, ...]] = {
    None: (),
    State.ISSUED: (x.issued,),
    State.ASSIGNED: (x.issued, x.assigned),
    State.REPORTED: (x.issued, *SIGNED),
    State.VERIFIED: (x.issued, *SIGNED, x.verified),
    State.CLOSED: (x.issued, *SIGNED, x.verified, x.closed),
    State.WITHDRAWN: (x.issued, x.withdrawn),
    State.CONVERTED: (x.issued, *SIGNED, x.ongoing, CONVERTED),
}
SAID = {**WORDS,
    "request_extension": {"until": "2020-05-29", "reason": "等系统升级", "progress": "过半"},
    "decide_extension": {"decision": "approved", "until": "2020-05-29"}, "urge": {},
    "supervise": {"light": "yellow", "note": "进度慢"},
}  # fmt: skip
SAME = {"measure": 1, "measure_due": "2020-04-08", "contacted_on": "2020-03-12", "checked_on": "2020-03-12",
        "bureau": x.SHIQIAO}  # fmt: skip
BY_TABLE = (IllegalTransition, NotPermitted, NotTheHandler, NoSuchItem, AlreadyExists)
"""The refusals that the table and the roles give; all others look at what is said, or at who did what before."""


def loaded(trigger):
    kind = m.ITEM_COMMANDS[trigger]
    said = {name: SAME[name] for name in schemas.schema_for(kind).fields if name in SAME}
    return schemas.load(kind, SAID[trigger] | said, subject=x.ITEM, by=x.CENTER, at=x.NOON, command_id=UUID(int=7))


ISSUE = replace(x.issue, number=x.issued.number)
GIVEN = {"issue": ISSUE, **COMMANDS} | {trigger: loaded(trigger) for trigger in SAID}


@cache
def outcomes(trigger):
    """The command, once with each outcome that some row takes."""
    kinds = {type(one) for row in machine.TRANSITIONS if row.trigger == trigger for one in row.outcomes}
    told = [one for kind in kinds for one in kind]
    field = {"verify": "conclusion", "follow_up": "followed_up"}.get(trigger)
    return [replace(GIVEN[trigger], **{field: one}) for one in told] if field else [GIVEN[trigger]]


@cache
def stood(state, owner, definition):
    """An item that got there under a life: a bureau's that its handler has, or the city's own."""
    first, *rest = STOOD[state] or (None,)
    if first is None:
        return NEW
    born = replace(CITY if owner is Owner.CITY else first, definition=definition)
    return given(born, *rest).state


def expected(command, life, state, owner, actor):
    """What the table says, read row by row; None where it lets the command through."""
    if state is None and command.trigger != "issue":
        return NoSuchItem
    if command.trigger == "issue":
        return NotPermitted if actor.role is not Role.CITY_CENTER else AlreadyExists if state else None
    row = next((row for row in life.rows if (row.source, row.trigger) == (state, command.trigger)
                and (not row.outcomes or command.outcome in row.outcomes)), None)  # fmt: skip
    if row is None:
        return IllegalTransition
    bureaus = actor.role in (Role.BUREAU_LEADER, Role.BUREAU_HANDLER)
    roles = row.roles if owner is Owner.BUREAU else row.city_roles
    if actor.role not in roles or (bureaus and actor.org != x.BAISHI):
        return NotPermitted
    if actor.role is Role.BUREAU_HANDLER and command.trigger in {"report"} | matters.HANDLERS_OWN:
        return None if actor == x.HANDLER else NotTheHandler
    return NotPermitted if command.trigger == "hand_over" and actor.role not in LEADER else None


def refused(act, *said):
    """The refusal by table or role, if that is what it was."""
    try:
        told = act(*said)
    except Refusal as refusal:
        told = refusal
    return told if isinstance(told, BY_TABLE) else None


def disagreements(life, definition, deciding=decide, asking=why_not):
    """The cells in which deciding, or asking beforehand, is not as the table says; and how many there are of each."""
    found, counted = [], Counter()
    for state, owner, trigger, actor in product(STOOD, Owner, GIVEN, ACTORS):
        item, commands = stood(state, owner, definition), outcomes(trigger)
        for command in commands:
            should = expected(command, life, state, owner, actor)
            does = refused(deciding, replace(command, by=actor), item)
            counted[should] += 1
            if type(does) is not (should or type(None)):
                found.append((state, owner, trigger, actor.role, should, does))
        says = refused(asking, actor, trigger, item)
        could = [expected(command, life, state, owner, actor) for command in commands]
        if state is not None and trigger != "issue" and (says is None) != (None in could):
            found.append((state, owner, trigger, actor.role, "asked", says))
    return found, counted


@pytest.mark.parametrize("version", machine.released())
def test_every_trigger_in_every_state_by_every_role_is_as_the_table_of_its_life_says(version):
    definition = lives.digest_of(version)
    found, counted = disagreements(machine.life_of(definition), definition)
    assert found == []
    assert counted.keys() == {None, *BY_TABLE}
    assert counted[None] > 100


def test_every_trigger_every_state_and_every_role_is_there():
    assert GIVEN.keys() == m.ITEM_COMMANDS.keys() == machine.TRIGGERS.keys()
    assert STOOD.keys() == {None, *State}
    assert {actor.role for actor in ACTORS} == set(Role)
    for state, owner in product(State, Owner):
        assert stood(state, owner, machine.DEFINITION).state is state


def test_one_cell_that_is_decided_otherwise_is_found():
    def lenient(command, item):
        if (command.by, command.trigger, item.state) == (x.AUDITOR, "close", State.VERIFIED):
            return []
        return decide(command, item)

    def strict(by, trigger, item):
        return NotTheHandler() if (by, trigger) == (x.THIRD, "urge") else why_not(by, trigger, item)

    whole = machine.ITEM_LIFE, machine.DEFINITION
    assert {cell[:4] for cell in disagreements(*whole, deciding=lenient)[0]} == {
        (State.VERIFIED, owner, "close", Role.AUDITOR) for owner in Owner
    }
    assert {cell[:4] for cell in disagreements(*whole, asking=strict)[0]} == {
        (state, Owner.BUREAU, "urge", Role.CITY_CENTER) for state in machine.WAITED_FOR
    }
    table = machine.ITEM_LIFE.rows
    fewer = machine.Life("item", machine.STATES, tuple(row for row in table if row.trigger != "urge"))
    assert {cell[2] for cell in disagreements(fewer, machine.DEFINITION)[0]} == {"urge"}


def test_an_objection_changes_nothing_of_who_may():
    objected = by(x.LEADER, ItemObjected(leads_to=State.ASSIGNED, reason="数字另有口径"))
    item = given(x.issued, x.assigned, objected).state
    for trigger, actor in product(GIVEN, ACTORS):
        should = expected(GIVEN[trigger], machine.ITEM_LIFE, State.ASSIGNED, Owner.BUREAU, actor)
        does = refused(decide, replace(GIVEN[trigger], by=actor), item)
        assert type(does) is (should or type(None)), (trigger, actor)


def of(commands, may):
    """The roles for each of these commands: one table by trigger, or the same for all."""
    return {kind: may[kind.trigger] if isinstance(may, dict) else may for kind in commands.values()}


OTHERS: dict[type[m.Command], tuple[Role, ...]] = {
    **of(m.ORGANISATION_COMMANDS, organisations.ADMINS), **account_decider.MAY, **registers.MAY,
    **of(m.CONTACT_COMMANDS, contacts.MAY), **of(m.COMPARISON_COMMANDS, comparisons.MAY),
    **of(m.OBLIGATION_COMMANDS, obligations.CENTER), **of(m.SAMPLE_COMMANDS, sample_decider.MAY),
    **of(m.FINDING_COMMANDS, findings.MAY), **of(m.SNAPSHOT_COMMANDS, snapshots.MAY),
    PackArchive: archives.MAY,
    **of(DISCLOSURE_LIST_COMMANDS, disclosure_lists.MAY), SetDisclosureRule: disclosure_rules.MAY,
    **of(m.UPWARD_COMMANDS, upward.MAY), m.PublishWording: wordings.MAY,
    **of(m.PACKAGE_COMMANDS, packages.MAY), **of(m.DRAFT_COMMANDS, drafts.MAY), **of(m.ROW_COMMANDS, rows.KEEPERS),
    **of(m.WORKBOOK_COMMANDS, workbooks.MAY),
    StrikeRow: rows.KEEPERS, m.WithdrawNotice: notices.MAY, m.StrikePerformance: performances.MAY["strike"],
    m.RecordPerformance: (*performances.MAY["record"], Role.CITY_CENTER),
}  # fmt: skip
"""The roles of every command that is on no item. What the center itself owes, the center records."""


def bare(kind, actor):
    """A command that says nothing: enough to be told who may not."""
    empty = {f.name: None for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}
    own = {"bureau": actor.org} if issubclass(kind, m.PackageCommand) else {}
    return kind(**empty | {"subject": UUID(int=9), "by": actor, "at": x.NOON} | own)


def states_of(kind):
    """The subject of a command that is not there, and there."""
    absent = subject_of(bare(kind, x.CENTER)).fold(())
    there = Register(1) if isinstance(absent, Register) else replace(absent, version=1)
    return {"absent": absent, "there": there}


def commands_of(kind=m.Command):
    """Every command that there is: the last of each line of classes."""
    own = [sub for sub in kind.__subclasses__() if sub.__module__.startswith("workflow.")]
    return {one for sub in own for one in commands_of(sub)} or {kind}


def refused_roles(kind, state):
    """The roles that are not let through to a command, whatever comes of it."""
    told = set()
    for actor in (*ACTORS[:3], *ACTORS[4:8]):
        command = bare(kind, actor)
        if isinstance(refused(subject_of(command).admit, command, state), NotPermitted):
            told.add(actor.role)
    return told


@pytest.mark.parametrize("standing", ["absent", "there"])
def test_every_other_command_is_refused_to_every_role_but_those_of_its_table(standing):
    for kind, may in OTHERS.items():
        assert refused_roles(kind, states_of(kind)[standing]) == set(Role) - set(may), kind


def test_every_command_there_is_has_its_roles():
    assert commands_of() == {*OTHERS, *m.ITEM_COMMANDS.values()}


def test_a_role_too_many_is_found(monkeypatch):
    monkeypatch.setitem(contacts.MAY, "end", (*contacts.MAY["end"], Role.AUDITOR))
    assert refused_roles(m.EndContact, contacts.NEW) != set(Role) - set(OTHERS[m.EndContact])


def test_the_clock_opens_notices_issues_and_raises_lights_and_nothing_else():
    free = {kind for kind in OTHERS if kind not in account_decider.MAY
            and Role.SYSTEM_ADMIN not in OTHERS[kind]
            and not isinstance(refused(subject_of(bare(kind, SYSTEM)).admit, bare(kind, SYSTEM),
                                       states_of(kind)["absent"]), NotPermitted)}  # fmt: skip
    assert free == {m.OpenNotice}
    by_clock = set()
    for state, (trigger, command) in product(STOOD, GIVEN.items()):
        if refused(decide, replace(command, by=SYSTEM), stood(state, Owner.BUREAU, machine.DEFINITION)) is None:
            by_clock.add(trigger)
    assert by_clock == {row.trigger for row in machine.TRANSITIONS if row.clock} == {"issue", "supervise"}
