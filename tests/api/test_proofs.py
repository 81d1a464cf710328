"""What programs get to check the log with: bundles, receipts, checkpoint, inclusion, consistency, the verifier."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from events import tables, tree
from events.checkpoint import Checkpoint
from events.note import Verifier
from events.note import open as opened_note
from tests.city import City
from tests.keys import SIGNER
from tests.signing import VERIFIER, sign, verify


class Api:
    """GET under /api/v1 for any account."""

    def __init__(self, city: City):
        self.city = city

    def get(self, login: str, path: str, **query):
        answer = self.city.app.test_client().get(
            f"/api/v1{path}", headers=self.city.bearer(login), query_string={k.rstrip("_"): v for k, v in query.items()}
        )
        answer.get_data()
        answer.close()
        return answer


@pytest.fixture
def api(city: City, tmp_path) -> Api:
    city.reach(city.items("baishi")[0], "closed")
    sign(city, tmp_path)
    return Api(city)


def command_of(city: City, item: UUID) -> UUID:
    with city.ledger.database.reading() as connection:
        return connection.scalar(select(tables.events.c.command_id).where(tables.events.c.stream_id == f"item-{item}"))


def checked(answer, path) -> int:
    path.write_bytes(answer.data)
    return verify(path).status


def test_bundles_and_receipts_are_proved(api: Api, tmp_path):
    item = api.city.items("baishi")[0]
    command = command_of(api.city, item)
    for login in ("auditor", "center1", "baishi_leader"):
        for path in (f"/items/{item}/bundle", "/bundles", f"/commands/{command}/receipt"):
            answer = api.get(login, path)
            assert answer.status_code == 200, (login, path, answer.json)
            assert checked(answer, tmp_path / "given") == 0


def test_a_period_is_asked_for_by_days_and_by_positions(api: Api, tmp_path):
    by_position = api.get("auditor", "/bundles", from_="@5", to="@9")
    assert checked(by_position, tmp_path / "given") == 0
    assert by_position.headers["Content-Disposition"] == "attachment; filename=log-5-9.zip"
    assert checked(api.get("auditor", "/bundles", from_="2020-01-01", to="2030-01-01"), tmp_path / "given") == 0
    nothing = api.get("auditor", "/bundles", from_="2000-01-01", to="2000-01-02")
    assert (nothing.status_code, nothing.json["code"]) == (422, "empty_period")
    wrong = api.get("auditor", "/bundles", from_="yesterday")
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["from"])
    assert list(api.get("auditor", "/bundles", to="9999-01-01").json["errors"]) == ["to"]


def test_what_is_newer_than_the_checkpoint_waits(api: Api):
    item = api.city.items("baishi")[1]
    api.city.reach(item, "assigned")
    assert api.get("auditor", f"/items/{item}/bundle").json["code"] == "not_yet_signed"
    with api.city.ledger.database.reading() as connection:
        wanted = select(tables.events.c.command_id).where(tables.events.c.stream_id == f"item-{item}")
        command = connection.scalars(wanted.order_by(tables.events.c.version.desc())).first()
    assert api.get("auditor", f"/commands/{command}/receipt").json["status"] == "pending"


def test_a_log_that_was_never_signed_has_no_checkpoint(sqlite_city: City):
    answer = Api(sqlite_city).get("auditor", "/log/checkpoint")
    assert (answer.status_code, answer.json["code"]) == (409, "not_yet_signed")


def test_the_checkpoint_is_a_signed_note(api: Api):
    said = api.get("sysadmin", "/log/checkpoint").json
    stated = Checkpoint.parse(opened_note(said["note"], Verifier.parse(said["key"])))
    assert (stated.size, stated.root.hex(), stated.origin) == (said["size"], said["root"], said["origin"])
    assert said["fingerprint"] == SIGNER.verifier.fingerprint


def test_inclusion_and_consistency_are_as_rfc_9162_has_them(api: Api):
    size = api.get("auditor", "/log/checkpoint").json["size"]
    one = api.get("auditor", "/log/inclusion", position=7).json
    proof, root = [bytes.fromhex(h) for h in one["proof"]], bytes.fromhex(one["root"])
    assert one["size"] == size
    assert tree.verify_inclusion(bytes.fromhex(one["leaf"]), 7, size, proof, root)
    two = api.get("auditor", "/log/consistency", first=9).json
    proof, roots = [bytes.fromhex(h) for h in two["proof"]], (two["first_root"], two["second_root"])
    assert tree.verify_consistency(9, size, *map(bytes.fromhex, roots), proof)
    assert api.get("auditor", "/log/inclusion", position=7, size=5).status_code == 404
    assert api.get("auditor", "/log/consistency", first=7, second=5).status_code == 404
    assert api.get("auditor", "/log/inclusion", position=10**17).status_code == 404
    assert list(api.get("auditor", "/log/inclusion").json["errors"]) == ["position"]


def test_another_bureaus_event_is_included_nowhere(api: Api):
    foreign, own = (
        next(
            place
            for place in range(200)
            if api.get("auditor", "/log", after=place - 1, limit=1).json["events"][0]["stream"] == f"item-{item}"
        )
        for item in (api.city.items("shiqiao")[0], api.city.items("baishi")[0])
    )
    assert api.get("baishi_leader", "/log/inclusion", position=own).status_code == 200
    answers = [api.get("baishi_leader", "/log/inclusion", position=place).data for place in (foreign, 10**6)]
    assert answers[0] == answers[1]


def test_periods_are_for_those_who_may(api: Api):
    assert api.get("evaluator", "/bundles").status_code == 403
    assert api.get("sysadmin", "/bundles").status_code == 403


def test_out_of_sight_is_as_absent(api: Api):
    item = api.city.items("baishi")[0]
    pairs = [(f"/items/{x}/bundle", f"/commands/{y}/receipt")
             for x, y in ((item, command_of(api.city, item)), (uuid4(), uuid4()))]  # fmt: skip
    for there, nowhere in zip(*pairs, strict=True):
        answers = [api.get("shiqiao_leader", path) for path in (there, nowhere)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].data == answers[1].data


def test_the_verifier_is_handed_out_as_it_is(api: Api):
    answer = api.get("baishi_handler", "/log/verifier")
    assert answer.data == VERIFIER.read_bytes()
    assert answer.headers["Content-Disposition"] == "attachment; filename=xiaohao_verify.py"
