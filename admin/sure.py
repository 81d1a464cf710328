"""The password again, before what gives somebody power or takes it: a machine left open opens no account, no role.

Programs prove it when their token is made, see admin/tokens.
"""

from flask import request

import identity
from admin.forms import Field, Typed
from identity import changing
from workflow.errors import Words
from workflow.messages import (
    Command,
    DisableAccount,
    EnableAccount,
    GrantRole,
    LendRole,
    OpenAccount,
    ResetPassword,
    RevokeRole,
)

AGAIN_FOR: tuple[type[Command], ...] = (
    OpenAccount, GrantRole, LendRole, RevokeRole, DisableAccount, EnableAccount, ResetPassword,
)  # fmt: skip
PRESENT = "present"
LABEL = Words("现在的密码", "Present password")


def field_for(command: type[Command], typed: Typed | None) -> list[Field]:
    """The field that a form of the command ends with; it never holds what was typed."""
    if command not in AGAIN_FOR:
        return []
    wrong = tuple(typed.errors.get(PRESENT, ())) if typed else ()
    return [Field(name=PRESENT, label=LABEL, widget="password", required=True, errors=wrong, longest=256)]


def require(command: type[Command]) -> None:
    """That whoever sends the form is the one who is signed in; WrongPassword, TooManyGuesses."""
    if command in AGAIN_FOR:
        ledger, by = identity.current_ledger(), identity.current_actor()
        changing.require_password(ledger, by.account, request.form.get(PRESENT, ""), request.remote_addr or "")
