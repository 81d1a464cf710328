#!/usr/bin/env python3
"""Check an evidence bundle or a receipt of Xiaohao with this one file and Python 3.8 or later; nothing else is needed.

    python3 xiaohao_verify.py BUNDLE FINGERPRINT [--lang zh|en]

FINGERPRINT is the hex SHA-256 of the log's public key. Take it from paper, never from the bundle.
Exit status: 0 proved; 1 not as it was signed; 2 could not be checked (usage, no such file, not signed yet).
A leaf is SHA-256(0 || envelope): the event's columns as sorted JSON, the body as its SHA-256. A digest is SHA-256(the
stream's digest before || envelope). `cover`: the roots, left to right, of the subtrees (RFC 9162) that no event is in.
"""

import base64
import hashlib
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
KINDS = {"causation_id": (str, type(None)), "included": (bool,), "subject": (dict,), "proof": (dict,)}
NUMBERS = ["effective_at", "recorded_at", "sealed_at", "schema_version", "version", "position", "withheld", "size"]
KINDS.update(dict.fromkeys([*NUMBERS, "from", "to"], (int,)), events=(list,), cover=(list,), files=(list,))


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


def shaped(value, names, what):
    """`value`, if it is an object with exactly these fields, of their types: text, if KINDS says nothing else."""
    good = isinstance(value, dict) and set(value) == set(names)
    good = good and all(type(one) in KINDS.get(name, (str,)) for name, one in value.items())
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


def opened(path):
    """The bundle as parsed, and its archive: None for a receipt, which is JSON alone."""
    need(os.path.isfile(path) or not os.path.exists(path), "不是普通文件。", "It is no regular file.", 2)
    size = os.path.getsize(path)
    if not zipfile.is_zipfile(path):
        need(size <= MAX_JSON, "文件太大。", "The file is too large.")
        with open(path, encoding="utf-8", newline="") as file:
            return parsed(file.read()), None
    archive = zipfile.ZipFile(path)
    entries = archive.infolist()
    plain = all(entry.compress_type == 0 and not entry.flag_bits & ~0x800 for entry in entries)
    full = 22 + sum(76 + 2 * len(entry.filename.encode()) + entry.file_size for entry in entries)
    need(plain and full == size, "压缩包里有压缩的或夹带的内容。", "The archive holds packed files, or other things.")
    need(len({one.filename for one in entries}) == len(entries), "有重名的文件。", "Two files have one name.")
    need(archive.getinfo("bundle.json").file_size <= MAX_JSON, "文件太大。", "The file is too large.")
    return parsed(archive.read("bundle.json").decode("utf-8")), archive


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
    else:
        good = kind == "receipt" and all(event["command_id"] == subject["command_id"] for event in events)
    need(good, "记录与证据包的对象不符。", "The events are not what the bundle says it is about.")
    need(bundle["withheld"] == total - len(events), "未列出的记录数不对。", "The count of events withheld is wrong.")


def check_files(bundle, archive):
    """That the files are those the events name; how many are included, and how many are not."""
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
    held = {"files/" + file["sha256"]: file for file in listed if unhex(file["sha256"]) and file["included"]}
    there = set(archive.namelist()) - {"bundle.json"} if archive else set()
    need(there == set(held), "压缩包里的文件多了或少了。", "A file is missing from the archive, or one is too many.")
    for name, file in held.items():
        found = hashlib.sha256(archive.read(name)).hexdigest(), archive.getinfo(name).file_size
        need(found == (file["sha256"], file["size"]), "文件被改过：" + name, "A file was altered: " + name)
    return len(held), len(listed) - len(held)


def check(path, fingerprint):
    """All of it: the kind, the signed checkpoint, the events, the files; or Refused."""
    bundle, archive = opened(path)
    waits = isinstance(bundle, dict) and bundle.get("status") == "pending"
    need(not waits, "还没有签名，请稍后重新下载。", "It is not signed yet; download it again later.", 2)
    known = shaped(bundle, BUNDLE, "bundle.json")["format"] == "xiaohao-bundle/1" and bundle["status"] == "signed"
    need(known, "不是 xiaohao-bundle/1 格式。", "Its format is not xiaohao-bundle/1.")
    signed_head, proof = checkpoint(bundle["checkpoint"], bundle["key"], fingerprint), bundle["proof"]
    size = shaped(proof, ["size", "cover"], "proof")["size"]
    made = root_from(leaves_of(bundle["events"]), [unhex(one) for one in proof["cover"]], size)
    need(signed_head[1:3] == (size, made), "推不出签名的树根：有改动。", "They do not make the signed root: altered.")
    check_subject(bundle, size)
    return bundle, signed_head, check_files(bundle, archive)


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
    language = 1 if arguments[2:] == ["--lang", "en"] else 0
    try:
        fingerprint = arguments[1].replace(":", "").lower() if len(arguments) > 1 else ""
        usage = re.fullmatch("[0-9a-f]{64}", fingerprint) and arguments[2:] in ([], ["--lang", "zh"], ["--lang", "en"])
        need(usage, "用法：xiaohao_verify.py 证据包 公钥指纹 [--lang zh|en]", __doc__.split("\n\n")[1], 2)
        print(report(*check(arguments[0], fingerprint))[language], flush=True)
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
