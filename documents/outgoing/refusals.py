"""Why a document is not made: each with a lasting code, and what to do next."""

from workflow.errors import Refusal, Words


class NoSuchDocument(Refusal):
    """No form of that name, not in that medium, not of that subject, or not for the reader's role."""

    code = "no_such_document"
    says = Words(
        "没有这种文书，请在“文书”页面查看可以出具的文书。",
        "There is no such document. The page “Documents” lists those there are.",
    )


class HasNotOccurred(Refusal):
    code = "has_not_occurred"
    says = Words(
        "事项 {number} 没有“{what}”的记录，不能出具{title}；办理之后再来出具。",
        "Nothing like “{what}” was recorded of {number}, so there is no “{title}” of it; take it once that was done.",
    )


class NoSuchOccurrence(Refusal):
    code = "no_such_occurrence"
    says = Words(
        "事项 {number} 的第 {version} 条记录不是“{what}”；请从事项页面的“文书”中选择。",
        "Event {version} of {number} is no “{what}”. Choose it from “Documents” on the item's page.",
    )


class NothingToList(Refusal):
    code = "nothing_to_list"
    says = Words(
        "按这些条件，该时点没有可列出的整改事项；请放宽条件或换一个时点。",
        "No item fits these conditions at that moment. Loosen them, or choose another moment.",
    )


class TooManyForPaper(Refusal):
    code = "too_many_for_paper"
    says = Words(
        "共 {n} 个事项，超过文书最多列出的 {most} 个；请先筛选，或改取电子表格（xlsx）。",
        "{n} items are more than the {most} that a paper lists. Filter them first, or take the workbook (xlsx).",
    )
