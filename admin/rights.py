"""What the application's role may do on each table of this release: a closed list, held to the tables by a test."""

from events.roles import ADD, ALL, CHANGE, LOG, Rights
from workflow.projections import PROJECTIONS

MADE_AGAIN: dict[str, Rights] = {
    table.name: ALL for projection in PROJECTIONS for table in (projection.now, projection.history)
}
"""Read models can be made again from the log, so all is open there."""

IDENTITY: dict[str, Rights] = {
    "accounts": CHANGE, "api_tokens": CHANGE, "logins": CHANGE, "login_guesses": ALL,
    "second_factors": ALL, "recovery_codes": ALL,
    "unrecorded_accounts": ("SELECT", "DELETE"),
}  # fmt: skip

MAIL: dict[str, Rights] = {"inbox": ALL, "inbox_marks": ALL, "mail_outbox": CHANGE}

RIGHTS: dict[str, Rights] = LOG | MADE_AGAIN | IDENTITY | MAIL | {"uploads": ADD, "frame_rows": ADD, "list_jobs": ALL}
