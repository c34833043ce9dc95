"""The signs planted in the shipped example: papers, seasons, contracts, learnt answers."""

from __future__ import annotations

import pytest
from assessed_example import Result

pytestmark = [pytest.mark.cli, pytest.mark.slow]


def test_the_site_that_keeps_papers_is_named(result: Result) -> None:
    one = result.finding("FND-PAPERS", "site", "Mek Nam Apparel")
    assert (one["answer"], one["workers"], one["of_workers"]) == ("yes", "108", "108")
    mostly = {
        row["name"].split()[0].casefold()
        for row in result.parquet("groups/prevalence")
        if (row["rule"], row["kind"]) == ("IND-07", "site") and (row["prevalence"] or 0) > 0.5
    }
    # The berry site's count is not told where it could be had from those of others.
    assert mostly <= {"mek", "kainuun"}, "papers: the employer at one, the recruiter at the other"
    assert "mek" in mostly


def test_the_season_below_its_guarantee_is_found_and_the_kept_one_is_not(result: Result) -> None:
    short = result.of("ISAN-NONGSAENG-BE01")
    assert {row["below_guarantee"] for row in short} == {True}
    assert {row["below_guarantee"] for row in result.of("DIRECT-BE01")} == {False}
    share = result.share("CON-BELOW-GUARANTEE", "site", "Norrskogens")
    assert (share["yes"], share["no"]) == (52, 24)


def test_the_season_that_ended_in_debt_is_found(result: Result) -> None:
    assert {row["season_loss"] for row in result.of("ISAN-KOKDAENG-BE07")} == {True}
    assert {row["season_loss"] for row in result.of("DIRECT-BE01")} == {False}
    one = result.finding("FND-SEASON", "sub_agent", "Village broker, Ban Kok Daeng Noi")
    assert (one["workers"], one["of_workers"]) == ("46", "46")
    by_hand = {
        told.journey["worker"]: told.journey["actual_pay"]
        - told.cohort.season.charge * told.cohort.season.days
        for told in result.told
        if told.cohort.code == "ISAN-KOKDAENG-BE07"
    }
    for row in result.of("ISAN-KOKDAENG-BE07"):
        assert row["season_net"] < by_hand[row["worker"]], "fees come off what charges leave"


def test_another_job_for_less_is_found_as_substitution(result: Result) -> None:
    rows = result.of("SANGKE-SF18")
    assert {row["job_differs"] for row in rows} == {True}
    said = {
        told.journey["worker"]: told.answers.get("agreed_to_changes")
        for told in result.told
        if told.cohort.code == "SANGKE-SF18"
    }
    for row in rows:
        agreed = said[row["worker"]] == "yes"
        assert row["substitution_sign"] is (not agreed), "a change freely agreed to is no deceit"
    signs = sum(row["substitution_sign"] for row in rows)
    assert signs > 40
    one = result.finding("FND-SUBSTITUTION", "sub_agent", "Sangke Sky")
    assert one["answer"] == "yes"
    assert one["workers"] in {str(signs), ""}, "empty: fewer than eleven agreed"
    assert "Siam Canning" in one["also"]


def test_answers_learnt_by_heart_are_a_finding_about_the_data(result: Result) -> None:
    found = {
        row["check"]
        for row in result.parquet("groups/quality")
        if row["kind"] == "site" and row["name"].startswith("Singha Nakhon")
    }
    assert found >= {"identical_answers", "same_numbers"}
    signs = {
        row["rule"]
        for row in result.findings
        if row["subject_kind"] == "site"
        and row["subject_name"].startswith("Singha Nakhon")
        and row["answer"] == "yes"
    }
    assert "FND-FORCED-LABOUR" not in signs


def test_hardly_an_answer_is_unknown_and_never_a_no(result: Result) -> None:
    rows = result.of("DIRECT-SF06")
    asked = [row["ind_07"] for row in rows]
    assert asked.count(None) > len(asked) / 2
    one = result.finding("FND-UNKNOWN", "employer", "Ruea Ngoen")
    assert one["answer"] == "unknown"
    checks = {
        row["check"]
        for row in result.parquet("groups/quality")
        if row["name"].startswith("Ruea Ngoen")
    }
    assert "refusals" in checks
    paid = {row["paid_anything"] for row in rows}
    assert paid == {None}, "no recorded cost is not the same as no cost"
