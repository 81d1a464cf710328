"""The file that holds the signing key: one signer line, readable by its owner alone."""

import os
from pathlib import Path

from events.errors import BadKeyFile, BadNote
from events.note import Signer, Verifier

OTHERS = 0o077


def create(path: Path, name: str) -> Signer:
    """Make a key and its file, mode 0600; BadKeyFile if the file is there already."""
    signer = Signer.generate(name)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as there:
        raise BadKeyFile(f"{path} is there already; a key is never overwritten") from there
    with os.fdopen(file, "w") as opened:
        opened.write(signer.line + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    return signer


def read(path: Path) -> Signer:
    """The signer of a key file; BadKeyFile if others may read it or it holds no key."""
    try:
        mode, line = path.stat().st_mode, path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadKeyFile(f"the signing key cannot be read: {error}") from error
    if mode & OTHERS:
        raise BadKeyFile(f"{path} is open to others (mode {mode & 0o777:04o}); run `chmod 600 {path}`")
    try:
        return Signer.parse(line)
    except BadNote as bad:
        raise BadKeyFile(f"{path} holds no signing key: {bad}") from bad


def verifier(line: str) -> Verifier:
    """The verifier of a verifier line given as a setting; BadKeyFile if it is none."""
    try:
        return Verifier.parse(line.strip())
    except BadNote as bad:
        raise BadKeyFile(f"this is no verifier line: {bad}") from bad
