"""The wall between bureaus: every route, as every role, asked for what is one's own, another's, and not there."""

import io
import json
import re
import zipfile
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from events import tables
from tests.archives import pack
from tests.city import LOGINS, City
from tests.matter_moves import mark
from tests.office import PNG
from tests.signing import sign
from tests.web.routes import CANARY, ROUTES, WRITES_AT_THE_NAME, Route
from workflow import evaluating, jobs, schemas, service, upward_reports
from workflow import messages as m
from workflow.batch_preparation import mapping_id
from workflow.drawing import FrameRow, frame_digest
from workflow.facts import Due
from workflow.files import uploads
from workflow.lookups import organisation_id
from workflow.mappings import REQUIRED
from workflow.messages import disclosure_list as dl
from workflow.messages import draft as d
from workflow.messages import package as p
from workflow.messages.disclosure_list import Recipient
from workflow.messages.mapping import MappedColumn
from workflow.messages.publicity import RecordDisclosure, RecordNews
from workflow.messages.upward import DraftReport
from workflow.notice_preparation import package_id
from workflow.public_table import made
from workflow.sight import Place, in_drafts, in_sight, may_enter
from workflow.upward import UpwardReport

MARKED = ("baishi", "shiqiao")
DRAFTED = "ZQXDRAFTED"


def on_both(*logins: str):
    """The first login on PostgreSQL, up to three on SQLite; at full size all on both."""
    here = [pytest.param("sqlite_city", login, id=f"sqlite-{login}") for login in logins]
    there = [pytest.param("postgres_city", login, id=f"postgresql-{login}") for login in logins]
    later = [pytest.param(*param.values, id=param.id, marks=pytest.mark.big) for param in here[3:] + there[1:]]
    return pytest.mark.parametrize(("where", "login"), [*here[:3], there[0], *later])


@pytest.fixture
def marked(where: str, request: pytest.FixtureRequest, tmp_path: Path):
    """A city in which each text of two bureaus' items holds the bureau's canary."""
    city: City = request.getfixturevalue(where)
    things = {}
    for bureau in MARKED:
        canary = CANARY.format(bureau=bureau)
        notice, item = uuid4(), uuid4()
        open_notice(city, notice, f"通知{canary}")
        city.do(
            "issue", "center1", item, notice=str(notice), bureau=bureau, area="archives", kind="immediate",
            problem=f"{canary}编号", due="2020-06-30", requirement=canary, source=canary, clause=canary, lead=canary,
            remark=canary, figure=canary, contact=canary, leader=canary, phone=canary,
        )  # fmt: skip
        mark(city.do, bureau, item, canary)
        city.reach(item, "closed", bureau, canary)
        with city.ledger.database.reading() as connection:
            [sha256] = connection.scalars(select(uploads.c.sha256).where(uploads.c.org == bureau))
            wanted = select(tables.events.c.command_id).where(tables.events.c.stream_id == f"item-{item}")
            command = connection.scalars(wanted.order_by(tables.events.c.version.desc())).first()
        account, contact = city.actor(f"{bureau}_handler").account, register_contact(city, bureau, canary)
        things[bureau] = {
            "draft": drafted(city, bureau), "bureau": bureau, "paper": returned(city, notice, bureau, canary),
            "item": item, "notice": notice, "file": sha256, "command": command, "account": account, "contact": contact,
            "comparison": withdrawn(city, canary), **owed(city, bureau, canary),
            "row": record_row(city, bureau, canary), "sample": concluded(city, bureau, canary),
            **evaluated(city, bureau, canary, notice), "report": reported_upward(city, canary, notice),
            "disclosure": disclosed(city, bureau, canary),
            "merge": merged(city, bureau, item, canary), **imported(city, bureau, notice, item),
        }  # fmt: skip
    sign(city, tmp_path)
    for bureau in MARKED:
        things[bureau]["archive"] = pack(city, f"{bureau}_leader", notice=str(things[bureau]["notice"])).archive_id
    sign(city, tmp_path)
    return city, things


def register_contact(city: City, bureau: str, canary: str) -> UUID:
    """A liaison at a station of the bureau, called once; the canary in all that is written of them."""
    code, contact = f"{bureau}-1", uuid4()
    unit = {"code": code, "name": f"{bureau}工作站", "short": code, "what": "township_station", "parent": bureau}
    given(city, m.RegisterOrganisation, "sysadmin", organisation_id(code), unit)
    person = {"name": canary, "phone": "0000-7654321", "station": code, "post": "liaison"}
    given(city, m.RegisterContact, f"{bureau}_handler", contact, person)
    called = {"result": "mismatch", "checked_on": "2030-01-01", "remark": canary}
    given(city, m.CheckPhone, f"{bureau}_leader", contact, called)
    return contact


def record_row(city: City, bureau: str, canary: str) -> UUID:
    """A disclosure that a rule finds fault with, and a news brief; the canary in all that is written of them."""
    told = {"bureau": bureau, "title": canary, "submitted_on": "2029-12-30", "link": canary}
    given(city, RecordNews, f"{bureau}_handler", uuid4(), told)
    row = uuid4()
    said = {"bureau": bureau, "month": "2029-12", "disclosed_on": "2029-12-30", "place": canary, "persons": 1,
            "name": canary, "handed_over_on": "2029-12-30", "list_hash": canary}  # fmt: skip
    given(city, RecordDisclosure, f"{bureau}_handler", row, said)
    return row


def disclosed(city: City, bureau: str, canary: str) -> UUID:
    """A disclosure list that was published and found wanting; the canary in all that is written of it."""
    listed, rows = uuid4(), (Recipient(2, {"name": "周十五", "matter": "继承"}),)
    unit = {"baishi": "白石县司法局", "shiqiao": "石桥市司法局"}[bureau]
    digest = made(unit, Due.parse("2029-11"), rows, ()).table.digest
    said = {"bureau": bureau, "month": "2029-11", "digest": digest}
    given(city, dl.PrepareDisclosureList, f"{bureau}_handler", listed, said, rows=rows)
    given(city, dl.ApproveDisclosureList, f"{bureau}_leader", listed, {"digest": digest})
    day = {"disclosed_on": "2029-12-01", "place": canary}
    given(city, dl.PublishDisclosureList, f"{bureau}_handler", listed, day)
    looked = {"rechecked_on": "2029-12-02", "result": "incomplete", "remark": canary}
    given(city, dl.RecheckDisclosureList, f"{bureau}_handler", listed, looked)
    return listed


def drafted(city: City, bureau: str) -> UUID:
    """A draft for the bureau, which no bureau sees, nor an evaluator."""
    draft = uuid4()
    said = {"title": DRAFTED, "year": 2030, "basis": DRAFTED, "plan": DRAFTED, "leader": DRAFTED}
    given(city, d.DraftNotice, "center1", draft, said)
    problem = {"bureaus": [bureau], "area": "archives", "kind": "immediate", "problem": DRAFTED, "due": "2030-06-30"}
    given(city, d.AddProblem, "center1", draft, problem)
    return draft


def returned(city: City, notice: UUID, bureau: str, canary: str) -> str:
    """What the bureau returned under its notice, the canary in its names and remark: the digest of the report."""
    where = {"notice": notice, "bureau": bureau}
    package, leader = package_id(**where), f"{bureau}_leader"
    sent = {"way": "post", "sent_on": "2030-01-01", "post_number": canary}
    given(city, p.DispatchPackage, "center1", package, sent, **where)
    given(city, p.AcknowledgePackage, leader, package, {}, **where)
    report, completed = (city.upload(leader, f"{canary}{n}.png", PNG + f"{canary}{n}".encode()) for n in (1, 2))
    said = {"report": [report], "completed": [completed], "remark": canary}
    given(city, p.ReturnPackage, leader, package, said, **where)
    return report


def owed(city: City, bureau: str, canary: str) -> dict[str, UUID]:
    """An obligation of the bureau, and what it did for it, with a file of its own as evidence."""
    obligation, performance = uuid4(), uuid4()
    said = {
        "bureau": bureau, "area": "archives", "duty": canary, "basis": canary, "rule": "monthly", "since": "2029-11-01",
    }  # fmt: skip
    given(city, m.SetUpObligation, "center1", obligation, said)
    done = {"performed_on": "2029-12-20", "what": canary, "no_evidence": canary}
    given(city, m.RecordPerformance, f"{bureau}_handler", performance, done, obligation=obligation)
    return {"obligation": obligation, "performance": performance}


def merged(city: City, bureau: str, item: UUID, canary: str) -> UUID:
    """A reply workbook of the bureau that was merged; the canary in what is told of its file."""
    merge, by = uuid4(), city.actor(f"{bureau}_leader")
    what = {"workbook": uuid4(), "issued_to": by.account, "digest": canary, "items": (item,)}
    given(city, m.MergeWorkbook, f"{bureau}_leader", merge, {}, bureau=bureau, **what)
    return merge


def withdrawn(city: City, canary: str) -> UUID:
    """A comparison that is open to no bureau any more."""
    comparison = uuid4()
    given(city, m.PublishComparison, "center1", comparison, {"title": canary, "basis": canary})
    given(city, m.WithdrawComparison, "center1", comparison, {"reason": canary})
    return comparison


def concluded(city: City, bureau: str, canary: str) -> UUID:
    """A sample of the bureau's volumes alone, checked and concluded; the canary in all that is written of them."""
    sample, rows = uuid4(), (FrameRow(bureau, canary),)
    frame = {"frame": frame_digest(rows)}
    given(city, m.PlanSample, "evaluator", sample, {"title": canary, "purpose": canary, "drawn_from": "volumes"})
    given(city, m.BringVolumes, "evaluator", sample, frame, rows=rows)
    given(city, m.DrawSample, "evaluator", sample, {**frame, "sizes": "1"})
    found = {"unit": bureau, "row": canary, "defects": ["binding"], "remark": canary, "checked_on": "2030-01-01"}
    given(city, m.CheckRow, "evaluator", sample, found)
    given(city, m.ConcludeSample, "evaluator", sample, {"reason": canary})
    return sample


def given(city: City, kind: type[m.Command], login: str, subject: UUID, said: dict, **context: object) -> None:
    context |= {"command_id": uuid4(), "subject": subject, "by": city.actor(login), "at": city.clock.now()}
    service.handle(city.ledger, schemas.load(kind, said, **context))


def evaluated(city: City, bureau: str, canary: str, notice: UUID) -> dict[str, UUID]:
    """A finding of the bureau with an item from it, repeated and corrected; and a snapshot that holds its clause."""
    finding, later, snapshot = uuid4(), uuid4(), uuid4()
    said = {"clause_text": canary, "area": "archives", "text": canary, "concerns": "named", "units": [bureau],
            "figure": canary, "amount": "12.34"}  # fmt: skip
    for year, one in ((2018, later), (2019, finding)):
        given(city, m.EnterFinding, "evaluator", one, {**said, "source": "third_party", "year": year})
    given(city, m.CorrectFinding, "evaluator", finding, {**said, "text": f"{canary}更正", "reason": canary})
    given(city, m.LinkFinding, "center1", finding, {"repeats": str(later)})
    item = {"notice": str(notice), "bureau": bureau, "area": "archives", "kind": "immediate", "due": "2020-06-30"}
    given(city, m.IssueItem, "center1", uuid4(), {**item, "finding": str(finding), "problem": f"{canary}来自问题"})
    position, digest = evaluating.frozen(city.ledger, 2019)
    said = {"title": canary, "year": 2019}
    given(city, m.TakeSnapshot, "evaluator", snapshot, said, at_position=position, digest=digest)
    return {"finding": finding, "snapshot": snapshot}


def reported_upward(city: City, canary: str, notice: UUID) -> UUID:
    """A report upward of the bureau's notice, the canary in all that was typed of it."""
    report = uuid4()
    typed = {"title": canary, "basis": canary, "meeting": canary, "plan": canary}
    new = UpwardReport(unit="center", year=2019, notices=(notice,), **typed)
    said = {"addressee": canary, "issuer": canary, "year": 2019, "notices": [str(notice)], **typed}
    given(city, DraftReport, "center1", report, said, **upward_reports.frozen(city.ledger, new, ""))
    return report


def imported(city: City, bureau: str, notice: UUID, item: UUID) -> dict[str, UUID]:
    """The import that the item came with, and what the center remembers of a header, which no bureau sees."""
    batch, header = uuid4(), f"{bureau:x<64}"
    given(city, m.RecordBatch, "center1", batch, {}, notice=notice, file="ab" * 32, items=(item,))
    columns = tuple(MappedColumn(name, place) for place, name in enumerate(REQUIRED, start=1))
    mapping = mapping_id("center", header)
    given(city, m.RememberMapping, "center1", mapping, {"signature": header}, columns=columns)
    asked = {"what": "look", "sha256": bureau, "name": CANARY.format(bureau=bureau)}
    by, now = city.actor("center1"), city.clock.now()
    job = jobs.start(city.ledger.database, uuid4(), by, "look", f"list {bureau}", asked, now)
    return {"batch": batch, "mapping": mapping, "job": job}


def open_notice(city: City, notice: UUID, title: str) -> None:
    given(city, m.OpenNotice, "center1", notice, {"title": title, "year": 2020})


def test_every_route_is_classified(sqlite_city):
    endpoints = {rule.endpoint for rule in sqlite_city.app.url_map.iter_rules()}
    assert endpoints == set(ROUTES)


def test_no_route_changes_anything_by_get(sqlite_city):
    """GET, HEAD and OPTIONS are asked of every route; the database is the same byte for byte, but for the security log.

    That holds what was refused on the way.
    """
    readers = ("center1", "auditor")
    for login in readers:
        sqlite_city.browser(login)
    before = everything(sqlite_city)
    for route in ROUTES.values():
        if route.method == "GET":
            for login in readers:
                ask(sqlite_city, login, route, absent())
    assert everything(sqlite_city) == before


WRITTEN_BY_READING = ("api_tokens", "security_log", "security_head", "security_repeats", "instants")


def everything(city):
    with city.ledger.database.reading() as connection:
        kept = (table for table in tables.metadata.sorted_tables if table.name not in WRITTEN_BY_READING)
        return {table.name: connection.execute(select(table)).all() for table in kept}


def absent():
    return {"item": uuid4(), "notice": uuid4(), "file": "ab" * 32, "command": uuid4(), "account": uuid4(),
            "contact": uuid4(), "comparison": uuid4(), "draft": uuid4(), "bureau": "nowhere", "obligation": uuid4(),
            "performance": uuid4(), "sample": uuid4(), "paper": "cd" * 32, "finding": uuid4(),
            "snapshot": uuid4(), "row": uuid4(), "report": uuid4(), "disclosure": uuid4(),
            "merge": uuid4(), "archive": uuid4(), "batch": uuid4(), "mapping": uuid4(), "job": uuid4()}  # fmt: skip


def ask(city: City, login: str | None, route: Route, named: dict, query: str = ""):
    with city.ledger.database.reading() as connection:
        newest = connection.scalar(select(func.max(tables.log.c.position)))
    values = {"id": str(named["item"]), "newest": newest, **{k: str(v) for k, v in named.items()}}
    path = route.path.format(**values) + query.format(**values)
    body = json.loads(re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], m[0]), json.dumps(route.body)))
    if route.api:
        program, headers = city.app.test_client(), {**city.bearer(login), **route.headers}
        sent = {} if route.method == "GET" else {"json": body}
        return whole(program.open(path, method=route.method, headers=headers, **sent))
    sent = {} if route.method == "GET" else {"data": body}
    return whole(city.browser(login).open(path, method=route.method, **sent))


def whole(answer):
    """The answer read to its end, its file closed."""
    answer.get_data()
    answer.close()
    return answer


def told(answer, named: dict) -> tuple[int, bytes]:
    """What an answer tells, without what is different each time and without the names that were asked for."""
    text = answer.data
    for value in named.values():
        text = text.replace(str(value).encode(), b"NAME").replace(str(value)[:12].encode(), b"NAME")
    text = re.sub(rb'(nonce[-="]*|csrf_token" value=")[\w.\-]+', b"", text)
    return answer.status_code, re.sub(rb'name="command" value="[\w-]+"', b"", text)


def plain(data: bytes) -> bytes:
    """The bytes, and those of whatever is packed in them; JSON unescaped."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    return data + data.decode("utf-8", "replace").encode("unicode_escape")


@on_both("baishi_leader", "baishi_handler", "sysadmin")
def test_another_bureaus_things_answer_as_what_is_not_there(marked, login):
    city, things = marked
    seen = in_sight(city.actor(login))
    for name, route in ROUTES.items():
        if not route.names or name in WRITES_AT_THE_NAME:
            continue
        if "{account}" in route.path and may_enter(city.actor(login), Place.ACCOUNTS):
            continue
        for bureau in MARKED:
            if seen.sees(bureau):
                continue
            for query in route.queries:
                nothing = absent()
                foreign = told(ask(city, login, route, things[bureau], query), things[bureau])
                assert foreign == told(ask(city, login, route, nothing, query), nothing), (name, query)
                to_the_role = any(
                    part in route.path for part in ("accounts/", "v1/comparisons/", "v1/snapshots/", "v1/archives/")
                )
                closed = (403,) if to_the_role else ()  # whatever is asked for
                assert foreign[0] in (404, 302, *closed), (name, foreign[0])


@on_both("baishi_leader", "baishi_handler", "sysadmin", "center1", "auditor", "evaluator")
def test_nothing_of_another_bureaus_items_stands_in_any_byte(marked, login):
    city, things = marked
    seen = in_sight(city.actor(login))
    hidden = [CANARY.format(bureau=bureau).encode() for bureau in MARKED if not seen.sees(bureau)]
    hidden += [] if in_drafts(city.actor(login)) else [DRAFTED.encode()]
    for name, route in ROUTES.items():
        for named in (*things.values(), absent()):
            for query in route.queries:
                answer = ask(city, login, route, named, query)
                assert answer.status_code < 500, (name, query, answer.status_code)
                for canary in hidden:
                    asked_for = quoted(query)
                    assert canary not in plain(answer.data).replace(asked_for, b""), (name, query)
        if name == "security.logout":
            city._browsers.pop(login, None)


def quoted(query: str) -> bytes:
    return query.partition("text=")[2].encode() or b"\0"


@on_both("baishi_leader", "auditor")
def test_the_canaries_are_there_for_those_who_may_see_them(marked, login):
    """The control: the search above would find a canary if one were shown."""
    city, things = marked
    for name in ("item.show", "ledger.export", "api.show_item", "api.show_timeline", "api.list_items", "notices.index",
                 "item.bundle", "api.bundle_item", "api.show_receipt", "proofs.receipt_json", "contacts.people",
                 "contacts.show", "contacts.person", "api.show_contact_people", "api.show_contact", "packages.show",
                 "packages.file", "api.show_package", "samples.show", "samples.results", "api.show_sample",
                 "findings.index", "findings.show", "api.list_findings", "api.show_finding", "api.show_matters",
                 "registers.kind", "registers.show", "registers.person", "api.list_rows", "api.show_row",
                 "workbooks.show", "api.show_reply_workbook_merge",
                 "obligations.index", "obligations.show", "api.list_obligations", "api.show_obligation",
                 "archives.show", "archives.file", "api.download_archive"):  # fmt: skip
        canary = CANARY.format(bureau="baishi").encode()
        query = "?text=ZQX" if "list_items" in name else ""
        assert canary in plain(ask(city, login, ROUTES[name], things["baishi"], query).data), name
    own_file = ask(city, "baishi_leader", ROUTES["item.file"], things["baishi"])
    assert own_file.status_code == 200


@on_both("baishi_leader", "baishi_handler", "sysadmin")
def test_a_taken_id_tells_a_bureau_nothing(marked, login):
    """Who may not issue or open is told so before it is told whether the id is taken."""
    city, things = marked
    for name in WRITES_AT_THE_NAME:
        nothing = absent()
        foreign = told(ask(city, login, ROUTES[name], things["shiqiao"]), things["shiqiao"])
        assert foreign == told(ask(city, login, ROUTES[name], nothing), nothing), name
        assert foreign[0] in (403, 404)


@on_both("stranger")
def test_a_stranger_gets_the_login_and_nothing_else(marked, login):
    city, things = marked
    pages = {"security.login", "identity.language", "admin.static", "pages.static"}
    open_to_all = pages | {"api.describe_api", "api.sign_in", "healthz"}
    for name, route in ROUTES.items():
        answer = ask(city, None, route, things["baishi"])
        if name not in open_to_all:
            assert answer.status_code in (302, 401), (name, answer.status_code)
            assert route.api or "/login" in answer.headers["Location"], name
        assert CANARY.split("{")[0].encode() not in answer.data


@pytest.mark.parametrize("login", [login for login in LOGINS if login.endswith("_leader")])
def test_each_bureau_sees_exactly_its_own_items(sqlite_city, login):
    bureau = login.removesuffix("_leader")
    answer = sqlite_city.app.test_client().get("/api/v1/items?size=200", headers=sqlite_city.bearer(login))
    assert {UUID(item["item_id"]) for item in answer.json["items"]} == set(sqlite_city.items(bureau))
