"""Who overcharged in the shipped example, and who stands behind whom."""

from __future__ import annotations

import pytest
from assessed_example import Result

pytestmark = [pytest.mark.cli, pytest.mark.slow]


@pytest.mark.parametrize("party", ["site", "recruiter", "sub_agent", "employer"])
def test_every_party_stands_under_one_id_however_its_name_is_spelt(
    result: Result, party: str
) -> None:
    ids: dict[str, set[str]] = {}
    for one in result.told:
        ids.setdefault(getattr(one.cohort, party), set())
    by_cohort = {one.cohort.code: one.cohort for one in result.told}
    for row in result.journeys:
        code = getattr(by_cohort[result.cohort_of[row["journey"]]], party)
        ids[code].add(row[f"{party}_id"])
    unsaid = ids.pop("", set())
    assert unsaid <= {None}
    if party in {"site", "employer"}:  # one journey was left without either, on purpose
        ids["SF06"] -= {None}
    assert all(len(found) == 1 for found in ids.values()), ids
    assert None not in set().union(*ids.values())
    if party != "employer":  # of a site's own employer the id of the site may stand
        assert len(set().union(*ids.values())) == len(ids), "two parties became one"


def test_the_overcharge_of_two_agencies_is_one_finding_about_the_hand_behind_both(
    result: Result,
) -> None:
    hidden = [cost for cost in result.costs if cost["item"] == "FEE-23" and cost["counted"]]
    one = result.finding("FND-FEE-SEVERE", "sub_agent", "Zwegabin Road Labour Group")
    assert one["answer"] == "yes"
    assert int(one["workers"]) == int(one["of_workers"]) == 60 + 45 + 72
    assert int(one["amount_minor"]) == sum(cost["usd_minor"] for cost in hidden)
    for agency in ("Padauk Shwe", "Thanlwin Star"):
        assert agency in one["because"]
        assert agency in one["also"]
    about = {row["subject_kind"] for row in result.findings if row["rule"] == one["rule"]}
    assert "recruiter" not in about, "said once, with the hand behind both"
    first = next(line for line in result.said.splitlines() if line.startswith("1. "))
    assert first.startswith("1. Zwegabin Road Labour Group: bribes, bonds or hidden charges")
    assert "177 of 177 workers" in first


def test_nobody_else_is_said_to_have_taken_hidden_charges(result: Result) -> None:
    places = {
        row["subject_name"].casefold()
        for row in result.findings
        if row["rule"] == "FND-FEE-SEVERE" and row["subject_kind"] in {"site", "employer"}
    }
    starts = ("talay chan frozen foods plant 1", "pla thong marine", "mek nam apparel")
    assert len(places) == len(starts)
    assert all(any(place.startswith(start) for start in starts) for place in places)
