"""What becomes of the 82 items: a line each, its steps with their days.

A step is a trigger, followed by what it decides. Most lines are shared: rows take them in turn. One bureau is silent
for long; what nobody touches gets its lights.
"""

from functools import partial

from admin.story import sayings
from admin.story.stage import Scene, Stage
from workflow.messages import ITEM_COMMANDS

SMOOTH = "03-17 assign; 03-30 report; 04-09 verify:completed; 04-14 close"
IMMEDIATE = (
    SMOOTH,
    "03-17 assign; 03-31 report; 04-08 send_back; 04-15 report; 04-20 verify:completed; 04-22 close",
    "03-18 assign; 04-02 report; 04-10 verify:partly_completed; 04-20 report; 04-24 verify:completed; 04-28 close",
    "03-18 assign; 04-03 report; 04-13 verify:not_completed; 04-16 urge",
    "03-19 assign; 03-27 note_progress; 04-07 report; 05-18 verify:completed",
    "03-19 assign; 05-18 report",
    "03-20 assign; 03-26 note_progress; 04-03 report; 04-09 verify:completed; 04-15 close; 05-06 follow_up:passed",
)
STAGED = (
    "03-23 assign; 04-01 plan_measure; 04-01 plan_measure:last; "
    "05-08 complete_measure:1; 05-12 verify_measure:accepted",
    "03-24 assign; 04-20 note_progress",
    "03-24 assign; 04-02 plan_measure; 04-28 complete_measure:1; 04-30 verify_measure:accepted; 05-07 report; "
    "05-12 verify:completed; 05-14 close",
    "03-25 assign; 05-15 report",
    "03-25 assign; 04-02 plan_measure; 05-06 complete_measure:1; 05-11 verify_measure:not_accepted",
    "",
)
SILENT, LATE = "04-16 urge", "04-16 urge; 05-11 assign; 05-19 note_progress"
OWN = {
    3: f"{SMOOTH}; 05-06 follow_up:passed",
    4: f"{SMOOTH}; 05-07 follow_up:failed; 05-15 report",
    11: LATE,
    14: "03-23 assign; 04-10 report; 04-16 verify:ongoing",
    15: SILENT,
    17: "03-20 object; 03-25 answer_objection:rejected; 03-26 assign; 04-07 report; "
        "04-14 verify:completed; 04-17 close",
    21: f"{SMOOTH}; 05-08 reopen; 05-18 report",
    24: LATE,
    44: "03-23 assign; 04-09 report; 04-16 verify:ongoing; 04-21 convert",
    45: "04-27 supervise:yellow",
    46: "03-18 assign; 04-02 request_extension; 04-07 decide_extension:approved; 04-27 report; 04-29 verify:completed; "
        "05-06 close",
    47: "03-18 assign; 04-03 request_extension; 04-07 decide_extension:refused; 04-16 urge; 05-13 report",
    48: "03-23 assign; 05-12 request_extension",
    54: "03-19 object; 03-24 answer_objection:upheld; 03-25 withdraw",
    55: "03-19 object; 03-24 answer_objection:upheld; 03-25 transfer:shiqiao; 03-27 assign; 04-07 report; "
        "04-14 verify:completed; 04-17 close",
    56: "03-18 assign; 04-03 report; 04-10 verify:partly_completed; 05-13 report",
    75: "03-25 assign; 05-13 object",
    80: "03-25 assign; 03-30 wait_for; 04-20 contact_again",
    81: "03-25 assign; 03-31 wait_for; 04-21 contact_again; 05-06 end_waiting; 05-12 report",
    82: "03-23 assign; 04-17 report; 04-22 verify:partly_completed; 05-15 report",
}  # fmt: skip
OF_THE_SILENT = frozenset({11, 15, 24, 34, 43, 45, 52, 62, 71, 79})
OF_STAGES = frozenset({18, 19, 20, *range(48, 54), *range(57, 82)})
BY_LEADER = frozenset({"assign", "object", "plan_measure", "wait_for", "contact_again", "end_waiting"})
BY_HANDLER = frozenset({"report", "note_progress", "complete_measure", "request_extension"})
BY_SECOND = frozenset({"close", "withdraw", "transfer", "decide_extension", "convert"})


def line_of(row: int) -> str:
    """What happens to a row of the list."""
    if row in OWN:
        return OWN[row]
    if row in OF_THE_SILENT:
        return SILENT
    lines = STAGED if row in OF_STAGES else IMMEDIATE
    return lines[row % len(lines)]


def who(trigger: str, bureau: str) -> str:
    """Who pulls it. For the center's own item one of its people answers, the evaluator checks."""
    if bureau == "center":
        return {"verify": "evaluator", "report": "center2"}.get(trigger, "center1")
    if trigger in BY_LEADER:
        return f"{bureau}_leader"
    if trigger in BY_HANDLER:
        return f"{bureau}_handler"
    return "center2" if trigger in BY_SECOND else "center1"


def take(row: int, step: str, stage: Stage) -> None:
    """One step of one row."""
    item = stage.rows[row - 1]
    trigger, _, detail = step.partition(":")
    if trigger == "transfer":
        stage.bureaus[item], before = detail, stage.bureaus[item]
        by = who(trigger, before)
    else:
        by = who(trigger, stage.bureaus[item])
    stage.do(ITEM_COMMANDS[trigger], by, item, sayings.said(stage, item, by, trigger, detail))


def _scenes() -> tuple[Scene, ...]:
    steps = [(row, *step.split()) for row in range(1, 83) for step in filter(None, line_of(row).split("; "))]
    return tuple(Scene(day, partial(take, row, step)) for row, day, step in steps)


SCENES = _scenes()
