"""A crawl through every page that links lead to: none fails, and each speaks the reader's language and no other."""

import re
from collections import deque
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from babel.messages.pofile import read_po
from sqlalchemy import select

import admin
import identity
from events import tables, vault
from tests.city import City
from tests.signing import sign
from workflow.persons import masked

CHINESE = re.compile(r"[\u3007-\u9fff]+")
CATALOGUES = [
    Path(package.__file__).parent / "translations/zh_Hans_CN/LC_MESSAGES/messages.po" for package in (admin, identity)
]
WIDE = ("sort=", "order=", "page=", "as_of=", "due=", "area=", "kind=", "bureau=")
MOST = 60


class Reader(HTMLParser):
    """The text a reader is shown or told, and the links; what is marked as another language is left out."""

    def __init__(self, page: str):
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._silent: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        if tag not in ("html", "meta", "link", "input", "img", "br", "rect") and (
            tag in ("script", "style") or ("lang" in said)
        ):
            self._silent.append(tag)
        if not self._silent:
            self.words += [
                said[name] for name in ("aria-label", "title", "alt", "placeholder", "data-label") if said.get(name)
            ]

    def handle_endtag(self, tag):
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data):
        if not self._silent and data.strip():
            self.words.append(data.strip())


@pytest.fixture
def busy(sqlite_city: City, tmp_path: Path):
    """A city with items in every state, and a refused form's data nowhere."""
    first, second, third, *_ = sqlite_city.items("baishi")
    sqlite_city.reach(first, "closed")
    sqlite_city.do("reopen", "center1", first, reason="回头看发现反弹", new_due=sqlite_city.weeks_on)
    sqlite_city.reach(second, "verified")
    sqlite_city.reach(third, "reported")
    sqlite_city.do("send_back", "center1", third, reason="照片看不清")
    sign(sqlite_city, tmp_path)
    return sqlite_city


def crawl(city: City, login: str, language: str):
    """Every page within reach, told once: lists in one order, items a few of each list."""
    browser = city.browser(login)
    browser.set_cookie("language", language)
    queue, seen = deque(["/admin/", "/admin/import/", "/admin/ledger/?as_of=@130", "/admin/nothing"]), set()
    while queue and len(seen) < MOST:
        path = queue.popleft()
        if path in seen:
            continue
        seen.add(path)
        answer = browser.get(path, headers={"Accept-Language": "en" if language == "en" else "zh-CN"})
        assert answer.status_code in (200, 302, 404), (path, answer.status_code)
        if answer.status_code == 302 or not answer.content_type.startswith("text/html"):
            answer.close()
            continue
        reader = Reader(answer.text)
        yield path, reader
        for link in reader.links:
            target = urlsplit(urljoin(f"http://localhost{path}", link))
            known = [other for other in seen if other.split("?")[0].rsplit("/", 1)[0] == target.path.rsplit("/", 1)[0]]
            narrow = not any(part in target.query for part in WIDE) or len(known) < 12
            if target.path.startswith("/admin/") and narrow and len(known) < 20:
                queue.append(target.path + (f"?{target.query}" if target.query else ""))


def data_of(city: City) -> list[str]:
    """All text that people wrote, the longest first: of read models, accounts, files, personal data."""
    found = set()
    with city.ledger.database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for column, value in row._mapping.items():
                    if column == "body":
                        found |= set(re.findall(r'"((?:[^"\\]|\\.)*)"', value.decode()))
                    elif isinstance(value, str):
                        found |= {value, *value.split("\n")}
        kept = vault.reveal(connection, connection.scalars(select(tables.personal_data.c.ref))).values()
        found |= {*kept, *(masked("name", value) for value in kept)}
    return sorted((text for text in found if CHINESE.search(text)), key=len, reverse=True)


@pytest.mark.parametrize("login", ["center1", "baishi_handler", "auditor", "sysadmin"])
def test_in_english_no_chinese_but_what_people_wrote(busy, login):
    data = data_of(busy)
    pages = 0
    for path, reader in crawl(busy, login, "en"):
        pages += 1
        for text in reader.words:
            for written in data:
                text = text.replace(written, "")
            assert not CHINESE.search(text), (path, text)
    assert pages >= (4 if login == "sysadmin" else 15)


@pytest.mark.parametrize("login", ["center1", "baishi_handler", "auditor", "sysadmin"])
def test_in_chinese_no_sentence_of_the_source(busy, login):
    english = sentences()
    for path, reader in crawl(busy, login, "zh_Hans_CN"):
        for text in reader.words:
            assert text not in english, (path, text)


def sentences() -> set[str]:
    """What the pages say in English where nothing is translated."""
    messages = (message for path in CATALOGUES for message in read_po(BytesIO(path.read_bytes())) if message.id)
    return {str(message.id) for message in messages if message.id != message.string}
