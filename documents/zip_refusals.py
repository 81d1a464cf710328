"""Why a zip of evidence, or a file in it, is not taken."""

from documents.refusals import UnreadableFile
from workflow.errors import Refusal, Words


class NotAZip(UnreadableFile):
    code = "not_a_zip"
    says = Words(
        "“{name}”不是 zip 压缩包；请用系统自带的“压缩”或 WPS、WinRAR 等打成 .zip（不是 .rar、.7z）再上传。",
        "“{name}” is no zip. Pack the files as .zip, not .rar or .7z, then upload.",
    )


class EvidenceZipDamaged(UnreadableFile):
    code = "evidence_zip_damaged"
    says = Words(
        "压缩包“{name}”已损坏或没有传完整，没有采用；请重新打包再上传。",
        "The zip “{name}” is damaged or incomplete, so none of it was taken. Pack it anew, then upload.",
    )


class EvidenceZipLocked(UnreadableFile):
    code = "evidence_zip_locked"
    says = Words(
        "压缩包“{name}”设有密码，系统打不开；请不设密码重新打包再上传。",
        "The zip “{name}” is locked by a password. Pack it without one, then upload.",
    )


class EvidenceZipOdd(UnreadableFile):
    code = "evidence_zip_odd"
    says = Words(
        "压缩包“{name}”里有指向包外的文件路径（如 ../），为安全起见没有采用；请重新打包再上传。",
        "The zip “{name}” holds paths that lead out of it (such as ../); for safety none was taken. Pack it anew.",
    )


class EvidenceZipTooLarge(UnreadableFile):
    code = "evidence_zip_too_large"
    says = Words(
        "压缩包“{name}”展开后过大（上限：1000 个文件、共 100 MiB，压缩比不超过 100），请分成几次上传。",
        "The zip “{name}” unpacks too large (at most 1,000 files, 100 MiB in all, packed at most 100 to 1). Split it.",
    )


class NestedZip(Refusal):
    code = "nested_zip"
    says = Words(
        "“{name}”是压缩包里的压缩包，不能作为佐证材料；请把里面的文件直接放进压缩包。",
        "“{name}” is an archive within the zip and is not taken as evidence. Put its files into the zip themselves.",
    )


class FileDamaged(Refusal):
    code = "file_damaged"
    says = Words(
        "压缩包里的“{name}”已损坏，打不开；请重新打包再上传。",
        "“{name}” in the zip is damaged and cannot be unpacked. Pack it anew, then upload.",
    )


BY_CODE = {
    kind.code: kind for kind in (NotAZip, EvidenceZipDamaged, EvidenceZipLocked, EvidenceZipOdd, EvidenceZipTooLarge)
}
