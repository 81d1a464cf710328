"""What is said when a row of a register will not be taken as asked."""

from workflow.errors import Refusal, Words


class NoSuchRegister(Refusal):
    code = "no_such_register"
    says = Words(
        "没有这种登记表，请从登记表一览中选择。", "There is no such register. Choose one from the list of registers."
    )


class NoSuchRow(Refusal):
    """Absent, or not in the actor's sight: the two are told apart by nothing."""

    code = "no_such_row"
    says = Words("登记表中没有这一行，请回到登记表查找。", "There is no such row. Look it up in the register.")


class RowThere(Refusal):
    code = "row_there"
    says = Words(
        "登记表中已有这一行，不能重复登记；内容有变，请打开那一行办理“更改”。",
        "This row is in the register already. If it changed, open that row and change it there.",
    )


class RowGone(Refusal):
    code = "row_gone"
    says = Words(
        "这一行已经划去，不能再更改；需要时请重新登记。",
        "This row was struck and cannot be changed. Record it anew if it is needed.",
    )


class KeyChanged(Refusal):
    code = "key_changed"
    says = Words(
        "“{label}”决定这是哪一行，不能更改；写错了请划去这一行，再重新登记。",
        "“{label}” says which row this is and cannot be changed. If it is wrong, strike the row and record it anew.",
    )


class NotAMonth(Refusal):
    code = "not_a_month"
    says = Words("应当写到月份，如 2020-03。", "Give a month, such as 2020-03.")


class NotAName(Refusal):
    code = "not_a_name"
    says = Words(
        "姓名里不能有数字；账号、卡号不登记，请只写姓名。",
        "A name holds no digits. Numbers of accounts and cards are not kept; give the name alone.",
    )


class NoUnitToRecordFor(Refusal):
    code = "no_unit_to_record_for"
    says = Words(
        "没有可以登记的单位“{given}”，请从列表中选择本单位。",
        "There is no unit “{given}” to record for. Choose your own from the list.",
    )


class NotStationOfUnit(Refusal):
    code = "not_station_of_unit"
    says = Words(
        "“{given}”不是这个单位现有的工作站，请从机构名录中选择。",
        "“{given}” is no station that this unit has now. Choose one from the register of organisations.",
    )


class NoDaysToRaise(Refusal):
    code = "no_days_to_raise"
    says = Words(
        "还没有设定系统发现的问题须在几日内整改，不能立账；请先设定期限。",
        "It has not been set within how many days what the system found is to be put right. Set that first.",
    )


class NoAreaToRaise(Refusal):
    code = "no_area_to_raise"
    says = Words(
        "问题类别目录中没有“{area}”类，不能立账；请先发布类别目录。",
        "The problem areas have no “{area}”, so no item can be raised. Publish the areas first.",
    )


class NothingChosen(Refusal):
    code = "nothing_chosen"
    says = Words(
        "没有选定可以立账的问题；请勾选后再办理，已经立账的不再立。",
        "No finding was chosen that can be raised. Tick one; what was raised already is not raised again.",
    )
