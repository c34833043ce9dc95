"""crest assess on the shipped example: what was planted there is found, and nobody is given away.

What is true stands in `examples/invented/cohorts.py`; the run is done once, as a person does it.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from crest.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.cli, pytest.mark.slow]
EXAMPLES = Path(__file__).parents[2] / "examples"
SMALLEST = 11
SHED = "MYAWADDY-SF07"
FAULTY = "NGWEMYIT-SF02"


@dataclass
class Result:
    """The result folder, what the command said, and what the generator planted."""

    out: Path
    said: str
    told: list[Any]

    def parquet(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(self.out / f"{name}.parquet").to_pylist()
        return rows

    @cached_property
    def journeys(self) -> list[dict[str, Any]]:
        return self.parquet("workers/journeys")

    @cached_property
    def costs(self) -> list[dict[str, Any]]:
        return self.parquet("workers/costs")

    @cached_property
    def owed(self) -> list[dict[str, Any]]:
        return self.parquet("workers/repayment")

    @cached_property
    def findings(self) -> list[dict[str, str]]:
        with (self.out / "findings.csv").open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    @cached_property
    def cohort_of(self) -> dict[str, str]:
        """Journey → cohort, whatever the file calls the journey."""
        by_worker = {one.journey["worker"]: one.cohort.code for one in self.told}
        return {row["journey"]: by_worker[row["worker"]] for row in self.journeys}

    def of(self, cohort: str, rows: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
        rows = self.journeys if rows is None else rows
        return [row for row in rows if self.cohort_of[row["journey"]] == cohort]

    def finding(self, rule: str, kind: str, name: str) -> dict[str, str]:
        """The one finding of that kind about whom the name begins."""
        named = [
            row
            for row in self.findings
            if row["rule"] == rule
            and row["subject_kind"] == kind
            and row["subject_name"].casefold().startswith(name.casefold())
        ]
        assert len(named) == 1, f"{rule} {kind} {name}: {[row['title'] for row in named]}"
        return named[0]

    def share(self, rule: str, kind: str, name: str) -> dict[str, Any]:
        rows = [
            row
            for row in self.parquet("groups/prevalence")
            if (row["rule"], row["kind"]) == (rule, kind)
            and row["name"].casefold().startswith(name.casefold())
        ]
        assert len(rows) == 1
        return rows[0]


def everyone() -> list[Any]:
    """All invented workers, drawn anew by the generator."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EXAMPLES))
        from invented import workers  # noqa: PLC0415 - lies outside the package

        told: list[Any] = workers.everyone()
    for name in [name for name in sys.modules if name.split(".")[0] == "invented"]:
        del sys.modules[name]
    return told


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    out = tmp_path_factory.mktemp("assessed") / "out"
    words = ["assess", str(EXAMPLES / "nordvik-retail"), "--on", "2026-11-23", "--out", str(out)]
    done = CliRunner().invoke(app, words)
    if done.exception is not None:
        raise done.exception
    return Result(out, done.output, everyone())


# ---------------------------------------------------------------- what workers paid


def paid_as_planted(told: list[Any]) -> Counter[tuple[str, str]]:
    sums: Counter[tuple[str, str]] = Counter()
    for one in told:
        for cost in one.costs:
            if cost["payer"] == "worker":
                sums[one.cohort.code, cost["currency"]] += Decimal(cost["amount"])
    return sums


def test_every_group_paid_what_was_planted_in_its_own_money(result: Result) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for cost in result.costs:
        if cost["worker_paid"] and cost["counted"] and not cost["from_deductions"]:
            found[result.cohort_of[cost["journey"]], cost["currency"]] += cost["amount"]
    planted = paid_as_planted(result.told)
    # Of one cost nobody said who paid it: it counts for nobody, and is listed.
    unsaid = next(
        Decimal(cost["amount"])
        for one in result.told
        for cost in one.costs
        if (cost["journey"], cost["item"]) == (f"{FAULTY}-011", "FEE-16")
    )
    planted[FAULTY, "MMK"] -= unsaid
    assert found == planted


def test_the_truth_file_says_the_same_sums(result: Result) -> None:
    planted = paid_as_planted(result.told)
    with (EXAMPLES / "nordvik-retail.workers-truth.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for currency in ("THB", "MMK", "USD", "NPR", "BDT"):
                said = Decimal(row[f"worker_paid_{currency.lower()}"])
                assert said == planted[row["cohort"], currency], row["cohort"]


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


def test_every_coin_is_counted_or_said_to_be_left_out(result: Result) -> None:
    planted: Counter[str] = Counter()
    amounts: dict[tuple[str, str], tuple[str, Decimal]] = {}
    for one in result.told:
        for cost in one.costs:
            planted[cost["currency"]] += Decimal(cost["amount"])
            key = (cost["journey"], cost["item"])
            amounts[key] = (cost["currency"], Decimal(cost["amount"]))
    seen: Counter[str] = Counter()
    for cost in result.costs:
        if cost["from_deductions"]:
            continue
        assert cost["counted"] == (cost["leave_out"] is None)
        if cost["counted"]:
            seen[cost["currency"]] += cost["amount"]
        else:
            currency, amount = amounts[cost["journey"], cost["item_given"] or cost["item"]]
            seen[currency] += amount
    assert seen == planted
    reasons = Counter(cost["leave_out"] for cost in result.costs if not cost["counted"])
    assert reasons == {"no amount": 1, "no currency": 1, "payer unknown": 1}


def test_the_totals_say_what_they_leave_out(result: Result) -> None:
    summary = json.loads((result.out / "summary.json").read_text(encoding="utf-8"))
    assert summary["costs_left_out"] == 3
    said = " ".join(summary["assessment_statements"])
    for reason in ("no amount", "no currency", "payer unknown"):
        assert re.search(rf"Left out of the totals: 1 cost.*{reason}", said), reason
    assert "3 costs that no total counts" in result.said
    paid = sum(
        cost["usd_minor"] for cost in result.costs if cost["counted"] and cost["worker_paid"]
    )
    assert summary["paid_minor"] == paid
    assert f"{paid / 100:,.2f} USD" in result.said


def test_what_payroll_took_for_recruitment_counts_as_paid_by_the_worker(result: Result) -> None:
    taken = [cost for cost in result.costs if cost["from_deductions"]]
    planted = sum(
        Decimal(one["amount"])
        for told in result.told
        if told.cohort.file == "long"
        for one in told.deductions
        if one["kind"] == "recruitment"
    )
    assert planted > 0
    assert sum(cost["amount"] for cost in taken) == planted
    assert all(cost["worker_paid"] for cost in taken)


# ---------------------------------------------------------------- who, and behind whom


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


def test_what_the_law_lets_workers_pay_is_still_not_employer_pays(result: Result) -> None:
    costs = result.of("CHAMPA-SF03", result.costs)
    legal = [cost for cost in costs if cost["item"] in {"RC-04", "RC-05", "RC-08"}]
    assert {cost["class"] for cost in legal} == {"legal_gap"}
    assert {cost["verdict_ilo_2019"] for cost in legal} == {"violation"}
    one = result.finding("FND-LEGAL-GAP", "recruiter", "Champa Khong")
    assert one["workers"] == "44"
    assert int(one["amount_minor"]) == sum(cost["usd_minor"] for cost in legal)


def test_where_the_employer_paid_everything_nothing_is_owed(result: Result) -> None:
    owed = result.of("CHIMXANH-EL08", result.owed)
    assert len(owed) == 38
    assert {row["status"] for row in owed} == {"confirmed_zero"}
    assert {row["to_pay_usd_minor"] for row in owed} == {0}
    classes = {cost["class"] for cost in result.of("CHIMXANH-EL08", result.costs)}
    assert classes == {"employer_paid"}
    rules = {row["rule"] for row in result.findings if row["subject_name"].startswith("Chim Xanh")}
    assert not rules & {"FND-FEES", "FND-FEE-SEVERE", "FND-LEGAL-GAP", "FND-OVER-CAP"}


def test_a_charge_above_the_cap_of_the_day_is_told_with_its_excess(result: Result) -> None:
    one = result.finding("FND-OVER-CAP", "site", "Bayan Suria")
    assert (one["workers"], one["of_workers"]) == ("24", "24")
    over = sum(
        row["over_usd_minor"]
        for row in result.parquet("workers/caps")
        if row["figure"] == "BD-MY.AGENCY-CHARGE"
    )
    assert int(one["amount_minor"]) == over > 0


# ---------------------------------------------------------------- seasons, contracts, answers


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


def test_what_was_given_back_is_taken_off_what_is_owed(result: Result) -> None:
    rows = result.of("SENGDAO-SF15", result.owed)
    planted = sum(one["amount"] for told in result.told for one in told.refunds)
    assert sum(row["refunded_minor"] for row in rows) == planted * 100
    for row in rows:
        due = max(row["gross_minor"], row["floor_minor"] or 0) + row["interest_minor"]
        assert row["to_pay_minor"] == max(0, due - row["refunded_minor"])
    assert {row["refunded_minor"] for row in result.owed if row not in rows} == {0}


# ---------------------------------------------------------------- nobody is given away


def published(out: Path) -> Iterator[tuple[str, str]]:
    """(file, text) of everything outside the worker-level folder that a person can read."""
    for path in sorted(out.rglob("*")):
        inside = {"workers", "registry"} & set(path.relative_to(out).parts)
        if path.is_file() and not inside and path.suffix not in {".parquet", ".npy", ".pdf"}:
            yield str(path.relative_to(out)), path.read_text(encoding="utf-8-sig")


def test_no_worker_and_no_interview_stands_outside_the_worker_folder(result: Result) -> None:
    secret = [row["worker"] for row in result.journeys]
    secret += [row["journey"] for row in result.journeys]
    pattern = re.compile("|".join(re.escape(text) for text in secret))
    for name, text in published(result.out):
        assert not pattern.search(text), name


def test_the_numbers_of_the_shed_of_eight_stand_nowhere_outside(result: Result) -> None:
    journeys, costs = result.of(SHED), result.of(SHED, result.costs)
    owed = result.of(SHED, result.owed)
    assert len(journeys) == 8
    minor = {
        sum(cost["usd_minor"] for cost in costs),
        sum(row["to_pay_minor"] for row in owed),
        sum(row["to_pay_usd_minor"] for row in owed),
        *(row["to_pay_usd_minor"] for row in owed),
    }
    numbers = {str(one) for one in minor} | {f"{one / 100:,.2f}" for one in minor}
    numbers |= {f"{one / 100:.2f}" for one in minor}
    pattern = re.compile("|".join(rf"(?<![\d.,]){re.escape(one)}(?![\d])" for one in numbers))
    for name, text in published(result.out):
        if name.endswith(("map.geojson", "paths.csv")):
            continue
        assert not pattern.search(text), f"{name}: {pattern.search(text)}"
        assert not re.search(r"(?<![\d,.])8 workers (?:answered|show)", text), name


def test_findings_about_the_shed_only_say_where_to_look(result: Result) -> None:
    rows = [row for row in result.findings if "Kung Kaeo" in row["subject_name"]]
    assert {row["rule"] for row in rows} == {"FND-SMALL"}
    for row in rows:
        assert row["workers"] == row["of_workers"] == row["amount_minor"] == ""
        assert not re.search(r"\d", row["because"] + row["missing"])


def members(result: Result) -> dict[tuple[str, str], set[str]]:
    groups: dict[tuple[str, str], set[str]] = {}
    for row in result.journeys:
        keys = [(kind, row[f"{kind}_id"]) for kind in ("site", "recruiter", "sub_agent")]
        keys += [("employer", row["employer_id"])]
        keys += [("corridor", f"{row['origin']}>{row['destination']}")]
        for kind, ident in keys:
            if ident is not None:
                groups.setdefault((kind, ident), set()).add(row["journey"])
    return groups


def small_differences(
    groups: dict[tuple[str, str], set[str]], shown: set[tuple[str, str]]
) -> list[str]:
    """Pairs of shown groups of which one holds the other and 1 to 10 workers more."""
    known = [key for key in shown if key in groups]
    return [
        f"{whole} without {part}"
        for whole in known
        for part in known
        if groups[part] < groups[whole] and len(groups[whole] - groups[part]) < SMALLEST
    ]


def test_no_group_of_few_can_be_worked_out_from_two_groups_in_a_table(result: Result) -> None:
    groups = members(result)
    shown = {
        (row["kind"], row["id"])
        for row in result.parquet("groups/groups")
        if row["workers"] is not None
    }
    assert len(shown) > 30
    assert not small_differences(groups, shown)
    assert all(len(groups[key]) >= SMALLEST for key in shown if key in groups)


def test_no_group_of_few_can_be_worked_out_from_two_findings(result: Result) -> None:
    shown = {
        (row["subject_kind"], row["subject"])
        for row in result.findings
        if row["workers"] or row["amount_minor"] or row["of_workers"]
    }
    assert len(shown) > 30
    assert not small_differences(members(result), shown)


@pytest.mark.parametrize("name", ["groups", "prevalence", "items", "regimes", "classes", "caps"])
def test_no_table_about_groups_counts_one_to_ten_workers(result: Result, name: str) -> None:
    for row in result.parquet(f"groups/{name}"):
        counted = {key: value for key, value in row.items() if "workers" in key}
        assert not any(0 < (value or 0) < SMALLEST for value in counted.values()), row


# ---------------------------------------------------------------- what is wrong in the files


def test_every_planted_fault_is_a_listed_problem_with_file_and_row(result: Result) -> None:
    listed = {
        (row["source"], row["row"], row["code"])
        for row in result.parquet("workers/problems")
        if not row["code"].startswith("fees.")
    }
    costs = [cost for told in result.told if told.cohort.file == "long" for cost in told.costs]
    at = {(cost["journey"], cost["item"]): row for row, cost in enumerate(costs, 1)}
    assert listed == {
        ("worker_costs.csv", at[f"{FAULTY}-003", "FEE-10"], "journeys.money.negative"),
        ("worker_costs.csv", at[f"{FAULTY}-007", "FEE-10"], "journeys.currency.unknown"),
        ("worker_costs.csv", at[f"{FAULTY}-011", "FEE-16"], "journeys.cost.payer-missing"),
        ("worker_costs.csv", len(costs) + 1, "journeys.cost.repeated"),
        ("worker_costs.csv", len(costs) + 2, "journeys.cost.no-journey"),
        ("worker_journeys.csv", 12, "journeys.value.implausible"),
        ("worker_journeys.csv", 33, "journeys.date.future"),
        ("worker_journeys.csv", 310, "journeys.journey.no-site"),
    }
    for row in result.parquet("workers/problems"):
        assert row["sentence"]
        assert row["todo"]


def test_an_amount_in_thai_digits_is_an_amount(result: Result) -> None:
    with (EXAMPLES / "nordvik-retail/workers/worker_costs.csv").open(encoding="utf-8") as lines:
        given = [row for row in csv.DictReader(lines) if re.search("[๐-๙]", row["Amount"])]
    assert len(given) == 1
    (read,) = [
        cost
        for cost in result.costs
        if (cost["journey"], cost["item"]) == (given[0]["Journey"], given[0]["Cost item"])
    ]
    assert read["counted"]
    assert read["amount"] > 0


def test_the_report_opens_with_the_answer_and_needs_no_network(result: Result) -> None:
    page = (result.out / "report.html").read_text(encoding="utf-8")
    assert "Zwegabin Road Labour Group" in page
    assert "invented" in page
    loads = re.findall(
        r"""<(?:script|img|link|iframe)[^>]+(?:src|href)=["'](https?:[^"']+)""", page
    )
    assert not loads


def test_nothing_in_the_result_claims_a_crime_or_a_clean_bill(result: Result) -> None:
    for name, text in published(result.out):
        if name.endswith((".html", ".csv", ".json")):
            assert not re.search(r"\b(?:is a victim|compliant)\b", text, re.IGNORECASE), name
