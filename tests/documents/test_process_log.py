"""The log for outside tools: the same events in each format, valid by its schema, in sight, and nobody's words."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import jsonschema_rs
import pytest
from lxml import etree
from sqlalchemy import func, select

from documents.process_formats import FORMATS
from documents.process_log import spooled
from events import tables
from tests.city import City
from workflow.comparing import EVERYBODY
from workflow.log_errors import EmptyPeriod
from workflow.messages import Actor
from workflow.projections import ITEMS

KINDS = {"item", "notice", "package", "obligation", "performance"}
DATA = Path(__file__).parent / "data"


def live(city: City) -> City:
    """Items of two bureaus that went all their way, their texts marked; one of them went from one to the other."""
    city.reach(city.items("baishi")[0], "closed", mark="ZQX-baishi")
    city.reach(city.items("shiqiao")[0], "closed", "shiqiao", mark="ZQX-shiqiao")
    city.do("transfer", "center1", city.items("baishi")[1], bureau="shiqiao", reason="ZQX")
    return city


@pytest.fixture
def lived(city: City) -> City:
    return live(city)


@pytest.fixture(scope="module")
def seen(sqlite_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The same, which no test changes."""
    folder = tmp_path_factory.mktemp("seen")
    shutil.copy(sqlite_demo, folder / "demo.db")
    with City.open(f"sqlite:///{folder / 'demo.db'}", folder / "files") as city:
        yield live(city)


def log(city: City, name: str, reader: Actor = EVERYBODY, begins: str = "", ends: str = "") -> bytes:
    content, _ = spooled(city.ledger, reader, FORMATS[name].write, begins, ends)
    with content:
        return content.read()


def of_xes(said: bytes) -> set[str]:
    return {one.get("value") for one in etree.fromstring(said).iterfind("trace/event/string[@key='event_id']")}


def of_ocel(said: bytes) -> set[str]:
    return {event["id"] for event in json.loads(said)["events"]}


def of_cloudevents(said: bytes) -> set[str]:
    return {one["id"] for one in map(json.loads, said.splitlines()) if one["type"] != "xiaohao.log.exported"}


def of_csv(said: bytes) -> set[str]:
    return {row["event_id"] for row in csv.DictReader(io.StringIO(said.decode("utf-8-sig"), newline=""))}


IDS = {"xes": of_xes, "ocel": of_ocel, "cloudevents": of_cloudevents, "csv": of_csv}


def withheld(said: dict[str, bytes]) -> list[int]:
    """What each format says of how much it does not tell."""
    [xes] = etree.fromstring(said["xes"]).iterfind("int[@key='events_withheld']")
    [export] = [one for one in json.loads(said["ocel"])["objects"] if one["type"] == "export"]
    [ocel] = [one["value"] for one in export["attributes"] if one["name"] == "events_withheld"]
    cloud = json.loads(said["cloudevents"].splitlines()[-1])["data"]["events_withheld"]
    rows = list(csv.DictReader(io.StringIO(said["csv"].decode("utf-8-sig"), newline="")))
    return [int(xes.get("value")), int(ocel), cloud, *{int(row["events_withheld"]) for row in rows}]


def all_formats(city: City, reader: Actor = EVERYBODY, begins: str = "", ends: str = "") -> dict[str, bytes]:
    return {name: log(city, name, reader, begins, ends) for name in FORMATS}


def test_for_who_sees_all_each_format_holds_every_event_of_the_log_once(lived: City):
    with lived.ledger.database.reading() as connection:
        all_ids = set(map(str, connection.scalars(select(tables.events.c.event_id))))
    said = all_formats(lived, lived.actor("auditor"))
    for name, content in said.items():
        assert IDS[name](content) == all_ids, name
        assert content.count(next(iter(all_ids)).encode()) == 1, name
    assert withheld(said) == [0, 0, 0, 0]
    assert said == all_formats(lived, lived.actor("center1")), "whoever sees all is told the same"


def test_the_xes_file_is_valid_and_a_checker_that_sees_nothing_would_be_found_out(seen: City):
    schema = etree.RelaxNG(file=str(DATA / "xes.rng"))
    said = etree.fromstring(log(seen, "xes"))
    assert schema.validate(said), schema.error_log
    streams = [trace.find("string[@key='thing']").get("value") for trace in said.iterfind("trace")]
    names = [trace.find("string[@key='concept:name']").get("value") for trace in said.iterfind("trace")]
    assert len(set(streams)) == len(streams) == len(set(names))
    for trace in said.iterfind("trace"):
        versions = [int(one.get("value")) for one in trace.iterfind("event/int[@key='version']")]
        assert versions == list(range(1, len(versions) + 1))
    said.find("trace/event/date").set("value", "yesterday")
    assert not schema.validate(said)
    said = etree.fromstring(log(seen, "xes"))
    said.insert(0, said[-1])
    assert not schema.validate(said)


def test_the_ocel_file_is_valid_and_what_it_names_is_in_it(seen: City):
    schema = jsonschema_rs.Draft7Validator(json.loads((DATA / "ocel20-schema-json.json").read_text()))
    said = json.loads(log(seen, "ocel"))
    schema.validate(said)
    things = [one["id"] for one in said["objects"]]
    assert len(set(things)) == len(things)
    types = {kind: {one["name"]: {a["name"]: a["type"] for a in one["attributes"]} for one in said[kind]}
             for kind in ("eventTypes", "objectTypes")}  # fmt: skip
    for one, kind in [(e, "eventTypes") for e in said["events"]] + [(o, "objectTypes") for o in said["objects"]]:
        assert {ref["objectId"] for ref in one["relationships"]} <= set(things)
        assert {attribute["name"] for attribute in one["attributes"]} <= types[kind][one["type"]].keys()
    del said["events"][3]["time"]
    assert not schema.is_valid(said)


def test_an_item_of_the_ocel_file_tells_how_it_went(seen: City):
    said = json.loads(log(seen, "ocel"))
    item = next(one for one in said["objects"] if one["id"] == f"item-{seen.items('baishi')[0]}")
    states = [one["value"] for one in item["attributes"] if one["name"] == "state"]
    assert states == ["issued", "assigned", "reported", "verified", "closed"]
    assert {one["qualifier"] for one in item["relationships"]} == {"notice", "bureau", "handler"}


def test_cloud_events_carry_what_the_specification_asks(seen: City):
    for line in log(seen, "cloudevents").splitlines():
        said = json.loads(line)
        assert said["specversion"] == "1.0"
        assert all(said[name] for name in ("id", "source", "type", "time", "datacontenttype", "data"))
        assert all(name.isalnum() and name.islower() and len(name) <= 20 for name in said)


def test_the_table_opens_in_a_spreadsheet_as_text(seen: City):
    said = log(seen, "csv")
    assert said.startswith(b"\xef\xbb\xbfcase_id,")
    assert said.count(b"\r\n") == len(of_csv(said)) + 1
    rows = csv.reader(io.StringIO(said.decode("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_nobodys_words_stand_in_any_file_whoever_reads(seen: City):
    for reader in ("auditor", "center1", "evaluator", "baishi_leader"):
        for name, content in all_formats(seen, seen.actor(reader)).items():
            assert b"ZQX" not in content, (reader, name)


def test_a_bureaus_files_hold_its_own_and_count_the_rest(lived: City):
    board = ITEMS.now.c
    with lived.ledger.database.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(tables.log))
        own = set(connection.scalars(select(board.stream_id).where(board.bureau == "shiqiao")))
    said = all_formats(lived, lived.actor("shiqiao_handler"))
    ids = [IDS[name](content) for name, content in said.items()]
    assert ids[0] == ids[1] == ids[2] == ids[3]
    assert set(withheld(said)) == {total - len(ids[0])}
    lines = [json.loads(line) for line in said["cloudevents"].splitlines()[:-1]]
    assert {line["subject"] for line in lines if line["subject"].startswith("item-")} == own
    assert {line["subject"].partition("-")[0] for line in lines} <= KINDS
    strangers = (b"baishi", *(str(lived.actor(f"baishi_{who}").account).encode() for who in ("leader", "handler")))
    for name, content in said.items():
        assert not [one for one in strangers if one in content], name


def test_of_an_item_that_came_from_another_bureau_only_what_was_since_is_told(seen: City):
    moved = max(seen.items("shiqiao"), key=lambda item: len(versions(seen, item)) == 2)
    assert versions(seen, moved, seen.actor("auditor")) == [1, 2]
    assert versions(seen, moved, seen.actor("shiqiao_leader")) == [2]


def versions(city: City, item: UUID, reader: Actor = EVERYBODY) -> list[int]:
    lines = map(json.loads, log(city, "cloudevents", reader).splitlines())
    return [line["version"] for line in lines if line.get("subject") == f"item-{item}"]


def test_who_sees_every_item_but_not_the_log_is_told_of_the_items_whole(seen: City):
    lines = [json.loads(line) for line in log(seen, "cloudevents", seen.actor("evaluator")).splitlines()]
    kinds = {line["subject"].partition("-")[0] for line in lines[:-1]}
    assert {"item", "notice"} <= kinds <= KINDS
    assert lines[-1]["data"]["events_withheld"] > 0
    with seen.ledger.database.reading() as connection:
        number = connection.scalar(select(func.count()).where(tables.events.c.stream_id.startswith("item-")))
    assert sum(line["subject"].startswith("item-") for line in lines[:-1]) == number


def test_a_period_is_cut_out_and_later_events_change_nothing_of_it(lived: City):
    before = all_formats(lived, begins="@10", ends="@60")
    assert {len(IDS[name](content)) for name, content in before.items()} == {51}
    lived.reach(lived.items("shiqiao")[-1], "closed", "shiqiao")
    assert all_formats(lived, begins="@10", ends="@60") == before


def test_a_period_in_which_nothing_was_recorded_is_refused(seen: City):
    with pytest.raises(EmptyPeriod):
        log(seen, "csv", begins="2000-01-01", ends="2000-01-02")
