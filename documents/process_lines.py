"""The process log line by line: CloudEvents 1.0 as JSON lines, and CSV for spreadsheets.

    {"specversion":"1.0","id":"6f…","source":"urn:xiaohao:log:xiaohao","type":"xiaohao.item.reported",…}

CloudEvents end with one event more, `xiaohao.log.exported`, which says how many there are and how many are withheld. A
line of CSV is an event; how many are withheld stands in its last column, the same on every line.
"""

import csv
import io
from typing import IO, Any

import orjson
from sqlalchemy import Connection

from documents.ledger_xlsx import safe_text
from documents.process_entry import Entry, instant
from documents.process_log import Scope, in_order

COLUMNS = (
    "case_id", "case", "case_kind", "activity", "timestamp", "resource", "role", "unit", "state", "effective_at",
    "position", "version", "event_id", "said", "events_withheld",
)  # fmt: skip
BOM = "\ufeff"


def write_cloudevents(connection: Connection, given: Scope, target: IO[bytes]) -> None:
    for entry in in_order(connection, given):
        target.write(orjson.dumps(_cloud_event(entry, given)) + b"\n")
    target.write(orjson.dumps(_summary(given)) + b"\n")


def _source(given: Scope) -> str:
    return f"urn:xiaohao:log:{given.origin}"


def _cloud_event(entry: Entry, given: Scope) -> dict[str, Any]:
    """`position`, `version` and `case` are extension attributes."""
    return {
        "specversion": "1.0", "id": str(entry.event_id), "source": _source(given), "type": f"xiaohao.{entry.name}",
        "subject": entry.subject, "time": instant(entry.recorded_at), "datacontenttype": "application/json",
        "position": entry.position, "version": entry.version, "case": entry.case,
        "data": {
            "who": entry.who._asdict(), "effective_at": instant(entry.effective_at), "said": entry.said,
            "about": [ref._asdict() for ref in entry.refs],
        },
    }  # fmt: skip


def _summary(given: Scope) -> dict[str, Any]:
    return {
        "specversion": "1.0", "id": f"exported-{given.first}-{given.last}", "source": _source(given),
        "type": "xiaohao.log.exported", "time": instant(given.at), "datacontenttype": "application/json",
        "data": {
            "first_position": given.first, "last_position": given.last, "events": given.events,
            "events_withheld": given.withheld,
        },
    }  # fmt: skip


def write_csv(connection: Connection, given: Scope, target: IO[bytes]) -> None:
    """UTF-8 with a byte order mark, lines ended as RFC 4180 says; no cell is taken for a formula."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for entry in in_order(connection, given):
        rows.writerow(map(safe_text, _cells(entry, given)))
    text.detach()


def _cells(entry: Entry, given: Scope) -> list[str]:
    return [
        entry.subject, entry.case, entry.kind, entry.name, instant(entry.recorded_at), entry.who.account,
        entry.who.role, entry.who.unit, str(entry.said.get("state", "")), instant(entry.effective_at),
        str(entry.position), str(entry.version), str(entry.event_id), orjson.dumps(entry.said).decode(),
        str(given.withheld),
    ]  # fmt: skip
