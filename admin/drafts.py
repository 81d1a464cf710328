"""Notices being drafted: written by some accounts of the center, approved by another, issued whole."""

from datetime import date
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.command_forms import Form, drawn
from admin.formats import day_text, due_words
from admin.forms import Choice, FormMaker, Typed
from admin.giving import asked_of, command_id, give, status_of
from admin.look import Look, looking
from admin.words import cap, mark, say, t
from events.event import Recorded
from workflow import draft_board, money
from workflow.draft_board import Past
from workflow.drafts import MAY, SAYS, STAGES, Draft, Stage
from workflow.messages import DRAFT_COMMANDS, Actor, DraftCommand
from workflow.messages.draft import ALL, ProblemAdded
from workflow.notice_errors import NoSuchDraft
from workflow.sight import Place

DRAFT, DROP = "draft", "drop"
OFFERED = ("add", "approve", "revise", "discard")


class DraftsPage(Page):
    """Every draft; for the center and auditors."""

    key, title, place, in_menu = "drafts", mark("Drafts"), Place.DRAFTS, False

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("drafts.html", **_list_page(look, None))

    @expose("/", methods=["POST"])
    def begin(self) -> ResponseReturnValue:
        """Begin a draft. Its id is made of the form's, so that sending it twice is one draft."""
        command = DRAFT_COMMANDS[DRAFT]
        subject = uuid5(command_id(identity.current_actor()), "draft")
        done = give(command, subject, dict(asked_of(command)))
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("drafts.html", **_list_page(look, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[DRAFT])), "success")
        return redirect(url_for(".show", draft_id=subject), 303)

    @expose("/<uuid:draft_id>")
    def show(self, draft_id: UUID) -> str:
        """A draft as it stood, what each bureau would get, and everything that happened to it."""
        with looking() as look:
            return self.render("draft.html", **_page(look, draft_id, None))

    @expose("/<uuid:draft_id>/<trigger>", methods=["POST"])
    def act(self, draft_id: UUID, trigger: str) -> ResponseReturnValue:
        """Carry out a form."""
        if trigger == DRAFT or trigger not in DRAFT_COMMANDS:
            raise NoSuchDraft
        command = DRAFT_COMMANDS[trigger]
        done = give(command, draft_id, _posted(command))
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("draft.html", **_page(look, draft_id, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[trigger])), "success")
        if trigger == "approve":
            return redirect(url_for("notices.show", notice_id=draft_id), 303)
        return redirect(url_for(".show", draft_id=draft_id), 303)


def _posted(command: type[DraftCommand]) -> dict[str, object]:
    """The form's values; of what is ticked, all."""
    data: dict[str, object] = dict(asked_of(command))
    if command is DRAFT_COMMANDS["add"]:
        data["bureaus"] = request.form.getlist("bureaus")
    return data


class DraftForms(FormMaker):
    """The forms of a draft, or of a new one."""

    def __init__(self, look: Look, draft: Draft):
        self.look, self.draft = look, draft

    def choices(self, kind: str) -> tuple[Choice, ...]:
        """The areas; the bureaus, with all of them first."""
        if kind == "areas":
            return tuple(Choice(code, words) for code, words in self.look.area_choices())
        there = [code for code, unit in self.look.units.items() if unit.answers]
        every = Choice(ALL, t("All bureaus"), t("each that there is now"))
        return every, *(Choice(code, self.look.unit(code)) for code in sorted(there))

    def members(self, trigger: str, kind: type[Enum]) -> tuple[Any, ...]:
        return tuple(kind)

    def value(self, trigger: str, name: str) -> Any:
        match trigger, name:
            case "approve", "problems":
                return len(self.draft.problems)
            case "approve", "items":
                return self.draft.items
            case "draft", "year":
                return self.look.at.today.year
            case "revise", name if name != "leader":
                held = getattr(self.draft, name)
                return held.isoformat() if isinstance(held, date) else held or ""
        return ""

    def hint(self, trigger: str, name: str) -> str:
        match trigger, name:
            case "add", "due":
                return t("As 2020-04-08, 2020-04-xun1, 2020-04, 2020-Q2 or 2020.")
            case "approve", "problems" | "items":
                return t("As shown here; if the draft has changed since, nothing is approved.")
            case "approve", "return_by":
                return t("The last day for report and list of every bureau.")
            case "revise", "leader":
                return t("Empty: as it is.")
        return ""


def _list_page(look: Look, typed: Typed | None) -> dict[str, Any]:
    may = not look.at.past and look.actor.role in MAY
    form = drawn(DraftForms(look, Draft()), DRAFT_COMMANDS[DRAFT], SAYS[DRAFT], typed) if may else None
    found = draft_board.listed(look.connection, look.actor, look.at)
    return {"look": look, "drafts": found, "stages": STAGES, "form": form}


class Step(NamedTuple):
    """An event of a draft, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def _page(look: Look, draft_id: UUID, typed: Typed | None) -> dict[str, Any]:
    past = draft_board.past(look.connection, look.actor, draft_id, look.at)
    draft = past.draft
    may = not look.at.past and look.actor.role in MAY and draft.stage is Stage.OPEN
    forms = _forms(look, draft, typed) if may else []
    shown = typed if typed and typed.trigger not in {form.trigger for form in forms} else None
    return {
        "look": look, "id": draft_id, "draft": draft, "facts": _facts(look, past),
        "stage": cap(say(STAGES[draft.stage])), "preview": draft_board.preview(draft), "yuan": money.yuan,
        "forms": forms, "may": may,
        "authors": t(", ").join(sorted(look.account(one) for one in draft.authors)), "refused": shown,
        "steps": [_step(look, one) for one in reversed(past.recorded)], "drop": SAYS[DROP],
    }  # fmt: skip


def _facts(look: Look, past: Past) -> list[tuple[str, str]]:
    """What the notice says of itself, where it says it."""
    draft = past.draft
    asked = DRAFT_COMMANDS[DRAFT].__dataclass_fields__
    said: dict[str, str] = {name: str(getattr(draft, name)) for name in ("year", "issuer", "basis", "meeting", "plan")}
    said["leader"] = t("(erased)") if past.leader is None else past.leader
    said["listed_on"] = day_text(draft.listed_on)
    facts = [(say(asked[name].metadata["label"]), text) for name, text in said.items() if text]
    if draft.return_by:
        facts.append((t("Material to be returned by"), day_text(draft.return_by)))
    return facts


def _forms(look: Look, draft: Draft, typed: Typed | None) -> list[Form]:
    """Who wrote any of it is not offered to approve it."""
    maker = DraftForms(look, draft)
    mine = look.actor.account in draft.authors
    offered = [one for one in OFFERED if one != "approve" or (draft.problems and not mine)]
    return [drawn(maker, DRAFT_COMMANDS[one], SAYS[one], typed) for one in offered]


def _step(look: Look, recorded: Recorded) -> Step:
    event = recorded.event
    what = ""
    if isinstance(event, ProblemAdded):
        units = t(", ").join(look.unit(code) for code in event.bureaus)
        what = t("%(units)s, due %(due)s", units=units, due=due_words(str(event.due)))
    elif hasattr(event, "items"):
        what = t("Problems: %(problems)s, items: %(items)s", problems=event.problems, items=event.items)
    reason = getattr(event, "reason", "") or getattr(event, "problem", "") or getattr(event, "title", "")
    return Step(recorded, look.person(Actor.parse(recorded.actor)), what, reason)
