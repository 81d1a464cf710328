"""Accounts from both shells: one administrator opens, another grants; what that opens and closes at once."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from identity import accounts
from identity.demo_accounts import DEMO_PASSWORD
from tests.city import City

PAGE = "/admin/accounts/"
FIRST_PASSWORD = re.compile(r"<p><code>([\w-]{16})</code></p>")
NEW = {"login": "zhao", "name": "赵一", "reason": "新到岗", "present": DEMO_PASSWORD}
ROLE = {"role": "bureau_handler", "org": "baishi", "reason": "分工"}


def account_of(city: City, login: str) -> str:
    return str(city.actor(login).account)


def opened(city: City) -> tuple[str, str]:
    """A new account, and its first password."""
    answer = city.browser("sysadmin").post(PAGE, data={**NEW, "command": str(uuid4())})
    assert answer.status_code == 200, answer.text
    [password] = FIRST_PASSWORD.findall(answer.text)
    with city.ledger.database.reading() as connection:
        [one] = (one for one in accounts.listed(connection, city.ledger.today) if one.login == "zhao")
    return str(one.account_id), password


def act(city: City, login: str, account: str, trigger: str, **said: object):
    sent = {"present": DEMO_PASSWORD, **{k: str(v) for k, v in said.items()}}
    return city.browser(login).post(f"{PAGE}{account}/{trigger}", data=sent)


def give(city: City, login: str, account: str, trigger: str, version: int, **said: object):
    headers = {**city.bearer(login), "If-Match": f'"{version}"'}
    return city.app.test_client().post(f"/api/v1/accounts/{account}/{trigger}", json=said, headers=headers)


def test_one_opens_another_grants_and_then_it_can_sign_in(sqlite_city: City):
    city = sqlite_city
    account, password = opened(city)
    sign_in = lambda: city.app.test_client().post("/login", data={"login": "zhao", "password": password})  # noqa: E731
    assert sign_in().status_code == 200  # the same page as for a wrong password: it holds nothing yet
    assert act(city, "sysadmin", account, "grant", **ROLE).status_code == 403
    assert act(city, "secadmin", account, "grant", **ROLE).status_code == 303
    assert sign_in().status_code == 302
    page = city.browser("auditor").get(PAGE + account).text
    assert "赵一" in page
    assert "白石县司法局" in page
    assert password not in page
    assert "/grant" not in page


def test_a_name_stands_beside_the_log_and_not_in_it(sqlite_city: City):
    account, _ = opened(sqlite_city)
    said = sqlite_city.app.test_client().get("/api/v1/log?limit=1000", headers=sqlite_city.bearer("auditor"))
    assert account in said.text
    assert "赵一" not in said.text


@pytest.mark.parametrize("trigger", ["revoke", "disable"])
def test_what_is_taken_away_is_gone_at_the_next_request(sqlite_city: City, trigger: str):
    city, account = sqlite_city, account_of(sqlite_city, "baishi_handler")
    page, program = city.browser("baishi_handler"), city.bearer("baishi_handler")
    asked = lambda: (  # noqa: E731
        page.get("/admin/ledger/").status_code,
        city.app.test_client().get("/api/v1/items", headers=program).status_code,
    )
    assert asked() == (200, 200)
    said = {"reason": "调离"} if trigger == "disable" else {"grant": 1, "reason": "轮岗"}
    assert act(city, "secadmin", account, trigger, **said).status_code == 303
    assert asked() == (401, 401)  # what was open says so; after that the browser is a stranger's
    assert asked() == (302, 401)


def test_somebody_who_moves_sees_the_new_unit_and_no_more_the_old(sqlite_city: City):
    city, account = sqlite_city, account_of(sqlite_city, "baishi_handler")
    ours, theirs = (str(city.items(bureau)[0]) for bureau in ("baishi", "shiqiao"))
    page = city.browser("baishi_handler")
    seen = lambda: [page.get(f"/admin/item/{item}").status_code for item in (ours, theirs)]  # noqa: E731
    assert seen() == [200, 404]
    assert give(city, "secadmin", account, "revoke", 2, grant=1, reason="轮岗").status_code == 200
    assert give(city, "secadmin", account, "grant", 3, **{**ROLE, "org": "shiqiao"}).status_code == 200
    assert seen() == [404, 200]


def test_who_holds_two_roles_chooses_which_to_act_in(sqlite_city: City):
    city, account = sqlite_city, account_of(sqlite_city, "baishi_handler")
    assert act(city, "secadmin", account, "grant", **{**ROLE, "org": "shiqiao"}).status_code == 303
    page = city.browser("baishi_handler")
    theirs = f"/admin/item/{city.items('shiqiao')[0]}"
    assert page.get(theirs).status_code == 404
    assert "石桥市司法局" in page.get("/admin/me/").text
    assert page.post("/admin/me/act-as", data={"hat": "city_center center"}).status_code == 404
    assert page.post("/admin/me/act-as", data={"hat": "bureau_handler shiqiao"}).status_code == 303
    assert page.get(theirs).status_code == 200
    act(city, "secadmin", account, "revoke", grant=2, reason="够了")
    assert page.get(theirs).status_code == 404  # back to what is left


def test_a_leader_lends_the_role_for_a_time_and_it_ends_by_itself(sqlite_city: City):
    city = sqlite_city
    to, last = account_of(city, "baishi_handler"), city.ledger.today + timedelta(days=3)
    sent = {"to": to, "until": str(last), "reason": "休假", "present": DEMO_PASSWORD}
    assert city.browser("baishi_leader").post("/admin/me/lend", data=sent).status_code == 303
    page = city.browser("baishi_handler")
    assert page.post("/admin/me/act-as", data={"hat": "bureau_leader baishi"}).status_code == 303
    assert "单位负责人" in page.get("/admin/me/").text
    lent = city.actor("baishi_leader").account
    assert lent != city.actor("baishi_handler").account
    with city.ledger.database.reading() as connection:
        hats = lambda day: [str(h.role) for h in accounts.whois(connection, city.actor("baishi_handler").account, day)]  # noqa: E731
        assert hats(last) == ["bureau_handler", "bureau_leader"]
        assert hats(last + timedelta(days=1)) == ["bureau_handler"]


def test_a_loan_ends_with_what_the_lender_holds(sqlite_city: City):
    city = sqlite_city
    to, until = account_of(city, "baishi_handler"), str(city.ledger.today + timedelta(days=3))
    leader = account_of(city, "baishi_leader")
    assert give(city, "baishi_leader", to, "lend", 2, until=until, reason="休假").status_code == 200
    assert give(city, "secadmin", leader, "revoke", 2, grant=1, reason="轮岗").json["code"] == "last_of_unit"
    another = account_of(city, "shiqiao_handler")
    assert give(city, "secadmin", another, "grant", 2, **{**ROLE, "role": "bureau_leader"}).status_code == 200
    assert give(city, "secadmin", leader, "revoke", 2, grant=1, reason="轮岗").status_code == 200
    me = city.app.test_client().get("/api/v1/me", headers=city.bearer("baishi_handler")).json
    assert me["can_act_as"] == [{"role": "bureau_handler", "org": "baishi"}]


def test_what_stood_then_is_shown_then(sqlite_city: City):
    city, account = sqlite_city, account_of(sqlite_city, "baishi_handler")
    before = city.app.test_client().get("/api/v1/log?limit=1000", headers=city.bearer("auditor")).json
    newest = before["events"][-1]["position"]
    act(city, "secadmin", account, "disable", reason="调离")
    get = lambda path: city.app.test_client().get(f"/api/v1/{path}", headers=city.bearer("auditor")).json  # noqa: E731
    assert (get(f"accounts/{account}")["disabled"], get(f"accounts/{account}?as_of=@{newest}")["disabled"]) == (
        True,
        False,
    )
    rows = {row["login"]: row for row in get(f"accounts?as_of=@{newest}")["accounts"]}
    assert rows["baishi_handler"]["acts_as"] == [{"role": "bureau_handler", "org": "baishi"}]
    assert get("accounts?as_of=@5")["accounts"] == []
    assert "已停用" in city.browser("auditor").get(PAGE + account).text
    assert "已停用" not in city.browser("auditor").get(f"{PAGE}{account}?as_of=@{newest}").text


def test_what_was_typed_comes_back_with_what_is_wrong(sqlite_city: City):
    city = sqlite_city
    taken = city.browser("sysadmin").post(PAGE, data={**NEW, "login": "center1"})
    assert (taken.status_code, "已有人使用" in taken.text, "赵一" in taken.text) == (422, True, True)
    empty = city.browser("sysadmin").post(PAGE, data={"login": "zhao", "present": DEMO_PASSWORD})
    assert (empty.status_code, 'value="zhao"' in empty.text) == (422, True)
    auditor = act(
        city, "secadmin", account_of(city, "baishi_handler"), "grant", **{**ROLE, "role": "auditor", "org": "audit"}
    )
    assert (auditor.status_code, "分立" in auditor.text) == (409, True)
    own = act(city, "secadmin", account_of(city, "secadmin"), "revoke", grant=1, reason="x")
    assert own.status_code == 403


def test_a_unit_that_people_still_act_for_is_not_dissolved(sqlite_city: City):
    city = sqlite_city
    unit = {"code": "xin", "name": "新岭县司法局", "short": "新岭", "what": "county", "parent": "center"}
    assert city.browser("sysadmin").post("/admin/organisations/", data=unit).status_code == 303
    account, _ = opened(city)
    act(city, "secadmin", account, "grant", **{**ROLE, "org": "xin"})
    ending = {"since": str(city.ledger.today), "reason": "撤并"}
    refused = city.browser("sysadmin").post("/admin/organisations/xin/dissolve", data=ending)
    assert (refused.status_code, "1 个账号在用" in refused.text) == (409, True)
    act(city, "secadmin", account, "revoke", grant=1, reason="撤并")
    assert city.browser("sysadmin").post("/admin/organisations/xin/dissolve", data=ending).status_code == 303


def test_power_is_given_and_taken_by_who_says_the_password_again(sqlite_city: City):
    city, account = sqlite_city, account_of(sqlite_city, "baishi_handler")
    role = {**ROLE, "org": "shiqiao"}
    for login, trigger, said in (("secadmin", "grant", role), ("sysadmin", "reset_password", {"reason": "忘记密码"})):
        for wrong in ("", "not it"):
            refused = act(city, login, account, trigger, **said, present=wrong)
            assert (refused.status_code, "密码不对" in refused.text, "not it" in refused.text) == (422, True, False)
    opening = city.browser("sysadmin").post(PAGE, data={**NEW, "present": "not it"})
    assert (opening.status_code, "赵一" in opening.text) == (422, True)
    sent = {"to": account, "until": str(city.ledger.today), "reason": "休假", "present": ""}
    assert city.browser("baishi_leader").post("/admin/me/lend", data=sent).status_code == 422
    for trigger, said in (("revoke", {"grant": 1}), ("disable", {})):
        assert act(city, "secadmin", account, trigger, **said, reason="调离", present="").status_code == 422
    assert len(hats(city, account)) == 1


def hats(city: City, account: str):
    with city.ledger.database.reading() as connection:
        return accounts.whois(connection, UUID(account), city.ledger.today)


def test_guessing_the_password_again_is_held_back(sqlite_city: City):
    city, account = sqlite_city, account_of(sqlite_city, "baishi_handler")
    statuses = [act(city, "secadmin", account, "grant", **ROLE, present=f"guess {n}").status_code for n in range(12)]
    assert (statuses[0], statuses[-1]) == (422, 429)
