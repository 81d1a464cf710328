"""Whether a wrong password takes as long for a login that is there as for one that is not: at the server, SQLite."""

import random
import statistics
import tempfile
import time

from flask.testing import FlaskClient

from benchmarks.table import Table
from config import Settings
from identity import demo_accounts
from migrations import upgrade
from wsgi import create_app, open_ledger

TRIES, GOAL_MS = 200, 5.0


def measure() -> Table:
    """The median of 200 tries each, in turn, from as many addresses; and the gap between the two medians."""
    columns = ("login", "tries", "median ms", "p95 ms", "gap ms", "goal ms")
    table = Table("A wrong password, login known or not", columns)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/xiaohao.db", files=f"{folder}/files", keys=f"{folder}/keys"
        )
        upgrade(settings.database_url)
        ledger = open_ledger(settings)
        demo_accounts.load(ledger)
        app = create_app(settings, ledger)
        app.config["WTF_CSRF_ENABLED"] = False
        times = _timed(app.test_client())
        ledger.database.close()
    medians = [statistics.median(found) for found in times.values()]
    gap = abs(medians[0] - medians[1])
    for (name, found), median in zip(times.items(), medians, strict=True):
        table.add(name, len(found), median, sorted(found)[int(len(found) * 0.95)], gap, GOAL_MS)
    return table


def _timed(client: FlaskClient) -> dict[str, list[float]]:
    """Each account is tried no more often than is looked at, and each try comes from another address."""
    known = [account.login for account in demo_accounts.DEMO_ACCOUNTS]
    tries = [("known", known[number % len(known)]) for number in range(TRIES)]
    tries += [("unknown", f"nobody{number}") for number in range(TRIES)]
    random.Random(1).shuffle(tries)
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    client.post("/login", data={"login": "nobody", "password": "x"})
    for number, (kind, login) in enumerate(tries):
        place = {"REMOTE_ADDR": f"10.0.{number // 250}.{number % 250}"}
        start = time.perf_counter()
        answer = client.post("/login", data={"login": login, "password": "wrong"}, environ_base=place)
        times[kind].append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"a guess at {login} was answered {answer.status_code}")
    return times
