"""The stand-alone verifier: what it needs, and that nothing altered gets past it."""

import ast
import copy
import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.city import City
from tests.documents.tampers import TAMPERS
from tests.keys import OTHER, SIGNER
from tests.signing import VERIFIER, loaded, of_command, of_item, of_period, opened, packed, sign, verify, written

FINGERPRINT = SIGNER.verifier.fingerprint
OTHERS = ("python3.8", "python3.13")


V = loaded()


@pytest.fixture(scope="module")
def bundles(sqlite_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with item.zip, period.zip and receipt.zip of a small city, signed."""
    folder = tmp_path_factory.mktemp("bundles")
    shutil.copy(sqlite_demo, folder / "demo.db")
    with City.open(f"sqlite:///{folder / 'demo.db'}", folder / "files") as city:
        item = city.items("baishi")[0]
        city.reach(item, "closed")
        city.reach(city.items("shiqiao")[0], "reported", "shiqiao", "另一件")
        sign(city, folder)
        written(city, folder / "item.zip", of_item(item))
        written(city, folder / "period.zip", of_period(60, None))
        written(city, folder / "receipt.zip", of_command(city, item))
    return folder


def test_it_is_one_file_under_500_lines_that_needs_the_standard_library_alone():
    source = VERIFIER.read_text("utf-8")
    assert len(source.splitlines()) < 500
    found = {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
    named = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import))
    found |= {alias.name for node in named for alias in node.names}
    assert found <= set(sys.stdlib_module_names)
    assert "__import__" not in source
    assert ast.parse(source, feature_version=(3, 8))


def test_every_python_that_is_here_says_the_same(bundles: Path):
    here = [name for name in OTHERS if shutil.which(name) and not subprocess.run([name, "-c", ""]).returncode]
    said = {verify(bundles / "item.zip", python=python) for python in (sys.executable, *here)}
    assert said == {verify(bundles / "item.zip")}


@pytest.mark.parametrize("name", TAMPERS)
def test_a_single_tamper_is_refused(bundles: Path, tmp_path: Path, name: str):
    said, files = opened(bundles / "item.zip")
    assert V.main([str(packed(tmp_path / "same.zip", said, files)), FINGERPRINT]) == 0
    before = copy.deepcopy(said)
    TAMPERS[name](said)
    assert said != before
    assert V.main([str(packed(tmp_path / "bent.zip", said, files)), FINGERPRINT]) == 1


@pytest.mark.parametrize("name", ["body", "middle dropped", "positions swapped", "cover", "note root", "key"])
def test_a_tamper_is_refused_in_a_process_of_its_own(bundles: Path, tmp_path: Path, name: str):
    said, files = opened(bundles / "item.zip")
    TAMPERS[name](said)
    verdict = verify(packed(tmp_path / "bent.zip", said, files))
    assert verdict.status == 1
    assert verdict.said.startswith("REFUSED: ")


def test_what_another_key_signed_is_refused_though_it_is_whole(bundles: Path, tmp_path: Path):
    said, files = opened(bundles / "item.zip")
    text = said["checkpoint"].rpartition("\n\n")[0] + "\n"
    said.update(checkpoint=OTHER.sign(text), key=OTHER.verifier.line)
    path = packed(tmp_path / "other.zip", said, files)
    assert verify(path).status == 1
    assert verify(path, OTHER.verifier.fingerprint).status == 0
    assert verify(bundles / "item.zip", OTHER.verifier.fingerprint).status == 1


def test_each_file_is_there_whole_and_none_besides(bundles: Path, tmp_path: Path):
    said, files = opened(bundles / "item.zip")
    [(name, content)] = files.items()
    bent = bytes([content[0] ^ 1]) + content[1:]
    for wrong in (
        {name: bent},
        {},
        {**files, "more": b""},
        {**files, "files/" + "0" * 64: b""},
        {name: content + b"x"},
    ):
        assert V.main([str(packed(tmp_path / "bent.zip", said, wrong)), FINGERPRINT]) == 1


def test_no_flipped_byte_changes_what_is_proved(bundles: Path, tmp_path: Path, seed: int, big: bool):
    """A flip is refused, or it is one of the archive's own bytes and what is read is the same."""
    whole = (bundles / "item.zip").read_bytes()
    draw, refused = random.Random(seed), 0
    for _ in range(5000 if big else 300):
        at = draw.randrange(len(whole))
        bent = tmp_path / "bent.zip"
        bent.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << draw.randrange(8)]) + whole[at + 1 :])
        status = V.main([str(bent), FINGERPRINT])
        refused += status == 1
        assert status == 1 or opened(bent) == opened(bundles / "item.zip"), at
    assert refused


@pytest.mark.parametrize("kind", ["item", "period"])
def test_no_flipped_byte_of_what_is_said_is_accepted_but_for_what_the_report_excepts(
    bundles: Path, tmp_path: Path, kind: str, seed: int, big: bool
):
    """The archive is packed anew around the flip, so that only the proof can find it."""
    said, files = opened(bundles / f"{kind}.zip")
    text = zipfile.ZipFile(bundles / f"{kind}.zip").read("bundle.json")
    draw, accepted = random.Random(seed), 0
    for _ in range(5000 if big else 200):
        at = draw.randrange(len(text))
        bent = text[:at] + bytes([text[at] ^ 1 << draw.randrange(8)]) + text[at + 1 :]
        path = packed(tmp_path / "bent.zip", bent, files)
        if V.main([str(path), FINGERPRINT]) == 0:
            accepted += 1
            assert excepted(opened(path)[0]) == excepted(said), at
    assert accepted < 100 or big


def excepted(said: dict[str, Any]) -> dict[str, Any]:
    """All but times of sealing, and digests that nothing in here follows from or leads to."""
    streams: dict[str, int] = {}
    for event in said["events"]:
        streams[event["stream"]] = streams.get(event["stream"], 0) + 1
    for event in said["events"]:
        event["sealed_at"] = 0
        if streams[event["stream"]] == 1 and event["version"] > 1:
            event["digest"] = ""
    return said


@pytest.mark.parametrize("where", ["before", "behind", "comment"])
def test_an_archive_holds_its_files_and_nothing_else(bundles: Path, tmp_path: Path, where: str):
    whole, path = (bundles / "item.zip").read_bytes(), tmp_path / "more.zip"
    path.write_bytes({"before": b"#!/bin/sh\n" + whole, "behind": whole + b"more"}.get(where, whole))
    if where == "comment":
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = b"checked by the ministry"
    assert verify(path).status == 1


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "fifo", Path("/dev/zero"), tmp_path / "loop", tmp_path / "file" / "below"):
        assert verify(path).status == 2, path


@pytest.mark.parametrize("shell", [">/dev/full", ">&-", "| true"])
def test_a_report_that_nobody_can_read_is_no_success(bundles: Path, shell: str):
    command = f"set -o pipefail; '{sys.executable}' -I '{VERIFIER}' '{bundles / 'item.zip'}' {FINGERPRINT} {shell}"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr) in {(2, ""), (0, "") if "true" in shell else (2, "")}


HOSTILE = {
    "empty": b"", "no zip": b"PK\x03\x04" + b"x" * 50, "no json": b"{", "deep": b"[" * 200_000, "list": b"[1]",
    "number": b"9" * 5000, "not finite": b'{"a":NaN}', "no utf-8": b'"\xff"', "surrogate": b'"\\ud800"',
    "null": b"null", "many": b"[" + b"[]," * 4_000_000 + b"[]]",
    "twice": b'{"format":"xiaohao-bundle/1","format":"xiaohao-bundle/1"}', "float": b'{"withheld":1e400}',
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_without_a_trace(tmp_path: Path, name: str):
    path = tmp_path / "hostile"
    path.write_bytes(HOSTILE[name])
    verdict = verify(path)
    assert verdict.status == 1
    assert verdict.said.count("\n") == 1


RELABELLED = (
    ("period", {"from": 59}), ("period", {"from": 61}), ("period", {"to": 3}), ("period", {"to": 10**6}),
    ("period", {"from": -1}), ("receipt", {"command_id": "00000000-0000-0000-0000-000000000000"}),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "changed"), RELABELLED)
def test_a_bundle_is_about_what_it_says(bundles: Path, tmp_path: Path, kind: str, changed: dict[str, Any]):
    said, files = opened(bundles / f"{kind}.zip")
    assert V.main([str(packed(tmp_path / "same.zip", said, files)), FINGERPRINT]) == 0
    said["subject"].update(changed)
    assert V.main([str(packed(tmp_path / "bent.zip", said, files)), FINGERPRINT]) == 1


def test_two_files_of_one_name_are_refused(bundles: Path, tmp_path: Path):
    said, files = opened(bundles / "item.zip")
    path = packed(tmp_path / "twice.zip", said, files)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("bundle.json", "{}")
    assert V.main([str(path), FINGERPRINT]) == 1


def test_a_key_that_stands_twice_is_refused(bundles: Path, tmp_path: Path):
    _, files = opened(bundles / "item.zip")
    text = zipfile.ZipFile(bundles / "item.zip").read("bundle.json").decode()
    twice = text.replace('"version":1}', '"version":9,"version":1}', 1)
    assert twice != text
    assert V.main([str(packed(tmp_path / "same.zip", text, files)), FINGERPRINT]) == 0
    assert V.main([str(packed(tmp_path / "twice.zip", twice, files)), FINGERPRINT]) == 1


def test_a_bomb_is_refused_unopened(tmp_path: Path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle.json", b" " * 200_000_000)
    started = time.perf_counter()
    verdict = verify(bomb)
    assert verdict.status == 1
    assert "packed" in verdict.said
    assert time.perf_counter() - started < 5


def test_what_could_not_be_checked_ends_with_2(bundles: Path, tmp_path: Path):
    assert verify(tmp_path / "nowhere.zip").status == 2
    assert verify(tmp_path).status == 2
    assert verify(bundles / "item.zip", "abc").status == 2
    assert verify(bundles / "item.zip", FINGERPRINT, "--lang", "fr").status == 2


def test_a_fingerprint_may_be_written_as_on_paper(bundles: Path):
    pairs = ":".join(FINGERPRINT[at : at + 2] for at in range(0, 64, 2)).upper()
    assert verify(bundles / "item.zip", pairs).status == 0
    assert hashlib.sha256(SIGNER.verifier.key).hexdigest() == FINGERPRINT


def test_text_from_outside_cannot_steer_the_terminal(bundles: Path, tmp_path: Path):
    said, files = opened(bundles / "item.zip")
    said["files"][0]["sha256"] = "\x1b[2J"
    verdict = verify(packed(tmp_path / "bent.zip", said, files))
    assert verdict.status == 1
    assert "\x1b" not in verdict.said


def test_the_report_says_what_is_not_proved(bundles: Path):
    said = verify(bundles / "period.zip").said
    assert "Not proved" in said
    assert "effective_at are as the log states them" in said
