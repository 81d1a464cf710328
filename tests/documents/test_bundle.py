"""Evidence bundles of a real city: proved by the verifier alone, in sight, the same bytes each time."""

from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import select

from documents import bundle, bundle_file
from documents.bundle import OPERATOR, Viewer
from events import tables
from tests.city import City
from tests.keys import OTHER, SIGNER
from tests.signing import of_item, of_period, opened, sign, verify, written
from workflow import log_errors
from workflow.errors import NoSuchItem
from workflow.projections import ITEMS

KEY = SIGNER.verifier


@pytest.fixture
def lived(city: City) -> UUID:
    """An item that went all its way, its texts marked."""
    item = city.items("baishi")[0]
    city.reach(item, "closed", mark="ZQX-baishi")
    return item


def ask(city: City, made):
    with city.ledger.database.reading() as connection:
        return made(connection, KEY)


def newest_command(city: City, item: UUID) -> UUID:
    events = tables.events.c
    wanted = select(events.command_id).where(events.stream_id == f"item-{item}").order_by(events.version.desc())
    with city.ledger.database.reading() as connection:
        return connection.scalars(wanted).first()


def receipt(city: City, command_id: UUID, viewer: Viewer = OPERATOR) -> bytes:
    made = ask(city, lambda connection, key: bundle.receipt(connection, viewer, command_id, key))
    return bundle_file.json_of(made)


def test_an_items_bundle_is_proved(city: City, lived: UUID, tmp_path):
    sign(city, tmp_path)
    path = written(city, tmp_path / "item.zip", of_item(lived))
    said, files = opened(path)
    assert [event["version"] for event in said["events"]] == [1, 2, 3, 4, 5]
    assert len(files) == 1
    verdict = verify(path)
    assert verdict.status == 0, verdict.said
    assert "Files included: 1" in verdict.said
    assert "已证明" in verify(path, SIGNER.verifier.fingerprint, "--lang", "zh").said


def test_a_period_is_proved_whole_and_in_part(city: City, lived: UUID, tmp_path):
    sign(city, tmp_path)
    for first, last in ((0, None), (5, 40), (17, 17)):
        verdict = verify(written(city, tmp_path / "period.zip", of_period(first, last)))
        assert verdict.status == 0, verdict.said


def test_a_receipt_is_pending_until_it_is_signed_and_proved_then(city: City, lived: UUID, tmp_path):
    command = newest_command(city, lived)
    path = tmp_path / "receipt.json"
    path.write_bytes(receipt(city, command))
    assert orjson.loads(path.read_bytes())["status"] == "pending"
    assert verify(path).status == 2
    sign(city, tmp_path)
    path.write_bytes(receipt(city, command))
    verdict = verify(path)
    assert verdict.status == 0, verdict.said
    compact = bundle_file.compact(path.read_bytes())
    assert str(command) in compact
    assert orjson.loads(path.read_bytes())["checkpoint"] in compact


def test_every_single_event_has_a_receipt_that_is_proved(sqlite_city: City, tmp_path):
    sign(sqlite_city, tmp_path)
    with sqlite_city.ledger.database.reading() as connection:
        commands = list(connection.scalars(select(tables.events.c.command_id).distinct()))
    kinds = set()
    for command in commands[::9]:
        path = tmp_path / "receipt.json"
        path.write_bytes(receipt(sqlite_city, command))
        kinds |= {event["stream"].partition("-")[0] for event in orjson.loads(path.read_bytes())["events"]}
        assert verify(path).status == 0
    assert len(kinds) > 1


def test_what_is_not_signed_yet_is_refused_with_numbers(city: City, lived: UUID, tmp_path):
    with pytest.raises(log_errors.NotYetSigned):
        ask(city, of_item(lived))
    sign(city, tmp_path)
    city.do("reopen", "center1", lived, reason="再看", new_due=city.weeks_on)
    with pytest.raises(log_errors.NotYetSigned) as refused:
        ask(city, of_item(lived))
    assert refused.value.what["needed"] == refused.value.what["signed"] + 1
    with pytest.raises(log_errors.NotYetSigned):
        ask(city, of_period(0, refused.value.what["signed"]))
    assert verify(written(city, tmp_path / "signed.zip", of_period(0, None))).status == 0


def test_a_checkpoint_of_another_key_is_not_handed_out(sqlite_city: City, tmp_path):
    sign(sqlite_city, tmp_path, OTHER)
    with pytest.raises(log_errors.NoPublicKey):
        ask(sqlite_city, of_period(0, None))


def test_the_same_log_and_checkpoint_give_the_same_bytes(city: City, lived: UUID, tmp_path):
    sign(city, tmp_path)
    for name, made in (("item", of_item(lived)), ("period", of_period(3, None))):
        one, other = (written(city, tmp_path / f"{name}{n}.zip", made).read_bytes() for n in (1, 2))
        assert one == other


def test_a_bureaus_period_holds_no_byte_of_another(city: City, lived: UUID, tmp_path):
    city.reach(city.items("shiqiao")[0], "closed", "shiqiao", mark="ZQX-shiqiao")
    sign(city, tmp_path)
    bureau = Viewer.of(city.actor("shiqiao_leader"))
    path = written(city, tmp_path / "own.zip", of_period(0, None, bureau))
    said, _ = opened(path)
    board = ITEMS.now.c
    with city.ledger.database.reading() as connection:
        own = set(connection.scalars(select(board.stream_id).where(board.bureau == "shiqiao")))
    assert {event["stream"] for event in said["events"]} == own
    assert said["withheld"] > 0
    assert b"ZQX-baishi" not in path.read_bytes()
    assert b"ZQX-shiqiao" in path.read_bytes()
    assert verify(path).status == 0


def test_what_is_out_of_sight_is_as_absent(city: City, lived: UUID, tmp_path):
    sign(city, tmp_path)
    foreign = Viewer.of(city.actor("shiqiao_leader"))
    for item in (lived, uuid4()):
        with pytest.raises(NoSuchItem):
            ask(city, of_item(item, foreign))
    for command in (newest_command(city, lived), uuid4()):
        with pytest.raises(log_errors.NoSuchCommand):
            receipt(city, command, foreign)
    nothing = Viewer.of(city.actor("sysadmin"))
    with pytest.raises(log_errors.EmptyPeriod):
        ask(city, of_period(0, None, nothing))


def test_a_file_that_was_altered_is_named_and_left_out(sqlite_city: City, tmp_path):
    item = sqlite_city.items("baishi")[0]
    sqlite_city.reach(item, "reported")
    sign(sqlite_city, tmp_path)
    [name] = opened(written(sqlite_city, tmp_path / "whole.zip", of_item(item)))[1]
    kept = sqlite_city.ledger.files.path(name.removeprefix("files/"))
    kept.chmod(0o640)
    kept.write_bytes(b"something else")
    path = written(sqlite_city, tmp_path / "left_out.zip", of_item(item))
    assert opened(path)[1] == {}
    verdict = verify(path)
    assert verdict.status == 0
    assert "named but not included: 1" in verdict.said


def test_what_was_rewritten_behind_the_log_is_not_handed_out(sqlite_city: City, tmp_path):
    item = sqlite_city.items("baishi")[0]
    sign(sqlite_city, tmp_path)
    with sqlite_city.ledger.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_no_update")
        body = connection.scalar(select(tables.events.c.body).where(tables.events.c.stream_id == f"item-{item}"))
        altered = body.replace(b'"leads_to":"issued"', b'"leads_to":"closed"')
        assert altered != body
        connection.exec_driver_sql("UPDATE events SET body = ? WHERE stream_id = ?", (altered, f"item-{item}"))
    with pytest.raises(log_errors.LogAltered):
        written(sqlite_city, tmp_path / "altered.zip", of_period(0, None))


def test_personal_values_stand_in_no_bundle(city: City, tmp_path):
    item = uuid4()
    with city.ledger.database.reading() as connection:
        notice = connection.scalar(select(ITEMS.now.c.notice_id).limit(1))
    city.do(
        "issue", "center1", item, notice=str(notice), bureau="baishi", area="archives", kind="immediate",
        problem="一件", due="2020-06-30", contact="ZQX丁四", leader="ZQX王五", phone="ZQX-0000",
    )  # fmt: skip
    sign(city, tmp_path)
    path = written(city, tmp_path / "item.zip", of_item(item))
    assert verify(path).status == 0
    assert b"ZQX" not in path.read_bytes()
