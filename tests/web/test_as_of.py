"""A page as of a position gives the same bytes for ever, whatever happens afterwards."""

import random
import re
from datetime import timedelta

from events import subscription
from tests.city import City
from tests.matter_moves import WORDS, words
from workflow.decider import why_not
from workflow.facts import Light
from workflow.following import HISTORY
from workflow.history import life, present
from workflow.machine import ITEM_LIFE

PAGES = (
    "/admin/ledger/", "/admin/ledger/?state=open&sort=changed", "/admin/", "/admin/log/", "/admin/notices/",
    "/admin/areas/", "/admin/organisations/",
)  # fmt: skip
SHOWN_TO_ALL = tuple(page for page in PAGES if page != "/admin/log/")
LISTS = ("/api/v1/items?size=200", "/api/v1/log?limit=50", "/api/v1/notices")
READERS = ("auditor", "baishi_leader")
PEOPLE = ("center1", "center2", "baishi_leader", "baishi_handler", "evaluator")


def test_a_list_as_of_a_position_never_changes(city: City, rng: random.Random):
    kept = {}
    items = city.items("baishi")[:3]
    for _ in range(5):
        at_random(city, rng, rng.choice(items))
        kept |= seen(city, newest(city))
    for (reader, address), then in kept.items():
        assert shown(city, reader, address) == then, (reader, address)


def test_the_list_now_is_the_list_as_of_the_newest_position(city: City, rng: random.Random):
    for _ in range(4):
        at_random(city, rng, rng.choice(city.items("baishi")[:3]))
        for reader in READERS:
            live = city.app.test_client().get("/api/v1/items?size=200", headers=city.bearer(reader)).json
            address = f"/api/v1/items?size=200&as_of=@{newest(city)}"
            then = city.app.test_client().get(address, headers=city.bearer(reader)).json
            assert live["items"] == then["items"]


def test_a_page_as_of_an_instant_is_that_of_its_position(city: City, rng: random.Random):
    """The desk's counts, the ledger, everything: whichever way the moment is written."""
    for _ in range(3):
        at_random(city, rng, rng.choice(city.items("baishi")[:3]))
    then, position = city.clock.now(), newest(city)
    city.clock.advance(timedelta(minutes=1))
    at_random(city, rng, city.items("baishi")[0])
    for reader in READERS:
        for page in SHOWN_TO_ALL:
            by_position = told(city, reader, page, f"@{position}")
            assert by_position == told(city, reader, page, then.isoformat().replace("+", "%2B")), (reader, page)


def told(city: City, reader: str, page: str, written: str) -> bytes:
    """What the page shows, without the address it was asked under and the words for the moment."""
    shown_ = shown(city, reader, f"{page}{'&' if '?' in page else '?'}as_of={written}")
    lists = re.findall(rb"<table.*?</table>|<ul class=\"tree\">.*?</section>|<h2.*?</h2>", shown_, re.DOTALL)
    assert lists
    return re.sub(rb'href="[^"]*"', b"", b"".join(lists))


def test_a_moment_the_histories_have_not_come_to_is_answered_503_with_the_reason(city: City, monkeypatch):
    city.do("withdraw", "center1", city.items("baishi")[0], reason="重复下发")
    monkeypatch.setattr("workflow.following.PATIENCE", 0.1)
    database, asked = city.ledger.database, newest(city)
    reached = subscription.run(database, city.clock, HISTORY) - 1
    city.do("withdraw", "center1", city.items("baishi")[1], reason="重复下发")
    subscription.take(database, city.clock, HISTORY.name)
    answer = city.app.test_client().get(f"/api/v1/items?as_of=@{asked + 1}", headers=city.bearer("auditor"))
    assert (answer.status_code, answer.json["code"]) == (503, "history_behind")
    assert f"@{reached}" in answer.json["messages"]["zh"]
    page = city.browser("auditor").get(f"/admin/ledger/?as_of=@{asked + 1}")
    assert page.status_code == 503
    assert f"@{reached}" in page.text
    assert answer.headers["Retry-After"]
    assert page.headers["Retry-After"]


def at_random(city: City, rng: random.Random, item) -> None:
    """Somebody does something they may."""
    with city.ledger.database.reading() as connection:
        now = life(connection, item, city.actor("auditor"), present(city.clock.now(), city.ledger.zone)).item
    may = [
        (t, who)
        for t in ITEM_LIFE.triggers_from(now.state)
        for who in PEOPLE
        if why_not(city.actor(who), t, now, city.ledger.today) is None
    ]
    trigger, who = rng.choice([pair for pair in may if pair[0] not in ("withdraw", "transfer")] or may)
    handler = str(city.actor("baishi_handler").account)
    another = city.actor("baishi_leader" if str(now.handler) == handler else "baishi_handler")
    said = {
        "assign": lambda: {"handler": handler, "internal_due": "2020-04-01"},
        "hand_over": lambda: {"handler": str(another.account), "reason": "出差"},
        "report": lambda: {"measures": "甲", "result": "乙", "evidence": [city.upload(who)]},
        "verify": lambda: {"conclusion": rng.choice(["completed", "ongoing", "not_completed"]), "reason": "见核查意见"},
        "close": dict,
        "urge": dict,
        "supervise": lambda: {"light": list(Light)[now.light.rank + 1 if now.light else 0], "note": "进度慢"},
    }.get(trigger, lambda: {"reason": "照片看不清"})()
    if trigger in WORDS:
        said = words(trigger, now, city.actor(who), city.ledger.today)
    city.do(trigger, who, item, **said)


def newest(city: City) -> int:
    answer = city.app.test_client().get("/api/v1/log?limit=1000", headers=city.bearer("auditor")).json
    return max(event["position"] for event in answer["events"])


def seen(city: City, position: int) -> dict[tuple[str, str], bytes]:
    places = [
        (reader, f"{page}{'&' if '?' in page else '?'}as_of=@{position}")
        for page in PAGES + LISTS
        for reader in READERS
    ]
    return {place: shown(city, *place) for place in places}


def shown(city: City, reader: str, address: str) -> bytes:
    """The list itself: of a page its main part, without what each answer has anew."""
    if address.startswith("/api/"):
        return city.app.test_client().get(address, headers=city.bearer(reader)).data
    page = city.browser(reader).get(address).data
    return re.sub(rb'csrf_token" value="[^"]+"', b"", page.partition(b"<main")[2].partition(b"</main>")[0])
