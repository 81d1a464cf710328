"""The record of how something was handled (办理过程), as a page of HTML that stands alone: facts, then step by step."""

from collections.abc import Iterable, Sequence
from html import escape

from documents.archive_matter import Matter
from documents.archive_words import Said, event_name, said
from events.event import Recorded
from workflow.messages import Actor
from workflow.messages.base import SYSTEM
from workflow.sight import OTHER_UNIT, tells_who
from workflow.words import ROLES

HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:"SimSun","Noto Serif CJK SC",serif;max-width:60em;margin:2em auto;line-height:1.6}}
h1{{font-size:1.4em}}table{{border-collapse:collapse;width:100%}}th,td{{border:1px solid #888;padding:.3em .5em;
vertical-align:top;text-align:left}}th{{white-space:nowrap;font-weight:bold}}td{{overflow-wrap:anywhere}}
code{{font-size:.8em}}</style></head><body>
<h1>{title}</h1>
"""
COLUMNS = ("序号", "办理", "时间", "办理人", "内容", "日志记录")


def record(title: str, facts: Iterable[Said], steps: Sequence[Recorded], matter: Matter, first: int) -> str:
    """`first` is the version that the reader's part begins with: what was before is withheld, and said to be."""
    rows = "".join(_step(number, one, matter) for number, one in enumerate(steps, start=1))
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    before = f"<p>第 {first} 条之前的记录属于其他单位，未列出。</p>\n" if first > 1 else ""
    return (
        HEAD.format(title=escape(title)) + _facts(facts) + "<h2>办理过程</h2>\n" + before
        + f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>\n"
        + f"<p>截至日志记录 @{matter.position}。姓名、电话等个人信息不写入归档包。</p>\n</body></html>\n"
    )  # fmt: skip


def _facts(facts: Iterable[Said]) -> str:
    rows = (f'<tr><th scope="row">{escape(one.label)}</th><td>{_text(one.text)}</td></tr>\n' for one in facts)
    return "<table><tbody>\n" + "".join(rows) + "</tbody></table>\n"


def _step(number: int, one: Recorded, matter: Matter) -> str:
    what = "<br>".join(f"{escape(label)}：{_text(text)}" for label, text in said(one.event, matter))
    at = one.recorded_at.astimezone(matter.zone).isoformat(" ", "seconds")
    place = f"@{one.position}<br><code>{one.digest.hex()}</code>"
    cells = (str(number), escape(event_name(one.name)), at, escape(who(Actor.parse(one.actor), matter)), what, place)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"


def who(by: Actor, matter: Matter) -> str:
    """The unit and role that acted, and the account's number; of other bureaus' people no more than that."""
    if by == SYSTEM:
        return "系统"
    if not tells_who(matter.reader, by):
        return OTHER_UNIT.zh
    return f"{matter.name(by.org)} {ROLES[by.role].zh} {str(by.account)[:8]}"


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
