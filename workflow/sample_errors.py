"""What is said when a sample will not be planned, drawn, checked or concluded as asked."""

from workflow.errors import Refusal, Words


class NoSuchSample(Refusal):
    """Absent, or not open to the actor: the two are told apart by nothing."""

    code = "no_such_sample"
    says = Words("没有这次抽查，请回到抽查目录查找。", "There is no such sample. Look it up in their list.")


class NoSuchDraw(Refusal):
    code = "no_such_draw"
    says = Words("这次抽查没有第 {number} 次抽取。", "This sample has no draw number {number}.")


class SampleConcludedAlready(Refusal):
    code = "sample_concluded"
    says = Words(
        "这次抽查已经结束，内容不再改变；需要再查的，请另立一次抽查。",
        "This sample is concluded and does not change any more. Plan another one to look again.",
    )


class SeedNotPlain(Refusal):
    code = "seed_not_plain"
    says = Words("随机种子只能写一行，不能有换行或制表符。", "A seed is one line; it has no line ends or tabs in it.")


class NoFrame(Refusal):
    code = "no_frame"
    says = Words(
        "还没有可以抽取的清单，请先提交卷宗清单或选取台账事项。",
        "There is nothing to draw from yet. Bring a list of volumes, or take items of the ledger, first.",
    )


class FrameEmpty(Refusal):
    code = "frame_empty"
    says = Words("清单中没有可以抽取的行，没有保存。", "There is no row to draw from, so nothing was saved.")


class FrameTooLong(Refusal):
    code = "frame_too_long"
    says = Words(
        "清单有 {rows} 行，最多 {most} 行；请分几次抽查。",
        "There are {rows} rows; at most {most} are taken. Make several samples of them.",
    )


class FrameNotAsTold(Refusal):
    code = "frame_not_as_told"
    says = Words(
        "提交的内容同所写指纹不符，没有保存；请重新提交清单。",
        "What was brought has another digest than was said, so nothing was saved. Bring the list again.",
    )


class OtherFrame(Refusal):
    code = "other_frame"
    says = Words(
        "{trigger}适用于另一种抽查对象；这次抽查的对象是{drawn_from}。",
        "“{trigger}” is for samples of another kind; this one is drawn from {drawn_from}.",
    )


class FrameStands(Refusal):
    code = "frame_stands"
    says = Words("清单同现在的一样，没有变化。", "The frame is the one that stands already; nothing changes.")


class FrameChanged(Refusal):
    code = "frame_changed"
    says = Words(
        "抽取用的清单（指纹 {given}）不是现在保存的清单（{stored}），没有抽取；请看过现在的清单再抽取。",
        "The frame to draw from ({given}) is not the one that is kept ({stored}), so nothing was drawn. Look at the "
        "one that is kept, then draw.",
    )


class FrameAltered(Refusal):
    code = "frame_altered"
    says = Words(
        "保存的清单同记录的指纹不符，不能抽取；请系统管理员运行 xiaohao log verify。",
        "The kept rows are not the ones that the log tells of, so nothing is drawn. The system administrator should "
        "run xiaohao log verify.",
    )


class NotDrawn(Refusal):
    code = "not_drawn"
    says = Words("现在的清单还没有抽取，请先抽取。", "Nothing has been drawn from the present frame yet. Draw first.")


class DrawnAlready(Refusal):
    code = "drawn_already"
    says = Words(
        "已经抽取过 {draws} 次；再抽要写明原因，请办理“重新抽取”，此前的结果都保留。",
        "It has been drawn {draws} times. To draw again say why, by “draw again”; what was drawn before is kept.",
    )


class BadSizes(Refusal):
    code = "bad_sizes"
    says = Words(
        "“{given}”看不懂；请写一个数（每个单位都抽这么多），或者每行写“单位=数”。",
        "“{given}” cannot be read. Write one number for every unit, or unit=number, a line each.",
    )


class NotInFrame(Refusal):
    code = "not_in_frame"
    says = Words(
        "清单中没有“{given}”的内容，不能抽取；清单中有：{units}。",
        "The frame has nothing of “{given}”. It has: {units}.",
    )


class UnitTwice(Refusal):
    code = "unit_twice"
    says = Words("“{given}”写了两次，请只写一次。", "“{given}” is written twice; write it once.")


class TooFewThere(Refusal):
    code = "too_few_there"
    says = Words(
        "要抽的比清单里有的多：{units}。请改为不超过实有数。",
        "More are wanted than there are: {units}. Ask for no more than there are.",
    )


class NoneWanted(Refusal):
    code = "none_wanted"
    says = Words("每个单位都写了 0，没有抽取。", "Every unit has 0, so nothing was drawn.")


class SumDiffers(Refusal):
    code = "sum_differs"
    says = Words(
        "各单位相加是 {sum}，所写总数是 {stated}；总数要落实到每个单位，请改成一致。",
        "The units add up to {sum}, and {stated} in all were stated. Give each unit its number, so that they agree.",
    )


class SampleTooLarge(Refusal):
    code = "sample_too_large"
    says = Words("要抽 {wanted}，一次最多抽 {most}。", "{wanted} are wanted; at most {most} are drawn at a time.")


class NotInSample(Refusal):
    code = "not_in_sample"
    says = Words(
        "“{given}”不在现在抽取的结果中，请从抽查记录表中选择。",
        "“{given}” is not among what is drawn now. Choose one of the drawn rows.",
    )


class CheckedAlready(Refusal):
    code = "checked_already"
    says = Words(
        "这一份已经检查过；要改请办理“更正”，写明原因，原来的记录保留。",
        "This one was checked already. To change what was found, correct it and say why; what stood before is kept.",
    )


class NotChecked(Refusal):
    code = "not_checked"
    says = Words("这一份还没有检查，没有可以更正的。", "This one was not checked yet, so there is nothing to correct.")


class CheckedInFuture(Refusal):
    code = "checked_in_future"
    says = Words(
        "检查日期 {given} 还没有到，请填写实际检查的日期。",
        "The day {given} has not come yet. Give the day it was looked at.",
    )


class DefectDoesNotFit(Refusal):
    code = "defect_does_not_fit"
    says = Words(
        "“{given}”不适用于{drawn_from}；可以选：{allowed}。",
        "“{given}” is not found in {drawn_from}. It can be: {allowed}.",
    )


class RowsMissing(Refusal):
    code = "rows_missing"
    says = Words(
        "还有 {missing} 份没有检查（共 {drawn} 份）；检查完再结束，或者写明原因，没有检查的会逐一写明。",
        "{missing} of {drawn} were not checked. Check them first, or say why not: they will be named.",
    )
