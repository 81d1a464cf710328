"""Why a file is not read: one refusal per reason, each with a lasting code and what to do next."""

from workflow.errors import Refusal, Words


class UnreadableFile(Refusal):
    """Base of all refusals of a whole file; `what["name"]` is the name it was uploaded under."""

    code = "unreadable_file"


class EmptyFile(UnreadableFile):
    code = "empty_file"
    says = Words("文件“{name}”是空的（0 字节），请重新导出后再上传。",
                 "The file “{name}” is empty (0 bytes). Export it again, then upload.")  # fmt: skip


class WrongType(UnreadableFile):
    code = "wrong_type"
    says = Words(
        "“{name}”不是能读取的表格（按内容判断；可以读 .xlsx、.xls、.ods 和 .csv），"
        "请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传。",
        "“{name}” is no table that can be read (by its content; .xlsx, .xls, .ods and .csv are). Open it in Excel or "
        "WPS, save it as .xlsx, then upload.",
    )


class OldFormat(UnreadableFile):
    code = "old_format"
    says = Words(
        "“{name}”是 .et、.xlsb 或 1997 年以前的表格格式，不能读取；请用原来的程序打开，另存为 .xlsx 再上传。",
        "“{name}” is in a format (.et, .xlsb, or from before 1997) that is not read. Open it in its own program, save "
        "it as .xlsx, then upload.",
    )


TEXT_FAULTS = {
    "undecodable": Words("有既不是 UTF-8 也不是 GB18030 的字节", "it holds bytes that are neither UTF-8 nor GB18030"),
    "not_utf16": Words("有不合 UTF-16 的字节", "it holds bytes that are not UTF-16"),
    "nul": Words("有空字符（NUL），文件可能不是文本", "it holds a NUL character, so the file may be no text"),
    "quotes": Words("引号没有成对", "a quotation mark is not closed, or stands inside a cell"),
    "long": Words("一格的文字过长", "a cell is too long"),
}


class BrokenText(UnreadableFile):
    """`line` is where the record begins, from 1; `fault` one of TEXT_FAULTS."""

    code = "broken_text"
    says = Words(
        "“{name}”第 {line} 行不能读取：{why}；请用 Excel 或 WPS 打开检查，另存为 .xlsx 再上传。",
        "Line {line} of “{name}” cannot be read: {why}. Open it in Excel or WPS, look at it, save it as .xlsx.",
    )

    def __init__(self, *, name: str, line: int, fault: str):
        self.line, self.fault = line, fault
        super().__init__(name=name, line=line, why=TEXT_FAULTS[fault])


class EncryptedFile(UnreadableFile):
    code = "encrypted_file"
    says = Words("“{name}”设有打开密码，系统无法读取；请取消密码后再上传。",
                 "“{name}” is locked by a password and cannot be read. Remove the password, then upload.")  # fmt: skip


class MacroFile(UnreadableFile):
    code = "macro_file"
    says = Words(
        "“{name}”含有宏，为安全起见不予读取；请另存为不含宏的 .xlsx 再上传。",
        "“{name}” contains macros and is not read, for safety. Save it as .xlsx without macros, then upload.",
    )


class DamagedFile(UnreadableFile):
    code = "damaged_file"
    says = Words(
        "“{name}”已损坏或没有传完整，无法读取；请在 Excel 或 WPS 中打开检查并另存后再上传。",
        "“{name}” is damaged or incomplete and cannot be read. Open and save it in Excel or WPS, then upload again.",
    )


class ForbiddenXml(UnreadableFile):
    code = "forbidden_xml"
    says = Words(
        "“{name}”内含表格文件不应有的声明（DOCTYPE），为安全起见不予读取；请在 Excel 或 WPS 中另存后再上传。",
        "“{name}” holds a declaration (DOCTYPE) no workbook needs; for safety it is not read. Save it anew.",
    )


class OversizedFile(UnreadableFile):
    code = "oversized_file"
    says = Words(
        "“{name}”展开后过大（上限：200 个部件、50 MiB、10100 行、256 列、50 万格），请删去多余内容或分成几份再上传。",
        "“{name}” is too large (at most 200 parts, 50 MiB, 10,100 rows, 256 columns, 500,000 cells). Trim or split it.",
    )


class TooManyRows(UnreadableFile):
    code = "too_many_rows"
    says = Words(
        "“{name}”有 {rows} 行，一次最多导入 {most} 行；请分成几份再上传。",
        "“{name}” has {rows} rows; at most {most} are imported at once. Split it, then upload each part.",
    )


class TooSlow(UnreadableFile):
    code = "too_slow"
    says = Words(
        "“{name}”在 10 秒内没有读完，已停止；请只保留清单内容、另存为新的 .xlsx 再上传。",
        "“{name}” was not read within 10 seconds and was stopped. Keep only the list, save a new .xlsx, then upload.",
    )


class NoHeader(UnreadableFile):
    code = "no_header"
    says = Words(
        "“{name}”的各工作表前 30 行里没有找到表头；请保留一行表头，至少写明：{needed}。",
        "No header row was found in the first 30 rows of any sheet of “{name}”. Keep one, naming at least: {needed}.",
    )


class ColumnsMissing(UnreadableFile):
    code = "columns_missing"
    says = Words(
        "“{name}”工作表“{sheet}”第 {row} 行的表头缺少必需的列：{missing}；请补上再上传，其余列的名称和次序不限。",
        "The header in row {row} of sheet “{sheet}” of “{name}” lacks required columns: {missing}. Add them.",
    )


class NoRenderer(Refusal):
    code = "no_renderer"
    says = Words(
        "服务器没有安装 LibreOffice，不能生成 PDF；请下载 .docx 自行打印，或请管理员安装 libreoffice-writer。",
        "LibreOffice is not installed on the server, so no PDF is made. Print the .docx, or have libreoffice-writer "
        "installed.",
    )


class RendererBusy(Refusal):
    code = "renderer_busy"
    says = Words(
        "正在排版的文件太多，请过一会儿再试；.docx 随时可以下载。",
        "Too many documents are being rendered. Try again in a while; the .docx can be taken at any time.",
    )


BY_CODE = {
    kind.code: kind
    for kind in (EmptyFile, WrongType, OldFormat, BrokenText, EncryptedFile, MacroFile, DamagedFile, ForbiddenXml,
                 OversizedFile, TooSlow)
}  # fmt: skip
