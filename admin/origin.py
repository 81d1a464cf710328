"""Where an item came from, and what of other years it is linked with: beside the item, as far as the reader sees it."""

from typing import NamedTuple

from admin.look import Look
from workflow.finding_register import Row, findings
from workflow.history import Life
from workflow.repeating import Chain, item_chain


class Origin(NamedTuple):
    """The finding, if the item came from one; the items it repeats, and those that repeat it."""

    finding: Row | None
    chain: Chain


def origin(look: Look, seen: Life) -> Origin:
    """What the item page links to."""
    wanted = seen.item.finding
    found = findings(look.connection, look.actor, look.at) if wanted else []
    row = next((one for one in found if one.finding_id == wanted), None)
    return Origin(row, item_chain(look.connection, look.actor, look.at, seen.item_id))
