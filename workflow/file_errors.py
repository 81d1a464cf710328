"""Refusals of files: what is said when one cannot be taken, kept or handed out."""

from workflow.errors import Refusal, Words


class UnknownFile(Refusal):
    code = "unknown_file"
    says = Words(
        "没有找到佐证材料 {sha256}，请先上传再上报。",
        "Evidence {sha256} was not found. Upload it first, then report.",
    )


class EmptyFile(Refusal):
    code = "empty_file"
    says = Words("文件“{name}”是空的，请重新选择。", "The file “{name}” is empty; choose another one.")


class FileTooLarge(Refusal):
    code = "file_too_large"
    says = Words("文件超过 {limit} MB，请压缩或拆分后再传。", "The file is over {limit} MB; compress or split it.")


class NoRoom(Refusal):
    code = "no_room"
    says = Words(
        "存放文件的磁盘没有空间或暂时不能写入，文件没有保存；请稍候再试，或联系系统管理员。",
        "There is no room to keep the file, or the disk cannot be written. Try again later, or tell the administrator.",
    )


class FileTypeRefused(Refusal):
    code = "file_type_refused"
    says = Words(
        "“{name}”的类型不能作为佐证材料，或内容与扩展名不符；可以上传：{allowed}。",
        "“{name}” is of a type not taken as evidence, or its content does not match its name. Taken: {allowed}.",
    )


class FileAltered(Refusal):
    code = "file_altered"
    says = Words(
        "文件 {sha256} 与上传时的内容不一致或已丢失，不予下载；请联系系统管理员核查。",
        "File {sha256} is missing or no longer what was uploaded, so it is not handed out; tell the administrator.",
    )


class FileMissing(Refusal):
    code = "file_missing"
    says = Words("还没有选择文件，请先选择。", "No file was chosen; choose one first.")
