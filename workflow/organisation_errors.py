"""What is said when the tree of organisations will not be changed as asked."""

from workflow.errors import Refusal, Words


class NoSuchOrganisation(Refusal):
    code = "no_such_organisation"
    says = Words(
        "没有代码为 {given} 的机构，请从机构名录中选择。",
        "There is no organisation with the code {given}. Choose one from the register.",
    )


class Dissolved(Refusal):
    code = "organisation_dissolved"
    says = Words(
        "{unit}已于 {since} 撤销，不能再变更；它的历史仍可查看。",
        "{unit} was dissolved on {since}; it cannot be changed any more. Its history can still be looked at.",
    )


class SinceInFuture(Refusal):
    code = "since_in_future"
    says = Words(
        "起始日期 {given} 还没有到，请在当天或以后登记。",
        "The day {given} has not come yet. Enter the change on that day or later.",
    )


class SinceBeforeLast(Refusal):
    code = "since_before_last"
    says = Words(
        "起始日期 {given} 早于上一次变更的 {last}，请填 {last} 或以后的日期。",
        "The day {given} is before the last change, {last}. Give that day or a later one.",
    )


class NothingChanges(Refusal):
    code = "nothing_changes"
    says = Words("填写的内容与现在相同，没有变更。", "What was given is what stands already; nothing changes.")


class ParentMissing(Refusal):
    code = "parent_missing"
    says = Words("请选择上级单位。{kind}的上级可以是：{allowed}。",
                 "Choose the unit above. A {kind} belongs to one of: {allowed}.")  # fmt: skip


class ParentDoesNotFit(Refusal):
    code = "parent_does_not_fit"
    says = Words(
        "{kind}不能隶属于{unit}。它的上级可以是：{allowed}。",
        "A {kind} cannot belong to {unit}. It belongs to one of: {allowed}.",
    )


class KindDoesNotFit(Refusal):
    code = "kind_does_not_fit"
    says = Words("{unit}的类型只能是：{allowed}。", "{unit} can become one of these kinds: {allowed}.")


class NotMergeable(Refusal):
    code = "not_mergeable"
    says = Words(
        "{unit}不能并入{into}：只能并入另一个同类的现有机构。",
        "{unit} cannot be merged into {into}: only into another one of its kind that exists now.",
    )


class HasUnitsBelow(Refusal):
    code = "has_units_below"
    says = Words(
        "{unit}下面还有 {count} 个机构，请先把它们改到别的上级或撤销。",
        "There are {count} organisations below {unit}. Move or dissolve them first.",
    )


class HasAccounts(Refusal):
    code = "has_accounts"
    says = Words(
        "{unit}还有 {count} 个账号在用，请先把他们的角色转到别的单位或撤销。",
        "{count} accounts still act for {unit}. Move their roles to another unit, or revoke them, first.",
    )


class HasOpenItems(Refusal):
    code = "has_open_items"
    says = Words(
        "{unit}还有 {count} 个未销号的事项，办结以后才能撤销。",
        "{unit} has {count} open items. It can be dissolved once they are closed.",
    )


class CenterStays(Refusal):
    code = "center_stays"
    says = Words("台账由市中心管理，市中心不能撤销。", "The city center keeps the ledger; it cannot be dissolved.")
