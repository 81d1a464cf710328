"""People come, move, are named and erased, while items move on: what must hold all the time."""

import random
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, find, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events import vault
from tests.city import City
from tests.leftovers import everything, found_in
from tests.people import newest, seen, tell
from tests.signing import of_period, sign, verify, written
from workflow import erasure, eyes, membership, persons, schemas
from workflow import messages as m
from workflow.accounts import ADMINISTRATORS
from workflow.audit import audit
from workflow.contact_register import entries
from workflow.errors import Refusal
from workflow.history import present
from workflow.membership import members
from workflow.service import handle
from workflow.sight import EVERYTHING, NOTHING, Sight
from workflow.words import Role

BUREAUS = ("baishi", "shiqiao", "qinglan")
PLACES = {
    Role.CITY_CENTER: ("center",), Role.BUREAU_LEADER: BUREAUS, Role.BUREAU_HANDLER: BUREAUS,
    Role.EVALUATOR: ("evaluator",), Role.AUDITOR: ("audit",), Role.SYSTEM_ADMIN: ("center",),
    Role.SECURITY_ADMIN: ("center",),
}  # fmt: skip


@dataclass
class Known:
    """The oracle: what each account holds, by number, as a plain list; and what that showed at each moment."""

    grants: dict[UUID, list[tuple[int, Role, str]]] = field(default_factory=dict)
    numbers: dict[UUID, int] = field(default_factory=dict)
    disabled: set[UUID] = field(default_factory=set)
    moments: list[tuple[str, dict[UUID, Sight]]] = field(default_factory=list)
    named: list[tuple[str, str]] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    bundles: list[Path] = field(default_factory=list)

    def sight(self, account: UUID) -> Sight:
        if account in self.disabled:
            return NOTHING
        held = [(role, org) for _, role, org in self.grants[account]]
        if any(role in (Role.CITY_CENTER, Role.EVALUATOR, Role.AUDITOR) for role, _ in held):
            return EVERYTHING
        return Sight(frozenset(org for role, org in held if role in (Role.BUREAU_LEADER, Role.BUREAU_HANDLER)))


def phone_of(name: str) -> str:
    """A number that nobody else has."""
    return f"139{int(name[1:9], 16):010}"


class PeopleMove(RuleBasedStateMachine):
    """People come, move between units and roles, go and come back, while items move on."""

    city: City
    folder: Path

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

    @rule(bureau=st.sampled_from(BUREAUS))
    def a_contact_is_named(self, bureau) -> None:
        name, station = f"泽{uuid4().hex}ZQX", f"{bureau}-01"
        person = {"station": station, "post": "in_the_know", "name": name, "phone": phone_of(name)}
        shell = {"command_id": uuid4(), "subject": uuid4(), "by": self.city.actor(f"{bureau}_handler")}
        handle(self.city.ledger, schemas.load(m.RegisterContact, person, at=self.city.clock.now(), **shell))
        self.known.named.append((station, name))

    @precondition(lambda self: self.known.named)
    @rule(data=st.data())
    def a_contact_is_erased(self, data) -> None:
        station, name = self._one_of(data, self.known.named)
        self.known.named.remove((station, name))
        by = self.city.actor("secadmin")
        erasure.erase(self.city.ledger, by, persons.of_unit(station, name), "本人申请")
        self.known.erased += [name, phone_of(name)]

    @precondition(lambda self: self.known.named and len(self.known.bundles) < 2)
    @rule()
    def a_bundle_is_taken(self) -> None:
        sign(self.city, self.folder)
        path = self.folder / f"{uuid4()}.zip"
        self.known.bundles.append(written(self.city, path, of_period(0, None)))

    def teardown(self) -> None:
        """Whoever was erased stands in no byte; what was taken before still verifies; the others are there."""
        held = everything(self.city, self.folder)
        assert found_in(held, self.known.erased) == []
        assert [verify(path).status for path in self.known.bundles] == [0] * len(self.known.bundles)
        if self.known.erased:
            at = present(self.city.clock.now(), self.city.ledger.zone)
            with self.city.ledger.database.reading() as connection:
                assert list(audit(connection, self.city.ledger.files)) == []
                there = {one.name for one in entries(connection, self.city.actor("center1"), at, whole=True)}
            assert {name for _, name in self.known.named} <= there

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
def test_people_move_while_items_move_on(where: str, request: pytest.FixtureRequest, tmp_path: Path, big: bool):
    PeopleMove.city, PeopleMove.folder = request.getfixturevalue(where), tmp_path
    run = settings(
        max_examples=60 if big else 5, stateful_step_count=40 if big else 15, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(PeopleMove, settings=run)


class First:
    """Draws the first there is, so that a check of the check goes the same way each time."""

    def draw(self, strategy):
        return find(strategy, lambda _: True, settings=settings(database=None))


def test_a_sight_that_forgets_the_moment_is_caught(sqlite_city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The check of the check: what is held now is taken for what was held then."""
    monkeypatch.setattr(eyes, "hats", lambda connection, account, on, _: membership.hats(connection, account, on))
    people = moving(sqlite_city, tmp_path)
    people.open()
    people.grant(First(), Role.AUDITOR)
    people.sight_is_what_the_oracle_says_now_and_at_every_moment_before()
    people.revoke(First())
    with pytest.raises(AssertionError):
        people.sight_is_what_the_oracle_says_now_and_at_every_moment_before()


def test_an_erasure_that_keeps_the_key_is_caught(sqlite_city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The check of the check: what is sealed is kept in the clear beside it."""
    keep = vault.keep
    kept = tmp_path / "copy"

    def leaky(connection, values, about, at):
        keep(connection, values, about, at)
        with kept.open("a", encoding="utf-8") as copy:
            copy.writelines(f"{value.value}\n" for value in values)

    monkeypatch.setattr(vault, "keep", leaky)
    people = moving(sqlite_city, tmp_path)
    people.a_contact_is_named("baishi")
    people.a_contact_is_erased(First())
    with pytest.raises(AssertionError):
        people.teardown()


def moving(city: City, folder: Path) -> PeopleMove:
    """The machine in our own hands, before its first step."""
    PeopleMove.city, PeopleMove.folder = city, folder
    people = PeopleMove()
    people.begin()
    return people
