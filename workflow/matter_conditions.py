"""What the ledger's rows say of objections, measures, waiting and follow-up, as conditions."""

from typing import Any

from sqlalchemy import ColumnElement

from workflow.words import State

MATTERS = ("objection", "waiting", "measures", "unchecked", "relapsed", "amount")
"""What of that the ledger can be filtered by."""


def of_matter(source: Any, matter: str) -> list[ColumnElement[bool]]:
    """The items with an open objection, that wait for an outside party, with measures that are not accepted, closed
    and not followed up, that a follow-up check found back at least once, or that state an amount of money."""
    match matter:
        case "objection":
            return [source.c.objected == 1, source.c.state != State.WITHDRAWN]
        case "waiting":
            return [awaiting(source)]
        case "measures":
            return [source.c.unfinished > 0, source.c.state != State.WITHDRAWN]
        case "unchecked":
            return [source.c.state == State.CLOSED, source.c.followed_up.is_(None)]
        case "relapsed":
            return [source.c.relapses > 0]
        case "amount":
            return [source.c.amount.is_not(None), source.c.state != State.WITHDRAWN]
        case _:
            return []


def awaiting(source: Any) -> ColumnElement[bool]:
    """Nobody but an outside party is late with it: it counts as overdue against no bureau."""
    waits: ColumnElement[bool] = source.c.awaiting != ""
    return waits


def ready(source: Any, trigger: str) -> list[ColumnElement[bool]]:
    """The guards of the decider about what stands beside an item's way."""
    match trigger:
        case "close":
            return [source.c.objected == 0, source.c.unfinished == 0]
        case "answer_objection":
            return [source.c.objected == 1]
        case "verify_measure":
            return [source.c.to_verify > 0]
        case _:
            return []
