"""What is said when an import will not be withdrawn as one, or columns will not be read as asked."""

from workflow.errors import Refusal, Words


class NoSuchBatch(Refusal):
    """Absent, or not open to the actor: the two are told apart by nothing."""

    code = "no_such_batch"
    says = Words(
        "没有这个导入批次，请回到导入记录查找。", "There is no such import. Look it up in the list of imports."
    )


class BatchGone(Refusal):
    code = "batch_gone"
    says = Words("这个导入批次已经撤回。", "This import was withdrawn already.")


class BatchUnderWay(Refusal):
    code = "batch_under_way"
    says = Words(
        "这个批次里已有事项上报、核查、销号或转为持续义务，整批没有撤回：{numbers}；请先退回这些事项，或逐项撤回其余事项。",
        "Items of this import were reported, verified, closed or converted, so none of it was withdrawn: {numbers}. "
        "Send those back first, or withdraw the others one by one.",
    )


class NoSuchJob(Refusal):
    code = "no_such_job"
    says = Words(
        "没有这项后台处理，结果保留一天；请重新上传清单查看。",
        "There is no such work; what came of it is kept for a day. Upload the list again.",
    )


class NoRowNumbers(Refusal):
    code = "no_row_numbers"
    says = Words(
        "“{given}”不是行号；请写行号，用逗号隔开，连续的写起止，如 4-20,25。",
        "“{given}” is no row number. Write numbers with commas between, or from-to, as in 4-20,25.",
    )


class NoSuchMapping(Refusal):
    code = "no_such_mapping"
    says = Words("没有记住这种列对应，可能已被忘记。", "No such columns are remembered; they may have been forgotten.")


class ColumnTwice(Refusal):
    code = "column_twice"
    says = Words(
        "“{column}”对应了多于一列，或者一列对应了多于一项；请让每一项只对应一列。",
        "“{column}” is given more than one column, or shares one with another. Give each a column of its own.",
    )


class ColumnUnmapped(Refusal):
    code = "column_unmapped"
    says = Words(
        "还没有指定这些必需的列：{missing}；请为每一项选一列。",
        "These columns are needed and have none: {missing}. Choose one for each.",
    )


class UnknownColumn(Refusal):
    code = "unknown_column"
    says = Words(
        "“{column}”不是清单的列，或者所指的列不存在；请用 {known}，列写作 A、B、C 或 1、2、3。",
        "“{column}” is no column of a list, or the file has no such place. There are: {known}; write places as A, B, C "
        "or 1, 2, 3.",
    )
