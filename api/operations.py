"""An operation is a view with what the API description says of it; it is served and described from this one place."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response
from marshmallow import Schema

from api.answers import Answer
from api.asking import signed_in
from api.queries import Query
from identity import public

View = Callable[..., Response]
OPERATIONS: list["Operation"] = []


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`path` is Flask's; `refused` are the statuses it may refuse with besides those every operation has.

    The view gets the actor first, unless the operation is `public`. `answers` None is an answer that is no JSON shape.
    """

    method: str
    path: str
    name: str
    summary: str
    description: str
    view: View
    tag: str
    status: int = 200
    answers: type[Answer] | None = None
    query: type[Query] | None = None
    body: Schema | None = None
    headers: tuple[str, ...] = ()
    refused: tuple[int, ...] = ()
    etag: bool = False
    public: bool = False

    def serve(self, **path: Any) -> Response:
        return self.view(**path) if self.public else self.view(signed_in(), **path)


def operation(method: str, path: str, **described: Any) -> Callable[[View], View]:
    """Make a view an operation. The first line of its docstring is the summary, the rest the description."""

    def register(view: View) -> View:
        summary, _, rest = (view.__doc__ or "").partition("\n")
        said: dict[str, Any] = {
            "name": view.__name__,
            "summary": summary,
            "description": " ".join(rest.split()) or summary,
        }
        OPERATIONS.append(Operation(method=method, path=path, view=view, **said, **described))
        return view

    return register


def serve_on(blueprint: Blueprint) -> None:
    """Route every operation. The gate, which also knows sessions, leaves them all to `Operation.serve`."""
    for one in OPERATIONS:
        blueprint.add_url_rule(one.path, one.name, public(partial(Operation.serve, one)), methods=[one.method])
