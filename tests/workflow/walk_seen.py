"""What is seen of a ledger, to be seen again."""

from tests import examples as x
from workflow import reports
from workflow.history import life


def ledger_bytes(connection, at):
    """Every list an auditor can see, as bytes."""
    page = reports.ledger(connection, x.AUDITOR, at, reports.Filter(), size=200)
    filtered = reports.ledger(connection, x.LEADER, at, reports.Filter(state="open", text="0"), sort="changed")
    matrix = sorted(reports.matrix(connection, x.AUDITOR, at).items())  # a count has no order of its own
    rest = (reports.counts(connection, x.AUDITOR, at), matrix)
    notices = reports.notices(connection, x.AUDITOR, at)
    lives = [[s.item for s in life(connection, row.item_id, x.AUDITOR, at).steps] for row in page.rows]
    return repr((list(page.rows), list(filtered.rows), rest, notices, lives)).encode()
