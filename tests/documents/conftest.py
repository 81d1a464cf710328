"""An office with much to write papers about: `busy`."""

import pytest

from tests import examples as x
from tests.documents.outgoing import FOREIGN, OTHER
from tests.office import Office
from workflow import messages as m


@pytest.fixture
def busy(sqlite_office: Office) -> Office:
    """An item that was urged, supervised, sent back, verified and closed; one just issued; one of another bureau."""
    office = sqlite_office
    office.issue(x.ITEM, amount="12800.50", leader="乙二", clause="评价标准2.1")
    office.do(m.UrgeItem, x.CENTER, x.ITEM, {"note": "请尽快办理"})
    office.do(m.SuperviseItem, x.CENTER, x.ITEM, {"light": "yellow", "note": "进度偏慢"})
    office.assign()
    office.do(m.UrgeItem, x.CENTER, x.ITEM, {"note": "再次催办"})
    office.report()
    office.do(m.SendBackItem, x.CENTER, x.ITEM, {"reason": "照片看不清"})
    office.report()
    office.verify(reason="材料齐全")
    office.close()
    office.issue(OTHER, problem="卷宗没有编页码", kind="staged", due="2020-06")
    office.issue(FOREIGN, bureau="shiqiao", problem="石桥独有的问题ZQX")
    return office
