"""The catalogue of an archive package (卷内目录), as a workbook and as CSV, and the note that goes with the package."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from documents.archive_file import Line
from documents.archive_matter import Matter
from documents.ledger_xlsx import Value, safe_text, write_ledger

COLUMNS = ("顺序号", "文号", "责任者", "题名", "日期", "页数", "文件名", "备注")
NOTE = """归档包说明

归档内容：{of}
截至：日志记录 @{position}（{at}）；签名检查点含 {size} 条记录
事项：{items} 项，其中未销号 {open} 项；另有 {withheld} 项不在查看范围内，未列出
文件：编号 1 至 {files}，无漏号；另有 {absent} 个佐证材料已不在或已删除，只在 manifest.json 的 absent 中列出名称和摘要

目录.xlsx、目录.csv　卷内目录
文件　　　整改台账等
办理过程　通知、下发材料、事项、持续义务的办理过程，每份一页，可直接打开
佐证材料　上传的原件，内容未改动；原文件名在 manifest.json 中
证据包　　以上各项的全部日志记录，以及它们在签名日志中的证明
manifest.json　每个文件的 SHA-256，归档说明

文件均为公开格式，没有加密，没有压缩。姓名、电话等个人信息不写入归档包，佐证材料和填写的文字除外。

核验（需要 Python 3.8 以上、单文件核验程序 xiaohao_verify.py、纸面上的公钥指纹）：
    python3 xiaohao_verify.py 归档包.zip 公钥指纹
"""


def rows(lines: list[tuple[dict[str, Any], Line]]) -> Iterator[list[Value]]:
    """A row for each numbered file. Pages are not counted: a workbook has none before it is printed."""
    for file, line in lines:
        yield [file["number"], line.about, line.by, line.title, line.on, None, file["path"], line.remark]


def workbook(lines: list[tuple[dict[str, Any], Line]], matter: Matter, of: str) -> bytes:
    note = f"截至日志记录 @{matter.position}；共 {len(lines)} 件，编号连续"
    return write_ledger(COLUMNS, rows(lines), title=f"卷内目录 {of}", note=note, created=matter.at.at, sheet="卷内目录")


def table(lines: list[tuple[dict[str, Any], Line]]) -> bytes:
    """UTF-8 with a byte order mark; no cell is taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows(lines):
        writer.writerow("" if value is None else safe_text(str(value)) for value in row)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def note(matter: Matter, of: str, files: int, absent: int) -> bytes:
    at = matter.at.at.astimezone(matter.zone).isoformat(" ", "seconds")
    said = NOTE.format(
        of=of, position=matter.position, at=at, size=matter.signed.checkpoint.size, items=len(matter.items),
        open=len(matter.open_items), withheld=matter.withheld, files=files, absent=absent,
    )  # fmt: skip
    return said.encode()
