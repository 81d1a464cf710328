"""What a golden ledger tells of measures, objections, transfers, waiting and follow-up; the lines of these events."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tests import matter_examples as y
from tests.matter_moves import WORDS

LEADERS = frozenset(
    {"plan_measure", "drop_measure", "note_progress", "object", "wait_for", "contact_again", "end_waiting"}
)
HANDLERS = ("complete_measure",)

EXPECTED: Mapping[tuple[str, int], Any] = {
    ("item.measure_planned", 1): y.planned,
    ("item.measure_dropped", 1): y.dropped,
    ("item.measure_completed", 1): y.completed,
    ("item.measure_verified", 1): y.not_accepted,
    ("item.progress_noted", 1): y.progress,
    ("item.objected", 1): y.objected,
    ("item.objection_answered", 1): y.answered,
    ("item.transferred", 1): y.transferred,
    ("item.waiting_begun", 1): y.awaited,
    ("item.contacted_again", 1): y.contacted,
    ("item.waiting_ended", 1): y.waited,
    ("item.followed_up", 1): y.failed,
    ("item.followed_up", 2): replace(y.failed, new_due=date(2020, 6, 30)),
}


def who(trigger: str, bureau: str) -> str:
    """Who pulls it: for the bureau its leader or its handler, else the center."""
    if trigger in LEADERS:
        return f"{bureau}_leader"
    return f"{bureau}_handler" if trigger in HANDLERS else "center1"


def said(trigger: str, detail: str, today: date) -> dict[str, Any]:
    """What is said with it; `detail` is the measure's number, or what a check found."""
    more: dict[str, dict[str, Any]] = {
        "plan_measure": {"measure_due": "2020-04-08"},
        "wait_for": {"contacted_on": "2020-03-12"},
        "contact_again": {"contacted_on": str(today)},
        "follow_up": {"checked_on": str(today), "followed_up": detail},
        "transfer": {"bureau": "songkou"},
    }
    numbered = {"measure": int(detail)} if trigger.endswith("_measure") and detail else {}
    return WORDS[trigger] | more.get(trigger, {}) | numbered
