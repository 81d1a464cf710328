"""What the rules find: payments too early or to others, lists that do not meet, costs badly split."""

from datetime import date
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.messages.row import RegisterKind
from workflow.row_frequency import Month, by_quarter, frequency, months_of
from workflow.row_matching import MATCHED, Line, costs, joined
from workflow.row_rules import Rule, findings

PAYMENT, VOUCHER, HANDLER = MATCHED
COST, DISCLOSURE, SYSTEM = RegisterKind.SHARED_COST, RegisterKind.DISCLOSURE, RegisterKind.SYSTEM_DATA
TODAY, WHOLE = date(2020, 4, 8), months_of(2019, date(2020, 4, 8))


def line(person=None, bureau="baishi", **values):
    said = {name: str(value) for name, value in values.items()}
    return Line(uuid5(UUID(int=0), repr((bureau, sorted(said.items())))), bureau, said, person)


def paid(person="王五", case_no="1号", **values):
    said = {"account_type": "personal", "amount": 1000, "paid_on": "2019-05-02", "file_passed_on": "2019-05-02"}
    return line(person, case_no=case_no, **{**said, **values})


def voucher(person="王五", case_no="1号", amount=1000, **values):
    return line(person, case_no=case_no, voucher_no=f"v{case_no}", amount=amount, **values)


def handler(person="王五", case_no="1号", **values):
    return line(person, case_no=case_no, **values)


def rules(payments=(), vouchers=(), handlers=()):
    found = findings(PAYMENT, {PAYMENT: payments, VOUCHER: vouchers, HANDLER: handlers})
    return [(one.rule, one.period) for one in found]


def test_twelve_payments_in_ten_months_pass_the_average_and_not_every_month():
    days = [date(2019, month, 5) for month in range(1, 11)] + [date(2019, 1, 20), date(2019, 2, 20)]
    seen = frequency(days, WHOLE)
    assert (seen.times, seen.monthly_average, seen.every_month) == (12, True, False)
    assert seen.missed == (Month(2019, 11), Month(2019, 12))


def test_once_in_each_month_passes_both_and_a_month_less_neither():
    every = [date(2019, month, 28) for month in range(1, 13)]
    assert (frequency(every, WHOLE).monthly_average, frequency(every, WHOLE).every_month) == (True, True)
    assert (frequency(every[1:], WHOLE).monthly_average, frequency(every[1:], WHOLE).every_month) == (False, False)


def test_only_months_that_have_ended_are_judged():
    assert months_of(2020, TODAY) == (Month(2020, 1), Month(2020, 2), Month(2020, 3))
    assert months_of(2021, TODAY) == ()
    outside = [date(2018, 12, 31), date(2020, 1, 1)]
    assert frequency(outside, WHOLE).times == 0


def test_a_surplus_covers_no_other_quarter():
    days = [date(2020, 1, 1), date(2020, 3, 31), date(2020, 7, 1), date(2019, 5, 1)]
    assert by_quarter(days, 2020) == {"2020-Q1": 2, "2020-Q2": 0, "2020-Q3": 1, "2020-Q4": 0}


def test_nothing_is_paid_before_the_file_passed():
    assert rules([paid(file_passed_on="2019-05-02")]) == []
    assert rules([paid(file_passed_on="2019-05-03")]) == [(Rule.PAID_EARLY, "1号")]
    assert rules([paid(file_passed_on="")]) == [(Rule.PASSING_UNKNOWN, "1号")]
    passed = handler(file_passed_on="2019-05-03")
    for stated in ("", "2019-05-02"):
        assert rules([paid(file_passed_on=stated)], handlers=[passed]) == [(Rule.PAID_EARLY, "1号")]


def test_a_subsidy_goes_to_the_account_of_a_person():
    assert rules([paid(account_type="law_firm")]) == [(Rule.NOT_PERSONAL, "1号")]
    assert rules([paid(account_type="other")]) == [(Rule.NOT_PERSONAL, "1号")]


def test_three_lists_that_meet_give_no_finding():
    assert rules([paid()], [voucher()], [handler()]) == []


def test_what_is_missing_in_one_of_the_lists_is_found():
    assert rules([paid()], [voucher()], [handler(), handler(case_no="2号")]) == [(Rule.NOT_IN_LIST, "2号")]
    assert rules([paid(), paid(case_no="3号")], [voucher()]) == [(Rule.NOT_IN_LIST, "3号")]


def test_a_list_that_was_not_handed_in_is_not_compared():
    assert rules([paid()], [], []) == []
    other = voucher(bureau="shiqiao")
    assert rules([paid()], [other]) == []


def test_other_amounts_and_other_persons_are_found():
    assert rules([paid()], [voucher(amount=999)]) == [(Rule.OTHER_AMOUNT, "1号")]
    assert rules([paid()], [voucher("赵六")], [handler()]) == [(Rule.OTHER_PAYEE, "1号")]
    assert rules([paid()], [voucher()], [handler("赵六")]) == [(Rule.OTHER_PAYEE, "1号")]
    assert rules([paid(None)], [voucher("赵六")]) == []


def test_cases_of_two_units_with_one_number_are_two():
    assert len(joined({PAYMENT: [paid(), paid(bureau="shiqiao")]})) == 2
    assert len(joined({PAYMENT: [paid(case_no="A 1")], VOUCHER: [voucher(case_no="ａ1")]})) == 1


def share(amount, project="援助", total=1000, basis="实际支出清单", cost_no="z1"):
    return line(cost_no=cost_no, project=project, total=total, amount=amount, basis=basis, use="legal_aid")


def split(*lines):
    return [one.rule for one in findings(COST, {COST: lines})]


def test_the_shares_of_a_cost_make_up_its_amount_and_have_a_basis():
    assert split(share(600), share(400, "普法")) == []
    assert split(share(600), share(399, "普法")) == [Rule.SPLIT_UNBALANCED]
    assert split(share(600), share(400, "普法", total=1001)) == [Rule.SPLIT_UNBALANCED]
    assert split(share(1000, basis="")) == [Rule.SPLIT_UNFOUNDED]


def disclosed(**values):
    return [one.rule for one in findings(DISCLOSURE, {DISCLOSURE: [line(month="2020-03", **values)]})]


def test_what_was_handed_over_is_looked_at_again():
    assert disclosed() == []
    assert disclosed(handed_over_on="2020-03-05") == [Rule.NOT_RECHECKED]
    assert disclosed(handed_over_on="2020-03-05", rechecked_on="2020-03-09", result="complete") == []
    assert disclosed(handed_over_on="2020-03-05", rechecked_on="2020-03-04") == [Rule.NOT_RECHECKED]
    again = {"handed_over_on": "2020-03-05", "rechecked_on": "2020-03-09"}
    assert disclosed(**again, result="incomplete") == [Rule.FOUND_WANTING]
    assert disclosed(**again, result="hard_to_look_up") == [Rule.FOUND_WANTING]


def compared(case_no, field, day, system="1", found="2", bureau="baishi"):
    return line(bureau=bureau, case_no=case_no, field=field, compared_on=day, system_value=system, found_value=found)


def test_a_difference_is_found_and_one_that_was_there_before_is_said_so():
    lines = [compared("1", "案由", "2020-01-05"), compared("2", "结案日期", "2020-01-05"),
             compared("1", "结果", "2020-02-05"), compared("9", "案由", "2020-02-05"),
             compared("9", "别的", "2020-01-05", found="1"), compared("1", "案由", "2020-03-05", bureau="shiqiao"),
             compared("7", "别的", "2020-03-05")]  # fmt: skip
    found = {(one.line.bureau, one.period): one.rule for one in findings(SYSTEM, {SYSTEM: lines})}
    assert found == {
        ("baishi", "1 案由 2020-01-05"): Rule.DIFFERENCE, ("baishi", "2 结案日期 2020-01-05"): Rule.DIFFERENCE,
        ("baishi", "1 结果 2020-02-05"): Rule.DIFFERENCE_AGAIN, ("baishi", "9 案由 2020-02-05"): Rule.DIFFERENCE_AGAIN,
        ("shiqiao", "1 案由 2020-03-05"): Rule.DIFFERENCE, ("baishi", "7 别的 2020-03-05"): Rule.DIFFERENCE,
    }  # fmt: skip


CASES = st.lists(st.tuples(st.sampled_from(["baishi", "shiqiao"]), st.integers(1, 6)), unique=True, max_size=8)


@settings(max_examples=40)
@given(CASES, CASES, CASES)
def test_every_case_of_any_list_is_joined_once(payments, vouchers, handlers):
    given_ = {PAYMENT: payments, VOUCHER: vouchers, HANDLER: handlers}
    lists = {kind: [line(bureau=b, case_no=n) for b, n in cases] for kind, cases in given_.items()}
    found = joined(lists)
    assert sorted((one.first.bureau, int(one.first.values["case_no"])) for one in found) == sorted(
        {*payments, *vouchers, *handlers}
    )
    assert [sum(one[i] is not None for one in found) for i in range(3)] == [len(payments), len(vouchers), len(handlers)]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(-1, 1))
def test_a_split_is_balanced_exactly_where_its_shares_make_up_the_total(shares, off):
    lines = [share(amount, f"p{n}", total=sum(shares) + off) for n, amount in enumerate(shares)]
    [cost] = costs(lines)
    assert cost.balanced is (off == 0)
    assert (Rule.SPLIT_UNBALANCED in split(*lines)) is (off != 0)
