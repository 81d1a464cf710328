"""What the public sees of a list: names masked, places cut, nothing that leads to a person, however it is written."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.disclosure_examples import MONTH, PLAIN, UNIT, printed, recipients, table_of
from workflow import public_cells, public_kinds, public_names, public_table
from workflow.messages.disclosure_rule import ALLOWED, ColumnRule, PublicColumn, Treatment
from workflow.public_names import is_masked, with_surname
from workflow.public_table import PublicTable, differences, made
from workflow.published_patterns import Published, found


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"), ("张三丰", "张**"), ("欧阳修", "欧阳*"), ("欧阳修文", "欧阳**"), ("欧阳", "欧*"),
        ("张 三", "张*"),
        ("艾力·买买提", "艾**"), ("阿依古丽巴哈尔", "阿**"), ("John Smith", "J**"), ("王", "*"), ("张某某", "张**"),
        ("张*", "张*"), ("欧阳**", "欧阳**"), ("张XX", "张**"), ("𠮷田", "𠮷*"),
    ],
)  # fmt: skip
def test_of_a_name_the_surname_stays(name, shown):
    assert with_surname(name) == shown
    assert printed(name=name)[0]["受援人"] == shown
    assert not printed(name=name)[1]


@pytest.mark.parametrize(
    "name", ["张三、李四", "张三（父）", "赵1", "13800001234", "*", "一" * 41, "张三 李四,王五", "；"]
)
def test_a_cell_that_is_no_ones_name_is_refused(name):
    assert "不是一个人的姓名" in printed(name=name)[1][0]


def test_an_empty_name_or_matter_is_asked_for():
    assert printed(name=" ")[1] == printed(matter="")[1] == ["必须填写"]


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("白石县临江镇和平村8号", "临江镇"), ("安徽省甲市白石县城关街道办事处", "城关街道"), ("柳塘乡", "柳塘乡"),
        ("新乡市卫滨区胜利路街道3栋", "胜利路街道"), ("五里门镇", "五里门镇"), ("", ""),
    ],
)  # fmt: skip
def test_an_address_is_cut_to_the_township(place, shown):
    told, problems = printed(place=place)
    assert (told.get("乡镇（街道）", ""), problems) == (shown, [])


def test_an_address_without_a_township_is_refused():
    assert "找不到乡镇" in printed(place="和平村8号")[1][0]


@pytest.mark.parametrize(("accepted", "shown"), [("2020-02-05", "2020-02"), ("2020-02", "2020-02")])
def test_a_day_is_cut_to_its_month(accepted, shown):
    assert printed(accepted=accepted)[0]["受理日期"] == shown
    assert printed(accepted="二月五日")[1] == printed(accepted="2020-13-01")[1] == [public_cells.NOT_A_DAY.zh]


@pytest.mark.parametrize(
    "said", [{"protected": "未成年人"}, {"protected": "是"}, {"age": "17"}, {"age": "１２岁"}, {"age": "不详"}]
)
def test_of_a_minor_nothing_is_told(said):
    shown, problems = printed(**said, place="不详", matter="与某公司")
    assert (shown["受援人"], shown["援助事项"], shown["乡镇（街道）"], problems) == ("未成年人", "不公开", "不公开", [])


def test_of_a_victim_nothing_is_told_and_of_others_what_is_printed():
    shown, _ = printed(protected="被害人", age="40")
    assert (shown["受援人"], shown["援助事项"]) == ("不公开", "不公开")
    for said in ({"protected": "否"}, {"protected": "残疾人"}, {"protected": "非未成年人"}, {"age": "18"}):
        assert printed(**said)[0]["受援人"] == "张**"
    assert table_of({"protected": "被害人"}, {}, {"age": "3"}).withheld == 2


HOSTILE = {
    Published.PHONE: [
        "13800001234", "１３８００００１２３４", "138-0000-1234", "138 0000 1234", "138.0000.1234",
        "1/3/8/0/0/0/0/1/2/3/4", "138\u200b0000\u200b1234", "（138）00001234", "一三八零零零零一二三四",
        "幺三八〇〇〇〇幺二三四", "+86 13800001234", "٠١٣٨٠٠٠٠١٢٣٤",
        "0551-62600001", "138\u30000000\u30001234", "①③⑧⓪⓪⓪⓪①②③④",
    ],
    Published.IDENTITY: [
        "340101199001011234", "34010119900101123X", "3401 0119 9001 0112 3x",
        "３４０１０１１９９００１０１１２３Ｘ", "340101900101123",
        "三四〇一〇一一九九〇〇一〇一一二三四", "340101-19900101-1234",
    ],
    Published.ACCOUNT: [
        "6222020200000000006", "6222020200001", "6222 0202 0000 0000 006", "６２２２０２０２００００００００００６",
        "1302 0101 2000 1234",
    ],
    Published.MAIL: ["zhang@a.cn", "zhang＠a．cn", "www.a.cn", "https://a"],
    Published.HOUSE: ["和平路8号", "和平路八号", "3栋", "2单元", "12-3室", "五组"],
    Published.PLATE: ["皖A12345", "皖A·12345", "皖 A D12345", "皖Ａ１２３４５"],
    Published.NUMBER: ["1380a0001b234", "7000001", "G1234567"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in HOSTILE.items() for text in texts])
def test_what_leads_to_a_person_is_found_however_it_is_written(kind, text):
    assert kind in found(text)
    for column in ("matter", "way", "agency"):
        assert printed(**{column: f"{PLAIN[column]}{text}"})[1], (column, text)
        assert printed(**{column: text})[1], (column, text)


WRITINGS = (
    "0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "⁰¹²³⁴⁵⁶⁷⁸⁹", "〇一二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖", "⓪①②③④⑤⑥⑦⑧⑨",
)  # fmt: skip
BETWEEN = ("", "", "", "-", " ", "\u3000", ".", "·", "/", "_", "\u200b", "\u00ad", "（", "、", "—", "*")
SPLIT = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(WRITINGS), st.sampled_from(BETWEEN)), min_size=11, max_size=19
)


@given(digits=SPLIT)
def test_a_number_is_found_in_any_mixture_of_scripts_and_marks(digits):
    text = "".join(writing[digit] + mark for digit, writing, mark in digits)
    assert found(text), text
    for said in ({"agency": f"明理律师事务所{text}"}, {"matter": f"继承{text}"}, {"way": f"诉讼{text}"}):
        assert printed(**said)[1], said


def test_every_hostile_writing_is_found():
    """All of them, however few parameters a small run draws."""
    missed = [text for kind, texts in HOSTILE.items() for text in texts if kind not in found(text)]
    assert missed == []
    for text in ("白石县法律援助中心", "第一律师事务所", "请求支付劳动报酬", "三门县法律援助中心", "2020-03", "12", ""):
        assert found(text) == []


@pytest.mark.parametrize(
    "matter",
    [
        "与某公司劳动合同纠纷",
        "诉李四离婚",
        "被殴打致伤",
        "故意伤害罪",
        "强奸",
        "打了李四",
        "李四继承纠纷",
        "王五",
        "房屋租赁纠纷与王五",
        "工伤。",
        "工伤, 断指",
        "12级伤残",
        "a",
        "家庭暴力",
    ],
)
def test_a_matter_that_tells_of_the_case_is_refused(matter):
    assert public_cells.NOT_A_KIND.zh in printed(matter=matter)[1]


def test_a_kind_of_matter_a_way_and_an_agency_are_taken():
    for matter in (
        *public_kinds.MATTERS,
        "房屋租赁纠纷",
        "提供劳务者受害责任纠纷",
        "机动车交通事故责任",
        "生命权、健康权纠纷",
    ):
        assert printed(matter=matter)[1] == []
    for way in (*public_kinds.WAYS, *public_kinds.WAYS_ALSO, "诉讼法律援助", ""):
        assert printed(way=way)[1] == []
    for agency in ("明理律师事务所", "白石县法律援助中心（城关）工作站", ""):
        assert printed(agency=agency)[1] == []
    assert printed(way="打官司")[1] == [public_cells.NOT_A_WAY.zh]
    for agency in ("明理律师事务所王律师", "王五", "临江镇", "律师事务所的王先生中心", "李四被打伤法律援助中心"):
        assert printed(agency=agency)[1] == [public_cells.NOT_AN_AGENCY.zh], agency


@pytest.mark.parametrize(
    ("column", "longest"), [("matter", "合同纠纷" * 5), ("agency", f"{'明' * 25}律师事务所"), ("name", "一" * 40)]
)
def test_what_is_too_long_is_refused(column, longest):
    assert printed(**{column: longest})[1] == []
    assert len(printed(**{column: f"{longest[0]}{longest}" if column != "matter" else f"{longest}费"})[1]) == 1


def test_a_name_that_stands_in_another_cell_is_refused_at_the_name():
    made = table_of({"name": "李明理"}, {"agency": "李明理律师事务所"}, {"name": "赵五"})
    [note] = made.notes
    assert (note.row, note.column.zh, note.cell, note.given) == (2, "受援人", "A2", "李明理")
    assert [len(table_of({"name": name}).notes) for name in ("白石", "李*", "李")] == [1, 0, 0]


def test_the_rules_decide_how_a_column_is_published():
    rules = tuple(
        ColumnRule(column, way)
        for column, way in (
            (PublicColumn.NAME, Treatment.STARS), (PublicColumn.ACCEPTED, Treatment.YEAR),
            (PublicColumn.PLACE, Treatment.LEFT_OUT), (PublicColumn.AGENCY, Treatment.LEFT_OUT),
        )
    )  # fmt: skip
    table = table_of({}, rules=rules).table
    assert table.columns == ("序号", "受援人", "援助事项", "援助方式", "受理日期")
    assert table.rows == (("1", "***", "工伤赔偿", "非诉讼代理", "2020"),)
    left = made(UNIT, MONTH, recipients({}), [ColumnRule(PublicColumn.MATTER, Treatment.LEFT_OUT)])
    assert "工伤赔偿" not in left.table.content.decode()
    assert all(Treatment.AS_WRITTEN not in ALLOWED[one] for one in (PublicColumn.NAME, PublicColumn.PLACE))


def test_the_table_is_read_back_from_its_bytes():
    table = table_of({}, {"name": "李四"}).table
    assert PublicTable.read(table.content) == table
    assert table.title == "白石县司法局2020年2月法律援助受援人公示表"
    for broken in (b"", b"x\n", b"a\tb\nc\n", b"t\na\tb\n1\n", b"\xff\xfe"):
        with pytest.raises(ValueError):  # noqa: PT011 - a UnicodeDecodeError is one, too
            PublicTable.read(broken)


def test_two_tables_differ_by_title_columns_and_rows():
    table = table_of({}, {"name": "李四"}, {"name": "王五"}).table
    assert list(differences(table, table)) == []
    short = PublicTable("别的", table.columns, (table.rows[0], ("2", *table.rows[0][1:])))
    assert [words.zh for words in differences(table, short)] == [
        "标题不同：“别的”", "少了或改了 2 行：2、3", "多出或改过 1 行",
    ]  # fmt: skip
    narrow = PublicTable(table.title, table.columns[:2], tuple(row[:2] for row in table.rows))
    assert "少了列" in next(iter(differences(table, narrow))).zh


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
NAMES = st.one_of(
    st.text(HAN, min_size=2, max_size=4), st.text(HAN, min_size=5, max_size=9),
    st.tuples(st.text(HAN, min_size=1, max_size=4), st.text(HAN, min_size=1, max_size=5)).map("·".join),
    st.from_regex(r"[A-Z][a-z]{1,8} [A-Z][a-z]{1,8}", fullmatch=True),
    st.sampled_from(["欧阳修文", "司马懿", "张 三", "張三", "赵\u200b六", "李\u3000四"]),
)  # fmt: skip
WRITTEN = st.sampled_from([text for texts in HOSTILE.values() for text in texts])
TEXTS = st.one_of(
    st.text(max_size=20), WRITTEN, st.sampled_from([*public_kinds.MATTERS, *public_kinds.WAYS, "临江镇8号"])
)
RUN = re.compile(r"\d(?:[^\w]*\d){6,}")
ROWS = st.lists(
    st.fixed_dictionaries(
        {"name": NAMES},
        optional={
            "matter": TEXTS, "way": TEXTS, "agency": TEXTS, "place": TEXTS, "accepted": TEXTS, "protected": TEXTS,
            "age": TEXTS,
        },
    ),
    min_size=1, max_size=6,
)  # fmt: skip
RULES = st.tuples(
    *(st.sampled_from(ALLOWED[one]).map(lambda way, one=one: ColumnRule(one, way)) for one in PublicColumn)
)


def holds_somebody(rows, rules) -> bool:
    """Whether what may be published of a list tells of anybody: a whole name, or a number of a person's."""
    found = made(UNIT, MONTH, recipients(*rows), rules)
    while found.notes:
        refused = {note.row for note in found.notes}
        rows = [row for number, row in enumerate(rows, start=2) if number not in refused]
        found = made(UNIT, MONTH, recipients(*rows), rules)
    content = found.table.content.decode()
    names = [public_names.plain_name(row["name"]) for row in rows]
    told = any(name in content for name in names if len(name) > 1 and not is_masked(name))
    cells = (unicodedata.normalize("NFKC", cell) for row in found.table.rows for cell in row)
    return told or any(RUN.search(cell) for cell in cells)


@given(rows=ROWS, rules=RULES)
def test_what_may_be_published_names_nobody_and_holds_no_number(rows, rules):
    assert not holds_somebody(rows, rules)
    first, again = (made(UNIT, MONTH, recipients(*rows), rules).table for _ in range(2))
    assert (first.content, first.digest) == (again.content, again.digest)


def test_with_a_mask_or_a_check_switched_off_somebody_is_told_of(monkeypatch):
    """The control: the property sees what the masks and checks keep back."""
    rows = [{"name": "李明理"}, {"name": "赵五", "agency": "李明理律师事务所"}]
    monkeypatch.setattr(public_table, "_named_somewhere", lambda rows, table: iter(()))
    assert holds_somebody(rows, ())
    monkeypatch.undo()
    with monkeypatch.context() as patch:
        patch.setitem(public_cells.PUBLISHES, PublicColumn.NAME, lambda given, way: (given, None))
        patch.setattr(public_table, "_named_somewhere", lambda rows, table: iter(()))
        assert holds_somebody([{"name": "张三"}], ())
    with monkeypatch.context() as patch:
        patch.setitem(public_cells.PUBLISHES, PublicColumn.AGENCY, lambda given, way: (given, None))
        patch.setattr(public_table, "published_problem", lambda text, column: None)
        assert holds_somebody([{"name": "张三", "agency": "１３８-0000 0000中心"}], ())
