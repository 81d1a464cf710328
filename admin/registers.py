"""The register of problem areas. Read only."""

from datetime import datetime
from typing import NamedTuple

from flask_admin import expose
from sqlalchemy import select

from admin.base import Page
from admin.look import Look, looking
from admin.words import mark
from workflow.lookups import area_versions
from workflow.messages import Area
from workflow.projections import AREAS
from workflow.sight import Place


class AreasPage(Page):
    """The register of problem areas: the one in force, and those before it."""

    key, title, place = "areas", mark("Areas"), Place.AREAS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("areas.html", look=look, versions=_versions(look))


class Version(NamedTuple):
    """One published version of the register."""

    version: int
    published_at: datetime
    areas: tuple[Area, ...]


def _versions(look: Look) -> list[Version]:
    """Each version published by then, the newest first."""
    standing = look.connection.scalar(select(AREAS.at(look.at.position).c.version)) or 0
    published = [one for one in area_versions(look.connection) if one.version <= standing]
    return [Version(one.version, one.recorded_at, one.event.areas) for one in reversed(published)]
