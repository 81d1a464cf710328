"""Health page, banner, API, probe and command say what is wrong, since when, and when the log was read-only before."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import insert, text

from admin import cli_health
from events import keyfile, sealer, signing, tables
from events.database import Database
from events.event import EMPTY, Envelope
from events.reasons import reason, said
from events.signing import Notary
from events.store import EventStore
from events.witness import Witness
from tests import examples as x
from workflow.following import follow
from workflow.recovery import recover

CUT_OFF = reason("cut_off", there=41, vouched=51)


def works(city, folder):
    """The city with a signer, sealed, signed and followed."""
    signer = keyfile.create(folder / "key", "xiaohao")
    city.ledger = replace(city.ledger, notary=Notary(signer.verifier, Witness(folder / "witness"), signer))
    sealer.seal(city.ledger.database, city.clock)
    signing.sign_checkpoint(city.ledger.database, city.clock, signer, city.ledger.notary.witness)
    follow(city.ledger.database, city.clock)
    return city


@pytest.fixture
def well(city, tmp_path):
    return works(city, tmp_path)


@pytest.fixture
def suspended(well):
    signing.suspend(well.ledger.database, well.clock, CUT_OFF)
    return well


@pytest.fixture
def recovered(suspended):
    """Read-only for an hour, then recovered and all in order again."""
    suspended.clock.advance(timedelta(hours=1))
    recover(suspended.ledger, "恢复了昨夜的备份")
    follow(suspended.ledger.database, suspended.clock)
    return suspended


def page(city, language="zh_Hans_CN", login="center1"):
    browser = city.browser(login)
    browser.set_cookie("language", language)
    return browser.get("/admin/health/").text


def api(city, language="zh"):
    headers = city.bearer("auditor") | {"Accept-Language": language}
    return city.browser(None).get("/api/v1/health", headers=headers).json


def first_line(html):
    return " ".join(html.split('class="verdict', 1)[1].split("</p>")[0].split("</span>")[1].split())


def parked(city, **values):
    with city.ledger.database.writing() as connection:
        connection.execute(tables.subscriptions.update().values(**values))


def test_the_first_line_says_that_all_is_well(well):
    assert first_line(page(well)).startswith("一切正常")
    assert (
        first_line(page(well, "en"))
        == api(well, "en")["verdict"]
        == ("Everything is in order; the log was never read-only.")
    )
    assert "没有出现过" in page(well)


def test_the_first_line_says_what_is_wrong_and_since_when(suspended):
    since = suspended.clock.now().astimezone(suspended.ledger.zone)
    line = first_line(page(suspended))
    assert line.startswith(f"自 {since:%Y-%m-%d %H:%M:%S} 起台账只读")
    assert "较早的备份" in line
    assert "41 positions, the witness file vouches for 51" in first_line(page(suspended, "en"))


def test_each_row_says_its_own_standing_in_words(suspended):
    parked(suspended, error="no such thing", failed_at=suspended.clock.now())
    rows = page(suspended, "en").split("<tbody>")
    assert "stopped</span>" in rows[1]
    assert "in force</span>" in rows[2]
    assert page(suspended, "en").count("· in order</small>") == 2


def test_the_page_says_what_to_do_in_each_state(city):
    follow(city.ledger.database, city.clock)
    assert "还没有签署过" in page(city)
    parked(city, error="no such thing", failed_at=x.NOON)
    asked = city.browser("center1").get("/admin/health/?as_of=@3").text
    assert "no such thing" in asked
    assert "查看下面的错误" in asked


def test_a_past_suspension_is_listed_with_why_and_who_lifted_it(recovered):
    zone = recovered.ledger.zone
    until = f"{recovered.clock.now().astimezone(zone):%Y-%m-%d %H:%M:%S}"
    html = page(recovered)
    assert (until in first_line(html), "已解除" in html, "恢复了昨夜的备份" in html) == (True, True, True)
    assert ("较早的备份" in html, recovered.ledger.notary.verifier.fingerprint in html) == (True, True)
    assert "restored from an older copy" in page(recovered, "en")


def test_a_suspension_lifted_without_a_recovery_is_told_apart(well):
    row = {"found_at": x.NOON, "reason": "an older copy", "lifted_at": x.NOON + timedelta(hours=1)}
    with well.ledger.database.writing() as connection:
        connection.execute(insert(tables.suspensions), row)
    html = page(well)
    assert ("An older copy" in html, "已解除，无记录" in html, "没有留下签署的恢复记录" in html) == (True, True, True)
    assert api(well)["suspensions"][0]["lifted"] is None


def test_the_api_says_what_the_page_says(recovered):
    signing.suspend(recovered.ledger.database, recovered.clock, said("by hand"))
    answer = api(recovered, "en")
    lasting, past = answer["suspensions"]
    assert (answer["state"], answer["suspended"], lasting["code"]) == ("stopped", "by hand", "said")
    assert (lasting["until"], lasting["lifted"]) == (None, None)
    assert (past["code"], past["values"]) == ("cut_off", {"there": 41, "vouched": 51})
    assert past["reason"].startswith("the log has 41 positions")
    assert (past["lifted"]["reason"], past["lifted"]["by"]["role"]) == ("恢复了昨夜的备份", "system_admin")
    assert past["lifted"]["key"] == recovered.ledger.notary.verifier.fingerprint
    assert all(answer[name] in page(recovered) for name in ("head",))
    assert {len(answer["head"]), answer["sealed_at"] is None, answer["signed_at"] is None} == {64, False}
    assert [(one["name"], one["state"]) for one in answer["subscriptions"]] == [
        ("history", "in_order"), ("inbox", "in_order"),
    ]  # fmt: skip
    assert "较早的备份" in api(recovered)["suspensions"][1]["reason"]


def test_every_page_says_that_the_ledger_is_read_only_and_to_whom_it_concerns_why(suspended):
    ours = suspended.browser("center1").get("/admin/ledger/").text
    theirs = suspended.browser("baishi_leader").get("/admin/ledger/").text
    assert ("只能查看" in ours, "较早的备份" in ours, "看怎么办" in ours) == (True, True, True)
    assert ("只能查看" in theirs, "较早的备份" in theirs, "看怎么办" in theirs) == (True, False, False)
    item = suspended.items("baishi")[0]
    refused = suspended.browser("center1").post(
        f"/admin/item/{item}/withdraw", data={"reason": "重复", "version": "1", "command": str(x.ITEM)}
    )
    assert (refused.status_code, "没有保存" in refused.text) == (422, True)


def test_the_page_is_for_those_who_look_after_the_system(city):
    for login, status in (("auditor", 200), ("sysadmin", 200), ("center1", 200), ("baishi_leader", 404)):
        assert city.browser(login).get("/admin/health/").status_code == status


def probed(city):
    answer = city.browser(None).get("/healthz")
    return answer.status_code, answer.text


def test_the_probe_answers_without_an_account_and_says_nothing_else(well):
    assert probed(well) == (200, "ok\n")


def test_the_probe_is_503_while_the_log_is_read_only(suspended):
    assert probed(suspended) == (503, "stopped\n")
    recover(suspended.ledger, "核查完毕")
    follow(suspended.ledger.database, suspended.clock)
    assert probed(suspended) == (200, "ok\n")


def test_the_probe_is_503_once_an_event_cannot_be_followed(well):
    parked(well, error="no such thing", failed_at=well.clock.now())
    assert probed(well) == (503, "stopped\n")


def test_the_probe_is_503_once_what_waits_is_not_being_done_and_not_while_it_is_late(well):
    with well.ledger.database.writing() as connection:  # appended by a process that ended before it sealed
        envelope = Envelope(at=well.clock.now(), actor=str(x.CENTER), command_id=x.ITEM, correlation_id=x.ITEM)
        EventStore(connection).append("item-waits", [x.issued], expected=EMPTY, envelope=envelope)
    well.clock.advance(timedelta(seconds=30))
    assert probed(well) == (200, "ok\n")
    well.clock.advance(timedelta(seconds=30))
    assert probed(well) == (503, "stopped\n")


def test_the_probe_is_503_where_the_database_does_not_answer(well):
    with well.ledger.database.writing() as connection:
        connection.execute(text("ALTER TABLE suspensions RENAME TO away"))
    assert probed(well) == (503, "away\n")


def command(ledger):
    @contextmanager
    def opened():
        yield None, ledger

    cli = click.Group()
    cli_health.add(cli, opened)
    return CliRunner().invoke(cli, ["health"])


def test_the_command_says_the_same_and_ends_with_1_when_something_stopped(recovered):
    done = command(recovered.ledger)
    assert (done.exit_code, done.output.startswith("一切正常")) == (0, True)
    answer = api(recovered, "en")
    for told in ("in order; 0 behind", answer["head"], "last sealed: 20", "last signed: 20", "恢复了昨夜的备份"):
        assert told in done.output
    assert "was read-only " in done.output
    signing.suspend(recovered.ledger.database, recovered.clock, CUT_OFF)
    done = command(recovered.ledger)
    assert (done.exit_code, "台账只读" in done.output, "Read-only since" in done.output) == (1, True, True)
    assert "restored from an older copy" in done.output


def test_the_command_names_what_cannot_be_followed_on_a_log_without_a_seal(migrated_url, well):
    parked(well, error="no such thing", failed_at=well.clock.now())
    assert "is stopped at @" in command(well.ledger).output
    database = Database(migrated_url)
    assert "head: -" in command(replace(well.ledger, database=database)).output
    database.close()
