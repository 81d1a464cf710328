"""The sheet that says how a reply workbook is filled in: the rules, and what each action asks."""

from collections.abc import Iterator, Sequence

from documents.reply_columns import SAYS, Column, columns_of
from workflow.errors import Words

TITLE = Words("填写说明", "How to fill it in")
RULES = (
    Words(
        "1. 在“整改事项”表中，一行是一个未办结事项；只填白色的格，灰色的格不能改。",
        "1. On the sheet of items each row is an open item; fill in white cells only, grey ones cannot be changed.",
    ),
    Words(
        "2. 先在“操作”列选一种办法，再填这种操作的列；一行一次只办一件事。不办的行留空，不会有任何变动。",
        "2. Choose an action first, then fill in its columns; a row does one thing. A row left empty changes nothing.",
    ),
    Words(
        "3. “发生日期”填事情实际发生的日子，可以不填；系统另外记录并入的时间，两者都看得到。",
        "3. “Day it happened” is when it really happened and may be left out; when it was merged is recorded apart.",
    ),
    Words(
        "4. 佐证材料：在格里写文件名，一行一个；把文件打成一个 zip 压缩包（不设密码，不套压缩包），同表格一起上传。"
        "也可以在压缩包里按事项编号建文件夹，格里留空，就取整个文件夹。“已有佐证”里的文件写上名字即可，不必再传。",
        "4. Evidence: name the files in the cell, one a line; pack them into one zip (no password, no zip within), "
        "uploaded with the workbook. A folder in the zip named by the item's number is taken whole where the cell is "
        "empty. Files under “Evidence there” need only be named.",
    ),
    Words(
        "5. 可以筛选、调整列宽，可以用 Excel、WPS 或 LibreOffice 另存为 .xlsx；不要删去表头和隐藏的列。"
        "工作表保护没有密码，只防误改，不是权限控制。",
        "5. Filter, resize, save as .xlsx in Excel, WPS or LibreOffice; keep the header and the hidden columns. The "
        "protection has no password: it guards against slips and is no access control.",
    ),
    Words(
        "6. 填好后在“离线答复表”页上传，先看每一行会怎样，再并入。表格下载后事项又有变动的，会把两个版本并排给您看，"
        "由您决定；同一份表再传一次，不会重复记录。",
        "6. Upload it on the page of reply workbooks: first you see what would come of each row, then you merge. Where "
        "an item moved on meanwhile you see both versions and decide. The same workbook again records nothing twice.",
    ),
    Words(
        "7. 文字里不要写身份证号、手机号、银行卡号：写进台账的文字不能删除。",
        "7. Write no numbers of identity cards, mobiles or bank cards: what stands in the ledger cannot be deleted.",
    ),
)
REQUIRED, OPTIONAL = Words("必填", "required"), Words("可不填", "optional")
NOTHING = Words("不用填其他列", "no other columns")
ABOUT = Words("操作“{does}”：{columns}。", "Action “{does}”: {columns}.")


def lines(triggers: Sequence[str], language: str) -> list[str]:
    """The sheet's lines: the rules, then what each action asks."""
    return [rule.say(language) for rule in RULES] + list(_actions(triggers, language))


def _actions(triggers: Sequence[str], language: str) -> Iterator[str]:
    comma = Words("，", ", ").say(language)
    for trigger in triggers:
        asked = comma.join(_asked(column, language) for column in columns_of(trigger)) or NOTHING.say(language)
        yield ABOUT.say(language).format(does=SAYS[trigger].say(language), columns=asked)


def _asked(column: Column, language: str) -> str:
    need = (REQUIRED if column.required else OPTIONAL).say(language)
    return Words(f"“{column.words.zh}”（{need}）", f"“{column.words.en}” ({need})").say(language)
