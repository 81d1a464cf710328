"""What may stand in a query string where a file is sent; see queries.py."""

from marshmallow import fields as ma
from marshmallow import validate

from api.queries import AsOfQuery, Query, text, yes_no
from documents.contact_questions import CONFIRMED


class UploadQuery(Query):
    name = text(500, "The file's name, where the body is the file itself.", load_default="")


class DisclosureUpload(UploadQuery):
    month = text(7, "Month of the list, such as 2020-03.", load_default="")
    hotline = text(40, "Telephone for complaints, printed under the list.", load_default="")
    digest = text(64, "Digest of the preview that was looked at; for preparing.", load_default="")


class VerifyQuery(UploadQuery):
    digest = text(200, "A digest, or its first 12 characters or more.", load_default="")


class DocumentQuery(AsOfQuery, UploadQuery):
    unrendered = yes_no("Read the file only: nothing is rendered and measured, in a tenth of a second.")


class RowListQuery(UploadQuery):
    dry_run = yes_no("Write nothing; say what would come of each row.")


class ContactImportQuery(UploadQuery):
    dry_run = yes_no("Write nothing; say what would come of each row.")
    confirm = ma.String(
        load_default="", validate=validate.Regexp(r"[0-9]{1,7}(,[0-9]{1,7})*\Z", error="not_a_number"),
        metadata={"description": "Rows asked about that are to be taken as suggested, with commas between them."},
    )  # fmt: skip


class ContactListQuery(ContactImportQuery):
    confirm = ma.String(
        load_default="", validate=validate.Regexp(rf"{CONFIRMED.pattern}(,{CONFIRMED.pattern})*\Z", error="invalid"),
        metadata={
            "description": "What is asked about a row and meant: `answers` of the dry run, with commas between. A "
                           "row's number alone takes the row as suggested, a remark that looks personal only where "
                           "nothing else is asked.",
        },
    )  # fmt: skip


class VolumesQuery(UploadQuery):
    dry_run = yes_no("Write nothing; say what would come of each row.")
    reason = text(200, "Why the frame is changed, if there is one already.", load_default="")


class ClauseImportQuery(UploadQuery):
    dry_run = yes_no("Write nothing; say what would come of each row.")
