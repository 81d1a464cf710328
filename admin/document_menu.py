"""What the pages offer of documents: the papers of an item that there are, of a package, a sample, the ledger."""

from typing import NamedTuple

from admin.formats import day_text, local
from admin.look import Look
from admin.words import say
from documents.outgoing import registry
from documents.outgoing.forms import ABOUT, About, Form
from workflow.errors import Words
from workflow.history import Life
from workflow.sight import in_comparison

ROOT = "/admin/documents"


class Link(NamedTuple):
    """Where a document is taken, in which medium; `says` tells several of one form apart."""

    href: str
    medium: str
    says: str = ""


class Offer(NamedTuple):
    """A form with everything of it that can be taken here, the newest first."""

    name: str
    title: str
    purpose: str
    links: list[Link]


class Group(NamedTuple):
    """The forms about one kind of thing."""

    about: About
    title: Words
    offers: list[Offer]


def of_item(look: Look, life: Life) -> list[Offer]:
    """The papers of an item: as it stands, and one for each event that has one."""
    found = []
    for form in _open(look, About.ITEM):
        href = f"{ROOT}/items/{life.item_id}/{form.name}"
        versions = form.occurrences(life)
        if form.is_one is None:
            found.append(_offer(form, [Link(f"{href}.{medium}", medium) for medium in form.media]))
        elif versions:
            found.append(_offer(form, _occurrences(form, life, href, versions)))
    return found


def _occurrences(form: Form, life: Life, href: str, versions: tuple[int, ...]) -> list[Link]:
    days = {step.recorded.version: local(step.recorded.recorded_at).date() for step in life.steps}
    return [
        Link(f"{href}.{medium}?version={version}", medium, day_text(days[version]))
        for version in reversed(versions)
        for medium in form.media
    ]


def of_package(look: Look, notice: object, bureau: str) -> list[Offer]:
    return _plain(look, About.PACKAGE, f"packages/{notice}/{bureau}")


def of_sample(look: Look, sample: object) -> list[Offer]:
    return _plain(look, About.SAMPLE, f"samples/{sample}")


def of_comparison(look: Look, comparison: object) -> list[Offer]:
    return _plain(look, About.COMPARISON, f"comparisons/{comparison}")


def of_ledger(look: Look, *, of_notice: bool = False) -> list[Offer]:
    """Those of the ledger; for one notice without those that are of the whole ledger alone."""
    whole = registry.comparison.NOW.name
    return [one for one in _plain(look, About.LEDGER, "ledger") if not (of_notice and one.name == whole)]


def listed(look: Look) -> list[Group]:
    """Every form open to the reader, by what it is about; those of the ledger can be taken at once."""
    return [Group(about, words, _listed(look, about)) for about, words in ABOUT.items()]


def _listed(look: Look, about: About) -> list[Offer]:
    if about is About.LEDGER:
        return of_ledger(look)
    return [_offer(form, []) for form in _open(look, about)]


def _plain(look: Look, about: About, where: str) -> list[Offer]:
    return [
        _offer(form, [Link(f"{ROOT}/{where}/{form.name}.{medium}", medium) for medium in form.media])
        for form in _open(look, about)
    ]


def _open(look: Look, about: About) -> list[Form]:
    """Those of the reader's role; the comparison of all units as it stands for who sees all."""
    whole = in_comparison(look.actor, published=False)
    forms = [form for form in registry.about(about) if look.actor.role in form.roles]
    return [form for form in forms if whole or form is not registry.comparison.NOW]


def _offer(form: Form, links: list[Link]) -> Offer:
    return Offer(form.name, say(form.title), say(form.purpose), links)
