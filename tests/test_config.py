"""Settings are refused where they would be unsafe, and read where they are not."""

import pytest

from config import Settings, UnsafeSettings

SECRET = "s" * 32


def test_the_defaults_are_a_demo_on_sqlite():
    settings = Settings.read({})
    assert (settings.env, settings.database_url, settings.port) == ("demo", "sqlite:///var/xiaohao.db", "8000")
    assert settings.start is None


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"XIAOHAO_ENV": "staging"}, "demo or production"),
        ({"XIAOHAO_ENV": "production"}, "XIAOHAO_SECRET_KEY"),
        ({"XIAOHAO_ENV": "production", "XIAOHAO_SECRET_KEY": "short"}, "32 characters"),
        ({"XIAOHAO_ENV": "production", "XIAOHAO_SECRET_KEY": SECRET, "XIAOHAO_NOW": "2020-03-12"}, "XIAOHAO_NOW"),
        ({"PORT": "http"}, "PORT"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "junk"}, "DATABASE_URL"),
        ({"PORT": "70000"}, "PORT"),
        ({"XIAOHAO_TZ": "Mars/Base"}, "no time zone"),
        ({"XIAOHAO_TZ": "../etc"}, "no time zone"),
        ({"XIAOHAO_NOW": "yesterday"}, "2020-03-12T09:00"),
        ({"XIAOHAO_DIGEST_HOUR": "24"}, "0 to 23"),
        ({"XIAOHAO_SMTP": "smtp://mail.test"}, "XIAOHAO_MAIL_FROM"),
    ],
)
def test_what_is_unsafe_is_refused_with_what_to_do(environment, says):
    with pytest.raises(UnsafeSettings, match=says):
        Settings.read(environment)


def test_production_with_a_secret_is_accepted():
    assert Settings.read({"XIAOHAO_ENV": "production", "XIAOHAO_SECRET_KEY": SECRET}).production


def test_a_demo_clock_without_a_zone_is_meant_in_the_offices_zone():
    start = Settings.read({"XIAOHAO_NOW": "2020-03-12T09:00"}).start
    assert start is not None
    assert start.isoformat() == "2020-03-12T09:00:00+08:00"


def test_mail_goes_where_the_settings_say_and_nowhere_without_them():
    mail = {"XIAOHAO_MAIL_FROM": "xiaohao@office.test", "XIAOHAO_BASE_URL": "https://xiaohao.office.test"}
    assert Settings.read(mail).post is None
    post = Settings.read({**mail, "XIAOHAO_SMTP": "smtps://u:p%40ss@mail.test"}).post
    assert post is not None
    assert (post.host, post.port, post.tls, post.password, post.hour) == ("mail.test", 465, True, "p@ss", 8)


def test_what_is_wrong_with_the_mail_server_is_said_without_its_password():
    with pytest.raises(UnsafeSettings) as refused:
        Settings.read({"XIAOHAO_SMTP": "smtp://u:s3cr3t@mail.test", "XIAOHAO_MAIL_FROM": "a@b.test"})
    assert "s3cr3t" not in str(refused.value)
