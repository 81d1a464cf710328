"""Whatever a list holds, a dry run writes nothing and says what the real run then does."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from documents.issue_list import import_list
from events import tables
from tests import examples as x
from tests.documents.lists import a_list, item
from tests.office import Office

UNITS = ("白石县司法局", "石桥市司法局", "石桥司法局", "市法律援助中心", "白石县司法局、石桥市司法局", "月球司法局", "")
PROBLEMS = ("卷宗编页有误", "卷宗 编页有误。", "装订线脱落", "=1+1", "", "<b>粗体</b>", "x" * 5001)
DUES = ("2020-04-08", "2020.4.8", "4月上旬", "2020年4月31日", "2019-12-31", 43929, "长期", None)
KINDS = ("立行立改", "立即整改", "持续整改", None)
AREAS = ("信息化应用", "档案管理", "卷宗管理", "<script>")
FIGURES = ("9个单位中有6个", "9个中有12个", "个别地方", None)
ROWS = st.builds(
    item, 责任单位=st.sampled_from(UNITS), 具体问题=st.sampled_from(PROBLEMS), 整改时限=st.sampled_from(DUES),
    整改类型=st.sampled_from(KINDS), 问题类别=st.sampled_from(AREAS), 量化情况=st.sampled_from(FIGURES),
)  # fmt: skip
LISTS = st.lists(ROWS, min_size=1, max_size=8)


@settings(
    max_examples=settings().max_examples // 6, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(first=LISTS, second=LISTS, all_or_nothing=st.booleans())
def test_a_dry_run_tells_the_truth(sqlite_office: Office, first, second, all_or_nothing):
    """Lists follow one another onto the same ledger, so later ones meet what earlier ones issued."""
    for rows in (first, second):
        data = a_list(*rows)
        before = size(sqlite_office)
        dry = import_list(sqlite_office.ledger, x.CENTER, data, "清单.xlsx", dry_run=True)
        assert size(sqlite_office) == before
        real = import_list(sqlite_office.ledger, x.CENTER, data, "清单.xlsx", all_or_nothing=all_or_nothing)
        assert replace(dry, written=real.written) == real
        written = size(sqlite_office) - before
        assert written == (real.issued if real.written else 0)
        again = import_list(sqlite_office.ledger, x.CENTER, data, "清单.xlsx")
        if real.written:
            assert (again.issued, again.written) == (0, False)


def size(office: Office) -> int:
    """How many items there are."""
    with office.ledger.database.reading() as connection:
        issued = select(func.count()).where(tables.events.c.name == "item.issued")
        return connection.scalar(issued) or 0
