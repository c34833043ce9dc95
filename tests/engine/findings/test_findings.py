"""What counted results say, how sure, and what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from findings_cases import found, group, sign, words
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.findings import findings_table
from crest.engine.tables.contracts import ContractError

pytestmark = pytest.mark.engine
FAR = group(
    "recruiter",
    "Far Shore Agency",
    140,
    n_asked=120,
    n_violation=100,
    violation_minor=12_345_600,
    n_owed=100,
    owed_minor=13_000_000,
    proven_share=0.4,
    costs_left_out=7,
)


def test_overcharging_is_told_with_number_sum_debt_and_what_is_left_out() -> None:
    (one,) = found([FAR])
    assert (one.rule, one.answer, one.severity) == ("FND-FEES", "yes", 4)
    assert (one.workers, one.amount_minor, one.currency) == (100, 12_345_600, "USD")
    assert one.title.says == "Far Shore Agency: workers paid for their jobs"
    assert "100 of 140 workers paid; 123,456.00 USD in all." in words(one)
    assert "130,000.00 USD is owed" in words(one)
    assert "7 recorded costs are left out" in words(one)
    assert one.how_sure.says == "well supported"
    assert one.confidence == "general"
    assert one.digest == "d" * 64


def test_a_finding_names_who_does_what_by_when_and_how_workers_confirm_it() -> None:
    (one,) = found([FAR])
    stop, repay, check = one.actions
    assert (stop.code, stop.due_on) == ("ACT-FEE-STOP", date(2026, 7, 14))
    assert (repay.code, repay.due_on) == ("ACT-FEE-REPAY", date(2026, 9, 28))
    assert check.code == "ACT-AGENT-DD"
    for action in one.actions:
        assert action.who.says == "the employer"
        assert action.confirm.says
        assert action.care.thai
        assert action.cites


def test_a_sign_is_told_with_its_share_interval_and_the_words_of_its_rule() -> None:
    site = group("site", "Pier 9 Cannery", 140)
    (one,) = found([site], [sign(site, "IND-07", 60, 60, 20, low=0.41, high=0.59)])
    assert one.rule == "FND-PAPERS"
    assert one.because[0].says == (
        "Somebody else keeps the worker's papers (IND-07): 60 of 120 of those who answered "
        "(50%; interval 41% to 59%)."
    )
    assert "ผู้อื่นเก็บเอกสาร" in one.because[0].thai
    assert "who keeps the papers: asked of 120 of 140; unknown is not no." in words(one)
    assert [action.code for action in one.actions] == ["ACT-DOC-RETURN"]


def test_what_few_were_asked_is_a_finding_and_not_a_no() -> None:
    site = group("site", "Pier 9 Cannery", 140, n_asked=140)
    (one,) = found([site], [sign(site, "IND-05", 0, 12, 128), sign(site, "IND-11", 0, 0, 140)])
    assert (one.rule, one.answer, one.severity) == ("FND-UNKNOWN", "unknown", 5)
    assert one.because[0].says == "violence: asked of 12 of 140; unknown is not no."
    assert one.because[1].says == "hours of work: asked of none of 140; unknown is not no."
    assert one.how_sure.says == "unknown"
    assert one.actions[0].due_on == date(2026, 7, 14)


def test_what_was_asked_of_all_and_denied_is_no_finding() -> None:
    site = group("site", "Pier 9 Cannery", 140)
    assert found([site], [sign(site, "IND-07", 0, 140)]) == ()


def test_a_small_group_is_told_of_without_a_number_whatever_was_found() -> None:
    site = group("site", "Nine Nets", 10, n_severe=10, severe_minor=5_000_00)
    quiet = group("site", "Ten Nets", 10)
    one, other = found([site, quiet], [sign(site, "IND-05", 10, 0)])
    assert one.suppressed
    assert one.title.says == "Nine Nets: fewer than 11 workers; see the worker-level files"
    assert (one.workers, one.of_workers, one.amount_minor) == (None, None, None)
    assert one.because == other.because
    assert one.severity == other.severity


@given(n=st.integers(11, 60), parts=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_no_number_of_fewer_than_eleven_workers_is_told(n: int, parts: tuple[int, int]) -> None:
    yes = min(parts[0], n)
    no = min(parts[1], n - yes)
    site = group("site", "Pier", n, n_violation=yes, violation_minor=yes * 77_777)
    told = found([site], [sign(site, "IND-07", yes, no, n - yes - no, low=0.1, high=0.9)])
    for one in told:
        text = words(one)
        small = {f" {few} of" for few in range(1, 11)}
        assert not [few for few in small if few in text], text
        if 0 < yes < 11 or 0 < n - yes < 11:
            assert one.workers is None
            assert one.amount_minor is None


def test_sums_that_disclosure_control_hides_stay_hidden() -> None:
    (one,) = found([FAR], hide=[("recruiter", "recruiter:Far Shore Agency")])
    assert one.amount_minor is None
    assert "123,456" not in words(one)


def test_a_hidden_group_is_told_of_without_any_number() -> None:
    site = group("site", "Pier 9 Cannery", 44, n_violation=40, violation_minor=77_777, n_asked=44)
    rows = [sign(site, "IND-07", 30, 14, low=0.5, high=0.8)]
    hidden = found([site], rows, hide=[("site", site["id"])])
    assert {one.rule for one in hidden} >= {"FND-FEES", "FND-PAPERS"}
    for one in hidden:
        assert one.workers is one.of_workers is one.amount_minor is None
        text = words(one).replace("Pier 9", "").replace("IND-07", "")
        assert not [number for number in ("44", "40", "30", "14", "%") if number in text], text


def test_findings_stand_by_severity_then_likelihood_then_size() -> None:
    small, large = group("site", "Small", 40), group("site", "Large", 400)
    rows = [
        sign(large, "IND-11", 400, 0, low=0.98, high=1.0),
        sign(large, "IND-07", 40, 360, low=0.07, high=0.13),
        sign(small, "IND-07", 30, 10, low=0.6, high=0.86),
        sign(small, "IND-05", 11, 29, low=0.15, high=0.42),
    ]
    order = [(one.rule, one.subject_name) for one in found([large, small], rows)]
    assert order == [
        ("FND-VIOLENCE", "Small"),
        ("FND-PAPERS", "Small"),
        ("FND-PAPERS", "Large"),
        ("FND-HOURS", "Large"),
    ]


def test_a_finding_keeps_its_id_when_the_numbers_change() -> None:
    (one,), (other,) = found([FAR]), found([FAR | {"n_violation": 90}])
    assert one.id == other.id
    assert len({one.id, found([FAR | {"id": "another"}])[0].id}) == 2


def fees(kind: str, name: str, n: int) -> dict[str, Any]:
    return group(kind, name, n, n_violation=n - 20, violation_minor=n * 10_000, n_asked=n)


def test_one_sub_agent_behind_two_agencies_is_said_in_one_finding() -> None:
    hand = fees("sub_agent", "Uncle Bridge", 180)
    one, two = fees("recruiter", "Far Shore Agency", 101), fees("recruiter", "Long Road", 99)
    ties = [(one["id"], hand["id"], 95), (two["id"], hand["id"], 85), (two["id"], "other", 14)]
    (told,) = found([one, two, hand], hands=ties)
    assert told.subject_name == "Uncle Bridge"
    assert set(told.also) == {"Far Shore Agency", "Long Road"}
    assert "Uncle Bridge stands behind Far Shore Agency and Long Road" in words(told)
    assert "Far Shore Agency: 81 of 101 workers paid; 10,100.00 USD in all." in words(told)


def test_an_agency_that_only_partly_shares_the_hand_keeps_its_own_finding() -> None:
    hand = fees("sub_agent", "Uncle Bridge", 140)
    one, two = fees("recruiter", "Far Shore Agency", 101), fees("recruiter", "Long Road", 200)
    ties = [(one["id"], hand["id"], 101), (two["id"], hand["id"], 40), (two["id"], "other", 160)]
    told = {finding.subject_name: finding for finding in found([one, two, hand], hands=ties)}
    assert set(told) == {"Uncle Bridge", "Long Road"}
    assert "40 of 200 of its workers came by way of Uncle Bridge" in words(told["Long Road"])


def test_a_shared_hand_is_named_also_where_nothing_was_found_about_itself() -> None:
    hand = group("sub_agent", "Uncle Bridge", 140, n_asked=140)
    one, two = fees("recruiter", "Far Shore Agency", 101), fees("recruiter", "Long Road", 200)
    ties = [(one["id"], hand["id"], 101), (two["id"], hand["id"], 40), (two["id"], "other", 160)]
    told = {finding.subject_name: finding for finding in found([one, two, hand], hands=ties)}
    assert set(told) == {"Far Shore Agency", "Long Road"}
    assert "all 101 of its workers came by way of Uncle Bridge" in words(told["Far Shore Agency"])


def test_a_site_and_its_only_employer_are_one_finding() -> None:
    site, employer = fees("site", "Pier 9 Cannery", 120), fees("employer", "Blue Tide Foods", 120)
    (told,) = found([employer, site])
    assert (told.subject_kind, told.also) == ("site", ("Blue Tide Foods",))
    assert "The same numbers stand for employer Blue Tide Foods." in words(told)


def test_recruiting_without_a_licence_is_found_and_an_unknown_licence_is_asked_for() -> None:
    bad = group("recruiter", "Moon Road", 40, licence="expired", n_asked=40)
    silent = group("recruiter", "Hill Road", 40, licence="unknown", n_asked=40)
    one, other = found([bad, silent])
    assert (one.rule, one.actions[0].code) == ("FND-LICENCE", "ACT-LICENCE")
    assert "has expired" in words(one)
    assert (other.rule, other.severity) == ("FND-UNKNOWN", 4)
    assert "licence of the recruiter: nobody has recorded it" in words(other)


def test_answers_that_look_alike_are_a_finding_about_the_data() -> None:
    site = group("site", "Pier 9 Cannery", 40)
    row = {"kind": "site", "id": site["id"], "check": "alike", "says": "Thirty answer alike."}
    (one,) = found([site], quality=[row])
    assert (one.rule, one.because[0].says) == ("FND-DATA", "Thirty answer alike.")
    assert "never blame" in one.actions[0].care.says


def test_forced_labour_is_indicated_by_each_definition_with_its_interval() -> None:
    site = group("site", "Pier 9 Cannery", 140)
    rows = [
        sign(site, "H2S-CLASS-1", 40, 60, 40, low=0.31, high=0.5),
        sign(site, "ICLS-CLASS-1", 30, 70, 40, low=0.22, high=0.4),
        sign(site, "DEL-CLASS-TFL", 20, 80, 40, low=0.13, high=0.29),
    ]
    one, other = found([site], rows)
    assert one.title.says == "Pier 9 Cannery: forced labour is indicated"
    assert one.rules == ("H2S-CLASS-1", "ICLS-CLASS-1")
    assert "interval 31% to 50%" in words(one)
    assert other.rule == "FND-TRAFFICKING"
    assert one.actions[0].code == "ACT-PROTECT-REFER"


def test_a_row_past_its_review_day_is_said() -> None:
    (one,) = found([FAR], on=date(2030, 1, 1))
    assert "due for review on 2027-06-30" in words(one)


def test_a_row_about_an_unlisted_group_is_refused() -> None:
    stranger = group("site", "Nowhere", 40)
    with pytest.raises(ContractError, match="site:Nowhere, which is not in the groups"):
        found([FAR], [sign(stranger, "IND-07", 20, 20)])


def test_findings_become_a_table_in_their_order() -> None:
    site = group("site", "Pier 9 Cannery", 140)
    told = found([FAR, site], [sign(site, "IND-05", 30, 90, 20, low=0.18, high=0.33)])
    rows = findings_table(told).to_pylist()
    assert [(row["rank"], row["rule"]) for row in rows] == [(1, "FND-VIOLENCE"), (2, "FND-FEES")]
    assert rows[0]["actions"] == "ACT-PROTECT-REFER|ACT-VIOLENCE"
    assert rows[0]["first_due_on"] == date(2026, 7, 1)
    assert rows[1]["cites"].startswith("ilo-fair-recruitment-2019 (")
    assert findings_table([]).num_rows == 0
