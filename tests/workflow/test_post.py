"""Handing mail in, at a real server: taken, put off, refused, or no server there; TLS; what may be set."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.smtp import Box, closed, dripping, serving, silent
from workflow import post
from workflow.mail_addresses import is_mail_address
from workflow.post import BadPost, Deferred, Post, Rejected, send

SENDER, BASE, TO = "xiaohao@office.test", "https://xiaohao.office.test", "li@office.test"


def at(port: int, scheme: str = "smtp", login: str = "", options: str = "") -> Post:
    return Post.of(f"{scheme}://{login}127.0.0.1:{port}{options}", SENDER, BASE, 8)


def message() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = SENDER, TO, "今天有 3 项待您办理"
    made.set_content("正文\n", cte="base64")
    return made


def test_a_mail_arrives_as_it_was_written():
    with serving(box := Box()) as port:
        send(at(port), message(), TO)
    assert (box.to, len(box.taken)) == ([TO], 1)
    assert box.taken[0]["Subject"] == "今天有 3 项待您办理"
    assert box.taken[0].get_content() == "正文\n"


@pytest.mark.parametrize(
    ("says", "kind", "reason"),
    [
        ({"to_address": "451 4.2.1 li@office.test is busy"}, Deferred, "451 4.2.1"),
        ({"to_address": "550 5.1.1 li@office.test is unknown"}, Rejected, "550 5.1.1"),
        ({"to_text": "452 no room"}, Deferred, "452"),
        ({"to_text": "554 5.7.1 refused"}, Rejected, "554 5.7.1"),
        ({"dies": True}, Deferred, "connection lost"),
    ],
)  # fmt: skip
def test_what_the_server_says_is_kept_without_the_address(says, kind, reason):
    with serving(Box(**says)) as port, pytest.raises(kind) as refused:
        send(at(port), message(), TO)
    assert refused.value.reason == reason


def test_no_server_is_put_off():
    with pytest.raises(Deferred, match="connection refused"):
        send(at(closed()), message(), TO)


def test_a_silent_server_is_not_waited_for_longer_than_the_timeout(monkeypatch):
    monkeypatch.setattr(post, "TIMEOUT", 0.2)
    with silent() as port, pytest.raises(Deferred, match=r"connection lost|no answer in time"):
        send(at(port), message(), TO)


def test_a_server_that_never_ends_is_cut_off_at_the_deadline(monkeypatch):
    monkeypatch.setattr(post, "DEADLINE", 0.3)
    stop = threading.Event()
    with dripping(stop) as port, pytest.raises(Deferred):
        send(at(port), message(), TO)


def test_signing_in_with_the_password_as_it_stands_in_the_address():
    with serving(box := Box()) as port:
        send(at(port, login="office:p%3Ass%2Fw%40rd@"), message(), TO)
        with pytest.raises(Deferred, match="535"):
            send(at(port, login="office:wrong@"), message(), TO)
    assert len(box.taken) == 1


@pytest.fixture(scope="module")
def tls(tmp_path_factory) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate for 127.0.0.1, and the certificate as a file to be trusted."""
    key, folder = ec.generate_private_key(ec.SECP256R1()), tmp_path_factory.mktemp("tls")
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(secret)
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, folder / "cert.pem"


def servers(context: ssl.SSLContext, scheme: str) -> dict[str, ssl.SSLContext]:
    return {"tls": context} if scheme == "smtps" else {"starttls": context}


@pytest.mark.parametrize(("scheme", "options"), [("smtps", ""), ("smtp", "?starttls=yes")])
def test_a_certificate_is_checked(tls, monkeypatch, scheme, options):
    context, trusted = tls
    with serving(box := Box(), **servers(context, scheme)) as port:
        with pytest.raises(Deferred, match="certificate not trusted"):
            send(at(port, scheme, options=options), message(), TO)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        send(at(port, scheme, "office:p%3Ass%2Fw%40rd@", options), message(), TO)
        named = Post.of(f"{scheme}://localhost:{port}{options}", SENDER, BASE, 8)
        with pytest.raises(Deferred, match="certificate not trusted"):  # it names 127.0.0.1 alone
            send(named, message(), TO)
    assert len(box.taken) == 1


def test_starttls_that_is_asked_for_is_not_done_without():
    with serving(box := Box()) as port, pytest.raises(Deferred):
        send(at(port, options="?starttls=yes"), message(), TO)
    assert box.taken == []


@pytest.mark.parametrize(
    "address",
    ["", "li", "li@office", "李@office.test", "li@office.test\r\nBcc: a@b.test", "li@office.test\n", "a b@office.test",
     "Li <li@office.test>", "a@b.test,c@d.test", "a..b@office.test", ".a@office.test", "a@-b.test", "@office.test",
     "x" * 65 + "@office.test", "a@" + "b." * 100 + "test", '"a"@office.test', "a@office.test "],
)  # fmt: skip
def test_what_is_no_address_is_sent_nothing(address):
    assert not is_mail_address(address)
    with pytest.raises(Rejected, match="no mail address"):
        send(at(closed()), message(), address)


@pytest.mark.parametrize("address", ["li@office.test", "li.si+x@a-b.office.test", "o'x_1@1.test"])
def test_what_is_an_address(address):
    assert is_mail_address(address)


@pytest.mark.parametrize(
    ("url", "sender", "base", "says"),
    [
        ("http://mail.test", SENDER, BASE, "write the mail server"), ("smtp://", SENDER, BASE, "write the mail server"),
        ("smtp://mail.test/inbox", SENDER, BASE, "write the mail server"),
        ("smtp://mail.test:99999", SENDER, BASE, "cannot be read"),
        ("smtp://mail.test\r\nQUIT", SENDER, BASE, "write the mail server"),
        ("smtp://mail.test?starttls=perhaps", SENDER, BASE, "starttls"),
        ("smtp://mail.test?to=a", SENDER, BASE, "starttls"), ("smtp://mail.test", "", BASE, "sender"),
        ("smtp://mail.test", "a@b.test\nBcc: c@d.test", BASE, "sender"), ("smtp://mail.test", SENDER, "", "links"),
        ("smtp://mail.test", SENDER, "javascript://x.test", "links"),
        ("smtp://mail.test", SENDER, "https://x.test/a b", "plain letters"),
        ("smtp://u:secret@mail.test", SENDER, BASE, "in the clear"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_said_without_the_password(url, sender, base, says):
    with pytest.raises(BadPost, match=says) as refused:
        Post.of(url, sender, base, 8)
    assert "secret" not in str(refused.value)


def test_a_password_may_go_where_nobody_reads_it():
    for url in ("smtps://u:p@mail.test", "smtp://u:p@mail.test?starttls=yes", "smtp://u:p@[::1]:25"):
        assert Post.of(url, SENDER, BASE, 8).password == "p"
    assert "p-p-p" not in repr(Post.of("smtps://u:p-p-p@mail.test", SENDER, BASE, 8))
    assert Post.of("smtps://mail.test", SENDER, BASE + "/", 8).base == BASE
