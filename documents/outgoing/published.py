"""The counts of a comparison that was published: those after its position of the log, read from the histories."""

from typing import NamedTuple

from documents.outgoing.view import View
from workflow import comparing
from workflow.comparing import Counts
from workflow.following import LAGGING, followed
from workflow.history import Moment, moment
from workflow.log_errors import HistoryBehind


class Counted(NamedTuple):
    """The counts by unit, and the moment they are of."""

    counts: Counts
    then: Moment


def counts_at(view: View, position: int) -> Counted:
    """HistoryBehind where the histories have not come there."""
    reached = followed(view.connection)
    if reached < position:
        raise HistoryBehind(asked=position, reached=reached, why=LAGGING)
    then = moment(view.connection, f"@{position}", view.at.at, view.zone)
    return Counted(comparing.counts(view.connection, then), then)
