"""Uploaded files between the look at what would come of them and the carrying out: kept for a day, apart from evidence.

<files>/staged/<account>/<token>/workbook, evidence, names      removed when they were merged, or a day later

Nobody but the account that brought them gets them back; no name of theirs is used for a path.
"""

import json
import shutil
import time
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

from documents.reply_merge import NO_FILE, Sent
from workflow.file_errors import NoRoom
from workflow.workbook_errors import UploadGone

KEPT_FOR = 24 * 60 * 60  # seconds
NAME_LENGTH = 120


class Staged(NamedTuple):
    """A workbook, and the zip beside it; NO_FILE where there is none."""

    workbook: Sent
    evidence: Sent = NO_FILE


def stage(root: Path, account: UUID, brought: Staged) -> UUID:
    """Keep the files for their account; the token that they are asked for with. NoRoom where they cannot be kept."""
    _sweep(root)
    token = uuid4()
    folder = _folder(root, account, token)
    try:
        folder.mkdir(parents=True)
        (folder / "workbook").write_bytes(brought.workbook[0])
        (folder / "evidence").write_bytes(brought.evidence[0])
        names = [brought.workbook[1][:NAME_LENGTH], brought.evidence[1][:NAME_LENGTH]]
        (folder / "names").write_text(json.dumps(names), encoding="utf-8")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoRoom(field="file") from error
    return token


def staged(root: Path, account: UUID, token: UUID) -> Staged:
    """The files of a token; UploadGone where they are not kept any more, or were another account's."""
    folder = _folder(root, account, token)
    try:
        workbook, evidence = json.loads((folder / "names").read_text(encoding="utf-8"))
        return Staged(((folder / "workbook").read_bytes(), workbook), ((folder / "evidence").read_bytes(), evidence))
    except (OSError, ValueError) as error:
        raise UploadGone from error


def drop(root: Path, account: UUID, token: UUID) -> None:
    """Keep them no longer."""
    shutil.rmtree(_folder(root, account, token), ignore_errors=True)


def _folder(root: Path, account: UUID, token: UUID) -> Path:
    return root / "staged" / str(account) / str(token)


def _sweep(root: Path) -> None:
    """Remove what was kept for longer than a day, whosever it was."""
    oldest = time.time() - KEPT_FOR
    for folder in (root / "staged").glob("*/*"):
        try:
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # another process swept it
            continue
