"""What of each column of a disclosure list the public sees: read as it stands or stood, set."""

from flask import Response

from api import disclosure_answers as a
from api import queries, telling
from api.commanding import HEADERS_OLD, REFUSED, give
from api.operations import operation
from api.reading import reading_at, require_place
from workflow import disclosing, schemas
from workflow import messages as m
from workflow.calendar_errors import NoSuchPolicy
from workflow.disclosing import ColumnSaid
from workflow.disclosure_preparation import rule_id
from workflow.messages import Actor
from workflow.messages.disclosure_rule import ALLOWED, PublicColumn
from workflow.sight import Place


@operation("GET", "/disclosure-rules", tag="rules", answers=a.DisclosureRules, query=queries.AsOfQuery,
           refused=(403, 422))  # fmt: skip
def list_disclosure_rules(actor: Actor) -> Response:
    """List how each column of a disclosure list is published.

    Where nothing was set, the first of `allowed` holds.
    """
    require_place(actor, Place.RULES)
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        rows = [_row(one) for one in disclosing.rules(connection, moment)]
    return telling.json(a.DisclosureRules(rules=rows, as_of=telling.as_of(moment)))


def _row(one: ColumnSaid) -> a.DisclosureRuleRow:
    said = [a.DisclosureRuleTold(treatment=e.treatment, since=e.since, reason=e.reason) for e in one.rule.said]
    return a.DisclosureRuleRow(
        column=one.column, treatment=one.treatment, allowed=list(ALLOWED[one.column]), version=one.rule.version,
        said=said,
    )  # fmt: skip


@operation("POST", "/disclosure-rules/<string:column>/set", tag="rules", body=schemas.schema_for(m.SetDisclosureRule),
           answers=a.DisclosureRuleDone, headers=HEADERS_OLD, refused=(*REFUSED, 404), etag=True)  # fmt: skip
def set_disclosure_rule(actor: Actor, column: str) -> Response:
    """Set how a column is published.

    It holds for lists prepared on `since` or later. If-Match carries the version, "0" where nothing was set yet. For
    the city center.
    """
    if column not in set(PublicColumn):
        raise NoSuchPolicy
    asked = PublicColumn(column)
    done = give(m.SetDisclosureRule, actor, rule_id(asked), new=False, column=asked)
    return telling.json(a.DisclosureRuleDone(version=done.version, events=list(done.events)), version=done.version)
