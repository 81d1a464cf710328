"""What is said of an offline reply workbook, or of one of its rows, that is not merged."""

from workflow.errors import Refusal, Words


class NoSuchMerge(Refusal):
    """Absent, or of a unit that is not in the actor's sight: the two are told apart by nothing."""

    code = "no_such_merge"
    says = Words(
        "没有这次并入记录，请回到离线答复表页查找。",
        "There is no such merge. Look it up on the page of reply workbooks.",
    )


class OtherUnitsWorkbook(Refusal):
    code = "other_units_workbook"
    says = Words(
        "这是发给其他单位的答复表，不能由您并入；请下载本单位的答复表填写。",
        "This reply workbook was made for another unit, so you cannot merge it. Download your own unit's.",
    )


class OldWorkbook(Refusal):
    code = "old_workbook"
    says = Words(
        "这份答复表是另一版系统生成的（表格版本 {given}，现用 {current}），列的含义可能不同；"
        "请下载新表，把填写的内容抄过去再上传。",
        "This reply workbook was made by another release (layout {given}, now {current}); its columns may mean "
        "something else. Download a new one, copy over what you typed, and upload that.",
    )


class NotAWorkbookOfOurs(Refusal):
    code = "not_a_reply_workbook"
    says = Words(
        "“{name}”里没有找到答复表：缺少{missing}；请上传从“离线答复表”页下载的表格，不要删去表头和隐藏列。",
        "“{name}” holds no reply workbook: it lacks {missing}. Upload the workbook that was downloaded from the page "
        "of reply workbooks; keep its header and its hidden columns.",
    )


class IdsEdited(Refusal):
    code = "row_ids_edited"
    says = Words(
        "这一行隐藏的事项标识被改动过或已丢失，认不出是哪个事项，没有采用；请下载新表，把这一行填写的内容抄过去。",
        "The hidden ids of this row were edited or lost, so it cannot be told which item it is of; nothing was "
        "recorded. Download a new workbook and copy what you typed in this row.",
    )


class RowOfOthers(Refusal):
    code = "row_of_others"
    says = Words(
        "这一行不是本单位办理的事项，没有采用；请在本单位的答复表中填写本单位的事项。",
        "This row is no item of your unit, so nothing was recorded. Fill in your own unit's items in its own workbook.",
    )


class RowTwice(Refusal):
    code = "row_twice"
    says = Words(
        "这个事项在第 {row} 行已经填写过，一个事项一次只办一件事；请只保留一行。",
        "This item was filled in in row {row} already; an item is acted on once at a time. Keep one of the rows.",
    )


class ActionMissing(Refusal):
    code = "action_missing"
    says = Words(
        "填写了内容，但没有选择操作，内容又分属几种操作；请在“操作”列选一种。",
        "Something is filled in, but no action is chosen, and it belongs to several. Choose one in column “Action”.",
    )


class UnknownAction(Refusal):
    code = "unknown_action"
    says = Words(
        "“{given}”不是这份表能办的操作；可以选：{allowed}。",
        "“{given}” is no action of this workbook. Choose one of: {allowed}.",
    )


class OtherColumnsFilled(Refusal):
    code = "other_columns_filled"
    says = Words(
        "这一行选的操作是“{chosen}”，但还填写了别的操作的列：{columns}；一行只办一件事，请删去或另存一份表再办。",
        "The action chosen in this row is “{chosen}”, but columns of others are filled in, too: {columns}. A row does "
        "one thing: clear them, or send them in a workbook of their own.",
    )


class NoPersonOfThatName(Refusal):
    code = "no_person_of_that_name"
    says = Words(
        "本单位现在没有可以分派的“{given}”；请从下拉列表中选择：{allowed}。",
        "Your unit has nobody “{given}” whom items can be assigned to now. Choose from the list: {allowed}.",
    )


class HappenedBeforeIssue(Refusal):
    code = "happened_before_issue"
    says = Words(
        "“{label}”{given} 早于事项下发的 {issued}，请核对日期。",
        "“{label}”, {given}, is before the item was issued on {issued}. Check the day.",
    )


class FormulaWithoutResult(Refusal):
    code = "formula_without_result"
    says = Words(
        "这一格是公式，表格里没有存下结果；请改成文字或日期再上传。",
        "This cell is a formula without a stored result. Type the text or the day itself, then upload again.",
    )


class FileNotInZip(Refusal):
    code = "file_not_in_zip"
    says = Words(
        "没有找到佐证材料“{given}”：它不在一起上传的压缩包里，也不是这个事项已有的材料；请把它放进压缩包再上传。",
        "The evidence “{given}” was not found: it is not in the zip uploaded beside, nor was it brought for this item "
        "before. Put it into the zip, then upload again.",
    )


class FileNamedTwice(Refusal):
    code = "file_named_twice"
    says = Words(
        "压缩包里有几个都叫“{given}”的文件，分不清是哪个；请按事项编号各放进一个文件夹。",
        "Several files in the zip are called “{given}”. Put each into a folder named by the number of its item.",
    )


class UploadGone(Refusal):
    code = "upload_gone"
    says = Words(
        "这次上传的文件已不再保留（上传后一天内有效，并入后即删除）；请重新上传。",
        "The uploaded files are not kept any more: they are for a day, or until they are merged. Upload them again.",
    )
