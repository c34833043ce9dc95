"""What people judged is kept, is never asked twice, and can teach the matching."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crest.cli import exits
from crest.cli.app import app
from crest.engine.intake import read_lists
from crest.engine.mapping.outputs import review_table
from crest.engine.mapping.resolving import Resolved, resolve_records
from crest.engine.matching.judgements import Judgements

pytestmark = pytest.mark.cli


def run(*words: object) -> None:
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill_in(pairs: list[dict[str, str]], path: Path, verdicts: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(pairs[0]))
        writer.writeheader()
        for pair, verdict in zip(pairs, verdicts, strict=False):
            writer.writerow(pair | {"judgement": verdict, "why": "looked at the licence"})
    return path


def open_questions(folder: Path) -> Resolved:
    lists = read_lists([folder])
    return resolve_records(lists.organisations, "organisation")


def test_an_unsure_pair_is_not_asked_again(example: Path) -> None:
    resolved = open_questions(example / "agency_register.csv")
    log = Judgements()
    queue = review_table([resolved], log, "reviewer-1")
    if not queue.num_rows:
        pytest.skip("the matching leaves no open question in this list")
    first = queue.to_pylist()[0]
    log.judge("unsure", first["left_key"], first["right_key"], who="reviewer-1", when="2026-01-05")
    again = review_table([resolved], log, "reviewer-1")
    assert again.num_rows < queue.num_rows
    other = review_table([resolved], log, "reviewer-2")
    assert other.num_rows == queue.num_rows, "somebody else may know"


def test_a_judgement_stands_in_the_next_pairs_file_and_adds_nothing_twice(
    example: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    lists = [example / "osh_garments_2025.csv", example / "audit_archive_2023.parquet"]
    run("match", *lists, "--out", out, "-q")
    pairs = read(out / "pairs.csv")
    sheet = fill_in(pairs, tmp_path / "judged.csv", ["same"])
    run("match", *lists, "--out", out, "--judgements", sheet, "--by", "reviewer-1", "-q")
    said = [pair for pair in read(out / "pairs.csv") if pair["judgement"]]
    assert [pair["judgement"] for pair in said] == ["same"]
    log = (out / "registry/site/judgements.jsonl").read_text("utf-8")
    run("match", *lists, "--out", out, "--judgements", sheet, "--by", "reviewer-1", "-q")
    assert (out / "registry/site/judgements.jsonl").read_text("utf-8") == log


def test_a_judgement_can_be_taken_back_and_nobody_else_is_put_in_its_place(
    example: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    lists = [example / "osh_garments_2025.csv", example / "audit_archive_2023.parquet"]
    run("match", *lists, "--out", out, "-q")
    pairs = read(out / "pairs.csv")
    before = {row["row"]: row["site_id"] for row in read(out / "matches.csv")}
    sheet = fill_in(pairs, tmp_path / "judged.csv", ["different"])
    run("match", *lists, "--out", out, "--judgements", sheet, "--by", "reviewer-1", "-q")
    log = out / "registry/site/judgements.jsonl"
    assert log.read_text("utf-8").count("\n") == 1
    handed_back = tmp_path / "again.csv"
    handed_back.write_bytes((out / "pairs.csv").read_bytes())
    run("match", *lists, "--out", out, "--judgements", handed_back, "--by", "reviewer-2", "-q")
    assert "reviewer-2" not in log.read_text("utf-8"), "it was reviewer-1 who judged"
    undo = fill_in(pairs, tmp_path / "undo.csv", ["undo"])
    run("match", *lists, "--out", out, "--judgements", undo, "--by", "reviewer-2", "-q")
    after = {row["row"]: row["site_id"] for row in read(out / "matches.csv")}
    assert len(set(after.values())) == len(set(before.values()))
    assert log.read_text("utf-8").count("\n") == 2, "the log only grows"


def test_enough_judgements_teach_the_weights_and_too_few_say_so(
    example: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    lists = sorted(example.glob("*.csv"))
    run("match", *lists, "--out", out, "-q")
    result = CliRunner().invoke(
        app, ["match", *map(str, lists), "--out", str(out), "--train", "--quiet"]
    )
    assert result.exception is not None
    assert exits.code_for(result.exception) == exits.INPUT
    pairs = [pair for pair in read(out / "pairs.csv") if pair["kind"] == "site"]
    assert len(pairs) >= 12
    verdicts = ["same" if pair["decision"] == "match" else "different" for pair in pairs]
    chosen = [i for i, v in enumerate(verdicts) if v == "same"][:8]
    chosen += [i for i, v in enumerate(verdicts) if v == "different"][:4]
    if len({verdicts[i] for i in chosen}) == 1:
        pytest.skip("every pair above the review line is a match")
    sheet = fill_in(
        [pairs[i] for i in chosen], tmp_path / "judged.csv", [verdicts[i] for i in chosen]
    )
    run("match", *lists, "--out", out, "--judgements", sheet, "--by", "reviewer-1", "--train", "-q")
    assert (out / "registry/site/weights.yaml").is_file()
