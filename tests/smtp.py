"""A real mail server at 127.0.0.1 for tests, which answers as it is told to; and sockets that behave like none."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session

LOGIN = (b"office", b"p:ss/w@rd")


@dataclass
class Box:
    """What the server took, and what it says: to an address, to the text. `dies`: it breaks off after the text."""

    to_address: str = "250 OK"
    to_text: str = "250 taken"
    dies: bool = False
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_address.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_address

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.to_text.startswith("250"):
            read = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(read, EmailMessage)
            self.taken.append(read)
            self.to.extend(envelope.rcpt_tos)
        if self.dies:
            server.transport.abort()
        return self.to_text


def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == LOGIN, handled=False)


@contextmanager
def serving(box: Box, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port a server answers at; over TLS from the first byte, or from STARTTLS on, which it insists on."""
    options: dict[str, Any] = {"ssl_context": tls, "authenticator": authenticate}
    if starttls:
        options |= {"tls_context": starttls, "require_starttls": True}
    else:  # TLS from the first byte on is not known to it as such
        options["auth_require_tls"] = False
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        port = found.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield listening.getsockname()[1]


@contextmanager
def dripping(stop: threading.Event) -> Iterator[int]:
    """The port of a server that goes on greeting, a line now and then, and never comes to an end."""

    def drip() -> None:
        talking, _ = listening.accept()
        with closing(talking):
            while not stop.wait(0.05):
                try:
                    talking.sendall(b"220-wait\r\n")
                except OSError:
                    return

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        threading.Thread(target=drip, daemon=True).start()
        yield listening.getsockname()[1]
        stop.set()


def closed() -> int:
    """A port at which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        return int(found.getsockname()[1])
