"""The wording check: slips of each kind are found, and what only resembles one is left alone."""

from datetime import UTC, datetime

import pytest

from documents.official.paper import Paper
from documents.official.parts import Slot
from documents.official.quantities import figures
from documents.official.tables import Column
from documents.official.wording_check import RULES
from tests.documents.papers import GOOD, broken, codes, found, headed, telling, told

SLIPS = {
    "until": [
        "截止4月8日，已收到报告。",
        "工作开展以来，截止到目前，进展顺利。",
        "截止2020年底，全部完成。",
        "报名于4月8日截至。",
    ],
    "year": ["二○二○年以来，工作有序。", "二零二零年以来，工作有序。"],
    "left_open": ["涉及金额【待核】。", "负责人【待补充】。", "数据（待核实）。", "该项工作始于××年。"],
    "punctuation": [
        "高度重视,抓好落实。",
        "工作安排如下:",
        "各县(市、区)。",
        "《管理办法（试行)》。",
        '落实"一岗双责"要求。',
        "抓紧整改.",
    ],
    "law_name": ["依照中华人民共和国审计法办理。", "违反了法律援助条例的规定。"],
    "sum": [
        "共下发整改事项12项，其中已销号5项、在办6项。",
        "全市共立项12项，其中：已完成8项，正在整改2项，其余3项。",
        "6个县、2个区、1个市，共8个。",
        "白石县3项、南屿区4项，合计8项。",
        "已核对（3+4=8）。",
    ],
    "unit_name": [
        "由石桥司法局负责。",
        "石桥县司法局已报送。",
        "白石区司法局已报送。",
        "旧渡县司法局已报送。",
        "青山县司法局已报送。",
        "请各单位和石桥法律援助中心核对。",
    ],
    "figure_without_source": [
        "收到整改报告8份。",
        "收到整改报告８份。",
        "抽查卷宗十五份。",
        "补贴1,200.50元。",
        "完成率66.7%。",
    ],
    "date_without_source": ["3月上旬召开会议。", "会议于2020年3月5日召开。"],
    "two_values": ["共收到整改报告8份。共收到整改报告9份。"],
}
NOT_WITHOUT_SOURCE = ("figure_without_source", "date_without_source")

TRUE = (
    "报名于4月8日截止，截止日期不变，到4月8日截止。",
    "截至日期是月底，截至时间是零时，截止日期不变。",
    "截至目前，二〇二〇年的工作有序开展，截至月底全部完成。",
    "按照《法律援助法》《安徽省法律援助业务档案管理办法（试行）》和《中华人民共和国审计法》的规定办理，法律援助法实施以来成效明显。",
    "上午8:30开会，比例为1:2，网址为https://a.example/b，邮箱为a.b@c.example。",
    "共下发整改事项12项，其中已销号5项、在办7项。",
    "共下发整改事项12项，其中已销号5项、在办6项、撤回1项。",
    "共下发整改事项12项，其中已销号5项、未销号7项，逾期2项。",
    "共下发整改事项72项，其中已签收72项、已销号65项。",
    "共下发整改事项72项，其中白石县8项、南屿区9项。",
    "举办活动12场，其中进社区3场、进学校2场。",
    "全年共办理案件100件，其中民事60件、刑事30件等。",
    "总的看，72项整改事项中，已销号60项，正在整改8项（其中已逾期2项），转为持续义务4项。",
    "6个县、2个区、1个市，共9个。",
    "今年办理5件，去年办理6件，三年共20件。",
    "抽取15份，已检查15份，其中3份仍有不规范之处。",
    "每季度至少开展一次，每月公示一次，让每一名群众一目了然。",
    "各县（市、区）司法局、各地法律援助中心、市司法局、省司法厅、当地司法局和本县司法局要加强配合。",
    "白石县司法局、石桥市司法局和白石县法律援助中心、市法律援助中心已报送，由白石县司法局牵头。",
    "要求各县（市、区）法律援助中心加强管理，县司法局和区司法局要履行职责。",
    "一是加强管理；二是配齐人员；三是从三个方面抓好落实，做到四个到位。",
    "按照GB/T 9704-2012和云司〔2020〕7号文件第三条、第12条的规定，2019年度和2018—2019年的工作。",
    "第三方绩效评价中，第一批和第2批材料齐全。",
    "在白石县，共收到整改报告2份。在南屿区，共收到整改报告3份。",
    "3月，共收到整改报告2份；4月，共收到整改报告5份。",
)


@pytest.mark.parametrize(("code", "sentence"), [(code, text) for code, texts in SLIPS.items() for text in texts])
def test_a_slip_is_found(code, sentence):
    assert told(sentence, code=code), (code, sentence)


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_has_no_finding_but_figures_without_source(sentence):
    assert [one for one in found(telling(sentence)) if one.code not in NOT_WITHOUT_SOURCE] == []


def test_every_rule_has_a_slip_of_its_own():
    assert {rule.code for rule in RULES} == set(SLIPS) | {"heading_order", "heading_level", "table_sum", "dead_source"}


def test_what_is_broken_in_one_way_has_that_one_finding():
    assert codes(broken(">截至<", ">截止<")) == ["until"]
    assert codes(broken("白石县司法局已报送", "石桥司法局已报送")) == ["unit_name"]
    assert codes(broken('<w:t xml:space="preserve">7</w:t>', "<w:t>8</w:t>")) == ["table_sum"]
    assert codes(broken("白石县司法局已报送", "白石县司法局已报送【待核】")) == ["left_open"]


def test_the_finding_says_what_to_write_instead():
    [one] = [one for one in found(telling("截止4月8日，已收到。")) if one.code == "until"]
    assert (one.there.zh, one.mend.zh, one.places[0].quote) == ("“截止”", "改为“截至”。", "截止4月8日，已收到。")
    [one] = [one for one in found(telling("由石桥司法局负责。")) if one.code == "unit_name"]
    assert (one.there.zh, one.mend.zh) == ("“石桥司法局”不在机构名录", "是否指“石桥市司法局”？请改为全称。")
    assert told("白石区司法局已报送。", code="unit_name") == ["“白石区司法局”已更名为“白石县司法局”"]
    assert told("共下发12项，其中已销号5项、在办6项。", code="sum") == ["5 + 6 = 11，不是 12"]


def test_whoever_issues_the_document_need_not_be_in_the_register():
    assert "云岭市司法局" not in {one.there.zh for one in found(broken("白石县司法局已报送", "云岭市司法局已部署"))}
    assert found(broken("白石县司法局已报送", "云岭市司法局已部署")) == []


# Headings


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        ([(1, "一、甲"), (1, "三、乙")], "heading_order"),
        ([(1, "一、甲"), (1, "一、乙")], "heading_order"),
        ([(1, "二、甲")], "heading_order"),
        ([(1, "一、甲"), (2, "（一）乙"), (1, "二、丙"), (2, "（二）丁")], "heading_order"),
        ([(1, "一、甲"), (2, "（一）乙"), (4, "（1）丙")], "heading_level"),
        ([(1, "一、甲"), (3, "1.乙"), (1, "二、丙"), (2, "（一）丁")], "heading_level"),
        ([(1, "一、甲"), (3, "1、乙"), (3, "2、丙")], "heading_mark"),
    ],
)
def test_headings_out_of_order_are_found(headings, code):
    assert codes(headed(*headings)) == [code]


@pytest.mark.parametrize(
    "headings",
    [
        [
            (1, "一、甲"),
            (2, "（一）乙"),
            (3, "1.丙"),
            (4, "（1）丁"),
            (4, "（2）戊"),
            (2, "（二）己"),
            (3, "1.庚"),
            (1, "二、辛"),
        ],
        [(1, "一、甲"), (3, "1.乙"), (3, "2.丙"), (1, "二、丁"), (3, "1.戊")],  # two levels alone
        [(3, "1.甲"), (3, "2.乙")],
        [
            (1, f"{number}、甲")
            for number in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
        ],
        [(1, "一、甲"), (2, "（一）乙"), (3, "1.丙"), (3, "2.丁"), (3, "1.戊")],  # another list
    ],
)
def test_headings_in_order_have_no_finding(headings):
    assert codes(headed(*headings)) == []


# Tables


def table(*rows: list[str], names: tuple[str, ...] = ("单位", "件数")) -> list[str]:
    paper = Paper("关于整改情况的报告", created=datetime(2020, 5, 20, tzinfo=UTC))
    paper.title()
    paper.table([Column(name, 1) for name in names], rows)
    return [one.there.zh for one in found(paper.bytes()) if one.code == "table_sum"]


def test_a_total_that_is_not_the_sum_of_its_column_is_found():
    assert table(["白石县", "3"], ["南屿区", "4"], ["合计", "8"]) == ["表 1“件数”列：各行之和 7，合计写 8"]
    assert table(["合 计", "8"], ["白石县", "3"], ["南屿区", "4"])
    assert table(["白石县", "1,200.5"], ["南屿区", "0.50"], ["总计", "1,200"])


def test_a_column_that_is_not_surely_to_be_summed_is_left_alone():
    assert table(["白石县", "3"], ["南屿区", "4"], ["合计", "7"]) == []
    assert table(["白石县", "3"], ["南屿区", "—"], ["石桥市", "4"], ["合计", "7"]) == []
    assert table(["白石县", "30%"], ["南屿区", "40%"], ["合计", "35%"]) == []
    assert table(["白石县", "3"], ["南屿区", "4"], ["合计", "3.5"], names=("单位", "平均数")) == []
    assert table(["白石县", "3"], ["小计", "3"], ["南屿区", "4"], ["合计", "7"]) == []
    assert table(["白石县", "3"], ["合计", "8"]) == []
    assert table(["白石县", "3"], ["南屿区", "约4"], ["合计", "8"]) == []


# Figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9个县（市、区）中有6个", ["9", "6"]),
        ("抽查十五份，六个县", ["十五", "六"]),
        ("补贴1,200.50元，占66.7%", ["1,200.50", "66.7%"]),
        ("截至2020年4月8日", ["2020年4月8日"]),
        ("3月上旬", ["3月上旬"]),
        ("2020年5月20日09:00:00，〔2020〕1-白石-01、02，〔2020〕1-青岚-03）", ["2020年5月20日09:00:00"]),
        ("８份", ["８"]),
        ("2019年度，一个，三个方面，第三方", []),
        ("《办法（2019年版3号）》和某司〔2020〕7号，GB/T 9704-2012，第12条", []),
        ("两个市", []),
        ("千家万户", []),
        ("二十三件", ["二十三"]),
    ],
)
def test_what_is_a_figure(text, expected):
    assert [figure.text for figure in sorted(figures(text), key=lambda one: one.begins)] == expected


def test_a_figure_in_a_bookmark_or_link_has_a_source():
    for slot in (Slot("8", "f2", "f3"), Slot("8", name="f2"), Slot("8", to="f3"), Slot("8份", "f2", "f3")):
        paper = Paper("关于整改情况的报告", created=datetime(2020, 5, 20, tzinfo=UTC))
        paper.title()
        paper.body("收到", slot, "份，另有", Slot("4月8日", "f3"), "收到的。")
        assert codes(paper.bytes()) == [], slot


def test_a_bookmark_around_a_whole_heading_is_no_source():
    paper = Paper("关于整改情况的报告", created=datetime(2020, 5, 20, tzinfo=UTC))
    paper.title()
    paper.heading(1, "收到8份", name="h1")
    paper.body("现有", Slot("9", "f1"), "份。")
    assert [one.there.zh for one in found(paper.bytes())] == ["“8”"]


def test_a_document_without_any_source_is_told_so_once():
    paper = Paper("关于整改情况的报告", created=datetime(2020, 5, 20, tzinfo=UTC))
    paper.title()
    paper.body("收到8份，退回2份。")
    [one] = found(paper.bytes())
    assert (one.code, one.there.zh, one.count) == ("figure_without_source", "全文 2 个数字都没有出处", 1)


def test_two_values_of_one_source_are_found_where_they_stand_in_the_same_words():
    paper = Paper("关于整改情况的报告", created=datetime(2020, 5, 20, tzinfo=UTC))
    paper.title()
    for name, value in (("f1", "9"), ("f2", "8")):
        paper.body("已收到整改报告", Slot(value, name, "a1"), "份。")
    paper.body("出处是", Slot("台账", "a1"), "。")
    assert codes(paper.bytes()) == ["two_values"]


def test_a_link_that_leads_nowhere_is_found():
    assert told(Slot("8", "f2", "a2"), code="dead_source") == ["“8”链接的书签“a2”不存在"]
    assert codes(broken('w:name="a2"', 'w:name="a3"')) == ["dead_source"]


def test_nothing_is_found_in_the_good_report_of_another_register():
    assert [one for one in found(GOOD) if one.code == "unit_name"] == []
