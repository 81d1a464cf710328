"""The numbered parts of an archive package, one after the other: documents, records, evidence, events with proofs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from documents import bundle, bundle_file
from documents.archive_documents import DOCUMENTS
from documents.archive_file import Line, Packing
from documents.archive_matter import FINISHED, Matter
from documents.archive_record import record
from documents.archive_words import Said, value
from events.event import Recorded
from events.projection import in_batches
from events.store import EventStore, kind_of
from workflow import files
from workflow.facts import Conclusion, Due, Kind
from workflow.file_errors import FileAltered
from workflow.files import FileStore
from workflow.messages import Actor, Evidence
from workflow.package_board import package_id
from workflow.sight import tells_who
from workflow.words import State

AT_ONCE = 100
ENDINGS = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip
REMARKS = {State.WITHDRAWN: "已撤回", State.CONVERTED: "转持续义务"}


class Subject(NamedTuple):
    """Something that has a record: its stream, number, title, who is responsible, what is known of it, a remark."""

    stream: str
    about: str
    title: str
    by: str
    facts: tuple[Said, ...]
    remark: str = ""


class Brought(NamedTuple):
    """A file that an event names, by whom, and for what."""

    file: Evidence
    by: Actor
    about: str
    at: datetime


def documents(matter: Matter, packing: Packing) -> None:
    for make in DOCUMENTS:
        for one in make(matter):
            line = Line(one.about, one.by, one.title, one.on, one.remark)
            packing.number("文件", one.ending, one.media_type, line, [one.content], kind="document")


def records(matter: Matter, packing: Packing, brought: dict[str, Brought]) -> Iterator[int]:
    """A page for each subject; what files its events name is noted in `brought`. Yields how many were written."""
    store = EventStore(matter.connection)
    for batch in in_batches(subjects(matter), AT_ONCE):
        histories = {one.recorded[0].stream: one.recorded for one in store.read_many([s.stream for s in batch])}
        for subject in batch:
            _record(matter, packing, subject, histories[subject.stream], brought)
            yield 1


def subjects(matter: Matter) -> list[Subject]:
    """What has a record, in the order of the catalogue: the notices, their packages, the items, what items became."""
    known = [*_notices(matter), *_packages(matter), *(_item(item, matter) for item in matter.items)]
    there = {one.stream for one in known}
    rest = [stream for stream in matter.streams if stream not in there]
    owed = (Subject(stream, "", "持续义务", "", ()) for stream in rest if kind_of(stream) == "obligation")
    return [one for one in [*known, *owed] if one.stream in matter.streams]


def _notices(matter: Matter) -> Iterator[Subject]:
    for row in matter.notices:
        facts = (Said("编号", row.number), Said("标题", row.title), Said("填报单位", row.issuer))
        remark = "" if row.withdrawn_at is None else "已撤回"
        yield Subject(f"draft-{row.notice_id}", row.number, f"{row.number} 通知草稿", row.issuer, facts)
        yield Subject(f"notice-{row.notice_id}", row.number, f"{row.number} 整改通知", row.issuer, facts, remark)


def _packages(matter: Matter) -> Iterator[Subject]:
    for line in matter.packages:
        unit = matter.name(line.bureau)
        stream = f"package-{package_id(line.notice_id, line.bureau)}"
        facts = (Said("通知", f"{line.number} {line.title}"), Said("单位", unit))
        yield Subject(stream, line.number, f"{line.number} 下发材料 {unit}", unit, facts)


def _item(row: Any, matter: Matter) -> Subject:
    conclusion, state = Conclusion(row.conclusion) if row.conclusion else None, State(row.state)
    said = {
        "责任单位": matter.name(row.bureau), "问题类别": matter.areas.get(row.area, row.area), "具体问题": row.problem,
        "量化情况": row.figure, "整改要求": row.requirement, "整改类型": value("kind", Kind(row.kind), matter),
        "整改时限": value("due", Due.parse(row.due), matter), "状态": value("state", state, matter),
        "认定结论": value("conclusion", conclusion, matter), "备注": row.remark,
    }  # fmt: skip
    remark = REMARKS.get(state, "")
    if state not in FINISHED:
        remark = f"未销号（{value('state', state, matter)}{'，持续整改' if conclusion is Conclusion.ONGOING else ''}）"
    facts = tuple(Said(label, text) for label, text in said.items() if text)
    return Subject(f"item-{row.item_id}", row.number, f"{row.number} 办理过程", said["责任单位"], facts, remark)


def _record(
    matter: Matter, packing: Packing, subject: Subject, recorded: tuple[Recorded, ...], brought: dict[str, Brought]
) -> None:
    first = matter.streams[subject.stream]
    steps = [
        one for one in recorded if one.version >= first and one.position is not None and one.position <= matter.position
    ]
    for one in steps:
        for file in _files(one.event):
            brought.setdefault(file.sha256, Brought(file, Actor.parse(one.actor), subject.about, one.recorded_at))
    page = record(subject.title, subject.facts, steps, matter, first)
    line = Line(subject.about, subject.by, subject.title, matter.day(steps[-1].recorded_at), subject.remark)
    packing.number("办理过程", ".html", "text/html", line, [page.encode()], kind="record", stream=subject.stream)


def _files(event: Any) -> Iterator[Evidence]:
    for name in event.__dataclass_fields__:
        given = getattr(event, name)
        if isinstance(given, tuple):
            yield from (one for one in given if isinstance(one, Evidence))


def evidence(
    matter: Matter, packing: Packing, brought: dict[str, Brought], store: FileStore, absent: list[dict[str, Any]]
) -> Iterator[int]:
    """The files as they were brought, under numbered names; what is gone or altered is noted in `absent`."""
    for batch in in_batches(brought.values(), AT_ONCE):
        names = _names(matter, batch)
        for one in batch:
            original = names.get((one.by.org, one.file.sha256), "")
            try:
                content = store.get(one.file.sha256)
            except FileAltered:
                absent.append({"sha256": one.file.sha256, "size": one.file.size, "media_type": one.file.media_type,
                               "original": original, "about": one.about})  # fmt: skip
                yield 1
                continue
            by = matter.name(one.by.org) if tells_who(matter.reader, one.by) else ""
            line = Line(one.about, by, f"{one.about} 佐证材料", matter.day(one.at), original)
            ending = ENDINGS.get(one.file.media_type, "")
            packing.number("佐证材料", ending, one.file.media_type, line, [content], kind="evidence", original=original)
            yield 1


def _names(matter: Matter, batch: list[Brought]) -> dict[tuple[str, str], str]:
    """The names that the units gave their files, as far as the reader is told whose they are."""
    told: dict[str, list[str]] = {}
    for one in batch:
        if tells_who(matter.reader, one.by):
            told.setdefault(one.by.org, []).append(one.file.sha256)
    return {
        (org, sha256): name
        for org, digests in told.items()
        for sha256, name in files.names(matter.connection, org, digests).items()
    }


def events(matter: Matter, packing: Packing) -> None:
    """All events of all that is in here, with their proof."""
    subject = {"of": matter.of, "to": matter.position, "streams": [[s, first] for s, first in matter.streams.items()]}
    made = bundle.of_streams(matter.connection, subject, matter.where, matter.signed)
    held = {file["sha256"] for file in packing.files if file["kind"] == "evidence"}
    line = Line("", "", "日志记录与证明", matter.day(matter.at.at))
    packing.number("证据包", ".json", "application/json", line, bundle_file.pieces(made, held), kind="events")
