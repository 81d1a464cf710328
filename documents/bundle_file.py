"""A bundle as bytes: bundle.json alone for a receipt, or in a zip with the evidence files, stored and undated.

    {"format":"xiaohao-bundle/1","kind":"item","subject":{…},"status":"signed","withheld":78,"events":[
    {"actor":…,"body":"{…}",…},
    …
    ],"files":[{"included":true,"media_type":…,"sha256":…,"size":…}],"proof":{…},"checkpoint":"…","key":"…"}

Each event is held against its leaf, and all of them against the signed root, before anything is handed out.
"""

import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from importlib.resources import files
from typing import IO, Any

import orjson
from sqlalchemy import Connection, Row

from documents.bundle import MOST_BYTES, MOST_EVENTS, Bundle
from events import codec, tree
from events.errors import NotCanonical
from workflow.file_errors import FileAltered
from workflow.files import FileStore, is_digest
from workflow.log_errors import BundleTooLarge, LogAltered
from workflow.service import Ledger

FORMAT, VERIFIER = "xiaohao-bundle/1", "xiaohao_verify.py"
UNDATED = (1980, 1, 1, 0, 0, 0)
UNIX, READABLE = 3, 0o644 << 16
NAMING = {"sha256", "size", "media_type"}

File = tuple[str, int, str]


def json_of(bundle: Bundle) -> bytes:
    """bundle.json with no file beside it."""
    return b"".join(_Writing(bundle, lambda _: False).pieces())


def pieces(bundle: Bundle, included: Collection[str]) -> Iterator[bytes]:
    """bundle.json, to be kept beside files that are written elsewhere: `included` are the digests of those that are."""
    yield from _Writing(bundle, lambda file: file[0] in included).pieces()


def write_zip(bundle: Bundle, store: FileStore, target: IO[bytes]) -> None:
    """The bundle with its files, to a target that can seek. A file that is gone or altered is named and left out."""
    writing = _Writing(bundle, lambda file: _whole(store, *file), MOST_BYTES)
    with zipfile.ZipFile(target, "w") as archive:
        with archive.open(_entry("bundle.json"), "w", force_zip64=False) as opened:
            for piece in writing.pieces():
                opened.write(piece)
        for sha256 in sorted(writing.included):
            archive.writestr(_entry(f"files/{sha256}"), store.get(sha256))


def spooled(ledger: Ledger, made: Callable[[Connection], Bundle]) -> IO[bytes]:
    """A file without a name that holds the bundle which `made` finds; whoever gets it closes it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever gets it
    try:
        with ledger.database.reading() as connection:
            write_zip(made(connection), ledger.files, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def verifier() -> bytes:
    """The stand-alone verifier, to be kept beside what it checks."""
    return (files("documents") / VERIFIER).read_bytes()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, UNDATED)
    entry.create_system, entry.external_attr = UNIX, READABLE
    return entry


class _Writing:
    """One bundle being written: what is gathered on the way is checked at its end."""

    def __init__(self, bundle: Bundle, held: Callable[[File], bool], most: int = 2**63):
        self._bundle, self._held, self._most = bundle, held, most
        self._leaves: dict[int, bytes] = {}
        self._named: set[File] = set()
        self.included: set[str] = set()

    def pieces(self) -> Iterator[bytes]:
        bundle = self._bundle
        head = {
            "format": FORMAT, "kind": bundle.kind, "subject": bundle.subject,
            "status": "signed" if bundle.signed else "pending", "withheld": bundle.withheld,
        }  # fmt: skip
        yield orjson.dumps(head)[:-1] + b',"events":['
        with closing(bundle.rows) as rows:
            for number, row in enumerate(rows):
                yield (b",\n" if number else b"\n") + codec.canonical(self._event(row))
        self._check_root()
        yield b"\n]," + orjson.dumps(self._tail())[1:] + b"\n"

    def _event(self, row: Row[Any]) -> dict[str, Any]:
        """The event as the bundle says it; LogAltered if it is not what its leaf was made of."""
        try:
            envelope = codec.envelope(row)
            said, leaf = orjson.loads(envelope) | {"body": row.body.decode()}, codec.leaf(envelope)
        except (ValueError, TypeError, AttributeError, NotCanonical) as error:
            raise LogAltered(where=f"{row.stream_id} {row.version}") from error
        if row.leaf is not None and leaf != row.leaf:
            raise LogAltered(where=f"@{row.position}")
        if row.position is not None:
            self._leaves[row.position] = leaf
        self._named |= set(_files_in(orjson.loads(row.body)))
        sealed_at = row.sealed_at and codec.microseconds(row.sealed_at)
        return said | {"digest": row.digest.hex(), "position": row.position, "sealed_at": sealed_at}

    def _check_root(self) -> None:
        signed = self._bundle.signed
        if not signed:
            return
        try:
            root = tree.root_from(self._leaves, self._bundle.cover, signed.checkpoint.size)
        except ValueError as error:
            raise LogAltered(where=str(error)) from error
        if root != signed.checkpoint.root:
            raise LogAltered(where=f"@{min(self._leaves)}–@{max(self._leaves)}")

    def _tail(self) -> dict[str, Any]:
        signed, cover = self._bundle.signed, [one.hex() for one in self._bundle.cover]
        return {
            "files": self._files(),
            "proof": {"size": signed.checkpoint.size, "cover": cover} if signed else None,
            "checkpoint": signed.note if signed else None,
            "key": signed.key.line if signed else None,
        }

    def _files(self) -> list[dict[str, Any]]:
        """The files that the events name, and which of them are included."""
        if sum(size for _, size, _ in self._named) > self._most:
            raise BundleTooLarge(events=MOST_EVENTS, megabytes=MOST_BYTES >> 20)
        self.included = {file[0] for file in self._named if self._held(file)}
        return [
            {"included": sha256 in self.included, "media_type": kind, "sha256": sha256, "size": size}
            for sha256, size, kind in sorted(self._named)
        ]


def _whole(store: FileStore, sha256: str, size: int, _: str) -> bool:
    """Whether the file is there as it was uploaded."""
    try:
        return is_digest(sha256) and len(store.get(sha256)) == size
    except FileAltered:
        return False


def _files_in(body: Any) -> Iterator[File]:
    """The files a body names, wherever in it."""
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict) and set(value) == NAMING:
            yield value["sha256"], value["size"], value["media_type"]
        elif isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value


def compact(bundle_json: bytes) -> str:
    """A receipt in a few lines, for paper and as a QR code: each event's place and digest, then the signed note.

    XIAOHAO/1 7d0c…
    @12 item-6f… 3 e1e4…
    xiaohao
    51
    …
    """
    said = orjson.loads(bundle_json)
    lines = [f"XIAOHAO/1 {said['subject']['command_id']}"]
    places = [("-" if one["position"] is None else one["position"], one) for one in said["events"]]
    lines += [f"@{place} {one['stream']} {one['version']} {one['digest']}" for place, one in places]
    return "\n".join(lines) + "\n" + (said["checkpoint"] or "")
