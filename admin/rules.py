"""The rules with a number: what is in force, everything that was set, and the form to set another."""

from typing import Any, NamedTuple

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from admin import disclosure_rules
from admin.base import Page
from admin.command_forms import Form, drawn
from admin.forms import FormMaker, Typed
from admin.giving import asked_of, give, status_of
from admin.look import Look, looking
from admin.words import mark, say, t
from workflow import registers
from workflow.calendar_errors import NoSuchPolicy
from workflow.contact_register import Rule, rule
from workflow.disclosure_preparation import rule_id
from workflow.disclosure_rules import SETS
from workflow.errors import Words
from workflow.lookups import policy_id
from workflow.messages import SetDisclosureRule, SetPolicy
from workflow.messages.disclosure_rule import TREATMENTS
from workflow.messages.policy import POLICIES, UNITS, Policy
from workflow.sight import Place

SET = Words("设定数值", "set the number")


class Shown(NamedTuple):
    """A rule as the page tells it; `form` for who may set it, in the present."""

    policy: Policy
    words: Words
    unit: Words
    rule: Rule
    form: Form | None


class RulesPage(Page):
    """Every rule, in the order they are declared."""

    key, title, place = "rules", mark("Rules"), Place.RULES

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("rules.html", **_page(look, None, None))

    @expose("/<policy>", methods=["POST"])
    def set(self, policy: str) -> ResponseReturnValue:
        """Set a number, and the day it holds from."""
        asked = policy_named(policy)
        done = give(SetPolicy, policy_id(asked), dict(asked_of(SetPolicy)), policy=asked)
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("rules.html", **_page(look, asked, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SET)), "success")
        return redirect(url_for(".index"), 303)

    @expose("/disclosure/<column>", methods=["POST"])
    def set_column(self, column: str) -> ResponseReturnValue:
        """Set how a column of disclosure lists is published."""
        asked = disclosure_rules.column_named(column)
        done = give(SetDisclosureRule, rule_id(asked), dict(asked_of(SetDisclosureRule)), column=asked)
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                columns = list(disclosure_rules.shown(look, asked, done))
                return self.render("rules.html", **{**_page(look, None, None), "columns": columns}), status_of(done)
        flash(t("Done: %(did)s.", did=say(SETS)), "success")
        return redirect(url_for(".index"), 303)


def policy_named(text: str) -> Policy:
    """The policy of that name; NoSuchPolicy where there is none."""
    if text not in set(Policy):
        raise NoSuchPolicy
    return Policy(text)


class RuleForm(FormMaker):
    """A number; from today unless it is said otherwise."""

    def __init__(self, look: Look):
        self.look = look

    def value(self, trigger: str, name: str) -> Any:
        return self.look.at.today.isoformat() if name == "since" else ""


def _page(look: Look, asked: Policy | None, typed: Typed | None) -> dict[str, Any]:
    return {
        "look": look,
        "columns": list(disclosure_rules.shown(look, None, None)),
        "treatments": TREATMENTS,
        "rules": [_shown(look, one, typed if one is asked else None) for one in Policy],
    }


def _shown(look: Look, policy: Policy, typed: Typed | None) -> Shown:
    may = not look.at.past and look.actor.role in registers.setters(policy)
    form = drawn(RuleForm(look), SetPolicy, SET, typed) if may else None
    return Shown(
        policy, POLICIES[policy], UNITS[policy], rule(look.connection, policy, look.at),
        form and form._replace(trigger=policy.value),
    )  # fmt: skip
