"""The second factor: set up with a phone, asked at each sign-in, used once; in production some have to have it."""

import base64
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import select

from events import acts
from identity import changing, second_factor
from identity.current import KEY, Wiring
from identity.demo_accounts import DEMO_PASSWORD
from tests.city import City
from workflow.messages import Actor

PRESENT = {"present": DEMO_PASSWORD}
LOGIN = "baishi_handler"


class Phone:
    """What the app on a phone does with the secret it was shown."""

    def __init__(self, city: City, shown: str):
        secret = re.search(r"<code>([A-Z2-7]{32})</code>", shown)
        assert secret
        self.city, self.totp = city, TOTP(base64.b32decode(secret[1]), 6, SHA1(), 30)

    def code(self, ago: int = 0) -> str:
        return self.totp.generate(int(self.city.clock.now().timestamp()) - ago).decode()


def sign_in(city: City, code: str = "", login: str = LOGIN):
    client = city.app.test_client()
    answer = client.post("/login", data={"login": login, "password": DEMO_PASSWORD, "code": code})
    return client, answer


def test_who_finds_a_machine_open_cannot_bind_a_phone_of_theirs(city: City):
    for wrong in ({}, {"present": "not it"}):
        answer = city.browser(LOGIN).post("/admin/factor/begin", data=wrong)
        assert (answer.status_code, "otpauth" in answer.text, '<svg class="qr"' in answer.text) == (422, False, False)
    assert is_in(sign_in(city)[1])


def is_in(answer) -> bool:
    return answer.status_code == 302


def set_up(city: City, login: str = LOGIN) -> tuple[Phone, list[str]]:
    browser = city.browser(login)
    phone = Phone(city, browser.post("/admin/factor/begin", data=PRESENT).text)
    codes = re.findall(r"<code>([0-9a-f]{5}-[0-9a-f]{5})</code>",
                       browser.post("/admin/factor/confirm", data={"code": phone.code()}).text)  # fmt: skip
    assert len(set(codes)) == 10
    city.clock.advance(timedelta(seconds=31))
    return phone, codes


def test_once_it_is_on_the_password_alone_opens_nothing(city: City):
    phone, _ = set_up(city)
    assert not is_in(sign_in(city)[1])
    assert not is_in(sign_in(city, "000000")[1])
    assert is_in(sign_in(city, f" {phone.code()[:3]} {phone.code()[3:]}")[1])
    assert is_in(sign_in(city, login="baishi_leader")[1])


def test_whoever_has_the_password_and_no_code_is_told_what_everybody_is_told(city: City):
    set_up(city)
    steady = lambda text: re.sub(r"""(value|nonce)=["'][\w.=-]{20,}["']""", "", text)  # noqa: E731
    without = steady(sign_in(city)[1].text)
    wrong = city.app.test_client().post("/login", data={"login": LOGIN, "password": "x", "code": ""}).text
    assert without == steady(wrong)


def test_a_code_is_good_once_and_for_a_minute_and_a_half_at_most(city: City):
    phone, _ = set_up(city)
    old = phone.code()
    assert is_in(sign_in(city, old)[1])
    assert not is_in(sign_in(city, old)[1])
    city.clock.advance(timedelta(seconds=90))
    assert not is_in(sign_in(city, phone.code(ago=61))[1])
    assert is_in(sign_in(city, phone.code(ago=29))[1])


def test_a_recovery_code_replaces_a_code_once(city: City):
    _, codes = set_up(city)
    assert is_in(sign_in(city, codes[3].upper())[1])
    assert not is_in(sign_in(city, codes[3])[1])
    assert is_in(sign_in(city, codes[4].replace("-", ""))[1])
    assert "剩余恢复码 8 个" in city.browser(LOGIN).get("/admin/factor/").text


def test_a_wrong_first_code_turns_nothing_on(city: City):
    browser = city.browser(LOGIN)
    browser.post("/admin/factor/begin", data=PRESENT)
    assert browser.post("/admin/factor/confirm", data={"code": "000000"}).status_code == 422
    assert is_in(sign_in(city)[1])


def test_nobody_replaces_a_factor_that_is_on(city: City):
    phone, _ = set_up(city)
    browser = city.browser(LOGIN)
    assert browser.post("/admin/factor/begin", data=PRESENT).status_code == 303
    assert browser.post("/admin/factor/confirm", data={"code": phone.code()}).status_code == 303
    assert is_in(sign_in(city, phone.code())[1])


def test_it_is_turned_off_with_the_password(city: City):
    set_up(city)
    browser = city.browser(LOGIN)
    assert browser.post("/admin/factor/off", data={"present": "wrong"}).status_code == 422
    assert not is_in(sign_in(city)[1])
    assert browser.post("/admin/factor/off", data={"present": DEMO_PASSWORD}).status_code == 303
    assert is_in(sign_in(city)[1])


def test_a_new_password_from_the_administrator_forgets_it(city: City):
    set_up(city)
    account = city.actor(LOGIN).account
    changing.reset(city.ledger, account, "手机丢失", city.actor("sysadmin"))
    with city.ledger.database.reading() as connection:
        assert not second_factor.is_on(connection, account)
        assert second_factor.left(connection, account) == 0


def test_the_secret_and_the_recovery_codes_stand_open_in_no_table_and_what_was_done_is_recorded(city: City):
    phone, codes = set_up(city)
    sign_in(city, codes[0])
    with city.ledger.database.reading() as connection:
        rows = [connection.execute(select(table)).all() for table in (
            second_factor.second_factors, second_factor.recovery_codes, acts.security_log)]  # fmt: skip
        kinds = [row.kind for row in acts.page(connection, account=str(city.actor(LOGIN).account))]
    assert kinds[:3] == ["login", "recovery_code_used", "second_factor_on"]
    assert phone.totp._hotp._key not in str(rows).encode("latin-1", "ignore")
    assert codes[0].replace("-", "") not in str(rows)


def test_over_the_api_a_token_takes_a_code(city: City):
    phone, _ = set_up(city)
    client, said = city.app.test_client(), {"login": LOGIN, "password": DEMO_PASSWORD}
    assert client.post("/api/v1/login", json=said).json["code"] == "wrong_login"
    assert client.post("/api/v1/login", json={**said, "code": phone.code()}).status_code == 200


@pytest.fixture
def production(city: City, monkeypatch: pytest.MonkeyPatch) -> City:
    """The same city in production, but for what would throw the demo's accounts out."""
    settings = replace(city.app.extensions[KEY].settings, env="production", secret_key="x" * 40)
    city.browser("center1"), city.browser(LOGIN), city.browser("auditor")
    city.app.extensions[KEY] = Wiring(settings, city.ledger)
    return city


def test_in_production_those_who_decide_get_no_other_page_before_it_is_on(production: City):
    center = production.browser("center1")
    for path in ("/admin/", "/admin/ledger/", "/admin/accounts/"):
        answer = center.get(path)
        assert (answer.status_code, answer.location) == (302, "/admin/factor/")
    assert center.get("/api/v1/items").status_code == 401
    assert production.browser("auditor").get("/admin/").status_code == 302
    assert production.browser(LOGIN).get("/admin/").status_code == 200
    set_up(production, "center1")
    assert center.get("/admin/").status_code == 200
    assert center.post("/admin/factor/off", data={"present": DEMO_PASSWORD}).status_code == 422


def test_in_production_they_get_no_token_before_it_is_on(production: City):
    said = {"login": "center2", "password": DEMO_PASSWORD}
    answer = production.app.test_client().post("/api/v1/login", json=said)
    assert answer.json["code"] == "second_factor_missing"
    assert isinstance(production.actor("center2"), Actor)
