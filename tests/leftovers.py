"""Whether something still stands anywhere: in a row, a file, or whatever is packed in one."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from events import tables
from tests.city import City


def everything(city: City, folder: Path) -> bytes:
    """Each row as the driver gives it back, each file below a folder, and what is packed in those that are packed."""
    with city.ledger.database.reading() as connection:
        rows = [connection.execute(select(table)).all() for table in tables.metadata.sorted_tables]
    files = [path for path in folder.rglob("*") if path.is_file()]
    packed = b"".join(_unpacked(path) for path in files if zipfile.is_zipfile(path))
    return str(rows).encode() + b"".join(path.read_bytes() for path in files) + packed


def _unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def found_in(held: bytes, secrets: Iterable[str]) -> list[str]:
    """Those of the secrets that stand in there, as such or escaped."""
    return [one for one in secrets if one.encode() in held or one.encode("unicode_escape") in held]
