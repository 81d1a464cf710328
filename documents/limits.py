"""How long a cell of a list may be: as long as the command that issues its item takes, and never above `LONGEST`."""

from collections.abc import Mapping
from dataclasses import fields

from documents.headers import Column
from workflow.messages import IssueItem

LONGEST = 5_000
PERSONAL = 200  # of a name or a phone
FIELDS: Mapping[Column, str] = {
    Column.SOURCE: "source", Column.CLAUSE: "clause", Column.AREA: "area", Column.PROBLEM: "problem",
    Column.FIGURE: "figure", Column.UNIT: "bureau", Column.KIND: "kind", Column.REQUIREMENT: "requirement",
    Column.LEAD: "lead", Column.LEADER: "leader", Column.CONTACT: "contact", Column.PHONE: "phone",
    Column.DUE: "due", Column.REMARK: "remark", Column.AMOUNT: "amount",
}  # fmt: skip
COLUMN_OF = {field: column for column, field in FIELDS.items()}
MATCHED = (Column.AREA, Column.UNIT)  # what is written is not kept, only the code it comes to


def _limits() -> dict[Column, int]:
    asked = {field.name: field.metadata for field in fields(IssueItem)}
    kept = {column: asked[name] for column, name in FIELDS.items() if column not in MATCHED}
    taken = {column: PERSONAL if "personal" in hints else hints.get("max", LONGEST) for column, hints in kept.items()}
    return {column: min(LONGEST, taken.get(column, LONGEST)) for column in Column}


LIMITS: Mapping[Column, int] = _limits()
