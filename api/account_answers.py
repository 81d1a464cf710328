"""The shapes of what is answered about accounts; see answers.py."""

from datetime import date
from uuid import UUID

from api.answers import Answer, AsOf


class GrantAnswer(Answer):
    """A role in a unit from a day to a day, both included; `until` null has no end. `stands`: it holds that day."""

    grant: int
    role: str
    org: str
    since: date
    until: date | None
    lent_by: UUID | None
    revoked: bool
    stands: bool


class HatAnswer(Answer):
    """What an account can act as."""

    role: str
    org: str


class AccountRow(Answer):
    """An account; `acts_as` is empty where it is disabled or holds nothing."""

    account: UUID
    login: str
    name: str
    disabled: bool
    acts_as: list[HatAnswer]


class Accounts(Answer):
    """All accounts, by login."""

    accounts: list[AccountRow]
    as_of: AsOf


class AccountAnswer(Answer):
    """An account with every grant it had. `existed`: it was there before accounts were recorded."""

    account: UUID
    login: str
    name: str
    version: int
    existed: bool
    disabled: bool
    grants: list[GrantAnswer]
    as_of: AsOf


class AccountDone(Answer):
    """What a command on an account came to."""

    account: UUID
    version: int
    events: list[str]


class Colleague(Answer):
    """Somebody a role can be lent to; `version` is for If-Match."""

    account: UUID
    name: str
    version: int


class HandoverAnswer(Answer):
    """The items of one who left; they wait for the caller's signature. `version` is for If-Match."""

    account: UUID
    name: str
    version: int
    items: list[UUID]


class MailAnswer(Answer):
    """Where the caller's daily mail goes, and in which language; `address` is null where it goes nowhere."""

    address: str | None
    language: str | None


class Me(Answer):
    """The caller: what it acts as here, all it can act as, and who else acts for the unit. `version` is for If-Match;
    0 where the account is not recorded yet."""

    account: UUID
    name: str
    acts_as: HatAnswer
    can_act_as: list[HatAnswer]
    colleagues: list[Colleague]
    handovers: list[HandoverAnswer]
    version: int
    mail: MailAnswer


class KeptOf(Answer):
    """What is kept of a person: how many values of each kind, told of at which units; `key` is the first that sealed
    them."""

    key: UUID
    kinds: dict[str, int]
    units: list[str]


class Erased(Answer):
    """The key that was destroyed, or the first of several; the stream `person-<key>` says so."""

    key: UUID
