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
        "“{name}”不是 .xlsx 工作簿（文件内容或扩展名不符），请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传。",
        "“{name}” is not an .xlsx workbook (by content or extension). Open it in Excel or WPS, save it as .xlsx.",
    )


class OldFormat(UnreadableFile):
    code = "old_format"
    says = Words(
        "“{name}”是旧版表格格式（.xls、.et 或 .xlsb），不能读取；请另存为 .xlsx 再上传。",
        "“{name}” is in an older format (.xls, .et or .xlsb) that is not read. Save it as .xlsx, then upload.",
    )


class CsvFile(UnreadableFile):
    code = "csv_file"
    says = Words(
        "“{name}”是文本（CSV）文件，暂不能读取；请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。",
        "“{name}” is a text (CSV) file, which is not read yet. Open it in Excel or WPS, save it as .xlsx, then upload.",
    )


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
        "“{name}”展开后过大（上限：200 个部件、50 MiB、10000 行、256 列），请删去多余内容或分成几份再上传。",
        "“{name}” unpacks too large (at most 200 parts, 50 MiB, 10,000 rows, 256 columns). Trim or split it.",
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


BY_CODE = {
    kind.code: kind
    for kind in (EmptyFile, WrongType, OldFormat, CsvFile, EncryptedFile, MacroFile, DamagedFile, ForbiddenXml,
                 OversizedFile, TooSlow)
}  # fmt: skip
