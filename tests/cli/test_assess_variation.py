"""Another story, the same command: other agencies, another hand and another site are named."""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crest.cli.app import app

pytestmark = [pytest.mark.cli, pytest.mark.slow]
EXAMPLES = Path(__file__).parents[2] / "examples"
WORKERS_OF = ("PADAUK-HPAAN-SF01", "THANLWIN-HPAAN-TG04", "NGWEMYIT-SF02", "CHAMPA-SF03")


def write_turned_story(folder: Path) -> None:
    """Write four groups with their parts exchanged: who overcharges, and who keeps papers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EXAMPLES))
        from invented import cohorts, worker_files, workers  # noqa: PLC0415 - outside the package

        usual = {one.code: one for one in cohorts.COHORTS}
        hidden = next(c for c in usual[WORKERS_OF[0]].charges if c.item == "FEE-23")
        turned = []
        for code in WORKERS_OF:
            one = usual[code]
            if code in {"NGWEMYIT-SF02", "CHAMPA-SF03"}:
                one = one._replace(sub_agent="S-MYAWADDY", charges=(*one.charges, hidden))
            else:
                one = one._replace(charges=(), sub_agent="", loan=None, deductions=())
            signs = {name: part for name, part in one.signs.items() if "papers" not in name}
            keeps = code == "NGWEMYIT-SF02"
            signs |= {"papers_held_without_access": 0.95} if keeps else {}
            keeper = "employer" if keeps else "worker"
            turned.append(one._replace(signs=signs, keeper=keeper))
        patch.setattr(workers, "COHORTS", tuple(turned))
        patch.setattr(worker_files, "plant_faults", lambda _held: None)
        worker_files.write_worker_files(folder, workers.everyone())
    for name in [name for name in sys.modules if name.split(".")[0] == "invented"]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    place = tmp_path_factory.mktemp("turned")
    folder = place / "turned"
    lists = shutil.ignore_patterns("workers")
    shutil.copytree(EXAMPLES / "nordvik-retail", folder, ignore=lists)
    write_turned_story(folder / "workers")
    words = ["assess", str(folder), "--on", "2026-11-23", "--quiet"]
    done = CliRunner().invoke(app, [*words, "--out", str(place / "out")])
    if done.exception is not None:
        raise done.exception
    with (place / "out/findings.csv").open(encoding="utf-8-sig", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["answer"] == "yes"]


def named(findings: list[dict[str, str]], rule: str, kind: str) -> list[str]:
    return [
        row["subject_name"]
        for row in findings
        if (row["rule"], row["subject_kind"]) == (rule, kind)
    ]


def test_the_other_hand_behind_the_other_two_agencies_is_named(
    findings: list[dict[str, str]],
) -> None:
    assert len(named(findings, "FND-FEE-SEVERE", "sub_agent")) == 1
    (one,) = [
        row
        for row in findings
        if (row["rule"], row["subject_kind"]) == ("FND-FEE-SEVERE", "sub_agent")
    ]
    assert one["subject_name"].casefold().startswith("border gate")
    assert (one["workers"], one["of_workers"]) == ("100", "100")
    also = one["also"].casefold()
    assert "ngwe myit" in also
    assert "champa" in also


def test_those_who_were_to_blame_in_the_shipped_story_are_not(
    findings: list[dict[str, str]],
) -> None:
    overcharged = {row["subject_name"] for row in findings if row["rule"].startswith("FND-FEE")}
    said = " ".join(overcharged).casefold()
    for name in ("padauk", "thanlwin", "zwegabin", "mek nam", "plant 1"):
        assert name not in said


def test_the_other_site_keeps_the_papers(findings: list[dict[str, str]]) -> None:
    whole = [
        row["subject_name"].casefold()
        for row in findings
        if row["rule"] == "FND-PAPERS"
        and (not row["workers"] or int(row["workers"]) > int(row["of_workers"]) / 2)
    ]
    assert any("talay chan" in name for name in whole) or any("ngwe myit" in n for n in whole)
