"""The shapes of what is answered about organisations; see answers.py."""

from datetime import date
from uuid import UUID

from api.answers import Answer, AsOf


class OrganisationRow(Answer):
    """An organisation; `parent` is the code of the one it belongs to, `merged_into` of the one it became part of."""

    code: str
    name: str
    short: str
    what: str
    parent: str | None
    dissolved: date | None
    merged_into: str | None


class Organisations(Answer):
    """All organisations, by code."""

    organisations: list[OrganisationRow]
    as_of: AsOf


class NameAnswer(Answer):
    """What a unit is called, and is, from a day on; null where days were not asked for yet."""

    since: date | None
    name: str
    short: str
    what: str


class PlaceAnswer(Answer):
    """What a unit belongs to from a day on."""

    since: date | None
    parent: str | None


class OrganisationDone(Answer):
    """What a command on an organisation came to."""

    organisation_id: UUID
    version: int
    events: list[str]


class OrganisationAnswer(Answer):
    """An organisation with every name and place it had, the present one last."""

    code: str
    what: str
    version: int
    dissolved: date | None
    merged_into: str | None
    names: list[NameAnswer]
    places: list[PlaceAnswer]
