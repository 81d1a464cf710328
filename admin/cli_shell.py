"""What every command of the operator goes through: its schema, and the look for personal data, as on a page."""

from typing import Any, TypeVar

import click

from workflow import patterns
from workflow.messages import Command
from workflow.schemas import load

C = TypeVar("C", bound=Command)
INTENDED = "personal_data_intended"
OPTION = click.Option(
    ["--personal-data-intended", INTENDED], is_flag=True,
    help="What looks like personal data in a text is meant to be recorded for ever.",
)  # fmt: skip


def asked(command: type[C], data: Any, **context: Any) -> C:
    """The command that was typed; LooksPersonal unless it was said that what looks so is meant."""
    made = load(command, data, **context)
    require_seen(made)
    return made


def require_seen(command: Command) -> None:
    """LooksPersonal for what is typed freely and looks so, unless `xiaohao --personal-data-intended` was called."""
    context = click.get_current_context(silent=True)
    patterns.require_seen(command, seen=bool(context and context.find_root().params.get(INTENDED)))
