"""The package of a .docx: its styles and properties, and the same bytes for the same content."""

import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree  # nosec B410 - writes parts of our own package

from documents.official.measures import BODY, FACE_OF_LEVEL, FANGSONG, TITLE, XIAOBIAOSONG
from documents.official.parts import NAMESPACE, Face

MOMENT = (1980, 1, 1, 0, 0, 0)
WRITER = "销号 Xiaohao"
OUTLINED = ("Heading1", "Heading2", "Heading3", "Heading4")


def furnish(document: Any, subject: str, created: datetime, language: str) -> None:
    """Fonts of the styles by their official names, the heading styles that a navigation pane reads, and properties."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in ("Normal", "DefaultParagraphFont", "TableNormal", "Footer", "Header"):
            styles.remove(style)
    _set_defaults(styles, language)
    styles.append(_style("Title", "Title", Face(XIAOBIAOSONG, TITLE, closer=0), None))
    for level, name in enumerate(OUTLINED, start=1):
        styles.append(_style(name, f"heading {level}", Face(FACE_OF_LEVEL[level]), level - 1))
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = subject[:250], WRITER, WRITER
    properties.created = properties.modified = created.replace(tzinfo=None, microsecond=0)
    properties.comments, properties.revision = "", 1


def settled(package: bytes) -> bytes:
    """The package with its parts at one date, in the order in which they were written."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            if name == "docProps/thumbnail.jpeg":  # the picture of the empty template
                continue
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            copy.writestr(entry, _without_picture(name, source.read(name)))
    return target.getvalue()


def _without_picture(name: str, content: bytes) -> bytes:
    """The relationships without the one to the picture."""
    if name != "_rels/.rels":
        return content
    root = parse_xml(content)
    for relation in list(root):
        if relation.get("Type", "").endswith("/thumbnail"):
            root.remove(relation)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _set_defaults(styles: Any, language: str) -> None:
    """All text is 3号 仿宋 unless it says otherwise."""
    run = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(run):
        run.remove(child)
    for child in parse_xml(f"<w:rPr {NAMESPACE}>{_inner(Face(FANGSONG, BODY, closer=0))}</w:rPr>"):
        run.append(child)
    run.append(parse_xml(f'<w:lang {NAMESPACE} w:val="en-US" w:eastAsia="{language}"/>'))


def _inner(face: Face) -> str:
    return face.xml().removeprefix("<w:rPr>").removesuffix("</w:rPr>")


def _style(known: str, name: str, face: Face, outline: int | None) -> Any:
    level = "" if outline is None else f'<w:pPr><w:outlineLvl w:val="{outline}"/></w:pPr>'
    return parse_xml(
        f'<w:style {NAMESPACE} w:type="paragraph" w:styleId="{known}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>{level}{face.xml()}</w:style>'
    )
