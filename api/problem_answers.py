"""The shapes of a refusal; problems.py fills them."""

from msgspec import field

from api.answers import Answer


class FieldError(Answer):
    """What is wrong with one field."""

    code: str
    message: str


class Problem(Answer):
    """A problem document (RFC 9457). `code` is lasting; `detail` follows Accept-Language."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    messages: dict[str, str]
    errors: dict[str, list[FieldError]] = field(default_factory=dict)
    current_version: int | None = None
