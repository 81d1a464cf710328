#!/usr/bin/env python3
"""Check an evidence bundle, a receipt or an archive package of Xiaohao with this one file and Python 3.8 or later.

    python3 xiaohao_verify.py FILE FINGERPRINT [MANIFEST] [--lang zh|en]

FINGERPRINT is the hex SHA-256 of the log's public key. Take it from paper, never from the bundle. MANIFEST is the hex
SHA-256 of an archive package's manifest.json, from the receipt of its making: with it, it is known to be that package.
Exit status: 0 proved; 1 not as it was signed; 2 could not be checked (usage, no such file, not signed yet).
A leaf is SHA-256(0 || envelope): the event's columns as sorted JSON, the body as its SHA-256. A digest is SHA-256(the
stream's digest before || envelope). `cover`: the roots, left to right, of the subtrees (RFC 9162) that no event is in.
"""

import base64
import csv
import hashlib
import io
import json
import os
import re
import sys
import zipfile
from bisect import bisect_left
from datetime import datetime, timedelta

MAX_JSON, MAX_VALUES = 512 * 1024 * 1024, 2**23
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT_OF_MINUS_ONE = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)
ENVELOPE = ["actor", "body", "causation_id", "command_id", "correlation_id", "effective_at", "event_id", "name"]
ENVELOPE += ["recorded_at", "schema_version", "stream", "version"]
EVENT = [*ENVELOPE, "digest", "position", "sealed_at"]
BUNDLE = ["format", "kind", "status", "subject", "events", "withheld", "proof", "checkpoint", "key", "files"]
FILE, SUBJECT = ["sha256", "size", "media_type", "included"], {"item": ["stream", "number"], "period": ["from", "to"]}
SUBJECT["archive"] = ["of", "to", "streams"]
MANIFEST = ["format", "of", "title", "numbers", "position", "as_of", "created_at", "creator", "unit", "log", "release"]
MANIFEST += ["schema", "withheld", "absent", "items", "open", "ongoing", "files"]
PACKED = ["number", "path", "sha256", "size", "media_type", "kind", "original", "stream"]
FINISHED = ["closed", "converted", "withdrawn"]
ABSENT, LOG = ["sha256", "size", "media_type", "original", "about"], ["size", "root"]
KINDS = {"causation_id": (str, type(None)), "included": (bool,), "subject": (dict,), "proof": (dict,)}
NUMBERS = ["effective_at", "recorded_at", "sealed_at", "schema_version", "version", "position", "withheld", "size"]
LISTS = ["events", "cover", "files", "streams", "numbers", "absent", "items", "open", "ongoing"]
KINDS.update(dict.fromkeys([*NUMBERS, "from", "to", "as_of", "created_at"], (int,)), log=(dict,))
KINDS.update(dict.fromkeys(LISTS, (list,)))


class Refused(Exception):
    """Why it is not as it was signed: in Chinese, in English; with status 2, why it could not be checked."""


def need(condition, zh, en, status=1):
    if not condition:
        raise Refused(zh, en, status)


def point(encoded):
    """The curve's point (X, Y, Z, T) that 32 bytes stand for; None for none, or where they are not canonical."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    u, v = y * y - 1, D * y * y + 1
    x = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    x = x * ROOT_OF_MINUS_ONE % P if (v * x * x + u) % P == 0 else x
    if y >= P or (v * x * x - u) % P or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


def plus(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * D * one[3] * other[3] % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def signed(key, message, signature):
    """Whether `signature` is that of `message` under `key`: Ed25519 by RFC 8032, strict and without the cofactor."""
    base, owner = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")), point(key)
    s, eightfold = int.from_bytes(signature[32:], "little"), owner or (0, 1, 1, 0)
    for _ in range(3):
        eightfold = plus(eightfold, eightfold)
    if len(key) != 32 or len(signature) != 64 or s >= L or eightfold[0] == 0:  # a key of small order signs anything
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    minus = (P - owner[0], owner[1], 1, P - owner[3])
    steps, reached = {(1, 0): base, (0, 1): minus, (1, 1): plus(base, minus)}, (0, 1, 1, 0)
    for bit in range(252, -1, -1):
        reached, both = plus(reached, reached), (s >> bit & 1, k >> bit & 1)
        reached = plus(reached, steps[both]) if any(both) else reached
    x, y = (one * pow(reached[2], P - 2, P) % P for one in reached[:2])
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def parsed(text):
    def unique(pairs):
        need(len(pairs) == len({name for name, _ in pairs}), "JSON 里有重复的键。", "A JSON key stands twice.")
        return dict(pairs)

    def whole(number):
        good = re.fullmatch("-?[0-9]{1,16}", number) and abs(int(number)) < 2**53
        need(good, "JSON 里有不允许的数。", "The JSON holds a number not allowed.")
        return int(number)

    need(sum(map(text.count, "[{,")) < MAX_VALUES, "JSON 里的值太多。", "The JSON holds too many values.")
    return json.loads(text, object_pairs_hook=unique, parse_int=whole, parse_float=whole, parse_constant=whole)


def shaped(value, names, what, **kinds):
    """`value`, if it is an object with exactly these fields, of their types: text, if KINDS says nothing else."""
    known = dict(KINDS, **kinds)
    good = isinstance(value, dict) and set(value) == set(names)
    good = good and all(type(one) in known.get(name, (str,)) for name, one in value.items())
    need(good, what + " 的字段不对。", "The fields of " + what + " are not as they must be.")
    return value


def unhex(text):
    need(re.fullmatch("[0-9a-f]{64}", text), "摘要不是 64 位小写十六进制。", "A digest is not 64 hex digits.")
    return bytes.fromhex(text)


def unbase64(text, length):
    raw = base64.b64decode(text, validate=True)
    good = len(raw) == length and base64.b64encode(raw).decode() == text
    need(good, "有一个 Base64 值写法不对。", "A Base64 value is not written as it must be.")
    return raw


def opened(source):
    """The zip, None for a receipt, which is JSON alone; and its text. `source` is a path, or an open file."""
    named = not hasattr(source, "read")
    regular = not named or os.path.isfile(source) or not os.path.exists(source)
    need(regular, "不是普通文件。", "It is no regular file.", 2)
    size = os.path.getsize(source) if named else source.seek(0, 2)
    if not zipfile.is_zipfile(source):
        need(size <= MAX_JSON, "文件太大。", "The file is too large.")
        return None, content_of(source, named).decode("utf-8")
    archive = zipfile.ZipFile(source)
    entries = archive.infolist()
    plain = all(entry.compress_type == 0 and not entry.flag_bits & ~0x800 for entry in entries)
    full = 22 + sum(76 + 2 * len(entry.filename.encode()) + entry.file_size for entry in entries)
    need(plain and full == size, "压缩包里有压缩的或夹带的内容。", "The archive holds packed files, or other things.")
    need(len({one.filename for one in entries}) == len(entries), "有重名的文件。", "Two files have one name.")
    return archive, text_of(archive, "manifest.json" if is_package(archive) else "bundle.json")


def content_of(source, named):
    if not named:
        source.seek(0)
        return source.read()
    with open(source, "rb") as file:
        return file.read()


def is_package(archive):
    return archive is not None and "manifest.json" in archive.namelist()


def text_of(archive, name):
    need(archive.getinfo(name).file_size <= MAX_JSON, "文件太大。", "The file is too large.")
    return archive.read(name).decode("utf-8")


def checkpoint(note, line, fingerprint):
    """Origin, size, root and time that the note signs, under the key in `line`, which must have the fingerprint."""
    name, _, rest = line.partition("+")
    key = unbase64(rest[9:], 33)
    own = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    known = hashlib.sha256(key[1:]).hexdigest() == fingerprint and key[:1] == b"\x01" and rest[:9] == own.hex() + "+"
    need(known, "公钥的指纹不是您给出的指纹。", "The key's fingerprint is not the one you gave.")
    text, _, signatures = note.rpartition("\n\n")
    good = False
    for one in signatures.split("\n")[:16]:
        who, _, signature = one.rpartition(" ")
        if who == "\u2014 " + name and base64.b64decode(signature, validate=True)[:4] == own:
            good = signed(key[1:], (text + "\n").encode(), unbase64(signature, 68)[4:])
            need(good, "检查点的签名不对。", "The signature of the checkpoint is wrong.")
    need(good, "检查点没有这把密钥的签名。", "The checkpoint is not signed by this key.")
    lines = re.fullmatch("([!-~]+)\n(0|[1-9][0-9]{0,15})\n(\\S+)\nseal (\\S+)\ntime (0|[1-9][0-9]{0,15})", text)
    need(lines and lines[1] == name, "检查点的格式不对。", "The lines of the checkpoint are not as they must be.")
    unbase64(lines[4], 32)
    return name, int(lines[2]), unbase64(lines[3], 32), int(lines[5])


def leaves_of(events):
    """The leaf at each position, once order and chains were checked."""
    leaves, last, before = {}, {}, {"position": -1, "sealed_at": 0}
    for event in events:
        shaped(event, EVENT, "events")
        previous, version = last.get(event["stream"]), event["version"]
        ordered = event["position"] > before["position"] and event["sealed_at"] >= before["sealed_at"]
        need(ordered, "记录没有按日志的次序排列。", "The events are not in the order of the log.")
        follows = version == previous["version"] + 1 if previous else version > 0
        need(follows, "同一对象的记录中间有缺失。", "Between two events of one stream, one is missing.")
        body = hashlib.sha256(event["body"].encode()).hexdigest()
        envelope = dict(((name, event[name]) for name in ENVELOPE), body=body)
        canonical = json.dumps(envelope, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        digest = unhex(event["digest"])
        if previous or version == 1:
            chained = (unhex(previous["digest"]) if previous else bytes(32)) + canonical
            need(hashlib.sha256(chained).digest() == digest, "摘要链断了。", "The chain of digests is broken.")
        leaves[event["position"]] = hashlib.sha256(b"\x00" + canonical).digest()
        last[event["stream"]] = before = event
    return leaves


def root_from(leaves, cover, size):
    """The root over `size` leaves; `cover` stands for those that are not in `leaves`, and all of it is used."""
    positions, rest = list(leaves), iter(cover)
    need(positions and positions[-1] < size, "有记录不在签名的范围内。", "An event lies past what was signed.")

    def made(low, high):
        if bisect_left(positions, low) == bisect_left(positions, high):
            return next(rest, b"")
        if high - low == 1:
            return leaves[low]
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        left = made(low, middle)
        return hashlib.sha256(b"\x01" + left + made(middle, high)).digest()

    root = made(0, size)
    need(next(rest, None) is None, "证明里有多余的哈希。", "The proof holds a hash too many.")
    return root


def check_subject(bundle, size):
    """That the events are what the bundle says it is about, and that all others are counted."""
    kind, events, total = bundle["kind"], bundle["events"], size
    subject = shaped(bundle["subject"], SUBJECT.get(kind, ["command_id"]), "subject")
    if kind == "period":
        good = 0 <= subject["from"] <= events[0]["position"] and events[-1]["position"] <= subject["to"] < size
        total = subject["to"] - subject["from"] + 1
    elif kind == "item":
        good = events[0]["version"] == 1 and parsed(events[0]["body"])["number"] == subject["number"]
        good = good and all(event["stream"] == subject["stream"] for event in events)
    elif kind == "archive":
        first = {event["stream"]: event["version"] for event in reversed(events)}
        good = len(first) == len(subject["streams"]) and first == dict(subject["streams"])
        good = good and events[-1]["position"] <= subject["to"] < size
    else:
        good = kind == "receipt" and all(event["command_id"] == subject["command_id"] for event in events)
    need(good, "记录与证据包的对象不符。", "The events are not what the bundle says it is about.")
    need(bundle["withheld"] == total - len(events), "未列出的记录数不对。", "The count of events withheld is wrong.")


def listed_files(bundle):
    """The files that the bundle lists, by their digest, if they are those that its events name."""
    waiting, named = [parsed(event["body"]) for event in bundle["events"]], set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict) and set(value) == {"sha256", "size", "media_type"}:
            named.add((value["sha256"], value["size"], value["media_type"]))
        elif isinstance(value, (dict, list)):
            waiting.extend(value.values() if isinstance(value, dict) else value)
    listed = [shaped(file, FILE, "files") for file in bundle["files"]]
    same = named == {(file["sha256"], file["size"], file["media_type"]) for file in listed}
    need(same and len(named) == len(listed), "文件清单与记录所列不符。", "The list of files is not that of the events.")
    return {file["sha256"]: file for file in listed if unhex(file["sha256"])}


def check_file(archive, name, file):
    """That a file of the archive has the digest and the size that are said of it."""
    digest = hashlib.sha256()
    with archive.open(name) as content:
        for piece in iter(lambda: content.read(1 << 20), b""):
            digest.update(piece)
    found = digest.hexdigest(), archive.getinfo(name).file_size
    need(found == (file["sha256"], file["size"]), "文件被改过：" + name, "A file was altered: " + name)


def check_files(bundle, archive):
    """That the files are those the events name; how many are included, and how many are not."""
    listed = listed_files(bundle)
    held = {"files/" + sha256: file for sha256, file in listed.items() if file["included"]}
    there = set(archive.namelist()) - {"bundle.json"} if archive else set()
    need(there == set(held), "压缩包里的文件多了或少了。", "A file is missing from the archive, or one is too many.")
    for name, file in held.items():
        check_file(archive, name, file)
    return len(held), len(listed) - len(held)


def proved(bundle, fingerprint):
    """The signed checkpoint, if the events of the bundle stand in the log under it; or Refused."""
    waits = isinstance(bundle, dict) and bundle.get("status") == "pending"
    need(not waits, "还没有签名，请稍后重新下载。", "It is not signed yet; download it again later.", 2)
    known = shaped(bundle, BUNDLE, "bundle.json")["format"] == "xiaohao-bundle/1" and bundle["status"] == "signed"
    need(known, "不是 xiaohao-bundle/1 格式。", "Its format is not xiaohao-bundle/1.")
    signed_head, proof = checkpoint(bundle["checkpoint"], bundle["key"], fingerprint), bundle["proof"]
    size = shaped(proof, ["size", "cover"], "proof")["size"]
    made = root_from(leaves_of(bundle["events"]), [unhex(one) for one in proof["cover"]], size)
    need(signed_head[1:3] == (size, made), "推不出签名的树根：有改动。", "They do not make the signed root: altered.")
    check_subject(bundle, size)
    return signed_head


def check_manifest(archive, text):
    """The manifest, if the files of the archive are those it names, in its order, each whole, and none besides."""
    manifest = shaped(parsed(text), MANIFEST, "manifest.json")
    written = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    need(written == text, "manifest.json 的写法不规范。", "manifest.json is not written as it must be.")
    need(manifest["format"] == "xiaohao-archive/1", "不是 xiaohao-archive/1 格式。", "Its format is another one.")
    files = [shaped(file, PACKED, "files", number=(int,)) for file in manifest["files"]]
    same = [file["path"] for file in files] + ["manifest.json"] == archive.namelist()
    need(same, "归档包里的文件多了、少了或次序变了。", "A file is missing, one is too many, or their order is another.")
    for file in files:
        check_file(archive, file["path"], file)
    return manifest


def check_numbers(archive, files):
    """That the numbered files run from 1 without a gap, under those numbers, and the catalogue lists just these."""
    paths = [file["path"] for file in files if file["number"]]
    run = [file["number"] for file in files if file["number"]] == list(range(1, len(paths) + 1))
    run = run and all(path.split("/")[-1].startswith(f"{number:05d}-") for number, path in enumerate(paths, 1))
    need(run, "编号有漏号，或与文件名不符。", "The numbers have a gap, or are not those of the files.")
    rows = list(csv.reader(io.StringIO(text_of(archive, "目录.csv").lstrip("\ufeff"), newline="")))
    same = [(row[0], row[6]) for row in rows[1:]] == [(str(number), path) for number, path in enumerate(paths, 1)]
    need(same, "目录与文件不符。", "The catalogue does not list these files.")


def check_items(manifest, bundle):
    """That the items are those whose events are here, by their numbers and states, each from its first event on; only
    in the part of a unit some may begin later, when they came from another."""
    begins, items = dict(bundle["subject"]["streams"]), {one[1]: (one[0], one[2]) for one in manifest["items"]}
    there = {stream for stream in begins if stream.startswith("item-")}
    need(set(items) == there and len(items) == len(manifest["items"]), "事项与记录不符。", "The items are not those.")
    whole = manifest["unit"] or all(version == 1 for version in begins.values())
    need(whole, "有对象缺少最初的记录。", "The first event of something is missing.")
    states = {}
    for event in bundle["events"]:
        if event["stream"] in items:
            body = parsed(event["body"])
            states[event["stream"]] = body["leads_to"]
            same = event["version"] > 1 or body["number"] == items[event["stream"]][0]
            need(same, "事项编号与记录不符。", "An item's number is not that of its first event.")
    same = states == {stream: state for stream, (_, state) in items.items()}
    need(same, "事项状态与记录不符。", "The state of an item is not that of its last event.")
    left = [number for number, _, state in manifest["items"] if state not in FINISHED]
    same = left == manifest["open"] and set(left) >= set(manifest["ongoing"])
    need(same, "未销号事项与记录不符。", "What is said to be open is not what the events leave open.")


def check_parts(manifest, bundle):
    """That there is one record for each thing with events here, and the evidence is what the events name."""
    of_kind = {kind: [file for file in manifest["files"] if file["kind"] == kind] for kind in ("evidence", "record")}
    streams = sorted(stream for stream, _ in bundle["subject"]["streams"])
    same = sorted(file["stream"] for file in of_kind["record"]) == streams
    need(same, "办理过程与对象不是一一对应。", "The records are not one for each thing that there are events of.")
    listed = listed_files(bundle)
    held = [sha256 for sha256, file in listed.items() if file["included"]]
    absent = [shaped(one, ABSENT, "absent")["sha256"] for one in manifest["absent"]]
    same = sorted(file["sha256"] for file in of_kind["evidence"]) == sorted(held)
    same = same and sorted(absent) == sorted(set(listed) - set(held))
    need(same, "佐证材料与记录所列不符。", "The evidence is not what the events name.")


def check_archive(archive, text, fingerprint):
    """All of an archive package: files, numbers, events, items, evidence. What was found of it; or Refused."""
    manifest = check_manifest(archive, text)
    check_numbers(archive, manifest["files"])
    found = [file["path"] for file in manifest["files"] if file["kind"] == "events"]
    need(len(found) == 1, "没有日志记录，或多于一份。", "The events are missing, or there are two sets of them.")
    bundle = parsed(text_of(archive, found[0]))
    head = proved(bundle, fingerprint)
    log, subject = shaped(manifest["log"], LOG, "log"), bundle["subject"]
    same = bundle["kind"] == "archive" and (subject["of"], subject["to"]) == (manifest["of"], manifest["position"])
    same = same and (manifest["creator"], log["size"], unbase64(log["root"], 32)) == head[:3]
    need(same and manifest["created_at"] == head[3], "证据包不是这个归档包的。", "The events are not of this package.")
    check_items(manifest, bundle)
    check_parts(manifest, bundle)
    return manifest, bundle, head


def check(source, fingerprint, expected=None):
    """The report of a file that is as it was signed, in both languages; or Refused."""
    archive, text = opened(source)
    if is_package(archive):
        digest = hashlib.sha256(text.encode()).hexdigest()
        need(
            expected in (None, digest),
            "清单不是您给出的那一份。",
            "The manifest is not the one you gave the digest of.",
        )
        return report_archive(digest, expected, *check_archive(archive, text, fingerprint))
    need(expected is None, "这不是归档包。", "It is no archive package.")
    bundle = parsed(text)
    signed_head = proved(bundle, fingerprint)
    need(bundle["kind"] != "archive", "缺少归档包的 manifest.json。", "The manifest.json of the package is missing.")
    return report(bundle, signed_head, check_files(bundle, archive))


def report_archive(digest, expected, manifest, bundle, signed_head):
    """What is proved of an archive package and what is not, in Chinese and in English."""
    (origin, size, root, at), to = signed_head, manifest["position"]
    root, when = base64.b64encode(root).decode(), datetime(1970, 1, 1) + timedelta(microseconds=at)
    numbered = sum(file["number"] > 0 for file in manifest["files"])
    held, absent = sum(file["kind"] == "evidence" for file in manifest["files"]), len(manifest["absent"])
    things, later = len(bundle["subject"]["streams"]), sum(one > 1 for _, one in bundle["subject"]["streams"])
    items, still, count = len(manifest["items"]), len(manifest["open"]), len(bundle["events"])
    same_zh = "与您给出的一致" if expected else "没有核对：请与“生成归档包”的回执或纸面对照"
    same_en = "as you gave it" if expected else "not compared: do so with the receipt of its making, or paper"
    return (
        f"""已证明：
1. 您给出指纹的密钥签署了日志 {origin} 的前 {size} 条记录，签署时刻自述为 {when} UTC，树根 {root}。
2. 归档包“{manifest["title"]}”的文件编号 1 至 {numbered}，没有漏号；各文件与清单一致，没有多余文件。
   清单 manifest.json 的 SHA-256：{digest}（{same_zh}）
3. {things} 个对象截至 @{to} 的 {count} 条记录一字不差地在日志中，次序连续，摘要链完好；
   其中 {things - later} 个从第一条记录开始，{later} 个由其他单位转来，从转来时开始。
4. 佐证材料 {held} 份与记录所列一致；另有 {absent} 份已不在，只列名称和摘要。
5. 事项 {items} 项，编号和状态与记录一致，其中未销号 {still} 项；清单写明另有 {manifest["withheld"]} 项未列出。
没有证明：
1. 所说是否属实、是否本人所说；时间是日志自述；此后是否另有记录。
2. 台账、办理过程、目录由系统按记录生成，其文字是否与记录相同没有核对；未列出的是什么也没有证明。
3. 清单的 SHA-256 没有对照时：这是不是当时登记的那个归档包；题名、原文件名、版本等说明是否改过。
4. 别人看到的是不是同一本日志：请把记录数和树根与纸面或他人保存的检查点对照。""",
        f"""Proved:
1. The key of your fingerprint signed the first {size} events of the log {origin}, root {root}; time stated {when} UTC.
2. The files of the package “{manifest["title"]}” are numbered 1 to {numbered} without a gap; each is as the manifest
   says, and there are no others. SHA-256 of manifest.json: {digest}
   ({same_en})
3. The {count} events of {things} things up to @{to} stand in the log word for word and without a gap, and the chains of
   digests hold; {things - later} things begin with their first event, {later} came from another unit and begin there.
4. Evidence: {held} files, as the events name them; {absent} more are gone and only named.
5. Items: {items}, numbered and standing as in their events, {still} of them open; {manifest["withheld"]} more are said
   to be withheld.
Not proved:
1. That what was said is true, or who said it; times are as the log states them; what came later.
2. That the ledgers, records and catalogue, which the system wrote, say what the events say; what was withheld.
3. Where the manifest's SHA-256 was not compared: that it is the package that was recorded, with its title, the names of
   files, release and other remarks as they were.
4. That others were shown the same log: compare size and root with a checkpoint kept on paper or by others.""",
    )


def report(bundle, signed_head, files):
    """What is proved and what is not, in Chinese and in English."""
    (origin, size, root, at), (held, absent), events = signed_head, files, bundle["events"]
    root, when = base64.b64encode(root).decode(), datetime(1970, 1, 1) + timedelta(microseconds=at)
    span = f"{len(events)} (@{events[0]['position']} - @{events[-1]['position']})"
    return (
        f"""已证明：
1. 您给出指纹的密钥签署了日志 {origin} 的前 {size} 条记录，签署时刻自述为 {when} UTC，树根 {root}。
2. 包内记录 {span} 一字不差地在其中，位置属实，签署之前已经记下；每个对象的记录次序连续，摘要链完好。
3. 附带文件 {held} 个，与记录所列一致；另有 {absent} 个只列摘要，没有附上。
没有证明：
1. 所说是否属实、是否本人所说；recorded_at、effective_at 是日志自述；sealed_at 和节选首条的 digest 不在签名之内。
2. 未列出的 {bundle["withheld"]} 条记录说了什么，同一对象此后（部分导出时也包括此前）是否另有记录。
3. 别人看到的是不是同一本日志：请把记录数和树根与纸面或他人保存的检查点对照。""",
        f"""Proved:
1. The key of your fingerprint signed the first {size} events of the log {origin}, root {root}; time stated {when} UTC.
2. The events in here, {span}, stand in it word for word, at their positions, and were recorded before the signing;
   those of each stream follow one another without a gap, and the chains of digests hold.
3. Files included: {held}, each as the events name it; named but not included: {absent}.
Not proved:
1. That what was said is true, or who said it; recorded_at and effective_at are as the log states them, and not signed
   are sealed_at and, in an excerpt, the digest of a stream's first event.
2. What the {bundle["withheld"]} events withheld say; some may be of the same streams, later or, in an excerpt, earlier.
3. That others were shown the same log: compare size and root with a checkpoint kept on paper or by others.""",
    )


def main(arguments):
    """Print the report, or why there is none; the exit status."""
    language = 1 if arguments[-2:] == ["--lang", "en"] else 0
    try:
        fingerprint = arguments[1].replace(":", "").lower() if len(arguments) > 1 else ""
        rest = arguments[2:]
        expected = rest.pop(0).lower() if rest and re.fullmatch("[0-9a-fA-F]{64}", rest[0]) else None
        usage = re.fullmatch("[0-9a-f]{64}", fingerprint) and rest in ([], ["--lang", "zh"], ["--lang", "en"])
        need(usage, "用法：xiaohao_verify.py 文件 公钥指纹 [清单摘要] [--lang zh|en]", __doc__.split("\n\n")[1], 2)
        print(check(arguments[0], fingerprint, expected)[language], flush=True)
        return 0
    except Refused as refused:
        said, status = refused.args[language], refused.args[2]
    except OSError as error:  # without a name it is the archive that leads astray
        said, status = repr(arguments[0]) + ": " + str(error.strerror), 2 if error.filename else 1
    except Exception as error:  # whatever a hostile file brings about: it is no bundle
        said, status = ("不是完好的证据包", "no whole bundle")[language] + f" ({type(error).__name__})", 1
    print((("不通过：", "无法检查："), ("REFUSED: ", "NOT CHECKED: "))[language][status - 1] + said, flush=True)
    return status


if __name__ == "__main__":
    try:
        sys.stdout.reconfigure(errors="backslashreplace")
        sys.exit(main(sys.argv[1:]))
    except (OSError, AttributeError):  # nobody can read what was found
        os._exit(2)
