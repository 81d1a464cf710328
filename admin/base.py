"""`Page`, which every page derives from: closed unless the actor's role may enter, and all refusals answered alike."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import abort, g
from flask.typing import ResponseReturnValue
from flask_admin import BaseView

import identity
from admin.words import say, t
from documents.outgoing.refusals import HasNotOccurred, NoSuchDocument, NoSuchOccurrence
from documents.refusals import RendererBusy
from identity.current import signed_in
from workflow.account_errors import NoSuchAccount
from workflow.archive_errors import ArchiveDiffers, NoSuchArchive
from workflow.batch_errors import NoSuchBatch, NoSuchJob, NoSuchMapping
from workflow.calendar_errors import NoSuchPolicy, NoSuchYear
from workflow.comparison_errors import NoSuchComparison
from workflow.contact_errors import NoSuchContact
from workflow.disclosure_errors import NoSuchDisclosureList
from workflow.errors import FutureInstant, NoSuchItem, NoSuchNotice, NotAnInstant, Refusal, UnknownTrigger
from workflow.file_errors import FileAltered, NoRoom, UnknownFile
from workflow.finding_errors import NoSuchFinding, NoSuchSnapshot
from workflow.inbox_errors import NoSuchMessage
from workflow.log_errors import HistoryBehind, KeysAway, LogAltered, NoSuchCommand, NotYetSigned, ReadOnly
from workflow.notice_errors import NoSuchDraft, NoSuchPackage
from workflow.obligation_errors import NoSuchObligation, NoSuchPerformance
from workflow.organisation_errors import NoSuchOrganisation
from workflow.row_errors import NoSuchRegister, NoSuchRow
from workflow.sample_errors import NoSuchDraw, NoSuchSample
from workflow.sight import Place, may_enter
from workflow.upward_errors import NoSuchReport
from workflow.workbook_errors import NoSuchMerge, UploadGone

RETRY_AFTER = "5"
ABSENT = (
    NoSuchPolicy,
    NoSuchYear,
    NoSuchAccount,
    NoSuchArchive,
    NoSuchBatch,
    NoSuchJob,
    NoSuchMapping,
    NoSuchComparison,
    NoSuchDocument,
    NoSuchContact,
    NoSuchDisclosureList,
    NoSuchDraft,
    NoSuchFinding,
    NoSuchSnapshot,
    NoSuchItem,
    NoSuchMessage,
    NoSuchMerge,
    NoSuchNotice,
    NoSuchObligation,
    NoSuchPerformance,
    NoSuchOrganisation,
    NoSuchCommand,
    NoSuchPackage,
    NoSuchDraw,
    NoSuchSample,
    NoSuchRegister,
    NoSuchRow,
    NoSuchReport,
    UnknownFile,
    UnknownTrigger,
)


class Page(BaseView):
    """A page at /admin/<key>/. `place` None is open to everyone who is signed in; `in_menu` False hides it there."""

    key: ClassVar[str]
    title: ClassVar[str]
    place: ClassVar[Place | None] = None
    in_menu: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__(name=self.title, endpoint=self.key, url=f"/admin/{self.key}")

    def is_accessible(self) -> bool:
        actor = signed_in()
        return actor is not None and (self.place is None or may_enter(actor, self.place))

    def is_visible(self) -> bool:
        return self.in_menu

    def inaccessible_callback(self, name: str, **kwargs: Any) -> ResponseReturnValue:
        """What is closed to an actor does not exist. (Strangers are sent to the login page before they come here.)"""
        abort(404 if signed_in() else 401)

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call the view; a refusal it lets through becomes a page that says so."""
        g.place = self.place
        try:
            return fn(self, *args, **kwargs)
        except (FutureInstant, NotAnInstant) as refusal:
            return self.render("moment_refused.html", refused=refusal.message(identity.language())), 400
        except ArchiveDiffers as refusal:
            return self.refused(refusal, 409)
        except (FileAltered, LogAltered) as refusal:
            return self.refused(refusal, 410)
        except NotYetSigned as refusal:
            return self.refused(refusal, 409, t("Not yet signed"))
        except (HasNotOccurred, NoSuchOccurrence) as refusal:
            return self.refused(refusal, 409, t("No such document"))
        except ABSENT:
            abort(404)
        except UploadGone as refusal:
            return self.refused(refusal, 404)
        except (NoRoom, ReadOnly, KeysAway, HistoryBehind, RendererBusy) as refusal:
            return self.refused(refusal, 503)
        except Refusal as refusal:
            return self.refused(refusal, 422)

    def refused(self, refusal: Refusal, status: int, heading: str | None = None) -> ResponseReturnValue:
        """A page that gives the refusal's own sentence."""
        said = refusal.message(identity.language())
        page = self.render("error.html", code=status, heading=heading, text=said)
        return page, status, {"Retry-After": RETRY_AFTER} if status == 503 else {}

    def render(self, template: str, **values: Any) -> str:
        return super().render(template, say=say, **values)
