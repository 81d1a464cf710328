"""What a forger may do to an item's bundle.json, one thing at a time."""

import copy
import re
from collections.abc import Callable
from typing import Any

from tests.keys import OTHER

Tamper = Callable[[dict[str, Any]], None]


def event(number: int, **changed: Any) -> Tamper:
    return lambda said: said["events"][number].update(changed)


def body(said: dict[str, Any]) -> None:
    said["events"][2]["body"] = said["events"][2]["body"].replace("差异清零", "差异仍在")


def drop(number: int) -> Tamper:
    return lambda said: said["events"].__delitem__(number)


def swap(said: dict[str, Any]) -> None:
    one, other = said["events"][1:3]
    said["events"][1:3] = other, one


def swap_positions(said: dict[str, Any]) -> None:
    one, other = said["events"][1:3]
    one["position"], other["position"] = other["position"], one["position"]


def cover(said: dict[str, Any]) -> None:
    first = said["proof"]["cover"][0]
    said["proof"]["cover"][0] = ("0" if first[0] != "0" else "1") + first[1:]


def note(old: str, new: str) -> Tamper:
    def bend(said: dict[str, Any]) -> None:
        said["checkpoint"] = re.sub(old, new, said["checkpoint"], count=1)

    return bend


TAMPERS: dict[str, Tamper] = {
    "body": body,
    "first dropped": drop(0),
    "middle dropped": drop(2),
    "last dropped": drop(-1),
    "repeated": lambda said: said["events"].append(copy.deepcopy(said["events"][-1])),
    "swapped": swap,
    "positions swapped": swap_positions,
    "actor": event(1, actor="city_center center 00000000-0000-0000-0000-000000000000"),
    "name": event(1, name="x"),
    "recorded_at": event(1, recorded_at=1),
    "effective_at": event(1, effective_at=1),
    "version": event(1, version=3),
    "schema_version": event(1, schema_version=2),
    "stream": event(1, stream="item-x"),
    "event_id": event(1, event_id=""),
    "command_id": event(1, command_id=""),
    "correlation_id": event(1, correlation_id=""),
    "causation_id": event(1, causation_id=""),
    "position": event(4, position=10**6),
    "digest": event(1, digest="0" * 64),
    "sealed out of order": event(0, sealed_at=2**52),
    "no text": event(1, actor=5),
    "a truth": event(1, version=True),
    "field too many": event(1, more=1),
    "field too few": lambda said: said["events"][1].pop("actor"),
    "cover": cover,
    "cover cut": lambda said: said["proof"]["cover"].pop(),
    "cover longer": lambda said: said["proof"]["cover"].append("0" * 64),
    "proof size": lambda said: said["proof"].update(size=said["proof"]["size"] + 1),
    "note root": note(r"\n(.)(\S+=)\nseal", r"\n\g<2>A\nseal"),
    "note time": note("time 1", "time 2"),
    "note size": note(r"\n\d+\n", r"\n7\n"),
    "note signature": note(r"— (\S+) .{20}", r"— \1 " + "A" * 20),
    "note origin": note("xiaohao.test\n", "other.test\n"),
    "note unsigned": note(r"\n— .*\n", "\n"),
    "key": lambda said: said.update(key=OTHER.verifier.line),
    "key name": lambda said: said.update(key="x" + said["key"]),
    "kind": lambda said: said.update(kind="receipt"),
    "format": lambda said: said.update(format="xiaohao-bundle/2"),
    "subject": lambda said: said["subject"].update(number="1"),
    "status": lambda said: said.update(status="x"),
    "stream of the subject": lambda said: said["subject"].update(stream="item-x"),
    "withheld": lambda said: said.update(withheld=0),
    "file size": lambda said: said["files"][0].update(size=1),
    "file kept back": lambda said: said["files"][0].update(included=False),
    "no files": lambda said: said["files"].clear(),
    "media type": lambda said: said["files"][0].update(media_type="text/html"),
    "file digest": lambda said: said["files"][0].update(sha256="0" * 64),
    "nothing": lambda said: said["events"].clear(),
    "more": lambda said: said.update(more=1),
    "no checkpoint": lambda said: said.update(checkpoint=None),
    "pending yet proved": lambda said: said.update(status=""),
}
