"""The verifier and an archive package that was altered: no file, number, event or item is changed unnoticed."""

import csv
import hashlib
import io
import json
import random
import re
import shutil
from pathlib import Path

import pytest

from tests.archives import pack, parts, zipped
from tests.city import City
from tests.keys import SIGNER
from tests.signing import loaded, sign

V = loaded()
FINGERPRINT = SIGNER.verifier.fingerprint


@pytest.fixture(scope="module")
def package(sqlite_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The package of a small city, signed."""
    folder = tmp_path_factory.mktemp("archive")
    shutil.copy(sqlite_demo, folder / "demo.db")
    with City.open(f"sqlite:///{folder / 'demo.db'}", folder / "files") as city:
        city.reach(city.items("baishi")[0], "closed")
        sign(city, folder)
        return pack(city, "center1", year="2020").content


def status(content: bytes, path: Path, *expected: str) -> int:
    path.write_bytes(content)
    found: int = V.main([str(path), FINGERPRINT, *expected])
    return found


def test_no_file_is_changed_left_out_added_or_moved_unnoticed(package: bytes, tmp_path: Path, seed: int, big: bool):
    """What a manifest says that nothing else in the package does, such as its title, its own digest vouches for."""
    files, draw = parts(package), random.Random(seed)
    digest = hashlib.sha256(files["manifest.json"]).hexdigest()
    assert status(zipped(files), tmp_path / "same.zip") == status(zipped(files), tmp_path / "same.zip", digest) == 0
    assert status(zipped(files), tmp_path / "same.zip", "0" * 64) == 1
    names = list(files) if big else [*draw.sample(list(files), 6), "manifest.json", "目录.csv"]
    for name in names:
        at = draw.randrange(len(files[name]))
        bent = files[name][:at] + bytes([files[name][at] ^ 1 << draw.randrange(8)]) + files[name][at + 1 :]
        other = draw.choice([one for one in files if one != name and files[one] != files[name]])
        for wrong in (
            {**files, name: bent},
            {**files, name: files[name] + b" "},
            {one: content for one, content in files.items() if one != name},
            {**files, f"{name}.more": b"x"},
            {**files, name: files[other], other: files[name]},
            {one: files[one] for one in reversed(files)},
        ):
            known = [digest] if wrong.get("manifest.json") != files["manifest.json"] else []
            assert status(zipped(wrong), tmp_path / "bent.zip", *known) == 1, name


def rewritten(files: dict[str, bytes], bend) -> bytes:
    """The package with another manifest, its files and bundle as bent, every digest made to agree."""
    said = json.loads(files["manifest.json"])
    path = next(one["path"] for one in said["files"] if one["kind"] == "events")
    bundle = json.loads(files[path])
    files = dict(files)
    bend(said, files, bundle)
    files[path] = json.dumps(bundle, ensure_ascii=False).encode()
    for one in said["files"]:
        if one["path"] in files:
            one |= {"sha256": hashlib.sha256(files[one["path"]]).hexdigest(), "size": len(files[one["path"]])}
    files["manifest.json"] = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return zipped(files)


def drop(kind: str):
    def bend(said, files, bundle):
        gone = next(one for one in said["files"] if one["kind"] == kind)
        said["files"].remove(gone)
        del files[gone["path"]]

    return bend


def renumber(said, files, bundle):
    """A file taken out and the rest numbered anew, catalogue and all: the records are one too few then."""
    gone = next(one for one in said["files"] if one["kind"] == "record")
    said["files"].remove(gone)
    del files[gone["path"]]
    kept = {}
    for one in said["files"]:
        was = one["path"]
        if one["number"] > gone["number"]:
            one["number"] -= 1
            one["path"] = re.sub(r"/\d{5}-", f"/{one['number']:05d}-", was)
        kept[one["path"]] = files[was]
    rows = list(csv.reader(io.StringIO(files["目录.csv"].decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([rows[0], *([str(n), *row[1:6], p, row[7]] for n, (p, row) in enumerate(
        ((one["path"], row) for one, row in zip([o for o in said["files"] if o["number"]], rows[2:], strict=False)), 1
    ))])  # fmt: skip
    files.clear()
    files.update(kept | {"目录.csv": text.getvalue().encode()})


BENT = {
    "an evidence file dropped": drop("evidence"),
    "a record dropped": drop("record"),
    "the events dropped": drop("events"),
    "a record dropped and all numbered anew": renumber,
    "an item left out": lambda said, files, bundle: said["items"].pop(),
    "an item's state": lambda said, files, bundle: said["items"][0].__setitem__(2, "reported"),
    "an item's number": lambda said, files, bundle: said["items"][0].__setitem__(0, "〔2020〕9-白石-99"),
    "nothing said to be open": lambda said, files, bundle: said.update(open=[], ongoing=[]),
    "another position": lambda said, files, bundle: said.update(position=said["position"] - 1),
    "another date": lambda said, files, bundle: said.update(created_at=0),
    "a field more": lambda said, files, bundle: said.update(more=1),
    "an event dropped": lambda said, files, bundle: bundle["events"].pop(),
    "a first event dropped": lambda said, files, bundle: bundle["events"].pop(0),
    "a thing said to begin later": lambda said, files, bundle: bundle["subject"]["streams"][0].__setitem__(1, 2),
    "another notice": lambda said, files, bundle: said.update(of="year-2019"),
    "more withheld from the log": lambda said, files, bundle: bundle.update(withheld=0),
}


@pytest.mark.parametrize("name", BENT)
def test_a_forger_who_makes_all_digests_agree_is_found_out(package: bytes, tmp_path: Path, name: str):
    files = parts(package)
    assert status(rewritten(files, lambda said, files, bundle: None), tmp_path / "same.zip") == 0
    assert status(rewritten(files, BENT[name]), tmp_path / "bent.zip") == 1


def test_the_bundle_of_a_package_alone_is_not_taken_for_a_bundle(package: bytes, tmp_path: Path):
    files = parts(package)
    bundle = next(content for name, content in files.items() if name.startswith("证据包/"))
    assert status(zipped({"bundle.json": bundle}), tmp_path / "bundle.zip") == 1
    assert status(bundle, tmp_path / "bundle.json") == 1
