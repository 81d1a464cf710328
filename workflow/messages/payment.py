"""The registers of what is paid: the schedule, the vouchers, who handled the cases, and how shared costs are split.

Numbers of accounts have no column. Amounts are in fen; forms and sheets give them in yuan.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events.personal import PersonalRef
from workflow.errors import Words
from workflow.messages.base import asked
from workflow.messages.row import RecordRow, RegisterKind


class AccountType(StrEnum):
    PERSONAL = "personal"
    LAW_FIRM = "law_firm"
    OTHER = "other"


class CostUse(StrEnum):
    LEGAL_AID = "legal_aid"
    OTHER = "other"


ACCOUNT_TYPES = {
    AccountType.PERSONAL: Words("个人账户", "account of a person"),
    AccountType.LAW_FIRM: Words("律所对公账户", "account of a law firm"),
    AccountType.OTHER: Words("其他账户", "other account"),
}
COST_USES = {
    CostUse.LEGAL_AID: Words("法律援助项目", "legal aid"),
    CostUse.OTHER: Words("其他项目", "other projects"),
}
MOST = 10**12
CASE = Words("案件编号", "Case number")
CASE_HEADERS = "案号 案件号 案件编号 受理编号 case"
AMOUNT = Words("金额（元）", "Amount (yuan)")
AMOUNT_HEADERS = "金额 补贴金额 发放金额 领取金额 金额(元) amount"
PASSED = Words("卷宗合格日期", "File passed on")
PASSED_HEADERS = "卷宗合格日期 案卷合格日期 审核合格日期 卷宗达标日期 passed"


@dataclass(frozen=True, kw_only=True)
class RecordPayment(RecordRow):
    kind = RegisterKind.PAYMENT
    case_no: str = asked(CASE, max=60, key=True, headers=CASE_HEADERS)
    name: PersonalRef = asked(Words("收款人", "Payee"), personal="name", headers="收款人 姓名 领款人 承办人 payee")
    account_type: AccountType = asked(
        Words("账户类型", "Kind of account"), headers="账户类型 账户性质 收款账户 account"
    )
    amount: int = asked(AMOUNT, money=True, min=1, max=MOST, headers=AMOUNT_HEADERS)
    paid_on: date = asked(Words("发放日期", "Paid on"), headers="发放日期 发放时间 支付日期 付款日期 paid")
    file_passed_on: date | None = asked(PASSED, default=None, headers=PASSED_HEADERS)


@dataclass(frozen=True, kw_only=True)
class RecordVoucher(RecordRow):
    kind = RegisterKind.VOUCHER
    case_no: str = asked(CASE, max=60, key=True, headers=CASE_HEADERS)
    voucher_no: str = asked(Words("凭单编号", "Voucher number"), max=60, headers="凭单编号 凭证号 凭单号 编号 voucher")
    name: PersonalRef = asked(Words("领款人", "Received by"), personal="name", headers="领款人 领取人 姓名 receiver")
    amount: int = asked(AMOUNT, money=True, min=1, max=MOST, headers=AMOUNT_HEADERS)
    received_on: date | None = asked(
        Words("领取日期", "Received on"), default=None, headers="领取日期 领款日期 received"
    )


@dataclass(frozen=True, kw_only=True)
class RecordCaseHandler(RecordRow):
    kind = RegisterKind.CASE_HANDLER
    case_no: str = asked(CASE, max=60, key=True, headers=CASE_HEADERS)
    name: PersonalRef = asked(
        Words("实际办案人", "Handler"), personal="name", headers="实际办案人 实际办案人员 承办人 承办律师 姓名 handler"
    )
    file_passed_on: date | None = asked(PASSED, default=None, headers=PASSED_HEADERS)


@dataclass(frozen=True, kw_only=True)
class RecordSharedCost(RecordRow):
    """A line of a cost that several projects share; the lines of one cost make up its total."""

    kind = RegisterKind.SHARED_COST
    cost_no: str = asked(Words("支出编号", "Cost number"), max=60, key=True, headers="支出编号 支出凭证号 凭证号 cost")
    project: str = asked(Words("分摊项目", "Project"), max=100, key=True, headers="分摊项目 项目 项目名称 project")
    use: CostUse = asked(Words("项目性质", "Kind of project"), headers="项目性质 项目类别 性质 use")
    total: int = asked(
        Words("支出总额（元）", "Cost in all (yuan)"),
        money=True,
        min=1,
        max=MOST,
        headers="支出总额 总额 支出金额 total",
    )
    amount: int = asked(
        Words("分摊金额（元）", "Share (yuan)"), money=True, min=0, max=MOST, headers="分摊金额 金额 本项目金额 amount"
    )
    basis: str = asked(Words("分摊依据", "Basis"), default="", max=200, headers="分摊依据 依据 basis")
