"""What a sample is drawn from: a list of volumes, looked at before it is fixed; or items of the ledger, by a filter.

Between the two steps the page holds the file: what is not taken of it is kept nowhere.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.giving import command_id, status_of_refusal
from admin.import_list import OUTCOMES
from admin.look import Look, looking
from admin.queries import STATES
from admin.words import mark, say, state_words, t
from documents.frame_list import VolumeList
from documents.framing import Asked, bring, look_at, take_items
from identity.current import signed_in
from workflow import sampling
from workflow.checklist import DrawnFrom
from workflow.drawing import frame_digest, strata_of
from workflow.errors import Refusal
from workflow.file_errors import FileMissing, FileTooLarge
from workflow.sample_decider import PLANNERS, SAYS
from workflow.sight import Place

LARGEST, LIMIT, LONGEST = 512 * 1024, "0.5", 200


class SampleFramesPage(Page):
    """The way to a sample's frame, for who may plan."""

    key, title, place, in_menu = "sample-frames", mark("What is drawn from"), Place.SAMPLES, False

    def is_accessible(self) -> bool:
        actor = signed_in()
        return super().is_accessible() and actor is not None and actor.role in PLANNERS

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """There is none without its sample."""
        return redirect(url_for("samples.index"))

    @expose("/<uuid:sample_id>")
    def show(self, sample_id: UUID) -> str:
        with looking(as_of="") as look:
            return self.render("sample_frame.html", **_page(look, sample_id))

    @expose("/<uuid:sample_id>/list", methods=["POST"])
    def look_at_list(self, sample_id: UUID) -> ResponseReturnValue:
        """Say what would come of each row, and how many of each unit there would be."""
        file = request.files.get("file")
        content = file.stream.read(LARGEST + 1) if file else b""
        name = (file.filename or "")[:120] if file else ""
        with looking(as_of="") as look:
            values = _page(look, sample_id)
            try:
                brought = _read(look, content, name)
            except Refusal as refusal:
                return self._refused(values, refusal)
            return self.render("sample_frame.html", **values | _came(brought, content, name))

    @expose("/<uuid:sample_id>/carry-out", methods=["POST"])
    def carry_out(self, sample_id: UUID) -> ResponseReturnValue:
        """Fix the rows that can be drawn as the frame."""
        try:
            content = b64decode(request.form.get("content", ""), validate=True)
        except NotBase64:
            content = b""
        name = request.form.get("name", "")[:120]
        with looking(as_of="") as look:
            values = _page(look, sample_id)
            try:
                brought = _read(look, content, name)
            except Refusal as refusal:
                return self._refused(values, refusal)
        try:
            bring(identity.current_ledger(), _asked(sample_id), brought)
        except Refusal as refusal:
            return self._refused(values | _came(brought, content, name), refusal)
        return self._done("bring", sample_id)

    @expose("/<uuid:sample_id>/items", methods=["POST"])
    def items(self, sample_id: UUID) -> ResponseReturnValue:
        """Fix the items that fit the filter as the frame."""
        said = {name: request.form.get(name, "")[:LONGEST] for name in ("area", "state")}
        said["state"] = said["state"] if said["state"] in STATES else ""
        with looking(as_of="") as look:
            values = _page(look, sample_id) | {"typed": request.form}
        try:
            take_items(identity.current_ledger(), _asked(sample_id), request.form.get("at", "")[:40], **said)
        except Refusal as refusal:
            return self._refused(values, refusal)
        return self._done("take_items", sample_id)

    def _refused(self, values: dict[str, Any], refusal: Refusal) -> ResponseReturnValue:
        said = refusal.message(identity.language())
        return self.render("sample_frame.html", **values | {"refused": said}), status_of_refusal(refusal)

    def _done(self, trigger: str, sample_id: UUID) -> ResponseReturnValue:
        flash(t("Done: %(did)s.", did=say(SAYS[trigger])), "success")
        return redirect(url_for("samples.show", sample_id=sample_id), 303)


def _asked(sample_id: UUID) -> Asked:
    ledger, by = identity.current_ledger(), identity.current_actor()
    version = request.form.get("version", "")
    return Asked(
        sample=sample_id, by=by, at=ledger.clock.now(), command_id=command_id(by),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
        reason=request.form.get("reason", "").strip()[:LONGEST],
    )  # fmt: skip


def _read(look: Look, content: bytes, name: str) -> VolumeList:
    if not content and not name:
        raise FileMissing(field="file")
    if len(content) > LARGEST:
        raise FileTooLarge(field="file", limit=LIMIT)
    return look_at(look.connection, look.actor, content, name)


def _page(look: Look, sample_id: UUID) -> dict[str, Any]:
    seen = sampling.one(look.connection, look.actor, sample_id, look.at)
    return {
        "look": look, "id": sample_id, "sample": seen.sample, "refused": None, "brought": None, "typed": {},
        "command": str(uuid4()),
        "of_items": seen.sample.drawn_from is DrawnFrom.ITEMS, "areas": look.area_choices(),
        "states": [(str(state), state_words(state)) for state in STATES],
    }  # fmt: skip


def _came(brought: VolumeList, content: bytes, name: str) -> dict[str, Any]:
    frame = brought.frame
    return {
        "brought": brought, "content": b64encode(content).decode(), "name": name, "strata": strata_of(frame),
        "digest": frame_digest(frame), "total": len(frame),
        "outcomes": {outcome.value: say(words) for outcome, words in OUTCOMES.items()},
        "noted": [row for row in brought.rows if row.notes],
    }  # fmt: skip
