"""What stands beside an item's way, and the items that were transferred away. The commands are in commanding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Response
from sqlalchemy import Connection

import identity
from api import matter_answers as a
from api import queries, telling
from api.answers import EvidenceFile, Who
from api.operations import operation
from api.reading import reading_at, require_place, seen_by
from workflow import history, matter_lists
from workflow.history import Moment, Step
from workflow.messages import Actor, Evidence
from workflow.sight import Place
from workflow.transfers import departed


@operation(
    "GET", "/items/<uuid:item_id>/matters", tag="items", answers=a.MattersAnswer, query=queries.EyesQuery,
    refused=(404, 422), etag=True,
)  # fmt: skip
def show_matters(actor: Actor, item_id: UUID) -> Response:
    """Show an item's measures, progress, objections and what it waits for.

    Up to `as_of`, if given. Of another bureau's people a bureau is told no more than that.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, _ = seen_by(connection, actor, given["eyes"], moment, Place.ITEMS)
        life = history.life(connection, item_id, reader, moment)
        said = _Telling(connection, reader, identity.names(connection)).matters(life, moment)
    return telling.json(said, version=said.version)


@operation(
    "GET", "/items/transferred", tag="items", answers=a.Transferred, query=queries.EyesQuery, refused=(403, 404, 422)
)
def list_transferred(actor: Actor) -> Response:
    """List the items that were transferred away.

    To a bureau those it had and another has now: number and day, and nothing that happened later. To who sees all
    items every transfer.
    """
    require_place(actor, Place.ITEMS)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.ITEMS)
        found = departed(connection, reader, moment)
    items = [a.DepartedAnswer(**one._asdict()) for one in found]
    return telling.json(a.Transferred(items=items, as_of=telling.as_of(moment, seen)))


@dataclass(frozen=True, slots=True)
class _Telling:
    """To whom it is told, and the names of accounts."""

    connection: Connection
    reader: Actor
    names: Mapping[UUID, str]

    def matters(self, life: history.Life, moment: Moment) -> a.MattersAnswer:
        found = matter_lists.of(life, identity.current_ledger().zone)
        return a.MattersAnswer(
            item_id=life.item_id, version=life.item.version,
            measures=[self._measure(line) for line in found.measures],
            progress=[self._note(note) for note in found.notes],
            objections=[self._objection(one) for one in found.objections],
            waiting=found.waiting and self._waiting(found.waiting), as_of=telling.as_of(moment),
        )  # fmt: skip

    def _who(self, step: Step) -> Who:
        return telling.who(self.reader, step.by, self.names)

    def _files(self, step: Step, stated: Iterable[Evidence]) -> list[EvidenceFile]:
        return telling.named_files(self.connection, self.reader, step.by, stated)

    def _measure(self, line: matter_lists.MeasureLine) -> a.MeasureAnswer:
        one, done, decided = line.measure, line.completed, line.decided
        return a.MeasureAnswer(
            measure=one.number, what=one.what, measure_due=one.due, standing=one.standing,
            planned_by=self._who(line.planned), completion=done and done.recorded.event.completion,
            completed_by=done and self._who(done),
            attached=self._files(done, done.recorded.event.attached) if done else [],
            decided_by=decided and self._who(decided), decision=decided and decided.recorded.event.reason,
        )  # fmt: skip

    def _note(self, note: matter_lists.Note) -> a.ProgressAnswer:
        return a.ProgressAnswer(
            by=self._who(note.step), at=note.step.recorded.recorded_at, progress=note.event.progress,
            attached=self._files(note.step, note.event.attached), late=note.late,
        )  # fmt: skip

    def _objection(self, one: matter_lists.Objection) -> a.ObjectionAnswer:
        said = one.answer and one.answer.recorded.event
        return a.ObjectionAnswer(
            by=self._who(one.step), at=one.step.recorded.recorded_at, reason=one.event.reason, open=one.open,
            ruling=said and said.ruling, answer=said and said.answer,
            answered_by=self._who(one.answer) if one.answer else None,
        )  # fmt: skip

    def _waiting(self, waiting: matter_lists.Waiting) -> a.WaitingAnswer:
        contacts = [
            a.OutsideContactAnswer(
                by=self._who(step), contacted_on=step.recorded.event.contacted_on,
                contact_note=step.recorded.event.contact_note,
            )
            for step in waiting.contacts
        ]  # fmt: skip
        event = waiting.event
        return a.WaitingAnswer(
            by=self._who(waiting.step), since=waiting.step.recorded.recorded_at, awaiting=event.awaiting,
            awaited=event.awaited, contacted_on=contacts[-1].contacted_on if contacts else event.contacted_on,
            contacts=contacts,
        )  # fmt: skip
