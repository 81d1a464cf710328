"""Where an account's mail goes: said by its holder, and by nobody else."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from events.personal import PersonalRef
from tests import examples as x
from tests.spec import given_of
from workflow import messages as m
from workflow.account_errors import AlreadyDisabled, NoMailAddress, NoSuchAccount
from workflow.messages.base import SYSTEM
from workflow.messages.mail import MailLanguage
from workflow.persons import masked
from workflow.subjects import ACCOUNT
from workflow.words import Role

HERS = PersonalRef(UUID(int=5), "ab" * 32)
OTHER = PersonalRef(UUID(int=6), "cd" * 32)
SHE = m.Actor(UUID(int=0xACC0), Role.BUREAU_LEADER, "baishi")
OTHERS = [replace(SHE, account=UUID(int=70), role=role) for role in Role]

opened = m.AccountOpened(name=HERS, existed=False, reason="新到岗")
was_set = m.MailAddressSet(address=OTHER, language=MailLanguage.ENGLISH)
cleared = m.MailAddressCleared()
SHELL = {"command_id": uuid4(), "subject": SHE.account, "by": SHE, "at": x.NOON, "today": x.NOON.date()}
SET = m.SetMailAddress(**SHELL, address=OTHER, language=MailLanguage.ENGLISH)
CLEAR = m.ClearMailAddress(**SHELL)


@pytest.mark.parametrize("role", Role)
def test_the_holder_says_so_whatever_their_role(role):
    given_of(ACCOUNT, opened).when(replace(SET, by=replace(SHE, role=role))).then(was_set)


def test_it_can_be_changed_and_taken_out():
    given_of(ACCOUNT, opened, was_set).when(replace(SET, address=HERS)).then(replace(was_set, address=HERS))
    given_of(ACCOUNT, opened, was_set).when(CLEAR).then(cleared)


@pytest.mark.parametrize("command", [SET, CLEAR])
def test_to_others_the_account_is_not_there(command):
    for other in (*OTHERS, SYSTEM):
        given_of(ACCOUNT, opened, was_set).when(replace(command, by=other)).then_refused(NoSuchAccount)
    given_of(ACCOUNT).when(command).then_refused(NoSuchAccount)


def test_what_is_not_there_is_not_taken_out():
    given_of(ACCOUNT, opened).when(CLEAR).then_refused(NoMailAddress)
    given_of(ACCOUNT, opened, was_set, cleared).when(CLEAR).then_refused(NoMailAddress)


def test_a_disabled_account_is_left_as_it_is():
    disabled = m.AccountDisabled(reason="调离")
    given_of(ACCOUNT, opened, disabled).when(SET).then_refused(AlreadyDisabled)


def test_an_address_is_masked():
    assert masked("mail", "zhou.ba@office.test") == "z****@office.test"
