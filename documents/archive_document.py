"""A document of an archive package, as its makers hand it over."""

from datetime import date
from typing import NamedTuple


class Document(NamedTuple):
    """A document: title (题名), ending of its file, its bytes, number (文号), who is responsible (责任者), its day."""

    title: str
    ending: str
    content: bytes
    media_type: str
    about: str
    by: str
    on: date | None
    remark: str = ""
