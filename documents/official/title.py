"""A title over several lines, broken where words end and as evenly as a trapezoid allows."""

from documents.official.measures import TITLE_CHARACTERS

BEFORE = "关对的和及与并"  # a line may well begin with these
AFTER = "的、，和及与于程作题况目"  # or end with these


def lines_of(title: str) -> list[str]:
    """The title in the fewest lines that hold it, the longer ones above; a line break in it is kept."""
    return [line for part in title.split("\n") for line in _broken(part)]


def width_of(text: str) -> float:
    """How many full-width characters the text is wide."""
    return sum(1 if ord(letter) > 0x2E7F or letter in "—…“”‘’" else 0.5 for letter in text)


def _broken(text: str) -> list[str]:
    wide = width_of(text)
    count = -(-wide // TITLE_CHARACTERS)
    if count <= 1:
        return [text]
    best = min(range(1, len(text)), key=lambda at: _badness(text, at, wide / count, count))
    return [text[:best], *_broken(text[best:])]


def _badness(text: str, at: int, even: float, count: float) -> float:
    """How far a first line of `at` characters is from an even share, and from a place where words end."""
    first = width_of(text[:at])
    if first > TITLE_CHARACTERS or width_of(text[at:]) > (count - 1) * TITLE_CHARACTERS:
        return 1000 + first
    split = text[at - 1].isascii() and text[at].isascii()
    clumsy = 0 if text[at - 1] in AFTER or text[at] in BEFORE else 4
    return abs(first - even - 1) + (100 if split else clumsy)
