"""The catalogue: everything is translated, and what is compiled is what is written."""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import admin

FOLDER = Path(admin.__file__).parent
CATALOGUE = FOLDER / "translations/zh_Hans_CN/LC_MESSAGES"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]


def written() -> dict[str, str]:
    messages = read_po(BytesIO((CATALOGUE / "messages.po").read_bytes()))
    assert not [m.id for m in messages if m.fuzzy and m.id]
    return {str(m.id): str(m.string) for m in messages if m.id}


def test_every_message_of_the_pages_is_translated_and_none_is_left_over() -> None:
    found = extract_from_dir(FOLDER, METHODS, keywords={"t": None, "mark": None})
    assert {message for _, _, message, _, _ in found} == set(written())
    assert [message for message, text in written().items() if not text] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with (CATALOGUE / "messages.mo").open("rb") as file:
        assert {str(m.id): str(m.string) for m in read_mo(file) if m.id} == written()


def test_a_translation_names_the_same_values() -> None:
    for message, text in written().items():
        assert sorted(re.findall(r"%\(\w+\)s", message)) == sorted(re.findall(r"%\(\w+\)s", text)), message
