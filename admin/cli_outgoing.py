"""`xiaohao outgoing`: the forms there are, and any of them written to a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from admin.cli_bundle import item_of
from admin.cli_contacts import READER
from admin.progress import progress
from documents.outgoing import registry
from documents.outgoing.forms import ABOUT, Asked
from documents.outgoing.now import looking_now
from documents.outgoing.refusals import NoSuchDocument
from documents.outgoing.taking import take
from documents.outgoing.view import View
from events import acts
from events.acts import Act
from workflow.history import reading_at
from workflow.reports import Filter
from workflow.service import Ledger

Opened = Callable[[], Any]
FILE = click.Path(path_type=Path, dir_okay=False)


def add(cli: click.Group, opened: Opened) -> None:
    """`outgoing` with its commands."""

    @cli.group()
    def outgoing() -> None:
        """Papers to sign and tables to print, as of any moment."""

    @outgoing.command("list")
    def listed() -> None:
        """List the forms: name, media, what each is about, title."""
        for form in registry.FORMS:
            click.echo(f"{form.name} {'|'.join(form.media)} {ABOUT[form.about].en}: {form.title.zh} {form.title.en}")

    _add_write(outgoing, opened)


def _add_write(outgoing: click.Group, opened: Opened) -> None:
    @outgoing.command()
    @click.argument("form")
    @click.argument("file", type=FILE)
    @click.option("--item", default="", help="Number or id of the item it is of.")
    @click.option("--version", type=int, help="Which of the item's events, by its version; default: the last.")
    @click.option("--notice", type=click.UUID, help="Id of the notice it goes with; or whose items are listed.")
    @click.option("--unit", default="", help="Code of the unit it goes to, or whose items are listed.")
    @click.option("--sample", type=click.UUID, help="Id of the sample.")
    @click.option("--comparison", type=click.UUID, help="Id of the comparison.")
    @click.option("--as-of", default="", help="A day, an instant or @position; default: now.")
    @click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
    def write(form: str, file: Path, as_of: str, language: str, **of: Any) -> None:
        """Write the document FORM to FILE, whose ending says whether as .docx or .xlsx."""
        if not file.parent.is_dir():
            raise click.ClickException(f"there is no folder {file.parent}")
        with opened() as (_, ledger):
            _write(ledger, form, file, as_of, language, of)
        click.echo(f"{file}: {form}")


def _write(ledger: Ledger, form: str, file: Path, as_of: str, language: str, of: dict[str, Any]) -> None:
    """Made whole before it is written; that it was taken stands in the security log."""
    if form not in registry.OUTGOING:
        raise NoSuchDocument
    with _view(ledger, as_of, language) as view, Bar() as bar:
        item = item_of(view.connection, of["item"]) if of["item"] else None
        wanted = Asked(
            item=item, version=of["version"], notice=of["notice"], bureau=of["unit"], sample=of["sample"],
            comparison=of["comparison"], wanted=Filter(notice=of["notice"], bureau=of["unit"]), progress=bar.tell,
        )  # fmt: skip
        taken = take(view, form, file.suffix[1:].lower(), registry.OUTGOING[form].about, wanted)
    with ledger.database.writing() as connection:
        said = Act("exported", None, f"document {form}{file.suffix}", taken.said)
        acts.write(connection, said, ledger.clock.now())
    file.write_bytes(taken.content)


@contextmanager
def _view(ledger: Ledger, as_of: str, language: str) -> Iterator[View]:
    if not as_of.strip():
        with looking_now(ledger, READER, language) as view:
            yield view
        return
    with reading_at(ledger.database, as_of, ledger.clock.now(), ledger.zone) as (connection, moment):
        yield View.open(connection, READER, moment, ledger.zone, language)


class Bar:
    """A bar on the terminal, for documents that say how far they are."""

    def __init__(self) -> None:
        self._shown: Any = None

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: Any) -> None:
        if self._shown is not None:
            self._shown.render_finish()

    def tell(self, done: int, of: int) -> None:
        if self._shown is None:
            self._shown = progress(of, "rows")
            self._shown.render_progress()
        self._shown.update(done - self._shown.pos)
