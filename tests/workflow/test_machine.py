"""The table on `transitions` is what decides: out of the Machine, out of reach."""

import pytest

from tests import examples as x
from tests.spec import given
from workflow import machine
from workflow.errors import IllegalTransition
from workflow.words import Role, State


def test_a_transition_taken_out_of_the_machine_is_refused(monkeypatch):
    assert machine.MACHINE.get_transitions("report", "assigned")
    monkeypatch.setattr(machine.MACHINE.events["report"], "transitions", {})
    given(x.issued, x.assigned).when(x.report).then_refused(IllegalTransition)


def test_a_trigger_unknown_to_the_machine_is_refused():
    with pytest.raises(IllegalTransition):
        machine.ITEM_LIFE.row(State.ISSUED, "fly")


def test_every_state_can_be_reached_and_only_two_are_final():
    reached = {row.dest for row in machine.TRANSITIONS}
    assert reached == set(State)
    final = [state for state in State if not machine.ITEM_LIFE.triggers_from(state)]
    assert final == [State.WITHDRAWN, State.CONVERTED]


def test_auditors_and_administrators_stand_in_no_row():
    roles = {role for row in machine.TRANSITIONS for role in (*row.roles, *row.city_roles)}
    assert roles == set(Role) - {Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
