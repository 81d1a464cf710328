"""Whether a file that somebody brings is an archive package that was made here: its manifest is known by its SHA-256.

A package is checked whole, by the stand-alone verifier, in a child process under limits; a manifest.json alone is only
looked up.
"""

from dataclasses import dataclass
from uuid import UUID

import orjson

from documents.archive_child import SECONDS
from documents.child import run_child
from documents.refusals import UnreadableFile
from workflow import archiving
from workflow.archive_errors import NotAnArchive
from workflow.errors import Words
from workflow.log_errors import NoPublicKey
from workflow.messages import Actor
from workflow.service import Ledger


@dataclass(frozen=True, slots=True)
class Found:
    """`manifest` is the SHA-256 of the manifest; `proved` whether all of the package was, None where only a manifest
    was brought; `problem` why not. `recorded` are the packages in sight that were recorded with this manifest."""

    manifest: str
    proved: bool | None
    problem: Words | None
    recorded: tuple[UUID, ...]

    @property
    def genuine(self) -> bool:
        return self.problem is None and bool(self.recorded)


def check(ledger: Ledger, actor: Actor, name: str, content: bytes) -> Found:
    """What is to be said of a file. NotAnArchive where it is neither a package nor a manifest."""
    if ledger.verifier is None:
        raise NoPublicKey
    try:
        said = run_child(
            "documents.archive_child", content, ledger.verifier.fingerprint, name=name, seconds=SECONDS
        )  # fmt: skip
    except UnreadableFile as error:
        raise NotAnArchive(field="file") from error
    told = orjson.loads(said)
    if told["manifest"] is None:
        raise NotAnArchive(field="file")
    with ledger.database.reading() as connection:
        recorded = tuple(archiving.of_manifest(connection, actor, told["manifest"]))
    problem = Words(*told["problem"]) if told["problem"] else None
    return Found(told["manifest"], told["proved"], problem, recorded)
