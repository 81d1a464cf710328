"""Why a document is not read: as documents.refusals says it of lists, in the words of a document."""

from documents import refusals
from documents.refusals import EmptyFile, EncryptedFile, UnreadableFile
from workflow.errors import Words


class NotADocument(UnreadableFile):
    code = "not_a_document"
    says = Words(
        "“{name}”不是 .docx 文档（文件内容或扩展名不符），请在 Word 或 WPS 中打开后另存为 .docx 再上传。",
        "“{name}” is not a .docx document (by content or extension). Open it in Word or WPS, save it as .docx.",
    )


class OldDocument(UnreadableFile):
    code = "old_document"
    says = Words(
        "“{name}”是旧版文档格式（.doc 或 .wps），不能读取；请另存为 .docx 再上传。",
        "“{name}” is in an older format (.doc or .wps) that is not read. Save it as .docx, then upload.",
    )


class MacroDocument(UnreadableFile):
    code = "macro_document"
    says = Words(
        "“{name}”含有宏，为安全起见不予读取；请另存为不含宏的 .docx 再上传。",
        "“{name}” contains macros and is not read, for safety. Save it as .docx without macros, then upload.",
    )


class DamagedDocument(UnreadableFile):
    code = "damaged_document"
    says = Words(
        "“{name}”已损坏或没有传完整，无法读取；请在 Word 或 WPS 中打开检查并另存后再上传。",
        "“{name}” is damaged or incomplete and cannot be read. Open and save it in Word or WPS, then upload again.",
    )


class ForbiddenDocument(UnreadableFile):
    code = "forbidden_document"
    says = Words(
        "“{name}”内含文档不应有的声明（DOCTYPE），为安全起见不予读取；请在 Word 或 WPS 中另存后再上传。",
        "“{name}” holds a declaration (DOCTYPE) no document needs; for safety it is not read. Save it anew.",
    )


class OversizedDocument(UnreadableFile):
    code = "oversized_document"
    says = Words(
        "“{name}”过大（上限：20 MiB，展开后 400 个部件、50 MiB、10000 段、400 页），请删去多余内容或分成几份再上传。",
        "“{name}” is too large (at most 20 MiB; unpacked 400 parts, 50 MiB, 10,000 paragraphs, 400 pages). Trim or "
        "split it, then upload.",
    )


class SlowDocument(UnreadableFile):
    code = "slow_document"
    says = Words(
        "“{name}”在限定时间内没有处理完，已停止；请去掉图片和多余内容、另存为新的 .docx 再上传。",
        "“{name}” was not dealt with in the time allowed and was stopped. Take out pictures and what is not needed, "
        "save a new .docx, then upload.",
    )


BY_CODE: dict[str, type[UnreadableFile]] = {
    kind.code: kind
    for kind in (EmptyFile, EncryptedFile, NotADocument, OldDocument, MacroDocument, DamagedDocument,
                 ForbiddenDocument, OversizedDocument, SlowDocument)
}  # fmt: skip
_OF_LISTS: dict[type[UnreadableFile], type[UnreadableFile]] = {
    refusals.DamagedFile: DamagedDocument,
    refusals.OversizedFile: OversizedDocument,
    refusals.TooSlow: SlowDocument,
}


def of_document(refusal: UnreadableFile) -> UnreadableFile:
    """The same refusal in the words of a document."""
    kind = _OF_LISTS.get(type(refusal))
    return kind(name=str(refusal.what.get("name", ""))) if kind else refusal
