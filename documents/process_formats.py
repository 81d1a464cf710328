"""The formats of the process log, by what they are asked for as. To add one, add its line."""

from collections.abc import Callable
from typing import IO, NamedTuple

from sqlalchemy import Connection

from documents import process_lines, process_ocel, process_xes
from documents.process_log import Scope
from workflow.errors import Words


class Format(NamedTuple):
    """A content type, how its files end, what it is for, and what writes it."""

    content_type: str
    ending: str
    says: Words
    write: Callable[[Connection, Scope, IO[bytes]], None]


FORMATS: dict[str, Format] = {
    "xes": Format(
        "application/xml", ".xes",
        Words("XES（IEEE 1849）：每个事项一条轨迹", "XES (IEEE 1849): a trace for each item"), process_xes.write,
    ),
    "ocel": Format(
        "application/json", ".ocel.json",
        Words("OCEL 2.0：事项、通知、材料、单位等多种对象", "OCEL 2.0: items, notices, packages, units and more"),
        process_ocel.write,
    ),
    "cloudevents": Format(
        "application/x-ndjson", ".cloudevents.jsonl",
        Words("CloudEvents 1.0：每行一条记录", "CloudEvents 1.0: an event on each line"),
        process_lines.write_cloudevents,
    ),
    "csv": Format(
        "text/csv", ".csv", Words("CSV：可用表格软件打开", "CSV: opens in a spreadsheet"), process_lines.write_csv
    ),
}  # fmt: skip
