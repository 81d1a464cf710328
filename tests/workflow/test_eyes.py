"""Sight over time: what an account saw at a moment is what it could act as then; looking through it shows no more."""

import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.city import City
from workflow import eyes, membership, schemas
from workflow import messages as m
from workflow.account_errors import NoSuchAccount, SightNotRecorded
from workflow.accounts import ADMINISTRATORS
from workflow.errors import Refusal
from workflow.eyes import sight_at, through
from workflow.history import reading_at
from workflow.membership import members
from workflow.messages.base import SYSTEM
from workflow.reports import Filter, ledger
from workflow.service import handle
from workflow.sight import EVERYTHING, NOTHING, Sight
from workflow.words import Role

BUREAUS = ("baishi", "shiqiao", "qinglan")
PLACES = {
    Role.CITY_CENTER: ("center",), Role.BUREAU_LEADER: BUREAUS, Role.BUREAU_HANDLER: BUREAUS,
    Role.EVALUATOR: ("evaluator",), Role.AUDITOR: ("audit",), Role.SYSTEM_ADMIN: ("center",),
    Role.SECURITY_ADMIN: ("center",),
}  # fmt: skip


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


def test_who_moves_saw_then_what_was_theirs_then(sqlite_city: City):
    city = sqlite_city
    account, before = city.actor("baishi_handler").account, newest(city)
    tell(city, m.RevokeRole, account, grant=1, reason="轮岗")
    between = newest(city)
    tell(city, m.GrantRole, account, role="bureau_handler", org="shiqiao", reason="轮岗")
    assert [seen(city, account, at) for at in (before, between, newest(city), "")] == [
        Sight(frozenset({"baishi"})), NOTHING, Sight(frozenset({"shiqiao"})), Sight(frozenset({"shiqiao"})),
    ]  # fmt: skip
    assert seen(city, account, "@3") == NOTHING  # it was not opened yet


def test_a_reader_through_other_eyes_sees_no_more_and_is_told_how_much_is_withheld(sqlite_city: City):
    city = sqlite_city
    account, auditor = city.actor("baishi_handler").account, city.actor("auditor")
    with reading_at(city.ledger.database, newest(city), city.clock.now(), city.ledger.zone) as (connection, at):
        narrowed, looked = through(connection, auditor, account, at)
        mine, theirs = (ledger(connection, one, at, Filter(), size=10_000) for one in (auditor, narrowed))
    assert {row.bureau for row in theirs.rows} == {"baishi"}
    assert looked.withheld == mine.total - theirs.total > 0
    assert str(narrowed) == str(auditor)


@pytest.mark.parametrize("login", ["baishi_leader", "evaluator", "sysadmin", "secadmin"])
def test_others_look_through_their_own_eyes_alone(sqlite_city: City, login: str):
    city = sqlite_city
    me, other = city.actor(login), city.actor("shiqiao_handler").account
    with reading_at(city.ledger.database, newest(city), city.clock.now(), city.ledger.zone) as (connection, at):
        assert through(connection, me, me.account, at)[1].account == me.account
        for account in (other, uuid4()):
            with pytest.raises(NoSuchAccount):
                through(connection, me, account, at)


def test_what_was_not_recorded_is_said_and_not_guessed(sqlite_city: City):
    city, account = sqlite_city, uuid4()
    before = newest(city)
    shell = {"command_id": uuid4(), "subject": account, "by": SYSTEM, "at": city.clock.now()}
    handle(city.ledger, schemas.load(m.OpenAccount, {"name": "老张", "reason": "原有"}, existed=True, **shell))
    with pytest.raises(SightNotRecorded):
        seen(city, account, before)
    assert seen(city, account, newest(city)) == NOTHING


@dataclass
class Known:
    """The oracle: what each account holds, by number, as a plain list; and what that showed at each moment."""

    grants: dict[UUID, list[tuple[int, Role, str]]] = field(default_factory=dict)
    numbers: dict[UUID, int] = field(default_factory=dict)
    disabled: set[UUID] = field(default_factory=set)
    moments: list[tuple[str, dict[UUID, Sight]]] = field(default_factory=list)

    def sight(self, account: UUID) -> Sight:
        if account in self.disabled:
            return NOTHING
        held = [(role, org) for _, role, org in self.grants[account]]
        if any(role in (Role.CITY_CENTER, Role.EVALUATOR, Role.AUDITOR) for role, _ in held):
            return EVERYTHING
        return Sight(frozenset(org for role, org in held if role in (Role.BUREAU_LEADER, Role.BUREAU_HANDLER)))


class PeopleMove(RuleBasedStateMachine):
    """People come, move between units and roles, go and come back, while items move on."""

    city: City

    @initialize()
    def begin(self) -> None:
        self.known = Known()
        self.rng = random.Random(0)

    @rule()
    def open(self) -> None:
        account = uuid4()
        tell(self.city, m.OpenAccount, account, name="某人", reason="新到岗")
        self.known.grants[account], self.known.numbers[account] = [], 0

    @precondition(lambda self: self.known.grants)
    @rule(data=st.data(), role=st.sampled_from(Role))
    def grant(self, data, role) -> None:
        account = self._one_of(data, list(self.known.grants))
        org = data.draw(st.sampled_from(PLACES[role]))
        held = {one for _, one, _ in self.known.grants[account]}
        apart = bool({role, *held} & set(ADMINISTRATORS)) and held not in (set(), {role})
        twice = any((one, place) == (role, org) for _, one, place in self.known.grants[account])
        allowed = account not in self.known.disabled and not apart and not twice
        assert self._given(m.GrantRole, account, role=role, org=org, reason="分工") is allowed
        if allowed:
            self.known.numbers[account] += 1
            self.known.grants[account].append((self.known.numbers[account], role, org))

    @precondition(lambda self: any(self.known.grants.values()))
    @rule(data=st.data())
    def revoke(self, data) -> None:
        account = self._one_of(data, [one for one, held in self.known.grants.items() if held])
        number, *_ = grant = self._one_of(data, self.known.grants[account])
        if self._given(m.RevokeRole, account, grant=number, reason="轮岗"):
            self.known.grants[account].remove(grant)

    @precondition(lambda self: self.known.grants)
    @rule(data=st.data())
    def disable_or_enable(self, data) -> None:
        account = self._one_of(data, list(self.known.grants))
        command = m.EnableAccount if account in self.known.disabled else m.DisableAccount
        if self._given(command, account, reason="借调"):
            self.known.disabled ^= {account}

    @rule(data=st.data())
    def an_item_moves_on(self, data) -> None:
        bureau = data.draw(st.sampled_from(BUREAUS))
        item = self._one_of(data, self.city.items(bureau))
        handler = str(self.city.actor(f"{bureau}_handler").account)
        with suppress(Refusal):
            self.city.do("assign", f"{bureau}_leader", item, handler=handler, internal_due="2020-04-01")

    def _one_of(self, data, things):
        """By its place: ids are new in each run, and chance has to repeat itself."""
        return things[data.draw(st.integers(0, len(things) - 1))]

    def _given(self, command: type[m.AccountCommand], account: UUID, **said: object) -> bool:
        try:
            tell(self.city, command, account, **said)
        except Refusal:
            return False
        return True

    @invariant()
    def sight_is_what_the_oracle_says_now_and_at_every_moment_before(self) -> None:
        if not self.known.grants:
            return
        now = {account: self.known.sight(account) for account in self.known.grants}
        self.known.moments.append((newest(self.city), now))
        moments = [("", now), *self.rng.sample(self.known.moments, min(3, len(self.known.moments)))]
        for asked, expected in moments:
            for account, sight in expected.items():
                assert seen(self.city, account, asked) == sight, (asked, account)

    @invariant()
    def exclusive_roles_are_never_held_together_and_each_grant_has_a_granter(self) -> None:
        with self.city.ledger.database.reading() as connection:
            for one in members(connection).values():
                roles = {grant.role for grant in one.grants if not grant.ended}
                assert len(roles) <= 1 or not roles & set(ADMINISTRATORS)
            actors = connection.exec_driver_sql("SELECT actor FROM events WHERE name = 'account.granted'").scalars()
            assert all(m.Actor.parse(actor) for actor in actors)


@pytest.mark.parametrize("where", ["sqlite_city", pytest.param("postgres_city", marks=pytest.mark.big)])
def test_people_move_while_items_move_on(where: str, request: pytest.FixtureRequest, big: bool):
    PeopleMove.city = request.getfixturevalue(where)
    run = settings(
        max_examples=60 if big else 5, stateful_step_count=40 if big else 15, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(PeopleMove, settings=run)


def test_a_sight_that_forgets_the_moment_is_caught(sqlite_city: City, monkeypatch: pytest.MonkeyPatch):
    """The check of the check: what is held now is taken for what was held then."""
    monkeypatch.setattr(eyes, "hats", lambda connection, account, on, _: membership.hats(connection, account, on))
    PeopleMove.city = sqlite_city
    run = settings(
        max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    with pytest.raises(AssertionError):
        run_state_machine_as_test(PeopleMove, settings=run)
