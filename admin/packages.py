"""Packages: what of a notice went to which bureau, whether it signed for it, and what it returned."""

from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.command_forms import Form, drawn
from admin.document_menu import of_package
from admin.formats import day_text
from admin.forms import FormMaker, Typed
from admin.giving import as_typed, asked_of, give, status_of
from admin.look import Look, looking
from admin.queries import given
from admin.uploads import ACCEPT, hand_out, take
from admin.words import mark, say, t
from events.event import Recorded
from workflow import files, package_board
from workflow.errors import Refusal, Words
from workflow.file_types import TYPES
from workflow.messages import PACKAGE_COMMANDS, Actor, Evidence
from workflow.messages.package import WAYS, PackageDispatched, PackageReturned
from workflow.notice_errors import NoSuchPackage
from workflow.notice_preparation import package_id
from workflow.package_board import WAITS, Past, Wait
from workflow.packages import ANSWERING, MAY, SAYS, Package
from workflow.sight import Place

PAPERS = ("report", "completed", "scan")
RETURN = "return"


class PackagesPage(Page):
    """Every package in sight."""

    key, title, place = "packages", mark("Packages"), Place.PACKAGES

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            found = package_board.lines(look.connection, look.actor, look.at)
            wait = given("wait")
            shown = [one for one in found if not wait or wait in one.waits]
            return self.render(
                "packages.html", look=look, lines=shown, tally=package_board.tally(found), total=len(found), wait=wait,
                waits=WAITS,
            )  # fmt: skip

    @expose("/<uuid:notice_id>/<bureau>")
    def show(self, notice_id: UUID, bureau: str) -> str:
        """A package as it stood, and everything that happened to it."""
        with looking() as look:
            return self.render("package.html", **_page(look, notice_id, bureau, None))

    @expose("/<uuid:notice_id>/<bureau>/<trigger>", methods=["POST"])
    def act(self, notice_id: UUID, bureau: str, trigger: str) -> ResponseReturnValue:
        """Carry out a form."""
        if trigger not in PACKAGE_COMMANDS:
            raise NoSuchPackage
        with looking(as_of="") as look:
            seen = package_board.past(look.connection, look.actor, notice_id, bureau, look.at)
        done = _carried_out(seen, trigger)
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("package.html", **_page(look, notice_id, bureau, done)), status_of(done)
        flash(
            t("Done: %(did)s.", did=say(SAYS[trigger])) if done.events else t("It was signed for already."), "success"
        )
        return redirect(url_for(".show", notice_id=notice_id, bureau=bureau), 303)

    @expose("/<uuid:notice_id>/<bureau>/files/<sha256>")
    def file(self, notice_id: UUID, bureau: str, sha256: str) -> Response:
        """A file that was returned with this package, up to the moment looked at."""
        with looking() as look:
            past = package_board.past(look.connection, look.actor, notice_id, bureau, look.at)
            file, by = package_board.file_of(past, sha256)
            name = files.names(look.connection, by.org, [sha256]).get(sha256, sha256[:12])
        return hand_out(identity.current_ledger().files, sha256, name, file.media_type)


def _carried_out(seen: Past, trigger: str) -> Any:
    """What giving the form's command came to; or the form, with what is wrong and the files that were taken."""
    command, context = PACKAGE_COMMANDS[trigger], {"notice": seen.line.notice_id, "bureau": seen.line.bureau}
    subject = package_id(**context)
    data: dict[str, object] = dict(asked_of(command))
    if trigger != RETURN:
        return give(command, subject, data, **context)
    by, refusals = identity.current_actor(), {}
    keep = by.role in MAY[RETURN] and by.org == seen.line.bureau
    for name in PAPERS:
        brought = take(identity.current_ledger(), by, request.files.getlist(name), keep=keep)
        data[name] = list(dict.fromkeys([*request.form.getlist(f"kept_{name}"), *brought.digests]))
        if brought.refusals:
            refusals[name] = [_words(one) for one in brought.refusals]
    if refusals:
        return Typed(trigger=trigger, values=as_typed(data), kept_by=_known(data, by), errors=refusals)
    done = give(command, subject, data, **context)
    return replace(done, kept_by=_known(data, by)) if isinstance(done, Typed) else done


def _words(refusal: Refusal) -> Words:
    return Words(refusal.message("zh"), refusal.message("en"))


def _known(data: dict[str, Any], by: Actor) -> dict[str, tuple[Evidence, ...]]:
    """Those that the actor's own unit has uploaded; nothing is told of others."""
    with identity.current_ledger().database.reading() as connection:
        found = {name: [files.find(connection, one, by.org) for one in data[name][:200]] for name in PAPERS}
    return {name: tuple(file for file in given if file) for name, given in found.items()}


class PackageForms(FormMaker):
    """The forms of a package."""

    def __init__(self, look: Look):
        self.look = look

    def members(self, trigger: str, kind: type[Enum]) -> tuple[Any, ...]:
        return tuple(kind)

    def value(self, trigger: str, name: str) -> Any:
        return self.look.at.today.isoformat() if name == "sent_on" else ""

    def latest(self, name: str) -> date | None:
        return self.look.at.today if name == "sent_on" else None

    def hint(self, trigger: str, name: str) -> str:
        match name:
            case "post_number":
                return t("Required by post.")
            case "report" | "completed" | "scan":
                return t("%(types)s; at most 20 MB each.", types=" ".join(TYPES))
        return ""


class Papers(NamedTuple):
    """What files are called by the unit that brought them."""

    look: Look
    names: dict[str, str]

    def kept(self, file: Evidence) -> str:
        found = files.names(self.look.connection, self.look.actor.org, [file.sha256])
        return found.get(file.sha256, file.sha256[:12])


class Step(NamedTuple):
    """An event of a package, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def _page(look: Look, notice_id: UUID, bureau: str, typed: Typed | None) -> dict[str, Any]:
    past = package_board.past(look.connection, look.actor, notice_id, bureau, look.at)
    returned = [(kind, file) for kind, file, _ in package_board.files_of(past)]
    names = files.names(look.connection, past.line.bureau, [file.sha256 for _, file in returned])
    labels = {name: PACKAGE_COMMANDS[RETURN].__dataclass_fields__[name].metadata["label"] for name in PAPERS}
    forms = [] if look.at.past or past.line.withdrawn else _forms(look, past.package, bureau, typed)
    return {
        "look": look, "line": past.line, "package": past.package, "waits": WAITS, "ways": WAYS, "labels": labels,
        "names": names, "papers": Papers(look, names), "accept": ACCEPT, "forms": forms,
        "unreported": package_board.unreported(look.connection, past.line, look.at), "late": Wait.LATE,
        "ground": package_board.ground(look.connection, notice_id, look.at),
        "refused": typed if typed and typed.trigger not in {form.trigger for form in forms} else None,
        "signed_by": look.person(past.line.acknowledged_by) if past.line.acknowledged_by else "",
        "steps": [_step(look, one) for one in reversed(past.recorded)],
        "documents": [] if past.line.withdrawn or not past.line.items else of_package(look, notice_id, bureau),
    }  # fmt: skip


def _forms(look: Look, package: Package, bureau: str, typed: Typed | None) -> list[Form]:
    """Those the reader may send, and that would not be refused as the package stands."""
    possible = {
        "acknowledge": package.acknowledged_by is None,
        RETURN: package.acknowledged_by is not None and package.returned is None,
        "send_back": package.returned is not None,
        "dispatch": True,
        "set_return": package.return_by is None,
    }
    own = look.actor.role not in ANSWERING or look.actor.org == bureau
    offered = [one for one, so in possible.items() if so and own and look.actor.role in MAY[one]]
    return [drawn(PackageForms(look), PACKAGE_COMMANDS[one], SAYS[one], typed) for one in offered]


def _step(look: Look, recorded: Recorded) -> Step:
    """What an event said: how and when it was sent, what is missing, until when."""
    event, what = recorded.event, ""
    if isinstance(event, PackageDispatched):
        what = t(", ").join(filter(None, [say(WAYS[event.way]), day_text(event.sent_on), event.post_number]))
    elif isinstance(event, PackageReturned):
        files_ = len(event.report) + len(event.completed) + len(event.scan)
        what = t("Files: %(n)s", n=files_)
        if event.missing:
            what += t(", ") + t("not reported then: %(numbers)s", numbers=t(", ").join(event.missing))
    elif return_by := getattr(event, "return_by", None):
        what = day_text(return_by)
    reason = getattr(event, "reason", "") or getattr(event, "remark", "")
    return Step(recorded, look.person(Actor.parse(recorded.actor)), what, reason)
