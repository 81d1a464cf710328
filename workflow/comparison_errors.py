"""What is said when a comparison will not be published or withdrawn."""

from workflow.errors import Refusal, Words


class NoSuchComparison(Refusal):
    """Absent, or not open to the actor: the two are told apart by nothing."""

    code = "no_such_comparison"
    says = Words("没有这份对比表，请回到对比表目录查找。", "There is no such comparison. Look it up in their list.")


class AlreadyWithdrawn(Refusal):
    code = "comparison_withdrawn"
    says = Words("这份对比表已经撤回。", "This comparison was withdrawn already.")
