"""The daily mail: how many messages wait, the numbers of their items, and links. No finding, no name, no other text."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID, uuid5

from workflow.dates import day_words
from workflow.errors import Words
from workflow.inbox_reports import Message
from workflow.lookups import NAMESPACE
from workflow.post import Post

SHOWN = 50
SUBJECT = Words("【销号】{n} 项待您办理（{day}）", "Xiaohao: {n} waiting for you ({day})")
OPENING = Words(
    "收件箱里有 {n} 项未读、仍待您办理：", "Unread in your inbox, and still waiting for you: {n}"
)  # fmt: skip
GROUP = Words("{says}（{n}）", "{says} ({n})")
MORE = Words("……另有 {n} 项，见收件箱。", "… and {n} more in the inbox.")
INBOX = Words("收件箱：{link}", "Inbox: {link}")
CLOSING = Words(
    "每天最多一封；已经办结的不提醒。更改或取消邮箱：{link}",
    "One mail a day at most, and none for what is finished. Change your address or take it out: {link}",
)
TEST = Words("【销号】测试邮件", "Xiaohao: test mail")
TEST_TEXT = Words("收到这封邮件，说明发信设置有效。", "If you read this, mail is set up.")
NAME = Words("销号", "Xiaohao")


def message_id(post: Post, account: UUID, day: date) -> str:
    """The same for every try to send a day's mail, so that whoever gets it twice can tell."""
    return f"<{uuid5(NAMESPACE, f'digest {account} {day}')}@{post.domain}>"


def compose(
    post: Post, to: str, language: str, waiting: Sequence[Message], *, account: UUID, day: date, at: datetime
) -> EmailMessage:
    """The day's mail of an account; each item once, under the newest that was told of it."""
    once = _once(waiting)
    subject = SUBJECT.say(language).format(n=len(once), day=day_words(day).say(language))
    made = _message(post, to, subject, "\n".join(_lines(post, language, once)), language, at)
    made["Message-ID"] = message_id(post, account, day)
    return made


def test_mail(post: Post, to: str, at: datetime, command: UUID) -> EmailMessage:
    """A mail that says that mail is set up, in both languages."""
    made = _message(post, to, " / ".join(TEST), "\n".join(TEST_TEXT), "zh", at)
    made["Message-ID"] = f"<{command}@{post.domain}>"
    return made


def _message(post: Post, to: str, subject: str, text: str, language: str, at: datetime) -> EmailMessage:
    made = EmailMessage()
    made["From"] = Address(NAME.say(language), addr_spec=post.sender)
    made["To"] = Address(addr_spec=to)
    made["Subject"] = subject
    made["Date"] = format_datetime(at)
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = "zh-CN" if language.startswith("zh") else "en"
    made.set_content(text + "\n", cte="base64")
    return made


def _once(waiting: Iterable[Message]) -> list[Message]:
    found: dict[object, Message] = {}
    for one in waiting:
        found.setdefault(one.item_id or one.position, one)
    return list(found.values())


def _lines(post: Post, language: str, once: Sequence[Message]) -> list[str]:
    lines = [OPENING.say(language).format(n=len(once)), ""]
    for name in dict.fromkeys(one.name for one in once[:SHOWN]):
        mine = [one for one in once if one.name == name]
        lines.append(GROUP.say(language).format(says=mine[0].says.say(language), n=len(mine)))
        lines += [_line(post, one) for one in once[:SHOWN] if one.name == name and one.item_id]
        lines.append("")
    if len(once) > SHOWN:
        lines += [MORE.say(language).format(n=len(once) - SHOWN), ""]
    inbox = INBOX.say(language).format(link=f"{post.base}/admin/inbox/")
    return [*lines, inbox, CLOSING.say(language).format(link=f"{post.base}/admin/me/")]


def _line(post: Post, one: Message) -> str:
    return f"  {one.number}  {post.base}/admin/item/{one.item_id}"
