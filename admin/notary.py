"""The notary that the settings ask for; and the one a demo makes for itself, so that receipts work out of the box."""

from pathlib import Path

from sqlalchemy import inspect, select

from config import Settings, UnsafeSettings
from events import keyfile
from events.database import Database
from events.errors import BadKeyFile
from events.signing import Notary
from events.tables import log
from events.witness import Witness


def notary_of(settings: Settings, database: Database) -> Notary | None:
    """Key and witness as configured, None where none are; BadKeyFile and UnsafeSettings for what cannot be used."""
    if not (settings.signing_key or settings.verify_key):
        return None if settings.production else _of_demo(settings, database)
    witness = _witness(Path(settings.witness_file)) if settings.witness_file else None
    signer = keyfile.read(Path(settings.signing_key)) if settings.signing_key else None
    verifier = keyfile.verifier(settings.verify_key) if settings.verify_key else None
    if signer and verifier and signer.verifier != verifier:
        raise BadKeyFile("XIAOHAO_VERIFY_KEY is not the verifier line of the key in XIAOHAO_SIGNING_KEY")
    known = verifier or (signer and signer.verifier)
    assert known is not None
    return Notary(known, witness, signer)


def _witness(path: Path) -> Witness:
    """UnsafeSettings for a place where no file can be."""
    if path.is_dir() or not path.parent.is_dir():
        raise UnsafeSettings(f"XIAOHAO_WITNESS_FILE is {path}; it has to be a file in a folder that is there")
    return Witness(path)


def make_demo(settings: Settings, database: Database) -> None:
    """A key and a witness file for a demo that has none, once."""
    key = _demo_file(settings, database)
    if key and not key.exists() and not (settings.signing_key or settings.verify_key):
        key.parent.mkdir(parents=True, exist_ok=True)
        keyfile.create(key, settings.log_name)


def _of_demo(settings: Settings, database: Database) -> Notary | None:
    key = _demo_file(settings, database)
    if key is None or not key.exists():
        return None
    signer = keyfile.read(key)
    return Notary(signer.verifier, Witness(key.with_suffix(".witness")), signer)


def _demo_file(settings: Settings, database: Database) -> Path | None:
    """Beside the folder of files, named by the first leaf of the log: another demo has another key."""
    with database.reading() as connection:
        there = inspect(connection).has_table("log")
        first = connection.scalar(select(log.c.leaf).where(log.c.position == 0)) if there else None
    return settings.files_path.parent / f"demo-{bytes(first).hex()[:8]}.key" if first else None
