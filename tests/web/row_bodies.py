"""A body for each kind of register that can be taken: of the bureau baishi, before 2030."""

from typing import Any

from workflow.messages.row import RegisterKind as Kind

ROWS: dict[Kind, dict[str, Any]] = {
    Kind.PAYMENT: {
        "case_no": "1号",
        "name": "王五",
        "account_type": "personal",
        "amount": "1200",
        "paid_on": "2020-03-02",
    },
    Kind.VOUCHER: {"case_no": "1号", "voucher_no": "p1", "name": "王五", "amount": 1200},
    Kind.CASE_HANDLER: {"case_no": "1号", "name": "王五"},
    Kind.SHARED_COST: {"cost_no": "z1", "project": "援助", "use": "legal_aid", "total": 10, "amount": 10},
    Kind.DISCLOSURE: {"month": "2020-02", "disclosed_on": "2020-03-02", "place": "公告栏", "persons": 3},
    Kind.NEWS: {"title": "x", "submitted_on": "2020-03-02"},
    Kind.SYSTEM_DATA: {"case_no": "1号", "field": "案由", "compared_on": "2020-03-02"},
    Kind.STATION_ACTIVITY: {"station": "baishi-1", "held_on": "2020-03-02", "topic": "普法", "people": 20},
    Kind.TRAINING: {"held_on": "2020-03-02", "topic": "财务", "host": "市中心", "people": 20},
}
BODIES = {kind: {"bureau": "baishi", **said} for kind, said in ROWS.items()}
