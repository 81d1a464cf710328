"""How the log stands, for programs: as JSON, and as metrics in Prometheus' text format."""

from datetime import datetime

from flask import Response

import identity
from api import telling
from api.answers import Who
from api.inbox_answers import MailHealthAnswer
from api.listings import HealthAnswer, LiftedAnswer, StageAnswer, SubscriptionAnswer, SuspensionAnswer
from api.operations import operation
from api.problems import language
from api.reading import require_place
from workflow import outbox
from workflow.health import Health, State, health
from workflow.messages import Actor
from workflow.outbox import MailHealth
from workflow.sight import Place
from workflow.suspensions import Lifted, Suspension
from workflow.verdict import verdict

WORDS = {State.IN_ORDER: "in_order", State.BEHIND: "behind", State.STOPPED: "stopped"}
TEXT = "text/plain; version=0.0.4"


@operation("GET", "/health", tag="log", answers=HealthAnswer, refused=(403,))
def show_health(actor: Actor) -> Response:
    """Show how the log stands.

    What is wrong and since when; for each stage how many events have gone through it and how many wait; for each
    subscription how far it is; when the log was read-only and who lifted that.
    """
    found, spoken = _found(actor), language()
    return telling.json(
        HealthAnswer(
            state=WORDS[found.state], verdict=verdict(found, _written).say(spoken),
            stages=[StageAnswer(s.name, WORDS[s.state], s.done, s.waiting, s.since) for s in found.stages],
            subscriptions=[SubscriptionAnswer(*one.standing, WORDS[one.state]) for one in found.subscriptions],
            suspended=found.suspension.words.say(spoken) if found.suspension else None,
            suspensions=[_suspension(one, spoken) for one in found.suspensions], mail=MailHealthAnswer(*_mail()),
            head=found.head.hex() if found.head else None, sealed_at=found.sealed_at, signed_at=found.signed_at,
        )
    )  # fmt: skip


def _suspension(one: Suspension, spoken: str) -> SuspensionAnswer:
    return SuspensionAnswer(
        since=one.since, until=one.until, code=one.reason.code, values=dict(one.reason.values),
        reason=one.words.say(spoken), lifted=_lifted(one.lifted) if one.lifted else None,
    )  # fmt: skip


def _lifted(lifted: Lifted) -> LiftedAnswer:
    by = lifted.by
    who = Who(account=by.account, role=by.role, org=by.org, name=None)
    return LiftedAnswer(by=who, reason=lifted.why, key=lifted.key, position=lifted.position)


def _written(moment: datetime) -> str:
    return moment.astimezone(identity.current_ledger().zone).isoformat(" ", "seconds")


@operation("GET", "/metrics", tag="log", refused=(403,))
def show_metrics(actor: Actor) -> Response:
    """Show the same as metrics.

    In Prometheus' text format, for what collects it with a bearer token.
    """
    lines = [*_metrics(_found(actor), identity.current_ledger().clock.now()), *_mail_metrics(_mail())]
    response = Response("".join(lines), mimetype="text/plain")
    response.headers["Content-Type"] = TEXT
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(actor: Actor) -> Health:
    require_place(actor, Place.HEALTH)
    ledger = identity.current_ledger()
    with ledger.database.reading() as connection:
        return health(connection, ledger.clock.now())


def _mail() -> MailHealth:
    """For whoever was let in to the rest."""
    ledger = identity.current_ledger()
    with ledger.database.reading() as connection:
        return outbox.health(connection, ledger.clock.now())


def _mail_metrics(mail: MailHealth) -> list[str]:
    last = mail.last_sent.timestamp() if mail.last_sent else 0.0
    values = {
        "xiaohao_mail_waiting": ("Daily mails that wait to be sent.", mail.waiting),
        "xiaohao_mail_failing": ("Of them, those that failed and are tried again.", mail.failing),
        "xiaohao_mail_given_up": ("Daily mails given up in the last seven days.", mail.given_up),
        "xiaohao_mail_last_sent_seconds": ("When the last was sent, as Unix time; 0 if none was.", last),
    }
    return [_metric(name, says, [("", value)]) for name, (says, value) in values.items()]


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
        ones = [follower.standing for follower in found.subscriptions]
        lines.append(_metric(name, says, [(f'{{name="{one.name}"}}', value_of(one)) for one in ones]))
    return lines


def _metric(name: str, says: str, samples: list[tuple[str, float]]) -> str:
    told = "".join(f"{name}{labels} {value}\n" for labels, value in samples)
    return f"# HELP {name} {says}\n# TYPE {name} gauge\n{told}"
