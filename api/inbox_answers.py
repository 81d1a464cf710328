"""The shapes of what is answered about the inbox and the daily mail; see answers.py."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer, AsOf


class MessageAnswer(Answer):
    """Something the caller was told: the event at a position of the log, in words of the caller's language.

    `number`, `bureau` and `state` are the item's now, null where it is not about one. `read` is true of the past.
    """

    position: int
    at: datetime
    name: str
    says: str
    stream: str
    item_id: UUID | None
    number: str | None
    bureau: str | None
    state: str | None
    read: bool


class Inbox(Answer):
    """One page of the inbox, newest first: `total` messages in all, `unread` not read yet."""

    messages: list[MessageAnswer]
    total: int
    unread: int
    page: int
    pages: int
    as_of: AsOf


class MessagesRead(Answer):
    """How many messages are still unread."""

    unread: int


class MailHealthAnswer(Answer):
    """How the daily mail stands: what waits and since when, what failed and is tried again, what was given up in the
    last seven days, the last error, the last that was sent."""

    waiting: int
    oldest: datetime | None
    failing: int
    given_up: int
    error: str | None
    last_sent: datetime | None
