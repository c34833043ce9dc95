"""The crest command as a person uses it: real files in, whole results out, plain sentences."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from crest.cli import exits
from crest.cli.app import app
from examples.hostile import many_rows

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.cli
LIST = """country,name,address,sector
Thailand,Tha Chin Frozen Prawns Co. Ltd.,"99/1 Moo 4, Tambon Tha Chin, Samut Sakhon",Seafood
TH,THA CHIN FROZEN PRAWNS,"99/1 M.4, Tha Chin, Samut Sakhon 74000",Seafood
Viet Nam,Golden Lotus Garment JSC,"12 Song Than Industrial Zone, Binh Duong",Apparel
"""


@pytest.fixture
def suppliers(tmp_path: Path) -> Path:
    path = tmp_path / "suppliers.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def crest(*words: object, code: int = 0) -> str:
    """Run the command in this process; returns what it says on standard output."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        if code == 0:
            raise result.exception
        assert exits.code_for(result.exception) == code, result.exception
        return exits.sentence_for(result.exception)
    assert result.exit_code == code, result.output
    return result.output


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_three_rows_match_without_any_label(suppliers: Path, tmp_path: Path) -> None:
    crest("match", suppliers, "--out", tmp_path / "out", "--quiet")
    rows = read(tmp_path / "out/matches.csv")
    assert [row["row"] for row in rows] == ["1", "2", "3"]
    assert {row["source"] for row in rows} == {"suppliers.csv"}
    assert [row["outcome"] for row in rows] == ["match", "match", "new"]
    assert rows[0]["site_id"] == rows[1]["site_id"] != rows[2]["site_id"]
    assert all(row["because"] for row in rows)


def test_a_dry_run_shows_the_mapping_and_writes_nothing(suppliers: Path, tmp_path: Path) -> None:
    said = crest("match", suppliers, "--dry-run", "--out", tmp_path / "out", "--quiet")
    assert "address" in said
    assert not (tmp_path / "out").exists()


def test_the_same_lists_give_the_same_ids_again(suppliers: Path, tmp_path: Path) -> None:
    crest("match", suppliers, "--out", tmp_path / "one", "--quiet")
    crest("match", suppliers, "--out", tmp_path / "two", "--quiet")
    crest("match", suppliers, "--out", tmp_path / "one", "--quiet")
    first, second = read(tmp_path / "one/matches.csv"), read(tmp_path / "two/matches.csv")
    assert [r["site_id"] for r in first] == [r["site_id"] for r in second]


def test_new_rows_are_matched_against_an_earlier_result(suppliers: Path, tmp_path: Path) -> None:
    crest("match", suppliers, "--out", tmp_path / "registry", "--quiet")
    known = {row["row"]: row["site_id"] for row in read(tmp_path / "registry/matches.csv")}
    new = tmp_path / "new.csv"
    new.write_text(
        "country,name,address\n"
        'Vietnam,GOLDEN LOTUS GARMENT,"12 Song Than IZ, Binh Duong"\n'
        'Cambodia,Angkor Knitwear,"Street 271, Phnom Penh"\n',
        encoding="utf-8",
    )
    crest("match", new, "--against", tmp_path / "registry", "--out", tmp_path / "o", "--quiet")
    rows = read(tmp_path / "o/matches.csv")
    assert rows[0]["site_id"] == known["3"]
    known_side = read(tmp_path / "o/pairs.csv")[0]
    assert known_side["right_source"] == "suppliers.csv"
    assert "Song Than" in known_side["right_place"], "a person must see what is compared"
    assert [row["outcome"] for row in rows] == ["match", "new"]


def test_a_judgement_is_kept_and_decides(suppliers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    crest("match", suppliers, "--out", out, "--quiet")
    pairs = read(out / "pairs.csv")
    assert pairs
    judged = tmp_path / "judged.csv"
    with judged.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(pairs[0]))
        writer.writeheader()
        writer.writerow(pairs[0] | {"judgement": "different", "why": "two halls, two owners"})
    crest("match", suppliers, "--out", out, "--judgements", judged, "--by", "reviewer-1", "-q")
    rows = read(out / "matches.csv")
    assert rows[0]["site_id"] != rows[1]["site_id"]
    crest("match", suppliers, "--out", out, "--quiet")
    again = read(out / "matches.csv")
    assert again[0]["site_id"] != again[1]["site_id"], "the judgement is remembered"


def test_bad_input_is_one_sentence_and_an_exit_code(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert "empty.csv" in crest("match", empty, "--out", tmp_path / "o", code=exits.INPUT)
    assert "no-such.csv" in crest("match", tmp_path / "no-such.csv", code=exits.INPUT)
    assert not (tmp_path / "o").exists()


def test_a_folder_that_crest_did_not_write_is_left_alone(suppliers: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work", encoding="utf-8")
    said = crest("match", suppliers, "--out", mine, "--quiet", code=exits.OUTPUT)
    assert "did not write" in said
    assert (mine / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_the_template_has_a_sheet_for_each_kind_and_is_never_overwritten(tmp_path: Path) -> None:
    book = tmp_path / "list.xlsx"
    crest("template", book)
    assert book.stat().st_size > 5_000
    assert "exists already" in crest("template", book, code=exits.OUTPUT)
    assert ".xlsx" in crest("template", tmp_path / "list.doc", code=exits.OUTPUT)


def test_doctor_says_what_is_missing_and_how_to_get_it() -> None:
    said = json.loads(crest("doctor", "--json"))
    parts = {row["part"]: row for row in said}
    assert parts["duckdb"]["state"] == "here"
    assert all(row["todo"] for row in said if row["state"] == "missing")


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    out = tmp_path_factory.mktemp("map") / "out"
    crest("map", example, "--out", out, "--quiet")
    return out


def test_the_example_becomes_one_chain(mapped: Path) -> None:
    for name in ("sites", "organisations", "links", "labour_channels", "paths"):
        table = pq.read_table(mapped / f"{name}.parquet")
        assert table.num_rows == len(read(mapped / f"{name}.csv")) > 0, name
    summary = json.loads((mapped / "summary.json").read_text("utf-8"))
    assert summary["notice"]
    assert summary["workers_mapped"] <= summary["workers"]
    geo = json.loads((mapped / "map.geojson").read_text("utf-8"))
    assert {f["geometry"]["type"] for f in geo["features"]} == {"Point", "LineString"}


def test_every_row_of_the_example_is_a_record_or_a_problem(mapped: Path, example: Path) -> None:
    truth = read(example.with_name("nordvik-retail.truth.csv"))
    wanted = {
        (r["source"], r["sheet"], r["row"])
        for r in truth
        if r["kind"] in {"sites", "organisations"}
    }
    have = {(r["source"], r["sheet"], r["row"]) for r in read(mapped / "matches.csv")}
    have |= {
        (r["source"], r["sheet"], r["row"])
        for r in read(mapped / "problems.csv")
        if r["severity"] == "rejected"
    }
    assert not wanted - have


def test_the_report_asks_nothing_of_the_network_and_says_it_is_invented(mapped: Path) -> None:
    page = (mapped / "report.html").read_text("utf-8")
    summary = json.loads((mapped / "summary.json").read_text("utf-8"))
    assert "invented" in summary["notice"]
    assert summary["notice"][:60] in page
    assert "default-src 'none'" in page
    assert "<link" not in page


def trace(mapped: Path, *words: str) -> Any:
    return json.loads(crest("trace", mapped, *words, "--json"))


def test_a_trace_leads_from_the_workplace_to_the_origin(mapped: Path) -> None:
    paths = [r for r in read(mapped / "paths.csv") if r["lane"] == "labour" and r["steps"] == "3"]
    assert paths, "the example has a sub-agent behind an agency"
    said = trace(mapped, paths[0]["end"], "--up")
    reached = {row["node"]: row for row in said["reached"]}
    assert paths[0]["start"] in reached
    assert reached[paths[0]["start"]]["kind"] == "origin"
    down = trace(mapped, paths[0]["start"], "--down")
    assert paths[0]["end"] in {row["node"] for row in down["reached"]}


def test_a_trace_as_of_a_date_leaves_out_what_had_ended(mapped: Path) -> None:
    dated = [r for r in read(mapped / "links.csv") if r["valid_to"]]
    assert dated
    link = dated[0]
    before = trace(mapped, link["to_id"], "--on", link["valid_to"])
    after = trace(mapped, link["to_id"], "--on", "2099")
    assert link["link"] in {str(row["edge"]) for row in before["links"]}
    assert link["link"] not in {str(row["edge"]) for row in after["links"]}


def test_a_drawing_of_a_workplace_is_svg(mapped: Path) -> None:
    end = next(r["end"] for r in read(mapped / "paths.csv") if r["lane"] == "labour")
    drawn = crest("trace", mapped, end, "--format", "svg")
    assert drawn.lstrip().startswith("<svg")


def test_asking_for_something_unknown_says_so(mapped: Path, tmp_path: Path) -> None:
    crest("trace", mapped, "zzzzqqqq", code=exits.NOT_FOUND)
    crest("trace", tmp_path, "anything", code=exits.INPUT)
    crest("trace", mapped, "anything", "--on", "yesterday", code=exits.INPUT)


def test_formulas_do_not_survive_the_export(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text('country,name,address\nTH,"=cmd|calc!A1","1 Road"\n', encoding="utf-8")
    crest("match", bad, "--out", tmp_path / "o", "--quiet")
    for file in (tmp_path / "o").glob("*.csv"):
        for row in read(file):
            assert not any((value or "").startswith(("=", "+", "@")) for value in row.values())


def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    many_rows(tmp_path / "many.csv", rows=30_000)
    started = started_match(tmp_path)
    wait_until(lambda: any(tmp_path.glob(".out-*.part")), started)
    # Impatient people press it twice: the second must not disturb the clearing up.
    started.send_signal(signal.SIGINT)
    time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert started.returncode == exits.INTERRUPTED
    assert said.decode() == f"crest: {exits.STOPPED}\n"
    assert {path.name for path in tmp_path.iterdir()} == {"many.csv"}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks /proc about signals")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_while_crest_is_still_loading_is_a_plain_sentence_too(
    stop: signal.Signals, tmp_path: Path
) -> None:
    (tmp_path / "many.csv").write_text(LIST, encoding="utf-8")
    started = started_match(tmp_path)
    status = Path(f"/proc/{started.pid}/status")

    def listening() -> bool:
        caught = next(line for line in status.read_text().splitlines() if "SigCgt" in line)
        return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)

    wait_until(listening, started)
    started.send_signal(stop)
    _, said = started.communicate(timeout=60)
    assert started.returncode == exits.INTERRUPTED
    assert said.decode() == f"crest: {exits.STOPPED}\n"
    assert {path.name for path in tmp_path.iterdir()} == {"many.csv"}


def started_match(folder: Path) -> subprocess.Popen[bytes]:
    crest_itself = str(Path(sys.executable).parent / "crest")
    command = [crest_itself, "match", folder / "many.csv", "--out", folder / "out", "--quiet"]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def wait_until(reached: Callable[[], bool], started: subprocess.Popen[bytes]) -> None:
    """Wait for a moment of another process; fails when it ends before."""
    while not reached():
        assert started.poll() is None, started.communicate()
        time.sleep(0.005)
