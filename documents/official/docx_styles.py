"""How a run or a paragraph of a .docx looks when its own properties, its styles and the defaults are put together."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from documents.official.document import Look

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DEEPEST = 20  # styles based on styles
ALIGNED = {"start": "left", "end": "right", "distribute": "both"}
OFF = ("0", "false", "off", "none")


def value(element: Any, name: str = "val") -> str:
    return str(element.get(f"{W}{name}") or "") if element is not None else ""


def number(text: str) -> int:
    """The whole number at the beginning of a length; 0 where there is none."""
    try:
        return max(-(10**6), min(10**6, round(float(text))))
    except (ValueError, OverflowError):
        return 0


def switched(element: Any) -> bool:
    """Whether a property that is there says yes."""
    return element is not None and value(element) not in OFF


class Styles:
    """The styles of a document by id; what does not say something has it from the style it is based on."""

    def __init__(self, root: Any, theme: Any):
        found = root.findall(f"{W}style") if root is not None else []
        self._styles = {value(style, "styleId"): style for style in found}
        self._normal = next((key for key, style in self._styles.items() if _is_normal(style)), "")
        defaults = root.find(f"{W}docDefaults") if root is not None else None
        self._run = defaults.find(f"{W}rPrDefault/{W}rPr") if defaults is not None else None
        self._paragraph = defaults.find(f"{W}pPrDefault/{W}pPr") if defaults is not None else None
        self._theme = {
            name: _theme_font(theme, part) for name, part in (("minor", "minorFont"), ("major", "majorFont"))
        }
        self.chain = lru_cache(4096)(self._chain)

    def name_of(self, style: str) -> str:
        """What a style is called, for a reader."""
        known = self._styles.get(style or self._normal)
        return value(known.find(f"{W}name")) if known is not None else ""

    def _chain(self, style: str) -> tuple[Any, ...]:
        chain: list[Any] = []
        while style in self._styles and len(chain) < DEEPEST:
            chain.append(self._styles[style])
            style = value(self._styles[style].find(f"{W}basedOn"))
        return tuple(chain)

    def _of_run(self, own: Any, style: str) -> Iterator[Any]:
        """The properties that speak of a run, the nearest first."""
        if own is not None:
            yield own
            yield from _parts(self.chain(value(own.find(f"{W}rStyle"))), "rPr")
        yield from _parts(self.chain(style or self._normal), "rPr")
        if self._run is not None:
            yield self._run

    def _of_paragraph(self, own: Any, style: str) -> list[Any]:
        own_first = [own] if own is not None else []
        last = [self._paragraph] if self._paragraph is not None else []
        return [*own_first, *_parts(self.chain(style or self._normal), "pPr"), *last]

    def face(self, own: Any, style: str) -> tuple[str, str, int, bool, str]:
        """Font of Chinese text, font of Latin text, half points, bold, colour."""
        said = list(self._of_run(own, style))
        size, bold, color = (_nearest(said, name) for name in ("sz", "b", "color"))
        shown = value(color)
        return (
            self._font(said, "eastAsia"), self._font(said, "ascii"), number(value(size)) if size is not None else 20,
            switched(bold), "" if shown == "auto" else shown.upper(),
        )  # fmt: skip

    def _font(self, said: Iterable[Any], script: str) -> str:
        for properties in said:
            fonts = properties.find(f"{W}rFonts")
            if fonts is None:
                continue
            if theme := value(fonts, f"{script}Theme"):
                return self._theme.get(theme[:5], "")
            if name := value(fonts, script):
                return name[:60]
        return ""

    def look(self, own: Any, style: str, size: int) -> Look:
        """How a paragraph stands; indents that are given in characters are measured by its type."""
        said = self._of_paragraph(own, style)
        align, level = (value(_nearest(said, name)) for name in ("jc", "outlineLvl"))
        listed, frame = _nearest(said, "numPr"), own.find(f"{W}framePr") if own is not None else None
        indents: dict[str, str] = {}
        for properties in reversed(said):
            if (stated := properties.find(f"{W}ind")) is not None:
                indents |= {str(key).removeprefix(W): str(text) for key, text in stated.attrib.items()}
        first = _length(indents, ("firstLine",), size) - _length(indents, ("hanging",), size)
        return Look(
            align=ALIGNED.get(align, align),
            first=first,
            left=_length(indents, ("left", "start"), size),
            right=_length(indents, ("right", "end"), size),
            level=number(level) + 1 if level.isdecimal() and number(level) < 9 else 0,
            page_before=switched(_nearest(said, "pageBreakBefore")),
            automatic=listed is not None and value(listed.find(f"{W}numId")) not in ("", "0"),
            outside=value(frame, "xAlign") == "outside",
        )


def _is_normal(style: Any) -> bool:
    return value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on")


def _parts(chain: Iterable[Any], name: str) -> Iterator[Any]:
    return (part for style in chain if (part := style.find(f"{W}{name}")) is not None)


def _nearest(said: Iterable[Any], name: str) -> Any:
    return next((found for properties in said if (found := properties.find(f"{W}{name}")) is not None), None)


def _length(indents: dict[str, str], names: tuple[str, ...], size: int) -> int:
    """Twips of an indent; one in hundredths of a character goes before one in twips."""
    for name in names:
        if characters := number(indents.get(f"{name}Chars", "")):
            return round(characters * size * 10 / 100)
    return next((number(indents[name]) for name in names if name in indents), 0)


def _theme_font(theme: Any, part: str) -> str:
    """The face that the theme has for Chinese."""
    fonts = theme.find(f".//{A}{part}") if theme is not None else None
    if fonts is None:
        return ""
    stated = fonts.find(f"{A}ea")
    hans = (font.get("typeface") for font in fonts.findall(f"{A}font") if font.get("script") == "Hans")
    return str((stated.get("typeface") if stated is not None else "") or next(hans, "") or "")[:60]
