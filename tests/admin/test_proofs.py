"""The pages that hand out what can be checked elsewhere: bundles, receipts, the verifier."""

import re
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from admin.qr import code
from events import tables
from tests.city import City
from tests.keys import SIGNER
from tests.signing import VERIFIER, sign, verify


@pytest.fixture
def signed(city: City, tmp_path) -> City:
    city.reach(city.items("baishi")[0], "closed")
    sign(city, tmp_path)
    return city


def newest(city: City, item: UUID) -> UUID:
    events = tables.events.c
    wanted = select(events.command_id).where(events.stream_id == f"item-{item}").order_by(events.version.desc())
    with city.ledger.database.reading() as connection:
        return connection.scalars(wanted).first()


def fetched(city: City, login: str, path: str):
    answer = city.browser(login).get(path, headers={"Accept-Language": "zh-CN"})
    answer.get_data()
    answer.close()
    return answer


def test_the_item_page_leads_to_a_bundle_that_is_proved(signed: City, tmp_path):
    item = signed.items("baishi")[0]
    assert f"/admin/item/{item}/bundle" in fetched(signed, "baishi_leader", f"/admin/item/{item}").text
    answer = fetched(signed, "baishi_leader", f"/admin/item/{item}/bundle")
    assert "证据包" in unquote(answer.headers["Content-Disposition"])
    path = tmp_path / "bundle.zip"
    path.write_bytes(answer.data)
    assert verify(path).status == 0


def test_after_a_command_its_receipt_is_one_click_away(signed: City, tmp_path):
    item = signed.items("baishi")[1]
    given = {"reason": "列错了", "version": "1", "command": str(uuid4())}
    answer = signed.browser("center1").post(f"/admin/item/{item}/withdraw", data=given, follow_redirects=True)
    command = newest(signed, item)
    assert f'href="/admin/proofs/receipts/{command}"' in answer.text
    page = fetched(signed, "center1", f"/admin/proofs/receipts/{command}").text
    assert "等待签名" in page
    sign(signed, tmp_path)
    page = fetched(signed, "center1", f"/admin/proofs/receipts/{command}").text
    assert "等待签名" not in page
    assert SIGNER.verifier.fingerprint in page
    assert '<svg class="qr"' in page
    path = tmp_path / "receipt.json"
    path.write_bytes(fetched(signed, "center1", f"/admin/proofs/receipts/{command}.json").data)
    assert verify(path).status == 0


def test_each_event_of_the_timeline_has_its_receipt(signed: City):
    item = signed.items("baishi")[0]
    page = fetched(signed, "auditor", f"/admin/item/{item}").text
    links = re.findall(r'href="(/admin/proofs/receipts/[^"]+)"', page)
    assert len(links) == 5
    assert {fetched(signed, "auditor", link).status_code for link in links} == {200}


def test_the_log_page_offers_the_bundle_of_a_period(signed: City, tmp_path):
    assert 'action="/admin/proofs/period"' in fetched(signed, "auditor", "/admin/log/").text
    answer = fetched(signed, "auditor", "/admin/proofs/period?from=@3&to=@9")
    path = tmp_path / "period.zip"
    path.write_bytes(answer.data)
    assert verify(path).status == 0


@pytest.mark.parametrize(("asked", "said"), [("from=2000-01-01&to=2000-01-02", "没有您可以查看的记录"),
                                             ("from=x", "x"), ("to=9999-01-01", "9999-01-01"),
                                             ("to=@99999", "@99999")])  # fmt: skip
def test_a_period_that_cannot_be_is_asked_for_again(sqlite_city: City, tmp_path, asked: str, said: str):
    sign(sqlite_city, tmp_path)
    answer = fetched(sqlite_city, "auditor", f"/admin/proofs/period?{asked}")
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_an_item_that_is_not_signed_yet_says_so(sqlite_city: City):
    answer = fetched(sqlite_city, "auditor", f"/admin/item/{sqlite_city.items('baishi')[0]}/bundle")
    assert answer.status_code == 409
    assert "还没有签名" in answer.text


def test_periods_do_not_exist_for_those_who_may_not(signed: City):
    for login in ("evaluator", "sysadmin"):
        assert fetched(signed, login, "/admin/proofs/period").status_code == 404
    assert "/admin/proofs/period" not in fetched(signed, "evaluator", "/admin/proofs/").text
    assert fetched(signed, "sysadmin", "/admin/proofs/").status_code == 404


def test_the_verifier_is_handed_out_as_it_is(sqlite_city: City):
    assert fetched(sqlite_city, "baishi_handler", "/admin/proofs/xiaohao_verify.py").data == VERIFIER.read_bytes()


def test_a_code_draws_what_the_library_draws_and_refuses_what_fits_none():
    drawn = code("XIAOHAO/1")
    assert drawn is not None
    dark = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1H\d+z", drawn.path):
        dark |= {(int(x) + step, int(y)) for step in range(int(width))}
    corner = {(x, y) for x in range(4, 11) for y in (4, 10)}
    assert corner <= dark
    assert min(x for x, _ in dark) == 4
    assert max(x for x, _ in dark) == drawn.side - 5
    assert code("x" * 2900) is not None
    assert code("x" * 3000) is None
