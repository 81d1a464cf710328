"""What the papers are made of: their beginning and end, the rows of forms, and phrases made of what was typed."""

from collections.abc import Iterable, Sequence
from datetime import date

from documents.official.paper import Paper
from documents.official.tables import Content
from documents.official.wide import WidePaper
from documents.outgoing.view import View
from workflow.errors import Words
from workflow.messages import Actor
from workflow.messages.base import SYSTEM
from workflow.words import ROLES

Rows = list[list[tuple[str, Content]]]
STOPS = "。．.；;，,、 \t"
SIGNED_FOR = Words("签收人（签字）：　　　　　　　　　年　　月　　日", "Signed for by:                         date:")
SIGN_HERE = Words("（签字）　　　　　　　　年　　月　　日", "(signature)                    date:")
WHO, CLOCK = Words("{role}（{unit}）", "{role} ({unit})"), Words("系统自动", "the system's clock")


def begun(view: View, title: Words, line: str = "", *, wide: bool = False) -> Paper:
    """A paper with its title, and a line below it that says which it is; `wide` turns it on its side."""
    made = WidePaper if wide else Paper
    paper = made(view.say(title), created=view.created, language="zh-CN" if view.zh else "en-US")
    paper.title()
    if line:
        paper.centred(line)
    return paper


def ended(paper: Paper, view: View, unit: str = "", on: date | None = None) -> bytes:
    """Signed by a unit on a day, if it is; and the note of what it was made from."""
    if on is not None:
        paper.signed(unit, on)
    paper.small(view.note)
    return paper.bytes()


def rows(view: View, *pairs: tuple[Words, Content] | Sequence[tuple[Words, Content]]) -> Rows:
    """The rows of a form, in the reader's language; what is empty says so."""
    found: Rows = []
    for one in pairs:
        cells = [one] if isinstance(one[0], Words) else one
        found.append([(view.say(label), value or none(view)) for label, value in cells])  # type: ignore[misc]
    return found


NONE = Words("无", "none")


def none(view: View) -> str:
    return view.say(NONE)


def phrase(text: str) -> str:
    """What was typed as a part of a sentence: on one line, without its last stop."""
    return " ".join(text.split()).rstrip(STOPS)


def known(view: View, text: str) -> str:
    """The phrase; 【待核】 where nothing was said."""
    return phrase(text) or view.unknown


def joined(view: View, parts: Iterable[str]) -> str:
    return ("、" if view.zh else ", ").join(parts)


def sentences(view: View, parts: Iterable[str]) -> str:
    """Sentences one after another, as the language parts them."""
    return ("" if view.zh else " ").join(part for part in parts if part)


def who(view: View, by: Actor) -> str:
    """Who acted, as a role of a unit; never by name."""
    if by == SYSTEM:
        return view.say(CLOCK)
    return view.say(WHO, role=view.say(ROLES[by.role]), unit=view.actors_unit(by))
