"""Settings: read once from the environment, refused where they would be unsafe."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from events.keyring import Keyring
from workflow.post import BadPost, Post

DEMO_SECRET = "demo-only-not-a-secret"  # nosec B105 - refused in production


class UnsafeSettings(Exception):
    """The settings would start something unsafe, so nothing is started."""


def setting(name: str, default: str, says: str) -> Any:
    """A field read from the environment variable `name`; `says` is its line in docs/settings.md."""
    return field(default=default, metadata={"name": name, "says": says})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What operators set. Every value is text as it stands in the environment; properties give it its type."""

    database_url: str = setting(
        "DATABASE_URL", "sqlite:///var/xiaohao.db", "The database: sqlite:///path or postgresql://user@host/name."
    )
    migration_database_url: str = setting(
        "MIGRATION_DATABASE_URL", "", "The same database under the role that may change tables. Empty: DATABASE_URL."
    )
    port: str = setting("PORT", "8000", "The port `xiaohao serve` listens on, at 127.0.0.1.")
    env: str = setting(
        "XIAOHAO_ENV", "demo", "`demo` or `production`. Production refuses demo accounts and a missing secret."
    )
    secret_key: str = setting(
        "XIAOHAO_SECRET_KEY",
        "",
        "Signs sessions; 32 characters or more. Needed in production, the same in all processes.",
    )
    files: str = setting("XIAOHAO_FILES", "var/files", "The folder evidence is kept in. Shared by all processes.")
    keys: str = setting(
        "XIAOHAO_KEYS",
        "var/keys",
        "The folder with the keys of personal values. Shared by all processes; backed up apart from the database.",
    )
    tz: str = setting("XIAOHAO_TZ", "Asia/Shanghai", "The zone that days are meant in.")
    now: str = setting(
        "XIAOHAO_NOW", "", "Demo only: the moment the clock is set to at start, such as 2020-03-12T09:00. It ticks on."
    )
    signing_key: str = setting(
        "XIAOHAO_SIGNING_KEY",
        "",
        "The file with the key that signs checkpoints, mode 0600; `xiaohao log key` makes it. For the worker alone.",
    )
    witness_file: str = setting(
        "XIAOHAO_WITNESS_FILE",
        "",
        "The file that signed checkpoints are added to and the database is held to; not on the database's disk.",
    )
    verify_key: str = setting(
        "XIAOHAO_VERIFY_KEY", "", "The verifier line of the signing key, for processes that check and do not sign."
    )
    password_policy: str = setting(
        "XIAOHAO_PASSWORD_POLICY",
        "dengbao",
        "`dengbao` (three kinds of characters, changed every 90 days) or `asvs` (length alone, no forced change).",
    )
    idle_minutes: str = setting(
        "XIAOHAO_IDLE_MINUTES",
        "30",
        "A login not used for so long has ended; 5 to 240. After 12 hours each has.",
    )
    smtp: str = setting(
        "XIAOHAO_SMTP",
        "",
        "The mail server: smtp://user:password@host:port?starttls=yes or smtps://…. Empty: no mail. For the worker.",
    )
    mail_from: str = setting(
        "XIAOHAO_MAIL_FROM", "", "The address that mail comes from. Pages offer mail only where it is set."
    )
    base_url: str = setting(
        "XIAOHAO_BASE_URL",
        "",
        "What links in mail begin with, as people reach the system: https://xiaohao.office.test.",
    )
    digest_hour: str = setting(
        "XIAOHAO_DIGEST_HOUR", "8", "The hour of the day from which the daily mail is made; 0 to 23."
    )
    log_name: str = setting("XIAOHAO_LOG_NAME", "xiaohao", "The name new signing keys sign under, as in its notes.")

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings in `environment`; UnsafeSettings where one cannot be used."""
        given = {f.name: environment[f.metadata["name"]] for f in fields(cls) if environment.get(f.metadata["name"])}
        settings = cls(**given)
        settings.check()
        return settings

    def check(self) -> None:
        if self.env not in ("demo", "production"):
            raise UnsafeSettings(f"XIAOHAO_ENV is {self.env!r}; it is demo or production")
        if self.production and len(self.secret_key) < 32:
            raise UnsafeSettings("production needs XIAOHAO_SECRET_KEY, at least 32 characters, kept secret")
        if self.production and self.secret_key == DEMO_SECRET:
            raise UnsafeSettings("production needs a XIAOHAO_SECRET_KEY of its own")
        if self.production and self.now:
            raise UnsafeSettings("XIAOHAO_NOW sets the clock and is for demonstrations; production refuses it")
        if self.witness_file and not (self.signing_key or self.verify_key):
            raise UnsafeSettings("XIAOHAO_WITNESS_FILE is checked with XIAOHAO_SIGNING_KEY or XIAOHAO_VERIFY_KEY")
        if self.database_url.partition(":")[0].partition("+")[0] not in ("sqlite", "postgresql", "postgres"):
            raise UnsafeSettings("DATABASE_URL begins with sqlite:/// or postgresql://; nothing else is supported")
        if self.password_policy not in ("dengbao", "asvs"):
            raise UnsafeSettings(f"XIAOHAO_PASSWORD_POLICY is {self.password_policy!r}; it is dengbao or asvs")
        if not self.port.isdecimal() or not 0 < int(self.port) < 65536:
            raise UnsafeSettings(f"PORT is {self.port!r}; it is a number from 1 to 65535")
        if not self.idle_minutes.isdecimal() or not 5 <= int(self.idle_minutes) <= 240:
            raise UnsafeSettings(f"XIAOHAO_IDLE_MINUTES is {self.idle_minutes!r}; it is a number from 5 to 240")
        if not self.digest_hour.isdecimal() or int(self.digest_hour) > 23:
            raise UnsafeSettings(f"XIAOHAO_DIGEST_HOUR is {self.digest_hour!r}; it is a number from 0 to 23")
        _ = self.zone, self.start, self.post

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def secret(self) -> str:
        return self.secret_key or DEMO_SECRET

    @property
    def zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.tz)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise UnsafeSettings(f"XIAOHAO_TZ is {self.tz!r}, which is no time zone") from error

    @property
    def start(self) -> datetime | None:
        """The moment the clock is set to, if it is."""
        if not self.now:
            return None
        try:
            given = datetime.fromisoformat(self.now)
        except ValueError as error:
            raise UnsafeSettings(f"XIAOHAO_NOW is {self.now!r}; write 2020-03-12T09:00") from error
        return given if given.tzinfo else given.replace(tzinfo=self.zone)

    @property
    def idle(self) -> timedelta:
        """How long a login may lie unused."""
        return timedelta(minutes=int(self.idle_minutes))

    @property
    def post(self) -> Post | None:
        """The mail server, if one is set; UnsafeSettings says what is wrong with it, never its password."""
        if not self.smtp:
            return None
        try:
            return Post.of(self.smtp, self.mail_from, self.base_url, int(self.digest_hour))
        except BadPost as bad:
            raise UnsafeSettings(f"XIAOHAO_SMTP, XIAOHAO_MAIL_FROM and XIAOHAO_BASE_URL go together: {bad}") from None

    @property
    def files_path(self) -> Path:
        return Path(self.files)

    @property
    def keyring(self) -> Keyring:
        return Keyring(Path(self.keys))
