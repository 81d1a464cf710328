"""What is said when a finding, a clause register or an evaluation snapshot will not be recorded as asked."""

from workflow.errors import Refusal, Words


class NoSuchFinding(Refusal):
    """Absent, or not open to the actor: the two are told apart by nothing."""

    code = "no_such_finding"
    says = Words("没有这个问题，请回到问题目录查找。", "There is no such finding. Look it up in the list of findings.")


class FindingGone(Refusal):
    code = "finding_withdrawn"
    says = Words(
        "{number}已经撤回，不能再办理；仍属实的请重新录入。",
        "{number} was withdrawn, so nothing is done with it. If it holds after all, enter it anew.",
    )


class NotYourFinding(Refusal):
    code = "not_your_finding"
    says = Words(
        "{number}是别的单位录入的，由录入单位更正、撤回；您可以另录一条。",
        "{number} was entered by another unit, which corrects or withdraws it. You can enter one of your own.",
    )


class SourceNotYours(Refusal):
    code = "source_not_yours"
    says = Words(
        "{role}不能以“{source}”为来源录入问题；可以选的来源：{allowed}。",
        "The {role} enters no findings with the source “{source}”. Sources open to you: {allowed}.",
    )


class ClauseMissing(Refusal):
    code = "clause_missing"
    says = Words(
        "评价问题须写明依据条款：请从目录中选择；目录中没有的，填写条款原文。",
        "A finding of an evaluation needs its clause. Choose one from the register, or state it as it reads.",
    )


class ClauseTwice(Refusal):
    code = "clause_twice"
    says = Words(
        "已从目录中选择条款，就不再填写条款原文；请只留一项。",
        "A clause was chosen from the register and stated as well. Keep one of the two.",
    )


class UnknownClause(Refusal):
    code = "unknown_clause"
    says = Words(
        "条款 {given} 不在现行目录，请从目录中选择，或填写条款原文。",
        "The clause {given} is not in the register in force. Choose one from it, or state it as it reads.",
    )


class AreaMissing(Refusal):
    code = "area_missing"
    says = Words(
        "没有选择目录中的条款，请选定问题类别。", "No clause of the register was chosen, so choose the problem area."
    )


class UnitsMissing(Refusal):
    code = "units_missing"
    says = Words(
        "涉及单位选了“写明的单位”，请至少选一个；没有写明的，改选另外一项。",
        "“The units named” was chosen: name at least one, or choose another answer where none was named.",
    )


class UnitsNotNamed(Refusal):
    code = "units_not_named"
    says = Words(
        "涉及单位选的不是“写明的单位”，请不要再选具体单位。",
        "Units were chosen, though it concerns other than “the units named”. Take them out, or choose that answer.",
    )


class OwnUnitOnly(Refusal):
    code = "own_unit_only"
    says = Words(
        "各地反映的问题只涉及本单位，请只选本单位。", "What a county reports of itself concerns its own unit alone."
    )


class QuantifierWithNumber(Refusal):
    code = "quantifier_with_number"
    says = Words(
        "“{stated}”既有“个别”一类的说法又有数字；请照原文只写一种，不要把“个别”写成数字。",
        "“{stated}” holds a quantifier and a number. State one of them, as the source has it.",
    )


class YearToCome(Refusal):
    code = "year_to_come"
    says = Words("评价年度 {given} 还没有到，请核对。", "The year {given} has not come yet; check it.")


class FoundAlready(Refusal):
    code = "found_already"
    says = Words(
        "同一来源、年度、条款和单位的这个问题已经录入（{number}），不重复录入；内容有变的请更正那一条。",
        "The same finding (source, year, clause, units, text) is there already ({number}). If it changed, correct it.",
    )


class NotEarlier(Refusal):
    code = "not_earlier"
    says = Words(
        "{number}不是更早年度的问题，不能作为“去年也有”的问题关联。",
        "{number} is no finding of an earlier year, so this one cannot repeat it.",
    )


class NoSuchEarlierItem(Refusal):
    code = "no_such_earlier_item"
    says = Words(
        "没有可以关联的往年事项：须是同一单位、比这一项更早下发的事项。",
        "There is no such earlier item to link: it has to be one of the same unit, issued before.",
    )


class RaisedAlready(Refusal):
    code = "raised_already"
    says = Words(
        "这个问题已向{unit}下发（{number}），不重复下发；要重发请先撤回那一项。",
        "An item was issued to {unit} from this finding already ({number}). Withdraw that one first.",
    )


class UnitNotConcerned(Refusal):
    code = "unit_not_concerned"
    says = Words(
        "{unit}不在这个问题写明的单位之中；确实涉及的，请录入单位先更正问题。",
        "{unit} is none of the units that the finding names. If it is concerned, have the finding corrected first.",
    )


class NoUnitsChosen(Refusal):
    code = "no_units_chosen"
    says = Words("请至少选一个责任单位。", "Choose at least one unit to issue to.")


class ClauseRegisterWrong(Refusal):
    code = "clause_register_wrong"
    says = Words("条款目录有误：{what}。", "The register of clauses is not right: {what}.")


class NoSuchSnapshot(Refusal):
    """Absent, or not open to the actor: the two are told apart by nothing."""

    code = "no_such_snapshot"
    says = Words("没有这份评价快照，请回到评价页查找。", "There is no such snapshot. Look it up under evaluation.")


class SnapshotGone(Refusal):
    code = "snapshot_withdrawn"
    says = Words("这份评价快照已经撤回。", "This snapshot was withdrawn already.")


class NothingToFreeze(Refusal):
    code = "nothing_to_freeze"
    says = Words(
        "{year}年度还没有录入问题，没有可以固定的内容；请先录入，或换一个年度。",
        "No finding of {year} has been entered, so there is nothing to freeze. Enter some, or choose another year.",
    )
