"""`xiaohao mail` and `xiaohao inbox`: a test mail gets out or it is said why not; inboxes are made anew."""

import pytest
from click.testing import CliRunner

from tests.smtp import Box, closed, serving
from wsgi import cli


@pytest.fixture
def run(migrated_sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    monkeypatch.setenv("XIAOHAO_FILES", str(tmp_path / "files"))
    monkeypatch.setenv("XIAOHAO_KEYS", str(tmp_path / "keys"))

    def run(*arguments: str, port: int | None = None):
        if port:
            monkeypatch.setenv("XIAOHAO_SMTP", f"smtp://127.0.0.1:{port}")
            monkeypatch.setenv("XIAOHAO_MAIL_FROM", "xiaohao@office.test")
            monkeypatch.setenv("XIAOHAO_BASE_URL", "https://xiaohao.office.test")
        answer = CliRunner().invoke(cli, list(arguments))
        return answer.exit_code, answer.output

    return run


def test_a_test_mail_gets_out(run):
    with serving(box := Box()) as port:
        assert run("mail", "test", "li@office.test", port=port) == (0, f"127.0.0.1:{port} took it\n")
    assert box.to == ["li@office.test"]
    assert "发信设置有效" in box.taken[0].get_content()


@pytest.mark.parametrize("says", ["550 5.1.1 unknown", "451 4.2.1 later"])
def test_a_test_mail_that_is_not_taken_says_why(run, says):
    with serving(Box(to_address=says)) as port:
        status, said = run("mail", "test", "li@office.test", port=port)
    assert (status, says[:9] in said) == (1, True)


def test_what_is_missing_is_said(run):
    assert "XIAOHAO_SMTP" in run("mail", "test", "li@office.test")[1]
    port = closed()
    assert "connection refused" in run("mail", "test", "li@office.test", port=port)[1]
    assert "no mail address" in run("mail", "test", "li@office.test\nBcc: a@b.test", port=port)[1]


def test_how_the_mail_stands(run):
    status, said = run("mail", "status")
    assert (status, said.splitlines()[0]) == (0, "mail: 0 waiting, 0 failing, 0 given up, last sent -")
    assert "mail: 0 waiting" in run("health")[1]


def test_the_worker_does_the_mail_too(run):
    with serving(Box()) as port:
        lines = run("worker", "--once", port=port)[1].splitlines()
    assert lines[-2:] == ["made 0", "mailed 0"]


def test_the_inboxes_are_made_anew(run):
    assert run("migrate")[0] == run("demo")[0] == 0
    run("worker", "--once")
    status, said = run("inbox", "rebuild")
    before, after = (int(word) for word in said.split() if word.isdigit())
    assert (status, before == after > 0) == (0, True)
