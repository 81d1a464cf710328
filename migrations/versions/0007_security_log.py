"""The security log: acts that are no events of the domain, chained; only what its head gives up can be taken away.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Id = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Timestamp = sa.Integer().with_variant(sa.DateTime(timezone=True), "postgresql")
LOG = "security_log"
GIVEN_UP = "OLD.seq <= (SELECT trimmed FROM security_head)"


def upgrade() -> None:
    op.create_table(
        LOG, sa.Column("seq", Count, nullable=False, autoincrement=False),
        *_texts("kind", "address", "subject", "detail"),
        sa.Column("at", Timestamp, nullable=False), sa.Column("account_id", Id),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_security_log"), sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_security_log_kind", LOG, ["kind"])
    op.create_index("ix_security_log_account_id", LOG, ["account_id"])
    op.create_table(
        "security_head", sa.Column("one", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("seq", Count, nullable=False), sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("trimmed", Count, nullable=False),
        sa.PrimaryKeyConstraint("one", name="pk_security_head"), sqlite_strict=True,
    )  # fmt: skip
    op.create_table(
        "security_repeats", sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("minute", Timestamp, nullable=False), *_texts("kind", "address", "subject"),
        sa.Column("account_id", Id),
        sa.Column("times", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", "minute", name="pk_security_repeats"), sqlite_strict=True,
    )  # fmt: skip
    zeros = "zeroblob(32)" if op.get_context().dialect.name == "sqlite" else "decode(repeat('00', 32), 'hex')"
    op.execute(f"INSERT INTO security_head (one, seq, digest, trimmed) VALUES (1, 0, {zeros}, 0)")  # nosec B608
    _guard_sqlite() if op.get_context().dialect.name == "sqlite" else _guard_postgresql()


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _guard_sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{LOG} is append-only'); END"
    op.execute(f"CREATE TRIGGER {LOG}_no_update BEFORE UPDATE ON {LOG} {refuse}")
    op.execute(f"CREATE TRIGGER {LOG}_no_delete BEFORE DELETE ON {LOG} WHEN NOT ({GIVEN_UP}) {refuse}")
    there = f"EXISTS (SELECT 1 FROM {LOG} WHERE seq = NEW.seq)"  # nosec B608 - our own names
    op.execute(f"CREATE TRIGGER {LOG}_no_replace BEFORE INSERT ON {LOG} WHEN {there} {refuse}")


def _guard_postgresql() -> None:
    op.execute(
        f"CREATE FUNCTION {LOG}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'DELETE' THEN IF {GIVEN_UP} THEN RETURN OLD; END IF; END IF; "
        f"RAISE EXCEPTION '{LOG} is append-only'; END $$"
    )
    for act, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {LOG}_no_{act} BEFORE {act.upper()} ON {LOG} "
            f"FOR EACH {each} EXECUTE FUNCTION {LOG}_append_only()"
        )
        op.execute(f"ALTER TABLE {LOG} ENABLE ALWAYS TRIGGER {LOG}_no_{act}")
