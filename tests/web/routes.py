"""Every route of the application, classified by what it can name. A route that is missing here fails the build."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tests.web.row_bodies import BODIES

CANARY = "ZQX-{bureau}"
QUERIES = (
    "", "?page=2", "?text=ZQX", "?state=open", "?state=closed&sort=changed", "?bureau=shiqiao", "?notice=x",
    f"?text={quote('号')}", "?as_of=@{newest}", "?as_of=@120&state=open", "?notice={notice}",
    "?size=200&as_of=@{newest}", "?matter=objection", "?matter=waiting&as_of=@{newest}",
)  # fmt: skip
PERIODS = ("", "?from=@3&to=@{newest}", "?from=@{newest}", "?from=2020-01-01&to=2020-01-02")


@dataclass(frozen=True, kw_only=True)
class Route:
    """How to ask a route. `{item}`, `{file}`, `{notice}`, `{command}` in the path are what it names; `api` by token."""

    path: str
    method: str = "GET"
    api: bool = False
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    queries: tuple[str, ...] = ("",)

    @property
    def names(self) -> bool:
        """Whether it names something that may be another bureau's."""
        return "{" in self.path


def page(path: str, **more: Any) -> Route:
    return Route(path=path, **more)


def api(path: str, **more: Any) -> Route:
    return Route(path=f"/api/v1/{path}", api=True, **more)


def command(trigger: str, body: dict[str, Any], **headers: str) -> Route:
    return api(f"items/{{item}}/{trigger}", method="POST", body=body, headers=headers or {"If-Match": '"1"'})


def account(trigger: str, body: dict[str, Any]) -> Route:
    return api(f"accounts/{{account}}/{trigger}", method="POST", body=body, headers={"If-Match": '"1"'})


LOAN = {"until": "2020-03-20", "reason": "x"}
REASON = {"reason": "看一看"}
REPORT = {"measures": "a", "result": "b", "evidence": ["0" * 64]}
ISSUE = {
    "notice": "{notice}", "bureau": "baishi", "area": "archives", "kind": "immediate", "problem": "x", "due": "2020-06",
}  # fmt: skip
CHANGE = {"since": "2020-03-01", "reason": "x"}
NEW_NAME = {"name": "x", "short": "y", **CHANGE}
DAY = {"since": "2030-01-01"}
CALL = {"result": "normal", "checked_on": "2030-01-01"}
PERSON = {"name": "x", "phone": "12345"}
SEEN = {"If-Match": '"1"'}


def owed(trigger: str, body: dict[str, Any]) -> Route:
    return api(f"obligations/{{obligation}}/{trigger}", method="POST", body=body, headers=SEEN)


def contact(trigger: str, body: dict[str, Any]) -> Route:
    return api(f"contacts/{{contact}}/{trigger}", method="POST", body=body, headers=SEEN)


def draft(trigger: str, body: dict[str, Any]) -> Route:
    return api(f"drafts/{{draft}}/{trigger}", method="POST", body=body, headers=SEEN)


def upward(trigger: str, body: dict[str, Any]) -> Route:
    return api(f"upward-reports/{{report}}/{trigger}", method="POST", body=body, headers=SEEN)


def package(trigger: str, body: dict[str, Any]) -> Route:
    return api(f"notices/{{notice}}/packages/{{bureau}}/{trigger}", method="POST", body=body, headers=SEEN)


PROBLEM = {"bureaus": ["baishi"], "area": "archives", "kind": "immediate", "problem": "x", "due": "2030-06"}
OBLIGATION = {
    "bureau": "baishi", "area": "archives", "duty": "x", "rule": "monthly", **DAY, "basis": "x",
}  # fmt: skip
PERFORMED = {"performed_on": "2030-01-01", "what": "x", "no_evidence": "x"}
SAMPLE = {"title": "x", "purpose": "x", "drawn_from": "volumes"}
LOOKED = {"checked_on": "2030-01-01"}


def sample(trigger: str, body: dict[str, Any]) -> Route:
    return api(f"samples/{{sample}}/{trigger}", method="POST", body=body, headers=SEEN)


def disclosed(trigger: str, body: dict[str, Any]) -> Route:
    return api(f"disclosure-lists/{{disclosure}}/{trigger}", method="POST", body=body, headers=SEEN)


def finding(trigger: str, body: dict[str, Any]) -> Route:
    return api(f"findings/{{finding}}/{trigger}", method="POST", body=body, headers=SEEN)


FINDING = {"source": "self_reported", "year": "2019", "area": "x", "text": "x", "concerns": "named", "units": "x"}
ROW = {"bureau": "baishi", "title": "x", "submitted_on": "2030-01-01"}
UNIT = {"code": "x", "name": "x", "short": "y", "what": "county"}

CHOSEN = "00000000-0000-0000-0000-000000000001"

ROUTES: dict[str, Route] = {
    "root": page("/"),
    "admin.index": page("/admin/", queries=QUERIES),
    "admin.static": page("/admin/static/admin/css/bootstrap4/admin.css"),
    "pages.static": page("/static/xiaohao.css"),
    "identity.language": page("/language/zh_Hans_CN"),
    "security.login": page("/login"),
    "security.logout": page("/logout", method="POST"),
    "accounts.index": page("/admin/accounts/", queries=("", "?as_of=@{newest}")),
    "accounts.open": page("/admin/accounts/", method="POST", body={"login": "x1", "name": "x", "reason": "x"}),
    "accounts.show": page("/admin/accounts/{account}", queries=("", "?as_of=@{newest}")),
    "accounts.act": page("/admin/accounts/{account}/disable", method="POST", body={"reason": "x"}),
    "me.index": page("/admin/me/"),
    "me.mail": page("/admin/me/mail", method="POST", body={"address": "x@office.test"}),
    "me.no_mail": page("/admin/me/no-mail", method="POST"),
    "inbox.index": page("/admin/inbox/", queries=("", "?as_of=@{newest}", "?unread=1", "?page=2")),
    "inbox.open": page("/admin/inbox/0/open", method="POST"),
    "inbox.read": page("/admin/inbox/read", method="POST", body={"through": "0"}),
    "api.show_inbox": api("inbox", queries=("", "?as_of=@{newest}", "?unread=true&size=200")),
    "api.read_message": api("inbox/0/read", method="POST"),
    "api.read_messages": api("inbox/read", method="POST", body={"through": 0}),
    "password.index": page("/admin/password/"),
    "password.change": page("/admin/password/", method="POST", body={"present": "x", "new": "y", "again": "z"}),
    "me.act_as": page("/admin/me/act-as", method="POST", body={"hat": "city_center center"}),
    "me.take_over": page("/admin/me/take-over", method="POST", body={"account": "{account}", "reason": "x"}),
    "me.lend": page("/admin/me/lend", method="POST", body={"to": "{account}", **LOAN}),
    "logins.index": page("/admin/logins/"),
    "logins.end": page("/admin/logins/{id}/end", method="POST"),
    "logins.end_others": page("/admin/logins/end-others", method="POST"),
    "health.index": page("/admin/health/"),
    "healthz": page("/healthz"),
    "api.show_health": api("health"),
    "api.show_metrics": api("metrics"),
    "areas.index": page("/admin/areas/"),
    "life.index": page("/admin/life/", queries=("", "?version=1", "?version=9", "?as_of=@{newest}")),
    "life.canonical": page("/admin/life/item-1.json"),
    "organisations.index": page("/admin/organisations/", queries=("", "?as_of=@{newest}")),
    "organisations.register": page("/admin/organisations/", method="POST", body=UNIT),
    "organisations.show": page("/admin/organisations/baishi", queries=("", "?as_of=@{newest}")),
    "organisations.act": page("/admin/organisations/baishi/rename", method="POST", body=NEW_NAME),
    "comparisons.index": page("/admin/comparisons/", queries=("", "?as_of=@{newest}")),
    "comparisons.publish": page("/admin/comparisons/", method="POST", body={"title": "x", "basis": "x"}),
    "comparisons.show": page("/admin/comparisons/{comparison}", queries=("", "?as_of=@{newest}")),
    "comparisons.withdraw": page("/admin/comparisons/{comparison}/withdraw", method="POST", body={"reason": "x"}),
    "batches.index": page("/admin/batches/", queries=("", "?as_of=@{newest}")),
    "batches.show": page("/admin/batches/{batch}", queries=("", "?as_of=@{newest}")),
    "batches.withdraw": page("/admin/batches/{batch}/withdraw", method="POST", body=REASON),
    "batches.forget": page("/admin/batches/columns/{mapping}/forget", method="POST"),
    "import-columns.index": page("/admin/import-columns/"),
    "import-columns.show": page("/admin/import-columns/{file}"),
    "import-columns.choose": page("/admin/import-columns/{file}", method="POST", body={"place-1": "problem"}),
    "import.look_again": page("/admin/import/{file}/look", method="POST"),
    "import.corrected": page("/admin/import/{file}/corrected.xlsx"),
    "import.job": page("/admin/import/job/{job}"),
    "draft-list.corrected": page("/admin/draft-list/{draft}/{file}/corrected.xlsx"),
    "api.correct_a_list": api("lists/corrected", method="POST"),
    "api.work_on_a_list": api("lists/jobs", method="POST"),
    "api.show_list_job": api("lists/jobs/{job}"),
    "api.list_imports": api("imports", queries=("", "?as_of=@{newest}")),
    "api.show_import": api("imports/{batch}", queries=("", "?as_of=@{newest}")),
    "api.withdraw_import": api("imports/{batch}/withdraw", method="POST", body=REASON, headers=SEEN),
    "api.list_remembered_columns": api("list-columns", queries=("", "?as_of=@{newest}")),
    "api.forget_columns": api("list-columns/{mapping}/forget", method="POST", headers=SEEN),
    "api.list_comparisons": api("comparisons", queries=("", "?as_of=@{newest}")),
    "api.show_comparison": api("comparisons/{comparison}", queries=("", "?as_of=@{newest}")),
    "api.publish_comparison": api("comparisons", method="POST", body={}, headers={"If-None-Match": "*"}),
    "api.withdraw_comparison": api(
        "comparisons/{comparison}/withdraw", method="POST", body={"reason": "x"}, headers=SEEN
    ),
    "disclosures.index": page("/admin/disclosures/", queries=("", "?as_of=@{newest}", "?unit=shiqiao&month=2029-12")),
    "disclosures.verify": page("/admin/disclosures/verify", method="POST", body={"digest": "ab" * 32}),
    "disclosures.show": page("/admin/disclosures/{disclosure}", queries=("", "?as_of=@{newest}")),
    "disclosures.paper": page("/admin/disclosures/{disclosure}/print", queries=("", "?as_of=@{newest}")),
    "disclosures.table": page("/admin/disclosures/{disclosure}/table.xlsx", queries=("", "?as_of=@{newest}")),
    "disclosures.compare": page("/admin/disclosures/{disclosure}/compare", method="POST"),
    "disclosures.act": page("/admin/disclosures/{disclosure}/withdraw", method="POST", body=REASON),
    "disclosure-list.index": page("/admin/disclosure-list/"),
    "disclosure-list.look": page("/admin/disclosure-list/", method="POST", body={"typed": "x", "month": "2029-12"}),
    "disclosure-list.carry_out": page("/admin/disclosure-list/carry-out", method="POST", body={"content": "eA=="}),
    "rules.set_column": page("/admin/rules/disclosure/place", method="POST", body={"treatment": "left_out", **CHANGE}),
    "api.list_disclosure_lists": api("disclosure-lists", queries=("", "?as_of=@{newest}", "?unit=shiqiao")),
    "api.show_disclosure_list": api("disclosure-lists/{disclosure}", queries=("", "?as_of=@{newest}")),
    "api.download_disclosure_table": api("disclosure-lists/{disclosure}/table.xlsx", queries=("", "?as_of=@{newest}")),
    "api.preview_disclosure_list": api("disclosure-lists/preview?month=2029-12", method="POST"),
    "api.prepare_disclosure_list": api("disclosure-lists?month=2029-12", method="POST", headers={"If-None-Match": "*"}),
    "api.find_disclosure_list": api("disclosure-lists/verify?digest=" + "ab" * 32, method="POST"),
    "api.approve_disclosure_list": disclosed("approve", {"digest": "ab" * 32}),
    "api.publish_disclosure_list": disclosed("publish", {"disclosed_on": "2030-01-01", "place": "x"}),
    "api.hand_over_disclosure_list": disclosed("hand_over", {"handed_over_on": "2030-01-01"}),
    "api.recheck_disclosure_list": disclosed("recheck", {"rechecked_on": "2030-01-01", "result": "complete"}),
    "api.withdraw_disclosure_list": disclosed("withdraw", REASON),
    "api.list_disclosure_rules": api("disclosure-rules", queries=("", "?as_of=@{newest}")),
    "api.set_disclosure_rule": api("disclosure-rules/place/set", method="POST", body={}, headers=SEEN),
    "samples.index": page("/admin/samples/", queries=("", "?as_of=@{newest}")),
    "samples.plan": page("/admin/samples/", method="POST", body=SAMPLE),
    "samples.show": page("/admin/samples/{sample}", queries=("", "?as_of=@{newest}")),
    "samples.act": page("/admin/samples/{sample}/draw", method="POST", body={"sizes": "1"}),
    "samples.row": page("/admin/samples/{sample}/rows/1", queries=("", "?as_of=@{newest}")),
    "samples.check": page("/admin/samples/{sample}/rows/1/correct", method="POST", body={**LOOKED, "reason": "x"}),
    "samples.form": page("/admin/samples/{sample}/form.xlsx", queries=("", "?as_of=@{newest}")),
    "samples.results": page("/admin/samples/{sample}/results.xlsx", queries=("", "?as_of=@{newest}")),
    "samples.draw_file": page("/admin/samples/{sample}/draws/1.json", queries=("", "?as_of=@{newest}")),
    "sample-frames.index": page("/admin/sample-frames/"),
    "sample-frames.show": page("/admin/sample-frames/{sample}"),
    "sample-frames.look_at_list": page("/admin/sample-frames/{sample}/list", method="POST"),
    "sample-frames.carry_out": page("/admin/sample-frames/{sample}/carry-out", method="POST", body={"content": "eA=="}),
    "sample-frames.items": page("/admin/sample-frames/{sample}/items", method="POST", body={"at": "@3"}),
    "api.list_samples": api("samples", queries=("", "?as_of=@{newest}")),
    "api.show_sample": api("samples/{sample}", queries=("", "?as_of=@{newest}")),
    "api.show_draw_file": api("samples/{sample}/draws/1", queries=("", "?as_of=@{newest}")),
    "api.plan_sample": api("samples", method="POST", body={}, headers={"If-None-Match": "*"}),
    "api.bring_volumes": api("samples/{sample}/volumes", method="POST", headers=SEEN),
    "api.take_sample_items": api("samples/{sample}/items", method="POST", headers=SEEN),
    "api.draw_sample": sample("draw", {"frame": "x", "sizes": "1"}),
    "api.draw_again_sample": sample("draw_again", {"frame": "x", "sizes": "1", "reason": "x"}),
    "api.check_sample": sample("check", {"unit": "baishi", "row": "1", **LOOKED}),
    "api.correct_sample": sample("correct", {"unit": "baishi", "row": "1", **LOOKED, "reason": "x"}),
    "api.conclude_sample": sample("conclude", {}),
    "clauses.index": page("/admin/clauses/", queries=("", "?as_of=@{newest}")),
    "clauses.upload": page("/admin/clauses/", method="POST"),
    "clauses.publish": page("/admin/clauses/publish", method="POST", body={"content": "eA==", "name": "x.xlsx"}),
    "findings.index": page("/admin/findings/", queries=("", "?as_of=@{newest}", "?year=2019&unit=shiqiao")),
    "findings.enter": page("/admin/findings/", method="POST", body=FINDING),
    "findings.show": page("/admin/findings/{finding}", queries=("", "?as_of=@{newest}")),
    "findings.issue": page("/admin/findings/{finding}/issue", method="POST", body={"units": "baishi"}),
    "findings.act": page("/admin/findings/{finding}/withdraw", method="POST", body=REASON),
    "evaluation.index": page("/admin/evaluation/", queries=("", "?as_of=@{newest}", "?year=2018")),
    "evaluation.take": page("/admin/evaluation/", method="POST", body={"title": "x", "year": "1999"}),
    "evaluation.show": page("/admin/evaluation/{snapshot}", queries=("", "?as_of=@{newest}")),
    "evaluation.table": page("/admin/evaluation/{snapshot}/table.json", queries=("", "?as_of=@{newest}")),
    "evaluation.withdraw": page("/admin/evaluation/{snapshot}/withdraw", method="POST", body=REASON),
    "api.list_clauses": api("clauses", queries=("", "?as_of=@{newest}")),
    "api.publish_clauses": api("clauses/publish", method="POST", body={"clauses": []}, headers=SEEN),
    "api.import_a_clause_list": api("clause-lists", method="POST"),
    "api.list_findings": api("findings", queries=("", "?as_of=@{newest}", "?year=2019", "?unit=shiqiao")),
    "api.show_finding": api("findings/{finding}", queries=("", "?as_of=@{newest}")),
    "api.list_earlier_items": api("findings/{finding}/earlier-items", queries=("?unit=shiqiao", "?unit=baishi")),
    "api.enter_finding": api("findings", method="POST", body={}, headers={"If-None-Match": "*"}),
    "api.correct_finding": finding("correct", {"text": "x", "concerns": "all", **REASON}),
    "api.link_finding": finding("link", {"repeats": "{id}"}),
    "api.withdraw_finding": finding("withdraw", REASON),
    "api.show_evaluation": api("evaluation", queries=("?year=2019", "?year=2019&as_of=@{newest}")),
    "api.list_snapshots": api("snapshots", queries=("", "?as_of=@{newest}")),
    "api.show_snapshot": api("snapshots/{snapshot}", queries=("", "?as_of=@{newest}")),
    "api.show_snapshot_table": api("snapshots/{snapshot}/table"),
    "api.take_snapshot": api("snapshots", method="POST", body={}, headers={"If-None-Match": "*"}),
    "api.withdraw_snapshot": api("snapshots/{snapshot}/withdraw", method="POST", body=REASON, headers=SEEN),
    "upward.index": page("/admin/upward/", queries=("", "?as_of=@{newest}")),
    "upward.draft": page("/admin/upward/", method="POST", body={"year": "1999"}),
    "upward.show": page("/admin/upward/{report}", queries=("", "?as_of=@{newest}")),
    "upward.figure": page("/admin/upward/{report}/figures/1", queries=("", "?as_of=@{newest}")),
    "upward.check": page("/admin/upward/{report}/check"),
    "upward.file": page("/admin/upward/{report}/report.docx"),
    "upward.act": page("/admin/upward/{report}/withdraw", method="POST", body=REASON),
    "wording.index": page("/admin/wording/", queries=("", "?as_of=@{newest}")),
    "wording.publish": page("/admin/wording/", method="POST", body=REASON),
    "api.list_upward_reports": api("upward-reports", queries=("", "?as_of=@{newest}")),
    "api.show_upward_report": api("upward-reports/{report}", queries=("", "?as_of=@{newest}")),
    "api.download_upward_report": api("upward-reports/{report}/report.docx"),
    "api.draft_upward_report": api("upward-reports", method="POST", body={}, headers={"If-None-Match": "*"}),
    "api.redraft_upward_report": upward("redraft", {}),
    "api.approve_upward_report": upward("approve", {"unknown": 0, "digest": "0" * 64}),
    "api.return_upward_report": upward("return", REASON),
    "api.withdraw_upward_report": upward("withdraw", REASON),
    "api.issue_upward_report": upward("issue", {"number": "x", "unknown": 0}),
    "api.show_wording": api("wording", queries=("", "?as_of=@{newest}")),
    "api.publish_wording": api("wording", method="POST", body={"parts": [], **REASON}, headers=SEEN),
    "contacts.index": page("/admin/contacts/", queries=("", "?as_of=@{newest}", "?unit=shiqiao&standing=normal")),
    "contacts.people": page("/admin/contacts/people", method="POST"),
    "contacts.register": page("/admin/contacts/", method="POST", body={"station": "x", "post": "liaison", **PERSON}),
    "contacts.rule": page("/admin/contacts/rule", method="POST", body={"days": "5", **DAY, "reason": "x"}),
    "contacts.show": page("/admin/contacts/{contact}", queries=("", "?as_of=@{newest}")),
    "contacts.person": page("/admin/contacts/{contact}/people", method="POST"),
    "contacts.act": page("/admin/contacts/{contact}/check", method="POST", body=CALL),
    "contact-import.index": page("/admin/contact-import/"),
    "contact-import.template": page("/admin/contact-import/template"),
    "contact-import.upload": page("/admin/contact-import/", method="POST"),
    "contact-import.carry_out": page("/admin/contact-import/carry-out", method="POST", body={"content": "eA=="}),
    "api.list_contacts": api("contacts", queries=("", "?as_of=@{newest}", "?unit=shiqiao", "?standing=normal")),
    "api.show_contact_people": api("contacts/people", method="POST"),
    "api.show_contact": api("contacts/{contact}", queries=("", "?as_of=@{newest}")),
    "api.show_contact_person": api("contacts/{contact}/people", method="POST"),
    "api.register_contact": api("contacts", method="POST", body={}, headers={"If-None-Match": "*"}),
    "api.replace_contact": contact("replace", {**PERSON, **DAY}),
    "api.change_phone_contact": contact("change_phone", {"phone": "12345", **DAY}),
    "api.check_contact": contact("check", CALL),
    "api.end_contact": contact("end", {**DAY, "reason": "x"}),
    "api.import_a_contact_list": api("contact-lists", method="POST"),
    "api.list_rules": api("policies", queries=("", "?as_of=@{newest}")),
    "api.show_rule": api("policies/contact-change-days", queries=("", "?as_of=@{newest}")),
    "api.set_rule": api("policies/max-extensions/set", method="POST", body={}, headers=SEEN),
    "api.list_calendars": api("calendars", queries=("", "?as_of=@{newest}")),
    "api.show_calendar": api("calendars/2020", queries=("", "?as_of=@{newest}")),
    "api.publish_calendar": api("calendars/2020/publish", method="POST", body={}, headers=SEEN),
    "api.show_due_dates": api("items/{item}/due-dates", queries=("", "?as_of=@{newest}")),
    "api.request_extension_item": command("request_extension", {"until": "2020-05-29", "progress": "x", **REASON}),
    "api.decide_extension_item": command("decide_extension", {"decision": "approved"}),
    "api.urge_item": command("urge", {}),
    "api.supervise_item": command("supervise", {"light": "yellow", "note": "x"}),
    "rules.index": page("/admin/rules/", queries=("", "?as_of=@{newest}")),
    "rules.set": page("/admin/rules/max_extensions", method="POST", body={"days": "2", **DAY, "reason": "x"}),
    "calendar.index": page("/admin/calendar/", queries=("", "?as_of=@{newest}", "?year=2020")),
    "calendar.publish": page("/admin/calendar/2020", method="POST", body={"basis": "x"}),
    "ledger.urge": page("/admin/ledger/urge", method="POST", body={"item": "{item}", "note": "x"}),
    "drafts.index": page("/admin/drafts/", queries=("", "?as_of=@{newest}")),
    "drafts.begin": page("/admin/drafts/", method="POST", body={"title": "x", "year": "2020"}),
    "drafts.show": page("/admin/drafts/{draft}", queries=("", "?as_of=@{newest}")),
    "draft-list.index": page("/admin/draft-list/"),
    "draft-list.draft": page("/admin/draft-list/{draft}"),
    "draft-list.upload": page("/admin/draft-list/{draft}", method="POST"),
    "draft-list.preview": page("/admin/draft-list/{draft}/{file}"),
    "draft-list.add": page("/admin/draft-list/{draft}/{file}", method="POST"),
    "drafts.act": page("/admin/drafts/{draft}/discard", method="POST", body={"reason": "x"}),
    "packages.index": page("/admin/packages/", queries=("", "?as_of=@{newest}", "?wait=unsigned")),
    "packages.show": page("/admin/packages/{notice}/{bureau}", queries=("", "?as_of=@{newest}")),
    "packages.act": page("/admin/packages/{notice}/{bureau}/acknowledge", method="POST"),
    "packages.file": page("/admin/packages/{notice}/{bureau}/files/{paper}", queries=("", "?as_of=@{newest}")),
    "notices.withdraw": page("/admin/notices/{notice}/withdraw", method="POST", body=REASON),
    "api.list_drafts": api("drafts", queries=("", "?as_of=@{newest}")),
    "api.show_draft": api("drafts/{draft}", queries=("", "?as_of=@{newest}")),
    "api.draft_notice": api("drafts", method="POST", body={}, headers={"If-None-Match": "*"}),
    "api.revise_draft": draft("revise", {"title": "x", "year": 2020}),
    "api.add_problem_draft": draft("add", PROBLEM),
    "api.drop_problem_draft": draft("drop", {"matter": "{id}"}),
    "api.approve_draft": draft("approve", {"problems": 1, "items": 1, "return_by": "2030-06-01"}),
    "api.discard_draft": draft("discard", {"reason": "x"}),
    "api.list_packages": api("packages", queries=("", "?as_of=@{newest}", "?wait=unsigned", "?notice={notice}")),
    "api.show_package": api("notices/{notice}/packages/{bureau}", queries=("", "?as_of=@{newest}")),
    "api.set_return_package": package("set_return", {"return_by": "2030-06-01"}),
    "api.dispatch_package": package("dispatch", {"way": "system", "sent_on": "2030-01-01"}),
    "api.acknowledge_package": package("acknowledge", {}),
    "api.return_package": package("return", {"report": ["0" * 64], "completed": ["0" * 64]}),
    "api.send_back_package": package("send_back", REASON),
    "api.download_package_file": api("notices/{notice}/packages/{bureau}/files/{paper}"),
    "api.withdraw_notice": api("notices/{notice}/withdraw", method="POST", body=REASON, headers=SEEN),
    "obligations.index": page("/admin/obligations/", queries=("", "?as_of=@{newest}", "?unit=shiqiao&standing=missed")),
    "obligations.set_up": page("/admin/obligations/", method="POST", body=OBLIGATION),
    "obligations.rule": page("/admin/obligations/rule", method="POST", body={"days": "5", **DAY, "reason": "x"}),
    "obligations.show": page("/admin/obligations/{obligation}", queries=("", "?as_of=@{newest}")),
    "obligations.act": page("/admin/obligations/{obligation}/end", method="POST", body={**DAY, "reason": "x"}),
    "obligations.record": page("/admin/obligations/{obligation}/record", method="POST", body=PERFORMED),
    "obligations.strike": page(
        "/admin/obligations/{obligation}/strike/{performance}", method="POST", body={"reason": "x"}
    ),
    "obligations.file": page("/admin/obligations/{obligation}/files/{file}", queries=("", "?as_of=@{newest}")),
    "api.list_obligations": api("obligations", queries=("", "?as_of=@{newest}", "?unit=shiqiao")),
    "api.show_obligation": api("obligations/{obligation}", queries=("", "?as_of=@{newest}")),
    "api.download_performance_file": api("obligations/{obligation}/files/{file}"),
    "api.set_up_obligation": api("obligations", method="POST", body={}, headers={"If-None-Match": "*"}),
    "api.change_obligation": owed("change", {"rule": "monthly", **DAY, "reason": "x"}),
    "api.suspend_obligation": owed("suspend", {**DAY, "reason": "x"}),
    "api.resume_obligation": owed("resume", {**DAY, "reason": "x"}),
    "api.end_obligation": owed("end", {**DAY, "reason": "x"}),
    "api.record_performance": api(
        "obligations/{obligation}/performances", method="POST", body=PERFORMED, headers={"If-None-Match": "*"}
    ),
    "api.strike_performance": api(
        "performances/{performance}/strike", method="POST", body={"reason": "x"}, headers=SEEN
    ),
    "registers.index": page("/admin/registers/", queries=("", "?as_of=@{newest}")),
    "registers.kind": page(
        "/admin/registers/news", queries=("", "?as_of=@{newest}", "?unit=shiqiao", "?standing=struck", "?year=2020")
    ),
    "registers.record": page("/admin/registers/news", method="POST", body=ROW),
    "registers.raise_": page("/admin/registers/payment/raise", method="POST", body={"finding": "x"}),
    "registers.export": page("/admin/registers/news/export", queries=("", "?as_of=@{newest}", "?unit=shiqiao")),
    "registers.show": page("/admin/registers/row/{row}", queries=("", "?as_of=@{newest}")),
    "registers.person": page("/admin/registers/row/{row}/people", method="POST"),
    "registers.act": page("/admin/registers/row/{row}/strike", method="POST", body={"reason": "x"}),
    "row-import.index": page("/admin/row-import/"),
    "row-import.kind": page("/admin/row-import/payment"),
    "row-import.template": page("/admin/row-import/payment/template"),
    "row-import.upload": page("/admin/row-import/payment", method="POST"),
    "row-import.carry_out": page("/admin/row-import/payment/carry-out", method="POST", body={"content": "eA=="}),
    "api.list_registers": api("registers", queries=("", "?as_of=@{newest}")),
    "api.list_rows": api("registers/news", queries=("", "?as_of=@{newest}", "?unit=shiqiao")),
    "api.list_row_findings": api("registers/disclosure/findings", queries=("", "?as_of=@{newest}", "?unit=shiqiao")),
    "api.show_row": api("registers/rows/{row}", queries=("", "?as_of=@{newest}")),
    "api.show_row_person": api("registers/rows/{row}/people", method="POST"),
    "api.strike_row": api("registers/rows/{row}/strike", method="POST", body={"reason": "x"}, headers=SEEN),
    "api.import_a_row_list": api("registers/payment/lists", method="POST"),
    "api.raise_found_items": api("registers/payment/raise", method="POST", body={"findings": ["x"]}),
    **{
        f"api.record_{kind}": api(f"registers/{kind}/record", method="POST", body=body, headers={"If-None-Match": "*"})
        for kind, body in BODIES.items()
    },
    **{
        f"api.change_{kind}": api(f"registers/{kind}/{{row}}/change", method="POST", body=body, headers=SEEN)
        for kind, body in BODIES.items()
    },
    "ledger.index": page("/admin/ledger/", queries=QUERIES),
    "ledger.export": page("/admin/ledger/export", queries=QUERIES),
    "persons.index": page("/admin/persons/"),
    "persons.find": page("/admin/persons/find", method="POST", body={"unit": "baishi", "name": "x"}),
    "persons.erase": page("/admin/persons/erase", method="POST", body={"unit": "baishi", "name": "x", "reason": "x"}),
    "api.find_person": api("persons/find", method="POST", body={"unit": "baishi", "name": "x"}),
    "api.erase_person": api("persons/erase", method="POST", body={"unit": "baishi", "name": "x", "reason": "x"}),
    "factor.index": page("/admin/factor/"),
    "factor.begin": page("/admin/factor/begin", method="POST"),
    "factor.confirm": page("/admin/factor/confirm", method="POST", body={"code": "000000"}),
    "factor.off": page("/admin/factor/off", method="POST", body={"present": "x"}),
    "tokens.index": page("/admin/tokens/"),
    "tokens.issue": page("/admin/tokens/issue", method="POST", body={"days": "1", "present": "x"}),
    "tokens.revoke": page("/admin/tokens/{command}/revoke", method="POST"),
    "acts.index": page("/admin/acts/", queries=("", "?kind=login", "?before=9")),
    "log.index": page("/admin/log/", queries=(*QUERIES, "?stream=item-{item}", "?name=item.reported")),
    "notices.index": page("/admin/notices/", queries=QUERIES),
    "notices.show": page("/admin/notices/{notice}", queries=("", "?as_of=@{newest}")),
    "item.index": page("/admin/item/"),
    "item.show": page("/admin/item/{item}", queries=("", "?as_of=@{newest}", "?order=oldest")),
    "item.act": page("/admin/item/{item}/withdraw", method="POST", body={**REASON, "version": "1", "command": "{id}"}),
    "item.file": page("/admin/item/{item}/files/{file}", queries=("", "?as_of=@{newest}")),
    "import.index": page("/admin/import/"),
    "import.upload": page("/admin/import/", method="POST"),
    "import.preview": page("/admin/import/{file}"),
    "import.issue": page("/admin/import/{file}", method="POST"),
    "api.sign_in": api("login", method="POST", body={"login": "x", "password": "y"}),
    "api.describe_api": api("openapi.json"),
    "api.list_items": api("items", queries=QUERIES),
    "api.show_item": api("items/{item}", queries=("", "?as_of=@{newest}")),
    "api.show_timeline": api("items/{item}/events", queries=("", "?as_of=@{newest}")),
    "item.bundle": page("/admin/item/{item}/bundle"),
    "item.people": page("/admin/item/{item}/people", method="POST"),
    "proofs.index": page("/admin/proofs/"),
    "proofs.period": page("/admin/proofs/period", queries=PERIODS),
    "proofs.receipt": page("/admin/proofs/receipts/{command}"),
    "proofs.receipt_json": page("/admin/proofs/receipts/{command}.json"),
    "proofs.verifier": page("/admin/proofs/xiaohao_verify.py"),
    "api.bundle_item": api("items/{item}/bundle"),
    "api.bundle_period": api("bundles", queries=PERIODS),
    "process.index": page("/admin/process/", queries=PERIODS),
    "process.file": page("/admin/process/files/csv"),
    "api.download_process_log": api(
        "process-log", queries=tuple(f"?format={name}&from=@3" for name in ("xes", "ocel", "cloudevents", "csv"))
    ),
    "archives.index": page("/admin/archives/", queries=("", "?as_of=@{newest}")),
    "archives.pack": page("/admin/archives/", method="POST", body={"notice": "{notice}", "command": "{id}"}),
    "archives.show": page("/admin/archives/{archive}", queries=("", "?as_of=@{newest}")),
    "archives.file": page("/admin/archives/{archive}/file"),
    "archives.check": page("/admin/archives/check", method="POST"),
    "api.list_archives": api("archives", queries=("", "?as_of=@{newest}")),
    "api.pack_archive": api("archives", method="POST", body={"notice": "{notice}"}, headers={"If-None-Match": "*"}),
    "api.show_archive": api("archives/{archive}", queries=("", "?as_of=@{newest}")),
    "api.download_archive": api("archives/{archive}/file"),
    "api.check_archive": api("archives/check", method="POST"),
    "api.show_receipt": api("commands/{command}/receipt"),
    "api.show_checkpoint": api("log/checkpoint"),
    "api.prove_inclusion": api("log/inclusion", queries=("?position=@{newest}", "?position=3")),
    "api.prove_consistency": api("log/consistency", queries=("?first=3", "?first=3&second=5", "?first=9&second=2")),
    "api.download_verifier": api("log/verifier"),
    "api.list_handlers": api("items/{item}/handlers"),
    "api.show_people": api("items/{item}/people", method="POST"),
    "api.download_file": api("items/{item}/files/{file}"),
    "api.import_a_list": api("lists", method="POST"),
    "api.draft_a_list": api("drafts/{draft}/list", method="POST"),
    "api.upload_file": api("files", method="POST"),
    "api.list_notices": api("notices", queries=QUERIES),
    "api.open_notice": api(
        "notices/{notice}/open", method="POST", body={"title": "x", "year": 2020}, headers={"If-None-Match": "*"}
    ),
    "api.list_areas": api("areas"),
    "api.list_lives": api("lives"),
    "api.publish_areas": api("areas/publish", method="POST", body={"areas": []}, headers={"If-Match": '"1"'}),
    "api.list_organisations": api("organisations", queries=("", "?as_of=@{newest}")),
    "api.show_organisation": api("organisations/baishi", queries=("", "?as_of=@{newest}")),
    "api.register_organisation": api("organisations", method="POST", body=UNIT, headers={"If-None-Match": "*"}),
    "api.rename_organisation": api(
        "organisations/baishi/rename", method="POST", body=NEW_NAME, headers={"If-Match": '"1"'}
    ),
    "api.move_organisation": api(
        "organisations/baishi/move", method="POST", body={"parent": "center", **CHANGE}, headers={"If-Match": '"1"'}
    ),
    "api.dissolve_organisation": api(
        "organisations/baishi/dissolve", method="POST", body=CHANGE, headers={"If-Match": '"1"'}
    ),
    "api.list_accounts": api("accounts", queries=("", "?as_of=@{newest}")),
    "api.show_account": api("accounts/{account}", queries=("", "?as_of=@{newest}")),
    "api.show_me": api("me"),
    "api.grant_account": account("grant", {"role": "bureau_handler", "org": "baishi", "reason": "x"}),
    "api.lend_account": account("lend", LOAN),
    "api.revoke_account": account("revoke", {"grant": 1, "reason": "x"}),
    "api.disable_account": account("disable", {"reason": "x"}),
    "api.leave_account": account("leave", {"reason": "x"}),
    "api.take_over_account": account("take_over", {"reason": "x"}),
    "api.set_mail_account": account("set_mail", {"address": "x@office.test"}),
    "api.clear_mail_account": account("clear_mail", {}),
    "api.enable_account": account("enable", {"reason": "x"}),
    "api.read_security_log": api("security-log", queries=("", "?kind=login", "?before=9")),
    "api.read_log": api("log", queries=(*QUERIES, "?stream=item-{item}")),
    "api.issue_item": command("issue", ISSUE, **{"If-None-Match": "*"}),
    "api.assign_item": command("assign", {"handler": "{id}", "internal_due": "2020-03-01"}),
    "api.hand_over_item": command("hand_over", {"handler": "{id}", **REASON}),
    "api.report_item": command("report", REPORT),
    "api.verify_item": command("verify", {"conclusion": "completed"}),
    "api.send_back_item": command("send_back", REASON),
    "api.close_item": command("close", {}),
    "api.reopen_item": command("reopen", REASON),
    "api.withdraw_item": command("withdraw", REASON),
    "api.plan_measure_item": command("plan_measure", {"what": "x", "measure_due": "2020-03-01"}),
    "api.drop_measure_item": command("drop_measure", {"measure": 1, **REASON}),
    "api.complete_measure_item": command("complete_measure", {"measure": 1, "completion": "x"}),
    "api.verify_measure_item": command("verify_measure", {"measure": 1, "acceptance": "accepted"}),
    "api.note_progress_item": command("note_progress", {"progress": "x", "attached": ["0" * 64]}),
    "api.object_item": command("object", REASON),
    "api.answer_objection_item": command("answer_objection", {"ruling": "upheld", "answer": "x"}),
    "api.transfer_item": command("transfer", {"bureau": "nanyu", **REASON}),
    "api.wait_for_item": command("wait_for", {"awaiting": "x", "awaited": "y", "contacted_on": "2020-03-01"}),
    "api.contact_again_item": command("contact_again", {"contacted_on": "2020-03-01", "contact_note": "x"}),
    "api.end_waiting_item": command("end_waiting", {"wait_result": "x"}),
    "api.follow_up_item": command("follow_up", {"followed_up": "passed", "checked_on": "2030-01-01"}),
    "api.show_matters": api("items/{item}/matters", queries=("", "?as_of=@{newest}")),
    "api.list_transferred": api("items/transferred", queries=("", "?as_of=@{newest}")),
    "document-check.index": page("/admin/document-check/", queries=("", "?as_of=@{newest}")),
    "document-check.upload": page("/admin/document-check/", method="POST"),
    "api.check_document": api("documents/check", method="POST"),
    "transferred.index": page("/admin/transferred/", queries=("", "?as_of=@{newest}")),
    "workbooks.index": page("/admin/workbooks/", queries=("", "?as_of=@{newest}")),
    "workbooks.upload": page("/admin/workbooks/", method="POST"),
    "workbooks.download": page("/admin/workbooks/download"),
    "workbooks.show": page("/admin/workbooks/{merge}", queries=("", "?as_of=@{newest}")),
    "workbook-check.index": page("/admin/workbook-check/"),
    "workbook-check.show": page("/admin/workbook-check/{id}"),
    "workbook-check.merge": page("/admin/workbook-check/{id}", method="POST"),
    "workbook-check.again": page("/admin/workbook-check/{id}/again"),
    "api.download_reply_workbook": api("reply-workbook"),
    "api.merge_reply_workbook": api("reply-workbook/merge", method="POST"),
    "api.renew_reply_workbook": api("reply-workbook/again", method="POST"),
    "api.list_reply_workbook_merges": api("reply-workbook/merges", queries=("", "?as_of=@{newest}")),
    "api.show_reply_workbook_merge": api("reply-workbook/merges/{merge}", queries=("", "?as_of=@{newest}")),
    "api.convert_item": command("convert", {"duty": "x", "rule": "monthly", **DAY, "basis": "x"}),
    "documents.index": page("/admin/documents/", queries=("", "?as_of=@{newest}")),
    "documents.item": page("/admin/documents/items/{item}/close.docx", queries=("", "?version=5&as_of=@{newest}")),
    "documents.package": page(
        "/admin/documents/packages/{notice}/{bureau}/list.xlsx", queries=("", "?as_of=@{newest}")
    ),
    "documents.sample": page("/admin/documents/samples/{sample}/sample-results.docx"),
    "documents.comparison": page("/admin/documents/comparisons/{comparison}/published.xlsx"),
    "documents.ledger": page("/admin/documents/ledger/ledger.xlsx", queries=("", "?bureau=shiqiao&as_of=@{newest}")),
    "documents.progress": page(f"/admin/documents/progress/{CHOSEN}"),
    "api.list_documents": api("documents"),
    "api.list_item_documents": api("items/{item}/documents", queries=("", "?as_of=@{newest}")),
    "api.take_item_document": api("items/{item}/documents/task/docx", queries=("", "?as_of=@{newest}")),
    "api.take_package_document": api("notices/{notice}/packages/{bureau}/documents/notice/docx"),
    "api.take_sample_document": api("samples/{sample}/documents/sample-form/docx"),
    "api.take_comparison_document": api("comparisons/{comparison}/documents/published/docx"),
    "api.take_ledger_document": api("documents/three-lists/docx", queries=("", "?bureau=shiqiao")),
    "api.show_document_progress": api(f"documents/progress/{CHOSEN}"),
    "api.show_totals": api("totals", queries=("", "?bureau=shiqiao", "?as_of=@{newest}")),
}

WRITES_AT_THE_NAME = ("api.issue_item", "api.open_notice")
"""What a client-chosen id is for: absent is the way in, so it is not compared with foreign; see test_sight."""
