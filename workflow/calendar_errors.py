"""What is said when a calendar or a rule is not there, or will not be published as asked."""

from workflow.errors import Refusal, Words


class TooFewDays(Refusal):
    code = "too_few_days"
    says = Words("这个期限不能少于 {least} 日，请改填。", "This cannot be less than {least} days. Give more.")


class NoSuchYear(Refusal):
    code = "no_such_year"
    says = Words(
        "没有 {given} 年的日历可看，请选 {first} 年到 {last} 年。",
        "There is no calendar of {given}. Choose a year from {first} to {last}.",
    )


class NoSuchPolicy(Refusal):
    code = "no_such_policy"
    says = Words("没有这条规则，请从规则页选择。", "There is no such rule. Choose one from the page of rules.")


class EmptyCalendar(Refusal):
    code = "empty_calendar"
    says = Words(
        "日历中没有一天放假或调休，没有发布；请核对文件后重新上传。",
        "The calendar names no holiday and no make-up day, so it was not published. Check it and send it again.",
    )


class DayOfOtherYear(Refusal):
    code = "day_of_other_year"
    says = Words(
        "{day}不在 {year} 年，没有发布；一年的日历只写当年的日子。",
        "{day} is not in {year}, so nothing was published. A year's calendar names days of that year only.",
    )


class DaySaidTwice(Refusal):
    code = "day_said_twice"
    says = Words(
        "{day}写了两次，没有发布；请只留一行。",
        "{day} is named twice, so nothing was published. Keep one of the two.",
    )


class CalendarUnchanged(Refusal):
    code = "calendar_unchanged"
    says = Words(
        "这一年的日历与现行的一样，没有重复发布。",
        "The calendar is the same as the one in force; nothing was published.",
    )


class CalendarRow(Refusal):
    """A row of the list that cannot be read; nothing of the list is published."""

    code = "calendar_row"
    says = Words(
        "第 {row} 行的{column}“{given}”读不出来，没有发布；日期请写成 2020-10-01，类型请写放假或上班。",
        "In row {row}, {column} “{given}” cannot be read, so nothing was published. Write days like 2020-10-01, and "
        "off or work as the type.",
    )


class CalendarFile(Refusal):
    """The file is no list; `why` is what reading it said."""

    code = "calendar_file"
    says = Words("日历没有发布：{why}", "The calendar was not published: {why}")


class CalendarRowTwice(Refusal):
    code = "calendar_row_twice"
    says = Words(
        "第 {row} 行的{day}在第 {first} 行已经写过，没有发布；请只留一行。",
        "Row {row} names {day}, as row {first} does, so nothing was published. Keep one of the two.",
    )


class CalendarRowYear(Refusal):
    code = "calendar_row_year"
    says = Words(
        "第 {row} 行的{day}不在 {year} 年，没有发布；一年的日历只写当年的日子。",
        "Row {row} names {day}, which is not in {year}, so nothing was published. Name days of that year only.",
    )
