"""Why a document's pages were not measured; what is only seen on rendered pages is then said to be unchecked."""

from workflow.errors import Words

_LEFT = Words("每面行数、每行字数、印出的页码未检查。",
              "Lines to a page, characters to a line and printed page numbers were not checked.")  # fmt: skip

NOTHING_MORE = Words("", "")


def _because(zh: str, en: str, then: Words = NOTHING_MORE) -> Words:
    return Words(f"{zh}，没有排版测量：{_LEFT.zh}{then.zh}", f"{en}. {_LEFT.en}{then.en}")


UNASKED = _because("这次只读文件", "Nothing was rendered this time")
NO_RENDERER = _because(
    "服务器没有安装 LibreOffice", "LibreOffice is not installed on the server, so nothing was rendered"
)
LOADS = _because(
    "文档引用了外部文件或网址，为安全起见",
    "The document refers to files or addresses elsewhere and was, for safety, not rendered",
    Words("请断开链接后再检查。", " Break the links, then check again."),
)
BUSY = _because(
    "正在排版的文档较多，这一份没有轮到",
    "Other documents were being rendered, and this one had no turn",
    Words("请稍后再检查。", " Check again later."),
)
SLOW = _because(
    "排版超过限定时间，已停止",
    "Rendering took too long and was stopped",
    Words("请去掉图片或分成几份再检查。", " Take out pictures or split the document, then check again."),
)
FAILED = _because(
    "LibreOffice 没能排版这份文档",
    "LibreOffice could not render the document",
    Words("请在 Word 或 WPS 中另存后再检查。", " Save it anew in Word or WPS, then check again."),
)
