"""What is said when the contact register will not be changed as asked."""

from workflow.errors import Refusal, Words


class NoSuchContact(Refusal):
    """Absent, or not in the actor's sight: the two are told apart by nothing."""

    code = "no_such_contact"
    says = Words(
        "名册中没有这一条，请回到联系人名册查找。",
        "There is no such entry. Look it up in the contact register.",
    )


class NoSuchStation(Refusal):
    code = "no_such_station"
    says = Words(
        "没有可选的工作站或联系点“{given}”，请从机构名录中选择；名录中没有的，请系统管理员先登记。",
        "There is no station or contact point “{given}” to choose. Take one from the register of organisations; the "
        "system administrator adds what is missing there.",
    )


class ToldTwice(Refusal):
    code = "told_twice"
    says = Words("与第 {row} 行说的是同一条，请只保留一行。", "Row {row} tells of the same entry; keep one of them.")


class LiaisonThere(Refusal):
    code = "liaison_there"
    says = Words(
        "{station}已有联络员，一个站点只有一名；换人请在原来的一条中办理“更换”。",
        "{station} has a liaison already, and has only one. If another person took over, replace them in that entry.",
    )


class AlreadyListed(Refusal):
    code = "already_listed"
    says = Words(
        "{station}的名册中已有这个人，类别相同；换了电话请在原来的一条中办理“变更电话”。",
        "{station} lists this person in that post already. If the number changed, change it in that entry.",
    )


class FoundByAnother(Refusal):
    code = "found_by_another"
    says = Words(
        "电话的问题是{finder}核对发现的，由对方或市中心、评价人员再次核对后才能记为正常；号码或人已经变了的，请办理"
        "“变更电话”或“更换”。",
        "The {finder} found this phone wrong; they, the center or an evaluator call again to find it right. If number "
        "or person changed, change the phone or replace the person.",
    )


class StationGone(Refusal):
    code = "station_gone"
    says = Words(
        "{station}已于 {since} 撤销，这一条不能再变更，只能办理“撤销”。",
        "{station} was dissolved on {since}: this entry cannot be changed any more, only ended.",
    )


class StationMerged(Refusal):
    code = "station_merged"
    says = Words(
        "{station}已于 {since} 并入{into}，这一条只能办理“撤销”；现在的人请登记到{into}。",
        "{station} became part of {into} on {since}: this entry can only be ended. Register who is there at {into}.",
    )


class ContactGone(Refusal):
    code = "contact_gone"
    says = Words(
        "这一条自 {since} 起已经没有人，请先办理“更换”，填写现在的人。",
        "Nobody holds this post since {since}. Replace the entry's person first.",
    )


class PersonErased(Refusal):
    code = "contact_erased"
    says = Words(
        "这个人的个人信息已经删除，不能再补电话；请办理“更换”，填写现在的人。",
        "What was kept of this person was erased, so no phone can be added. Replace the entry's person.",
    )
