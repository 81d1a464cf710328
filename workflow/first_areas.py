"""The first register of problem areas, published when a ledger is set up: the eight of the 2019 evaluation."""

from workflow.messages import Area

FIRST_AREAS = (
    Area("information_system", "信息化应用", "Information system", ("信息系统应用", "信息化")),
    Area("stations", "工作站和联系点管理", "Stations and contact points", ("工作站、联系点管理", "工作站管理")),
    Area("archives", "档案管理", "Archives", ("卷宗管理", "案卷管理")),
    Area("disclosure", "受援人信息公示", "Disclosure of aid recipients", ("信息公示", "公示公开")),
    Area("finance", "财务管理", "Finance", ("经费管理", "资金管理")),
    Area("publicity", "信息宣传", "Publicity", ("宣传工作", "信息报送")),
    Area("staffing", "法援中心人员", "Staffing of legal-aid centers", ("人员力量", "队伍建设")),
    Area("funding", "工作经费", "Working funds", ("经费保障",)),
)
