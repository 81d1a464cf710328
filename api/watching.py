"""How the log stands, for programs: as JSON, and as metrics in Prometheus' text format."""

from datetime import datetime

from flask import Response

import identity
from api import telling
from api.listings import HealthAnswer, StageAnswer, SubscriptionAnswer
from api.operations import operation
from api.reading import require_place
from workflow.health import Health, State, health
from workflow.messages import Actor
from workflow.sight import Place

WORDS = {State.IN_ORDER: "in_order", State.BEHIND: "behind", State.STOPPED: "stopped"}
TEXT = "text/plain; version=0.0.4"


@operation("GET", "/health", tag="log", answers=HealthAnswer, refused=(403,))
def show_health(actor: Actor) -> Response:
    """Show how the log stands.

    For each stage how many events have gone through it and how many wait; for each subscription how far it is.
    """
    found = _found(actor)
    stages = [StageAnswer(s.name, WORDS[s.state], s.done, s.waiting, s.since) for s in found.stages]
    subscriptions = [SubscriptionAnswer(*one) for one in found.subscriptions]
    reason = found.suspension.reason if found.suspension else None
    return telling.json(HealthAnswer(WORDS[found.state], stages, subscriptions, reason))


@operation("GET", "/metrics", tag="log", refused=(403,))
def show_metrics(actor: Actor) -> Response:
    """Show the same as metrics.

    In Prometheus' text format, for what collects it with a bearer token.
    """
    response = Response("".join(_metrics(_found(actor), identity.current_ledger().clock.now())), mimetype="text/plain")
    response.headers["Content-Type"] = TEXT
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(actor: Actor) -> Health:
    require_place(actor, Place.HEALTH)
    ledger = identity.current_ledger()
    with ledger.database.reading() as connection:
        return health(connection, ledger.clock.now())


def _metrics(found: Health, now: datetime) -> list[str]:
    written, sealed, signed, _ = found.stages
    age = (now - sealed.since).total_seconds() if sealed.since else 0.0
    values = {
        "xiaohao_log_size": ("Events with a position in the log.", sealed.done),
        "xiaohao_seal_lag_events": ("Committed events without a position yet.", sealed.waiting),
        "xiaohao_seal_lag_seconds": ("How long the oldest of them has waited.", max(0.0, age)),
        "xiaohao_unsigned_events": ("Positions that no signed checkpoint covers yet.", signed.waiting),
        "xiaohao_suspended": ("1 while the log is read-only.", int(written.state is State.STOPPED)),
    }
    lines = [_metric(name, says, [("", value)]) for name, (says, value) in values.items()]
    of_each = {
        "xiaohao_subscription_lag_events": ("Sealed events a subscription has not handled.", lambda one: one.behind),
        "xiaohao_subscription_failed": ("1 while an event stops it.", lambda one: int(bool(one.error))),
    }
    for name, (says, value_of) in of_each.items():
        lines.append(_metric(name, says, [(f'{{name="{one.name}"}}', value_of(one)) for one in found.subscriptions]))
    return lines


def _metric(name: str, says: str, samples: list[tuple[str, float]]) -> str:
    told = "".join(f"{name}{labels} {value}\n" for labels, value in samples)
    return f"# HELP {name} {says}\n# TYPE {name} gauge\n{told}"
