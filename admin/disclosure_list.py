"""Preparing a disclosure list: bring the list in, see beside it what the public will see, prepare; it is not kept."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import uuid4, uuid5

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.forms import Typed
from admin.giving import command_id, give, status_of, status_of_refusal
from admin.look import looking
from admin.words import mark, say, t
from documents.disclosing import Preview, preview
from documents.public_xlsx import Posted
from identity.current import signed_in
from workflow.disclosure_guards import require_hotline
from workflow.disclosure_lists import OWN, SAYS
from workflow.errors import Refusal
from workflow.facts import Due
from workflow.file_errors import FileMissing, FileTooLarge
from workflow.messages.disclosure_list import PrepareDisclosureList, Recipient
from workflow.messages.disclosure_rule import PUBLIC_COLUMNS
from workflow.public_kinds import MATTERS, WAYS
from workflow.public_table import CellNote
from workflow.row_errors import NotAMonth
from workflow.sight import Place

LARGEST, LIMIT = 512 * 1024, "0.5"
SHOWN = 200
TYPED = "typed.txt"
HEADS = "受援人姓名\t援助事项\t援助方式\t受理日期\t承办机构\t乡镇（街道）\t是否未成年人\n"


class Pair(NamedTuple):
    """A row as it came and as it is printed."""

    row: int
    given: list[tuple[str, str]]
    shown: tuple[str, ...]
    notes: list[CellNote]


class DisclosureListPage(Page):
    """The way in for a list, for the bureau's own people."""

    key, title, place, in_menu = "disclosure-list", mark("Prepare a disclosure list"), Place.DISCLOSURES, False

    def is_accessible(self) -> bool:
        actor = signed_in()
        return super().is_accessible() and actor is not None and actor.role in OWN

    @expose("/")
    def index(self) -> str:
        return self._page()

    @expose("/", methods=["POST"])
    def look(self) -> ResponseReturnValue:
        """Say what the public will see, and which cells stand in the way; nothing is recorded."""
        file = request.files.get("file")
        content, name = file.stream.read(LARGEST + 1) if file else b"", (file.filename or "")[:120] if file else ""
        if not name and request.form.get("typed", "").strip():
            content, name = request.form["typed"].replace("\r\n", "\n").encode(), TYPED
        return self._preview(content, name)

    @expose("/carry-out", methods=["POST"])
    def carry_out(self) -> ResponseReturnValue:
        """Prepare what was looked at."""
        try:
            content = b64decode(request.form.get("content", ""), validate=True)
        except NotBase64:
            content = b""
        name = request.form.get("name", "")[:120]
        try:
            rows = _run(content, name).read.rows
        except Refusal as refusal:
            return self._refused(refusal)
        actor = identity.current_actor()
        said: dict[str, object] = {
            "bureau": actor.org, **{name: request.form.get(name, "") for name in ("month", "hotline", "digest")},
        }  # fmt: skip
        done = give(PrepareDisclosureList, uuid5(command_id(actor), "disclosure"), said, rows=rows)
        if isinstance(done, Typed):
            if done.refusal:
                return self._refused(done.refusal)
            return self._preview(content, name, status=status_of(done))
        flash(t("Done: %(did)s.", did=say(SAYS["prepare"])), "success")
        return redirect(url_for("disclosures.show", list_id=done.subject), 303)

    def _preview(self, content: bytes, name: str, status: int = 200) -> ResponseReturnValue:
        try:
            found = _run(content, name)
        except Refusal as refusal:
            return self._refused(refusal)
        return self._page(found=found, name=name, content=b64encode(content).decode()), status

    def _refused(self, refusal: Refusal) -> ResponseReturnValue:
        return self._page(refused=refusal.message(identity.language())), status_of_refusal(refusal)

    def _page(self, **values: Any) -> str:
        found: Preview | None = values.get("found")
        with looking(as_of="") as look:
            shown: dict[str, Any] = {"pairs": [], "more": 0, "posted": None}
            if found:
                pairs = _pairs(found)
                wanted = [one for number, one in enumerate(pairs) if number < SHOWN or one.notes]
                table, unit = found.made.table, look.unit(look.actor.org)
                hotline = request.form.get("hotline", "").strip()[:40]
                posted = Posted(table, unit, len(found.read.rows), look.at.today, hotline, look.at.at)
                shown = {"pairs": wanted, "more": len(pairs) - len(wanted), "posted": posted}
            typed = request.form.get("typed", "") or HEADS
            base = {"found": None, "refused": "", "name": "", "content": "", "typed": typed[:LARGEST]}
            month = request.form.get("month") or f"{look.at.today.replace(day=1) - timedelta(days=1):%Y-%m}"
            return self.render(
                "disclosure_list.html", look=look, month=month[:20], hotline=request.form.get("hotline", "")[:60],
                command=str(uuid4()), matters=MATTERS, ways=WAYS, **{**base, **values}, **shown,
            )  # fmt: skip


def _pairs(found: Preview) -> list[Pair]:
    notes: dict[int, list[CellNote]] = {}
    for note in found.made.notes:
        notes.setdefault(note.row, []).append(note)
    return [_pair(one, found.made.shown[one.row], notes.get(one.row, [])) for one in found.read.rows]


def _pair(one: Recipient, shown: tuple[str, ...], notes: list[CellNote]) -> Pair:
    labels = {column.value: say(words) for column, words in PUBLIC_COLUMNS.items()}
    labels |= {"protected": t("Minor or victim"), "age": t("Age")}
    given = [(labels[name], text[:80]) for name, text in one.given.items() if text]
    return Pair(one.row, given, tuple(cell[:80] for cell in shown), notes)


def _run(content: bytes, name: str) -> Preview:
    if not content and not name:
        raise FileMissing(field="file")
    if len(content) > LARGEST:
        raise FileTooLarge(field="file", limit=LIMIT)
    require_hotline(request.form.get("hotline", "").strip()[:60])
    ledger, actor = identity.current_ledger(), identity.current_actor()
    return preview(ledger, actor, content, name, actor.org, _month())


def _month() -> Due:
    text = request.form.get("month", "")
    try:
        date.fromisoformat(f"{text}-01")
        return Due.parse(text)
    except ValueError as error:
        raise NotAMonth(field="month") from error
