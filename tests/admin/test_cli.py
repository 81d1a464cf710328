"""The operators' commands: what they do, and status 0 only when they did it."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from admin.demo import SAMPLE
from admin.server import only_server_of
from events.database import Database
from tests.documents.test_contact_import import listed
from tests.web.test_findings import clause_list
from wsgi import cli

MOBILE = "13812345678"
MESSY = SAMPLE.with_name("整改清单-问题样本.xlsx")


@pytest.fixture
def run(database_url, tmp_path):
    """Runs a command on a new, empty database; the status it ended with and what it printed."""
    return on(database_url, tmp_path)


@pytest.fixture
def office(demo_url, tmp_path):
    """The same on a database where `migrate` and `demo` have run."""
    return on(demo_url, tmp_path)


def on(url, folder):
    def command(*words, **environment):
        env = {"DATABASE_URL": url, "XIAOHAO_FILES": str(folder / "files"), **environment}
        result = CliRunner().invoke(cli, [str(word) for word in words], env=env)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return command


def test_the_demo_is_loaded_once(run):
    assert run("migrate") == (0, "")
    assert run("migrate") == (0, "")
    assert run("demo") == (0, "demo: 25 accounts and 82 items loaded, 0 items were there\n")
    assert run("demo") == (0, "demo: 0 accounts and 0 items loaded, 82 items were there\n")


def test_the_demo_is_refused_in_production(run):
    run("migrate")
    status, said = run("demo", XIAOHAO_ENV="production", XIAOHAO_SECRET_KEY="s" * 40)
    assert status == 1
    assert "production refuses" in said


def test_a_database_without_tables_is_named_as_such(run):
    status, said = run("log", "verify")
    assert status == 1
    assert "xiaohao migrate" in said


def test_a_list_with_rows_left_ends_with_2_and_says_which(office):
    status, said = office("import-list", MESSY)
    assert status == 2
    assert "row 7 不收 refused" in said
    assert "没有这一天" in said
    assert "There is no such day" in said or "no such day" in said


def test_a_list_that_is_there_already_leaves_none(office):
    status, said = office("import-list", SAMPLE)
    assert status == 0
    assert "there already 82" in said


def test_all_or_nothing_does_nothing_if_a_row_is_left(office):
    status, said = office("import-list", MESSY, "--all-or-nothing")
    assert status == 1
    assert "nothing written" in said


def test_a_dry_run_writes_nothing(office):
    before = office("import-list", MESSY, "--dry-run")
    assert before[0] == 2
    assert office("import-list", MESSY, "--dry-run") == before


def test_what_is_no_list_is_refused(office, tmp_path):
    page = tmp_path / "page.xlsx"
    page.write_text("<html></html>")
    status, said = office("import-list", page)
    assert status == 1
    assert "wrong_type" in said or "damaged_file" in said


def test_only_the_center_imports_from_the_command_line_too(office):
    status, said = office("import-list", MESSY, "--as", "baishi_leader")
    assert status == 1
    assert "not_permitted" in said
    assert office("import-list", MESSY, "--as", "nobody")[0] == 1


def test_a_file_that_is_not_there_is_not_taken_for_rows_left(office, tmp_path):
    assert office("import-list", tmp_path / "nothing.xlsx")[0] == 1
    assert office("import-list", MESSY, "--confirm", "x")[0] == 1


def test_rows_asked_about_are_issued_when_they_are_confirmed(office):
    told = office("import-list", MESSY, "--confirm", "4,12")[1]
    assert "issued 4" in told


def test_the_log_verifies_and_a_changed_row_is_named(office, demo_url):
    assert office("log", "verify")[0] == 0
    database = Database(demo_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE item_board SET state = 'closed' WHERE number LIKE '%石桥-01'"))
    database.close()
    status, said = office("log", "verify")
    assert status == 1
    assert "item_board item-" in said
    assert office("projections", "compare")[0] == 1
    assert office("projections", "rebuild")[0] == 0
    assert office("projections", "compare")[0] == 0
    assert office("log", "verify")[0] == 0


def test_a_read_model_that_is_made_anew_says_what_was_wrong(office, demo_url):
    assert office("projections", "follow")[0] == 0
    database = Database(demo_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE item_history SET to_position = 7 WHERE number LIKE '%石桥-01'"))
    database.close()
    assert office("projections", "compare")[0] == 1
    status, said = office("projections", "rebuild", "item")
    assert status == 0
    assert "item_board: was right" in said
    assert "item_history: 1 row(s) were wrong" in said
    assert "notice" not in said
    assert office("projections", "compare")[0] == 0
    assert office("projections", "rebuild", "nonsense")[0] == 2


def test_the_status_of_the_projections_tells_what_is_behind_and_what_is_stopped(office, demo_url):
    assert "history: generation 1, at @-1" in office("projections", "status")[1]
    assert office("worker", "--once")[0] == 0
    assert ", 0 behind" in office("projections", "status")[1]
    database = Database(demo_url)
    with database.writing() as connection:
        parked = "error = 'position 3, item-1 version 2, item.closed: ValueError: no', failed_at = lease_until"
        connection.execute(text(f"UPDATE subscriptions SET {parked}"))
    database.close()
    status, said = office("projections", "status")
    assert status == 1
    assert "stopped" in said
    assert "position 3, item-1 version 2" in said


def test_accounts_are_created_listed_and_given_tokens(office):
    created = office(
        "account", "create", "wang", "--name", "王某", "--role", "auditor", "--org", "audit", "--password", "a" * 12
    )
    assert created[0] == 0
    listed = office("account", "list")[1]
    assert re.search(r"^wang 王某\n  1 auditor audit \d{4}-\d\d-\d\d to -$", listed, re.MULTILINE)
    status, token = office("account", "token", "wang", "--days", "7")
    assert status == 0
    assert token.startswith("xiaohao_")
    assert office("account", "token", "nobody")[0] == 1
    short = office(
        "account", "create", "li", "--name", "李某", "--role", "auditor", "--org", "audit", "--password", "short"
    )
    assert short[0] == 1


def test_units_are_registered_once(office):
    new = ("organisation", "add", "yunxi", "云溪县司法局", "--short", "云溪", "--kind", "county", "--parent", "center")
    assert office(*new)[0] == 0
    assert "yunxi county 云溪 云溪县司法局" in office("organisation", "list")[1]


def test_the_worker_ends_when_asked_to_work_once(office):
    assert office("worker", "--once")[0] == 0


def test_sqlite_takes_one_process(sqlite_demo_url, tmp_path):
    office = on(sqlite_demo_url, tmp_path)
    status, said = office("serve", "--workers", "2")
    assert (status, "one server process" in said) == (1, True)
    with only_server_of(Path(sqlite_demo_url.removeprefix("sqlite:///"))):
        status, said = office("serve")
        assert (status, "another server" in said) == (1, True)


def test_a_database_without_the_tables_of_this_release_is_not_served(run):
    status, said = run("serve")
    assert (status, "xiaohao migrate" in said) == (1, True)


@pytest.mark.parametrize("typed", [
    ("comparison", "publish", "找 13812345678", "--basis", "推进会"),
    ("policy", "set", "contact_change_days", "5", "--since", "2020-01-01", "--reason", "问 13812345678"),
    ("account", "disable", "auditor", "--reason", "电话 13812345678"),
    ("organisation", "rename", "baishi", "白石区局", "--short", "白石区", "--since", "2020-03-01", "--reason", MOBILE),
])  # fmt: skip
def test_what_looks_personal_is_pointed_out_to_the_operator_too(office, typed):
    status, said = office(*typed)
    assert (status, "looks_personal" in said) == (1, True)
    assert office("--personal-data-intended", *typed)[0] == 0


def test_a_comparison_is_published_listed_and_withdrawn(office):
    status, said = office("comparison", "publish", "进度对比", "--basis", "推进会")
    assert (status, said.endswith(" version 1\n")) == (0, True)
    one = said.partition(" ")[0]
    assert re.fullmatch(rf"{one} @\d+ 进度对比\n", office("comparison", "list")[1])
    assert office("comparison", "withdraw", one, "--reason", "有误") == (0, f"{one} version 2\n")
    assert office("comparison", "list")[1].endswith("进度对比 (withdrawn)\n")
    assert office("comparison", "withdraw", one, "--reason", "有误")[0] == 1


def test_notices_and_packages_are_listed(office):
    [line] = [one for one in office("notice", "list")[1].splitlines() if "〔2020〕1 " in one]
    assert "signed 0/9 returned 0/9" in line
    silent = office("notice", "packages", "--wait", "unsigned")[1].splitlines()
    assert len(silent) == 9
    assert "waits for: unsigned" in silent[0]


def test_contacts_are_listed_imported_and_given_their_days(office, tmp_path):
    listed_now = office("contact", "list")[1].splitlines()
    assert (len(listed_now), "甲*" in listed_now[0]) == (27, True)
    workbook = tmp_path / "名册.xlsx"
    workbook.write_bytes(listed(("白石城关镇工作站", "联络员", "赵六", "0000-7300001", "", "", "")))
    status, said = office("contact", "import", workbook)
    assert (status, "是否已经换人" in said, "carried out: 0 changes; left: 1 rows" in said) == (2, True, True)
    status, said = office("contact", "import", workbook, "--confirm", "3")
    assert (status, said) == (0, "carried out: 1 changes; left: 0 rows\n")
    assert "赵*" in office("contact", "list")[1]
    asked = ("policy", "set", "contact_change_days", "5", "--since", "2020-03-01", "--reason", "办法")
    assert office(*asked) == (0, "contact_change_days version 2\n")
    assert office("contact", "import", tmp_path / "none.xlsx")[0] == 1


def test_obligations_are_listed_with_how_they_stand(office):
    listed_now = office("obligation", "list")[1].splitlines()
    assert len(listed_now) == 16
    assert any(" baishi monthly " in line and line.endswith("公示受援人名单") for line in listed_now)
    assert office("obligation", "list", "--as-of", "@3")[1] == ""
    assert office("obligation", "list", "--as-of", "2999-01-01")[0] == 1


def test_clauses_are_published_whole_and_findings_listed(office, tmp_path):
    workbook = tmp_path / "条款.xlsx"
    good = ("G1", "归档及时", "Closed in time", "档案管理", "演示标准", 2020)
    workbook.write_bytes(clause_list(good, good))
    status, said = office("clauses", "import", workbook)
    assert (status, said.endswith("to be published: 1 clauses; left: 1 rows\n")) == (2, True)
    workbook.write_bytes(clause_list(good))
    dry = office("clauses", "import", workbook, "--dry-run")
    assert dry == (0, "to be published: 1 clauses; left: 0 rows\n")
    assert office("clauses", "import", workbook) == (0, "clauses version 2\n")
    assert office("clauses", "import", tmp_path / "none.xlsx")[0] == 1
    found = office("finding", "list")[1].splitlines()
    assert len(found) == 6
    assert "问〔2019〕1 third_party A1 baishi,dongping,meiling,nanyu,qinglan,songkou 9个单位中有6个单位 0/0" in found[3]
