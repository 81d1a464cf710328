"""Evidence over HTTP: what is taken, and what is handed out."""

import io
import zipfile

import pytest

from tests import examples as x
from tests.api.program import Desk
from workflow import file_types
from workflow.files import MAX_BYTES

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20) + b"IEND\xaeB`\x82"


def office_file(*parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return made.getvalue()


TAKEN = {
    "a.PNG": PNG, "a.jpg": b"\xff\xd8\xff\xe0", "b.jpeg": b"\xff\xd8\xff\xe1", "a.pdf": b"%PDF-1.7\n%%EOF\n",
    "a.docx": office_file("word/document.xml"), "a.xlsx": office_file("xl/workbook.xml"), "a.zip": office_file(),
    "a.doc": file_types.OLE + bytes(9), "a.xls": file_types.OLE + bytes(9), "a.csv": "甲,乙\n".encode("gb18030"),
    "a.txt": "\ufeff说明\r\n".encode(), "b.txt": "说明".encode("utf-16"),
}  # fmt: skip
REFUSED = {
    "a.exe": b"MZ", "a.svg": b"<svg/>", "a.html": b"<p>", "png": PNG, "a.png.exe": PNG, "a.pdf": PNG, "b.png": b"%PDF-",
    "b.pdf": b"GIF89a%PDF-1.7%%EOF", "a.docx": office_file("xl/workbook.xml"), "b.docx": office_file(),
    "a.zip": b"PK\x03\x04",
    "a.xlsx": office_file("xl/workbook.xml", "xl/vbaProject.bin"), "a.txt": b"a\x00b",
    "a.csv": b"\xff\xff\xff", "a.doc": b"x",
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_of_a_known_type_is_taken(name: str):
    assert "/" in file_types.check(name, TAKEN[name])


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str):
    with pytest.raises(file_types.FileTypeRefused):
        file_types.check(name, REFUSED[name])


@pytest.mark.parametrize(
    "name", ["../../a.png", "C:\\x\\a.png", "a\x00.png", "a\u202e.png", "\na.png", "长" * 300 + "a.png"]
)
def test_a_name_is_made_fit_to_show(name: str):
    assert file_types.tidy(name).endswith("a.png")
    assert not set(file_types.tidy(name)) & set("/\\\x00\n\u202e")
    assert len(file_types.tidy(name)) <= file_types.NAME_LENGTH


def test_a_file_comes_in_by_form_or_by_body_and_goes_out_as_an_attachment(desk: Desk):
    handler = desk.of(x.HANDLER)
    form = handler.ask("POST", "/files", data={"file": (io.BytesIO(PNG), "../照片.png")})
    body = handler.ask("POST", "/files", data=PNG, query_string={"name": "又一.png"}, content_type="image/png")
    assert (form.status_code, form.json) == (201, body.json)
    assert (form.json["size"], form.json["media_type"]) == (len(PNG), "image/png")
    desk.office.issue()
    desk.office.assign()
    report = {"measures": "核对", "result": "清零", "evidence": [form.json["sha256"]]}
    assert handler.pull("report", report, 2).status_code == 200
    listed = handler.get(f"/items/{x.ITEM}").json["evidence"]
    assert [(file["name"], file["size"]) for file in listed] == [("照片.png", len(PNG))]
    got = desk.of(x.CENTER).get(f"/items/{x.ITEM}/files/{form.json['sha256']}")
    assert (got.data, got.mimetype) == (PNG, "image/png")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_an_altered_file_is_not_handed_out(sqlite_desk: Desk):
    sqlite_desk.office.whole_life()
    sha256 = sqlite_desk.of(x.CENTER).get(f"/items/{x.ITEM}").json["evidence"][0]["sha256"]
    sqlite_desk.office.ledger.files.path(sha256).unlink()
    answer = sqlite_desk.of(x.CENTER).get(f"/items/{x.ITEM}/files/{sha256}")
    assert (answer.status_code, answer.json["code"]) == (410, "file_altered")


def test_a_file_no_report_of_the_item_names_is_404(sqlite_desk: Desk):
    sqlite_desk.office.whole_life()
    other = sqlite_desk.office.upload(x.HANDLER, b"x")
    for sha256 in (other, "ab" * 32, "..", "%00", "x" * 500):
        assert sqlite_desk.of(x.CENTER).get(f"/items/{x.ITEM}/files/{sha256}").status_code == 404


def test_uploads_that_are_not_taken(sqlite_desk: Desk):
    send = lambda content, **query: sqlite_desk.of(x.HANDLER).ask("POST", "/files", data=content, query_string=query)  # noqa: E731
    assert send(b"", name="a.png").status_code == 422
    assert send(PNG).status_code == 422
    assert send({"other": "x"}, name="a.png").status_code in (415, 422)
    assert send(PNG, name="a.exe").status_code == 415
    assert send(PNG + bytes(MAX_BYTES - 10) + PNG, name="a.png").status_code == 413
    assert send(bytes(MAX_BYTES + 2**20), name="a.png").status_code == 413
    assert sqlite_desk.of(x.AUDITOR).ask("POST", "/files", data=PNG, query_string={"name": "a.png"}).status_code == 403
