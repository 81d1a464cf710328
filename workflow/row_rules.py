"""What the rules find in the registers, each finding with the row it stands on and the reason. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from workflow.errors import Words
from workflow.messages.payment import ACCOUNT_TYPES, AccountType
from workflow.messages.publicity import RECHECKS, Recheck
from workflow.messages.row import KINDS, RegisterKind
from workflow.money import yuan
from workflow.row_matching import MATCHED, Case, Line, Lists, costs, handed_in, joined
from workflow.rows import plain


class Rule(StrEnum):
    PAID_EARLY = "paid_early"
    PASSING_UNKNOWN = "passing_unknown"
    NOT_PERSONAL = "not_personal"
    OTHER_PAYEE = "other_payee"
    OTHER_AMOUNT = "other_amount"
    NOT_IN_LIST = "not_in_list"
    SPLIT_UNBALANCED = "split_unbalanced"
    SPLIT_UNFOUNDED = "split_unfounded"
    NOT_RECHECKED = "not_rechecked"
    FOUND_WANTING = "found_wanting"
    DIFFERENCE = "difference"
    DIFFERENCE_AGAIN = "difference_again"


RULES = {
    Rule.PAID_EARLY: Words("卷宗未合格即发放", "paid before the file passed"),
    Rule.PASSING_UNKNOWN: Words("没有卷宗合格日期", "not said when the file passed"),
    Rule.NOT_PERSONAL: Words("未发放到个人账户", "not paid to a person's account"),
    Rule.OTHER_PAYEE: Words("人员不一致", "another person"),
    Rule.OTHER_AMOUNT: Words("金额不一致", "another amount"),
    Rule.NOT_IN_LIST: Words("缺少对应记录", "missing in a list"),
    Rule.SPLIT_UNBALANCED: Words("分摊合计不符", "shares do not make up the cost"),
    Rule.SPLIT_UNFOUNDED: Words("分摊没有依据", "share without a basis"),
    Rule.NOT_RECHECKED: Words("移交后未复核", "handed over and not re-checked"),
    Rule.FOUND_WANTING: Words("复核发现问题", "found wanting"),
    Rule.DIFFERENCE: Words("系统与实际不符", "system and fact differ"),
    Rule.DIFFERENCE_AGAIN: Words("再次不符", "differs again"),
}


class Finding(NamedTuple):
    """A rule, the row it was found on, of which unit, and why; `period` names the case, cost, month or day."""

    rule: Rule
    line: Line
    period: str
    reason: Words

    @property
    def key(self) -> str:
        """What the finding is chosen and raised by: the rule and the period, on its row."""
        return f"{self.rule} {self.period}"


def findings(kind: RegisterKind, lists: Lists) -> list[Finding]:
    """Everything found in the registers of a kind; those that are matched are found in by way of the payments."""
    find = FOUND_IN.get(kind)
    return list(find(lists)) if find else []


def needed(kind: RegisterKind) -> tuple[RegisterKind, ...]:
    """The lists that the findings of a kind are made of."""
    return MATCHED if kind in MATCHED else (kind,)


def _payments(lists: Lists) -> Iterator[Finding]:
    there = handed_in(lists)
    for case in joined(lists):
        yield from _missing(case, there)
        if case.payment is not None:
            yield from _gate(case.payment, case.handler)
            yield from _account(case.payment)
        yield from _differing(case)


def _missing(case: Case, there: Mapping[RegisterKind, frozenset[str]]) -> Iterator[Finding]:
    """In which list, of those that the unit has handed in, a case is not."""
    line = case.first
    absent = [kind for kind, one in zip(MATCHED, case, strict=True) if one is None and line.bureau in there[kind]]
    if absent:
        names = [KINDS[kind] for kind in absent]
        reason = Words(
            f"{_case(line)}不在：" + "、".join(one.zh for one in names) + "。",
            f"{_case(line)} is not in: " + ", ".join(one.en for one in names) + ".",
        )
        yield Finding(Rule.NOT_IN_LIST, line, _case(line), reason)


def _gate(payment: Line, handler: Line | None) -> Iterator[Finding]:
    """Nothing is paid before the file passed: on its day at the earliest; where lists differ, on the later one."""
    stated = (one.values.get("file_passed_on", "") for one in (payment, handler) if one)
    passed = max(stated, default="")
    paid, case = payment.values["paid_on"], _case(payment)
    if not passed:
        reason = Words(f"{case}没有写卷宗合格日期，不能判断是否提前发放。",
                       f"{case} does not say when the file passed, so it cannot be judged.")  # fmt: skip
        yield Finding(Rule.PASSING_UNKNOWN, payment, case, reason)
    elif paid < passed:
        reason = Words(f"{case}于 {paid} 发放，卷宗 {passed} 才合格。",
                       f"{case} was paid on {paid}; its file passed on {passed}.")  # fmt: skip
        yield Finding(Rule.PAID_EARLY, payment, case, reason)


def _account(payment: Line) -> Iterator[Finding]:
    """A subsidy goes to the account of a person."""
    account = AccountType(payment.values["account_type"])
    if account is not AccountType.PERSONAL:
        words, case = ACCOUNT_TYPES[account], _case(payment)
        reason = Words(f"{case}发放到{words.zh}。", f"{case} was paid to: {words.en}.")
        yield Finding(Rule.NOT_PERSONAL, payment, case, reason)


PAIRS = ((0, 1), (0, 2), (1, 2))


def _differing(case: Case) -> Iterator[Finding]:
    """Where two lists name other persons, or schedule and voucher other amounts."""
    line, said = case.first, []
    for one, other in PAIRS:
        first, second = case[one], case[other]
        if first and second and None not in (first.person, second.person) and first.person != second.person:
            said.append((KINDS[MATCHED[one]], KINDS[MATCHED[other]]))
    if said:
        reason = Words(
            f"{_case(line)}的人员不一致：" + "、".join(f"{a.zh}与{b.zh}" for a, b in said) + "。",
            f"{_case(line)} names different persons: " + ", ".join(f"{a.en} and {b.en}" for a, b in said) + ".",
        )
        yield Finding(Rule.OTHER_PAYEE, line, _case(line), reason)
    if case.payment and case.voucher and case.payment.amount() != case.voucher.amount():
        paid, received = yuan(case.payment.amount()), yuan(case.voucher.amount())
        reason = Words(f"{_case(line)}发放 {paid} 元，领取 {received} 元。",
                       f"{_case(line)}: {paid} yuan paid, {received} yuan received.")  # fmt: skip
        yield Finding(Rule.OTHER_AMOUNT, line, _case(line), reason)


def _case(line: Line) -> str:
    return line.values["case_no"]


def _splits(lists: Lists) -> Iterator[Finding]:
    for cost in costs(lists.get(RegisterKind.SHARED_COST, ())):
        first, number = cost.lines[0], cost.lines[0].values["cost_no"]
        if not cost.balanced:
            totals = "、".join(yuan(total) for total in sorted(cost.totals))
            reason = Words(f"支出 {number} 总额 {totals} 元，分摊合计 {yuan(cost.shared)} 元。",
                           f"Cost {number} is {totals} yuan; its shares make {yuan(cost.shared)} yuan.")  # fmt: skip
            yield Finding(Rule.SPLIT_UNBALANCED, first, number, reason)
        for line in cost.lines:
            if not line.values.get("basis"):
                project = line.values["project"]
                reason = Words(f"支出 {number} 分摊到“{project}”没有写依据。",
                               f"The share of cost {number} for “{project}” has no basis.")  # fmt: skip
                yield Finding(Rule.SPLIT_UNFOUNDED, line, f"{number} {project}", reason)


def _disclosures(lists: Lists) -> Iterator[Finding]:
    """A list that was handed over is looked at again, and found complete and easy to look up."""
    for line in lists.get(RegisterKind.DISCLOSURE, ()):
        said = line.values
        month, handed = said["month"], said.get("handed_over_on")
        if handed and said.get("rechecked_on", "") < handed:
            reason = Words(f"{month} 的名单 {handed} 移交后没有复核。",
                           f"The list of {month} was handed over on {handed} and not re-checked.")  # fmt: skip
            yield Finding(Rule.NOT_RECHECKED, line, month, reason)
        result = Recheck(said["result"]) if said.get("result") else Recheck.COMPLETE
        if result is not Recheck.COMPLETE:
            words = RECHECKS[result]
            reason = Words(f"{month} 的公示经复核{words.zh}。", f"The disclosure of {month} was found {words.en}.")
            yield Finding(Rule.FOUND_WANTING, line, month, reason)


def _system(lists: Lists) -> Iterator[Finding]:
    """What differs; and what did so before, for the same case, or the same field of the unit."""
    before: set[tuple[str, str, str]] = set()
    lines = sorted(lists.get(RegisterKind.SYSTEM_DATA, ()), key=lambda one: one.values["compared_on"])
    for day in dict.fromkeys(line.values["compared_on"] for line in lines):
        differing = [one for one in lines if one.values["compared_on"] == day and _differs(one)]
        for line in differing:
            yield _difference(line, again=bool(before & set(_same(line))))
        before.update(same for line in differing for same in _same(line))


def _differs(line: Line) -> bool:
    return line.values.get("system_value", "") != line.values.get("found_value", "")


def _same(line: Line) -> tuple[tuple[str, str, str], ...]:
    return (line.bureau, "case", plain(line.values["case_no"])), (line.bureau, "field", plain(line.values["field"]))


def _difference(line: Line, *, again: bool) -> Finding:
    said = line.values
    system, found = said.get("system_value", ""), said.get("found_value", "")
    reason = Words(f"{_case(line)}的{said['field']}：系统“{system}”，实际“{found}”。",
                   f"{said['field']} of {_case(line)}: “{system}” in the system, “{found}” in fact.")  # fmt: skip
    period = f"{_case(line)} {said['field']} {said['compared_on']}"
    return Finding(Rule.DIFFERENCE_AGAIN if again else Rule.DIFFERENCE, line, period, reason)


def of_units(found: Iterable[Finding]) -> dict[str, int]:
    """How many findings each unit has."""
    counts: dict[str, int] = {}
    for one in found:
        counts[one.line.bureau] = counts.get(one.line.bureau, 0) + 1
    return counts


FOUND_IN: dict[RegisterKind, Callable[[Lists], Iterator[Finding]]] = {
    **dict.fromkeys(MATCHED, _payments),
    RegisterKind.SHARED_COST: _splits,
    RegisterKind.DISCLOSURE: _disclosures,
    RegisterKind.SYSTEM_DATA: _system,
}
