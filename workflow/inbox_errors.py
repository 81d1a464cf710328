"""What is said when an inbox, or the mail, will not do as asked."""

from workflow.errors import Refusal, Words


class NoSuchMessage(Refusal):
    code = "no_such_message"
    says = Words("收件箱里没有这条消息，请回到收件箱查找。", "The inbox has no such message. Look it up in the inbox.")
