"""What is said when an archive package cannot be made, found or known again."""

from workflow.errors import Refusal, Words


class NoSuchArchive(Refusal):
    """Absent, or not open to the actor: the two are told apart by nothing."""

    code = "no_such_archive"
    says = Words(
        "没有登记过这个归档包，请在归档目录里查找。", "No such archive package was recorded. Look it up in their list."
    )


class NoticeOrYear(Refusal):
    code = "notice_or_year"
    says = Words(
        "请选择一件整改通知，或者填写一个年度，二者选一；没有归档。",
        "Choose a notice or give a year, one of the two; nothing was packed.",
    )


class NothingToArchive(Refusal):
    code = "nothing_to_archive"
    says = Words(
        "所选范围内（截至记录 @{position}）没有您可以查看的整改通知，没有归档；请核对年度和截至时间。",
        "There is no notice in your sight in what you chose (as of record @{position}), so nothing was packed. "
        "Check the year and the moment.",
    )


class ArchiveTooLarge(Refusal):
    code = "archive_too_large"
    says = Words(
        "内容超过一个归档包的上限（{events} 条记录、{files} 个文件、{megabytes} MB），没有归档；请按整改通知分别归档。",
        "This is more than one archive package takes ({events} events, {files} files, {megabytes} MB), so nothing was "
        "packed. Pack notice by notice.",
    )


class ArchiveDiffers(Refusal):
    """Made again, it is not what was recorded: files have gone since, rights have changed, or the software has."""

    code = "archive_differs"
    says = Words(
        "重新生成的归档包与登记的不一致（有材料已删除、查看权限变化或软件升级），不予下载；当时保存的归档包仍可核验。"
        "需要时请重新归档。",
        "Made again, the package is not the one that was recorded: files were erased, rights or the software changed. "
        "It is not handed out; the one that was kept then can still be checked. Pack anew if you need one.",
    )


class NotAnArchive(Refusal):
    code = "not_an_archive"
    says = Words(
        "这个文件不是归档包（.zip），也不是归档包里的 manifest.json；请重新选择。",
        "This file is neither an archive package (.zip) nor the manifest.json of one. Choose another.",
    )
