"""How a mail is handed in: at the one mail server that the operator named, and nowhere else.

    smtp://user:password@mail.office.test:587?starttls=yes
    smtps://user:password@mail.office.test

TLS is checked against the certificates that the machine trusts. No server is found by an address's domain.
"""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from workflow.mail_addresses import domain_of, is_mail_address

TIMEOUT, DEADLINE = 15.0, 60.0
"""Seconds for one answer of the server, and for all of it."""
HELLO = 220
PORTS = {"smtp": 25, "smtps": 465}
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class BadPost(ValueError):
    """The settings name no mail server, no sender, or would send a password in the clear."""


class NotSent(Exception):
    """The server did not take the mail. `reason` is short, and holds no address."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Deferred(NotSent):
    """Not now: it is to be tried again."""


class Rejected(NotSent):
    """The server will never take this mail for this address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The mail server, who sends, where links lead, and the hour of the day from which a digest is made."""

    host: str
    port: int
    tls: bool
    starttls: bool
    user: str
    password: str = field(repr=False)
    sender: str
    base: str
    hour: int

    @classmethod
    def of(cls, url: str, sender: str, base: str, hour: int) -> "Post":
        """As the settings say; BadPost where they do not."""
        parts = _split(url)
        asked = parse_qs(parts.query, keep_blank_values=True)
        if asked.keys() - {"starttls"} or asked.get("starttls", ["no"]) not in (["yes"], ["no"]):
            raise BadPost("after the mail server's address only ?starttls=yes or ?starttls=no can stand")
        if not is_mail_address(sender):
            raise BadPost("the sender is no mail address")
        made = cls(
            host=parts.hostname or "", port=parts.port or PORTS[parts.scheme], tls=parts.scheme == "smtps",
            starttls=asked.get("starttls") == ["yes"], user=unquote(parts.username or ""),
            password=unquote(parts.password or ""), sender=sender, base=_base(base), hour=hour,
        )  # fmt: skip
        if made.user and not (made.tls or made.starttls or _local(made.host)):
            raise BadPost("the password would be sent in the clear: write smtps://, or add ?starttls=yes")
        return made

    @property
    def domain(self) -> str:
        return domain_of(self.sender)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise BadPost("the mail server's address cannot be read") from error
    bare = parts.path in ("", "/") and not parts.fragment
    if parts.scheme not in PORTS or not parts.hostname or not bare or not url.isprintable():
        raise BadPost("write the mail server as smtp://user:password@host:port or smtps://user:password@host:port")
    return parts


def _base(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadPost("the address that links begin with is http:// or https:// and a host")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise BadPost("the address that links begin with is written in plain letters")
    return url.rstrip("/")


def _local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def send(post: Post, message: EmailMessage, to: str) -> None:
    """Hand a mail in; Deferred, or Rejected. Where the server breaks off after the text, it may have taken it."""
    if not is_mail_address(to):
        raise Rejected("no mail address")
    with _client(post) as client, _said():
        client.send_message(message, post.sender, [to])


@contextmanager
def _client(post: Post) -> Iterator[smtplib.SMTP]:
    """A connection on which mail can be handed in; cut off when the deadline has passed."""
    context = ssl.create_default_context()
    made = _unconnected(post, context)
    clock = threading.Timer(DEADLINE, _cut, [made])
    clock.daemon = True
    clock.start()
    try:
        with _set_up():
            code, said = made.connect(post.host, post.port)
            if code != HELLO:
                raise smtplib.SMTPConnectError(code, said)
            if post.starttls:
                made.starttls(context=context)
            if post.user:
                made.login(post.user, post.password)
        yield made
        with suppress(smtplib.SMTPException, OSError):
            made.quit()  # it is taken already
    finally:
        clock.cancel()
        made.close()


def _unconnected(post: Post, context: ssl.SSLContext) -> smtplib.SMTP:
    """Not connected yet, so that the deadline holds for that, too."""
    if post.tls:
        made: smtplib.SMTP = smtplib.SMTP_SSL(local_hostname=post.domain, timeout=TIMEOUT, context=context)
    else:
        made = smtplib.SMTP(local_hostname=post.domain, timeout=TIMEOUT)
    vars(made)["_host"] = post.host  # whom the certificate has to name; else the constructor says so
    return made


def _cut(client: smtplib.SMTP) -> None:
    with suppress(OSError, AttributeError):
        client.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]


@contextmanager
def _set_up() -> Iterator[None]:
    """Before the mail itself, nothing that goes wrong is the mail's fault: whatever it is, it is tried again."""
    try:
        yield
    except (smtplib.SMTPException, OSError) as error:
        raise Deferred(_reason(error)) from error


@contextmanager
def _said() -> Iterator[None]:
    """What the server says to the mail. A final no is one to the address or the text; one to the sender is ours."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        raise (Rejected if code >= 500 else Deferred)(_code(code, said)) from refused
    except smtplib.SMTPDataError as refused:
        final = refused.smtp_code >= 500
        raise (Rejected if final else Deferred)(_code(refused.smtp_code, refused.smtp_error)) from refused
    except (smtplib.SMTPException, OSError) as error:
        raise Deferred(_reason(error)) from error


def _reason(error: Exception) -> str:
    match error:
        case smtplib.SMTPResponseException():
            return _code(error.smtp_code, error.smtp_error)
        case ssl.SSLCertVerificationError():
            return "certificate not trusted"
        case ssl.SSLError():
            return "TLS failed"
        case TimeoutError():
            return "no answer in time"
        case ConnectionRefusedError():
            return "connection refused"
        case socket.gaierror():
            return "server not found"
        case smtplib.SMTPServerDisconnected():
            return "connection lost"
        case smtplib.SMTPNotSupportedError():
            return "not supported by the server"
        case _:
            return type(error).__name__


def _code(code: int, said: bytes | str) -> str:
    """The server's numbers alone: its words often repeat the address."""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    enhanced = _ENHANCED.match(text)
    return f"{code} {enhanced[0]}" if enhanced else str(code)
