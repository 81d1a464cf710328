"""Lists go into the typed registers by command, and are listed with what is found in them."""

from click.testing import CliRunner

from tests.documents.test_row_import import FIRST, SECOND, listed
from wsgi import cli


def test_a_list_is_imported_listed_and_judged(demo_url, tmp_path):
    def run(*words):
        env = {"DATABASE_URL": demo_url, "XIAOHAO_FILES": str(tmp_path / "files")}
        result = CliRunner().invoke(cli, ["register", *map(str, words)], env=env)
        return result.exit_code, result.output

    sheet = tmp_path / "发放表.xlsx"
    sheet.write_bytes(listed(FIRST, SECOND, ("白石", "", "", "", "", "", "")))
    assert run("import", "payment", sheet, "--dry-run")[1].endswith("to be carried out: 2 changes; left: 1 rows\n")
    status, said = run("import", "payment", sheet)
    assert (status, "row 4 refused B4: 必须填写" in said) == (2, True)
    assert run("import", "payment", sheet)[1].endswith("carried out: 0 changes; left: 1 rows\n")
    rows = run("list", "payment")[1].splitlines()
    assert (len(rows), "王*" in rows[0] + rows[1], "王五" in rows[0] + rows[1]) == (2, True, False)
    found = run("findings", "payment")[1]
    assert ("not_personal" in found, found.count("passing_unknown")) == (True, 2)
    assert run("import", "payment", tmp_path / "none.xlsx")[0] == 1
