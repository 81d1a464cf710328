"""The shapes of what is answered about the life of items; see answers.py."""

from api.answers import Answer, AsOf


class LifeRow(Answer):
    """A row of a life: `roles` may take it for a bureau's item, `city_roles` for the city's own, `clock` by itself."""

    trigger: str
    source: str | None
    dest: str
    roles: list[str]
    city_roles: list[str]
    outcomes: list[str]
    clock: bool


class LifeVersion(Answer):
    """A version of the life of items; `definition` is the SHA-256 that the first events of its items name."""

    version: int
    definition: str
    states: list[str]
    rows: list[LifeRow]


class Lives(Answer):
    """The versions, the newest first. `standing` is how many items in sight stand in each state."""

    versions: list[LifeVersion]
    standing: dict[str, int]
    as_of: AsOf
