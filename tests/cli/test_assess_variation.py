"""Another story, the same command: other agencies, another hand and another site are named.

What is turned about stands in `turned_story`; the generator of the example draws the workers anew
and tells what it planted, and the run must find exactly that.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from assessed_example import EXAMPLES, Result
from typer.testing import CliRunner

from crest.cli.app import app

pytestmark = [pytest.mark.cli, pytest.mark.slow]
OVERCHARGING = {"NGWEMYIT-SF02": "Ngwe Myit", "CHAMPA-SF03": "Champa"}
KEEPING_PAPERS = "NGWEMYIT-SF02"
HONEST = ("PADAUK-HPAAN-SF01", "THANLWIN-HPAAN-TG04")


def turned_story(cohorts: Any) -> Iterator[Any]:
    """Four groups with parts exchanged: who overcharges, who is behind it, who keeps papers."""
    usual = {one.code: one for one in cohorts.COHORTS}
    hidden = next(charge for charge in usual[HONEST[0]].charges if charge.item == "FEE-23")
    for code in (*HONEST, *OVERCHARGING):
        one = usual[code]
        if code in OVERCHARGING:
            one = one._replace(sub_agent="S-MYAWADDY", charges=(*one.charges, hidden))
        else:
            one = one._replace(charges=(), sub_agent="", loan=None, deductions=())
        signs = {name: part for name, part in one.signs.items() if "papers" not in name}
        keeps = code == KEEPING_PAPERS
        signs |= {"papers_held_without_access": 0.95} if keeps else {}
        yield one._replace(signs=signs, keeper="employer" if keeps else "worker")


def write_turned_story(folder: Path) -> list[Any]:
    """Write the files of the four groups; gives back all that their workers told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EXAMPLES))
        from invented import cohorts, worker_files, workers  # noqa: PLC0415 - outside the package

        patch.setattr(workers, "COHORTS", tuple(turned_story(cohorts)))
        patch.setattr(worker_files, "plant_faults", lambda _held: None)
        told: list[Any] = workers.everyone()
        worker_files.write_worker_files(folder, told)
    for name in [name for name in sys.modules if name.split(".")[0] == "invented"]:
        del sys.modules[name]
    return told


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Result:
    place = tmp_path_factory.mktemp("turned")
    folder = place / "turned"
    lists = shutil.ignore_patterns("workers")
    shutil.copytree(EXAMPLES / "nordvik-retail", folder, ignore=lists)
    told = write_turned_story(folder / "workers")
    words = ["assess", str(folder), "--on", "2026-11-23", "--out", str(place / "out")]
    done = CliRunner().invoke(app, words)
    if done.exception is not None:
        raise done.exception
    return Result(place / "out", done.output, told)


def hidden_baht(turned: Result, cohort: str) -> int:
    """What the workers of one group were made to pay beside the receipt, in baht, as planted."""
    return sum(
        cost["amount"]
        for one in turned.told
        if one.cohort.code == cohort
        for cost in one.costs
        if cost["item"] == "FEE-23" and cost["currency"] == "THB"
    )


@pytest.mark.parametrize("cohort", OVERCHARGING)
def test_each_agency_overcharges_by_what_was_planted_and_the_other_hand_is_behind_both(
    turned: Result, cohort: str
) -> None:
    hidden = [
        cost
        for cost in turned.of(cohort, turned.costs)
        if cost["fee_item"] == "FEE-23" and cost["class"] == "severe" and cost["counted"]
    ]
    journeys = turned.of(cohort)
    assert {cost["journey"] for cost in hidden} == {row["journey"] for row in journeys}
    assert {cost["currency"] for cost in hidden} == {"THB"}
    assert sum(cost["amount"] for cost in hidden) == hidden_baht(turned, cohort) > 0
    one = turned.finding("FND-FEE-SEVERE", "sub_agent", "Border Gate Friends Service")
    dollars = sum(cost["usd_minor"] for cost in hidden) / 100
    told = f"all {len(journeys)} workers paid such charges; {dollars:,.2f} USD in all"
    (agency,) = [name for name in one["also"].split(" | ") if name.startswith(OVERCHARGING[cohort])]
    assert f"{agency}: {told}." in one["because"]


def test_one_finding_names_the_hand_behind_both_and_sums_both(turned: Result) -> None:
    severe = [row for row in turned.findings if row["rule"] == "FND-FEE-SEVERE"]
    assert all(row["answer"] == "yes" for row in severe)
    assert not [row for row in severe if row["subject_kind"] == "recruiter"]
    (one,) = [row for row in severe if row["subject_kind"] == "sub_agent"]
    assert one["subject_name"].casefold().startswith("border gate friends")
    assert {row["sub_agent_id"] for code in OVERCHARGING for row in turned.of(code)} == {
        one["subject"]
    }
    assert {row["sub_agent_id"] for code in HONEST for row in turned.of(code)} == {None}
    assert (one["workers"], one["of_workers"]) == ("100", "100")
    hidden = [cost["usd_minor"] for cost in turned.costs if cost["fee_item"] == "FEE-23"]
    assert int(one["amount_minor"]) == sum(hidden)
    agencies = [name.casefold() for name in one["also"].split(" | ")]
    assert len(agencies) == len(OVERCHARGING)
    for name in OVERCHARGING.values():
        assert any(agency.startswith(name.casefold()) for agency in agencies)


def test_those_who_were_to_blame_in_the_shipped_story_are_not(turned: Result) -> None:
    severe = {
        " ".join([row["subject_name"], row["also"]]).casefold()
        for row in turned.findings
        if row["rule"].startswith("FND-FEE") and row["answer"] == "yes"
    }
    for name in ("padauk", "thanlwin", "zwegabin", "mek nam", "plant 1"):
        assert name not in " ".join(severe)
    for cohort in HONEST:
        assert turned.of(cohort, turned.costs) == []


def test_the_other_site_keeps_the_papers_of_all_its_workers(turned: Result) -> None:
    # Its own files tell the owner of the folder what the published counts veil.
    sites = {row["site_id"] for row in turned.of(KEEPING_PAPERS)}
    assert len(sites) == 1
    asked = Counter(row["site_id"] for row in turned.journeys)
    kept = Counter(row["site_id"] for row in turned.journeys if row["ind_07"])
    by_employer = {row["site_id"] for row in turned.journeys if row["papers_keeper"] == "employer"}
    assert by_employer == sites
    assert len(asked) == len(OVERCHARGING) + len(HONEST)
    for site, workers in asked.items():
        share = kept[site] / workers
        assert share == 1 if site in sites else share < 0.1, (site, share)
    kept_at = {row["site"] for row in turned.journeys if row["site_id"] in sites}
    assert any(name.startswith("Talay Chan Frozen Foods Plant 2") for name in kept_at)
    first = next(
        row
        for row in turned.findings
        if (row["rule"], row["subject_kind"]) == ("FND-PAPERS", "site")
    )
    assert (first["subject"], first["answer"]) == (sites.pop(), "yes")


def test_the_sign_of_kept_papers_stands_for_exactly_those_who_said_so(turned: Result) -> None:
    said = {
        one.journey["worker"]
        for one in turned.told
        if one.cohort.code == KEEPING_PAPERS or one.answers["papers_held_without_access"] == "yes"
    }
    assert {row["worker"] for row in turned.journeys if row["ind_07"]} == said
