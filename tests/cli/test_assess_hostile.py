"""Wrong usage, broken input and interruptions of crest assess and its parts: one sentence each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crest.cli import exits
from crest.cli.app import app

pytestmark = pytest.mark.cli
JOURNEYS = (
    "Journey,Workplace,Country of workplace,Recruitment agency,Country of origin,Country of work,"
    "Arrived on,Actual pay first month,Pay currency,Pay period,Papers kept by\n"
)
ROW = "{journey},Alpha Cannery,TH,Far Shore Agency,MM,TH,2024-03-0{day},9000,THB,month,{keeper}\n"
COSTS = "Journey,Cost item,Amount,Currency,Paid by\n{rows}"
COMMANDS = ("assess", "costs", "indicators", "repay")
HERE = "--on=2026-11-23"
COMMAND = (str(Path(sys.executable).parent / "crest"),)
# A shell that runs the tests in the background has them ignore Ctrl-C, and the command rightly
# inherits that: a test about Ctrl-C starts it as a person at a terminal does.
AT_A_TERMINAL = (
    "import os, signal, sys;"
    "signal.signal(signal.SIGINT, signal.SIG_DFL);"
    "os.execv(sys.argv[1], sys.argv[1:])"
)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Two workers, one cost each, no list."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    rows = [ROW.format(journey=f"J{n}", day=n, keeper="employer") for n in (1, 2)]
    (folder / "journeys.csv").write_text(JOURNEYS + "".join(rows), encoding="utf-8")
    costs = "J1,FEE-01,12000,THB,worker\nJ2,FEE-01,11000,THB,worker\n"
    (folder / "costs.csv").write_text(COSTS.format(rows=costs), encoding="utf-8")
    return folder


def crest(*words: object, code: int = 0) -> str:
    """Run the command in this process; returns all it says, or the sentence of its error."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        if code == 0:
            raise done.exception
        said = exits.sentence_for(done.exception)
        assert exits.code_for(done.exception) == code, done.exception
        assert "fault of its own" not in said
        assert "Traceback" not in said
        return said
    assert done.exit_code == code, done.output
    return done.output


def nothing_written(folder: Path) -> bool:
    """Whether neither a result nor a half-written one lies in the folder."""
    return not [path for path in folder.iterdir() if path.name.lstrip(".").startswith("out")]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_without_workers_says_what_to_add(command: str, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "sites.csv").write_text(
        "country,name,address\nTH,Alpha Mill,1 Road Rayong\nTH,Beta Mill,2 Road Rayong\n",
        encoding="utf-8",
    )
    said = crest(command, folder, "--out", tmp_path / "out", "--quiet", code=exits.INPUT)
    assert "tells of a worker's journey" in said
    assert "crest template" in said
    assert nothing_written(tmp_path)


def test_a_folder_without_any_list_or_no_folder_at_all_is_said(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    said = crest("assess", tmp_path / "bare", "--out", tmp_path / "out", code=exits.INPUT)
    assert "There is no list" in said
    said = crest("assess", tmp_path / "nowhere", "--out", tmp_path / "out", code=exits.INPUT)
    assert "is no folder" in said
    assert nothing_written(tmp_path)


def test_headings_without_a_journey_are_no_journeys(tmp_path: Path) -> None:
    folder = tmp_path / "blank"
    folder.mkdir()
    (folder / "journeys.csv").write_text(JOURNEYS, encoding="utf-8")
    said = crest("assess", folder, "--out", tmp_path / "out", "--quiet", code=exits.INPUT)
    assert "tells of a worker's journey" in said
    assert nothing_written(tmp_path)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--on", "2026-13-45"], exits.USAGE, "is no day; write it as 2026-03-31"),
        (["--on", "yesterday"], exits.USAGE, "is no day"),
        (["--standard", "nope"], exits.USAGE, "there are bsci-2021, ilo-2019"),
        (["--engine", "hive"], exits.INPUT, "Use duckdb or spark"),
        (["--currency", "BAHT"], exits.USAGE, "is no currency"),
        (["--currency", "ZZZ"], exits.INPUT, "no exchange rate for ZZZ"),
        (["--rates", "no-such.csv"], exits.INPUT, "There is no such file"),
        (["--indices", "no-such-folder"], exits.INPUT, "crest import"),
        (["--columns", "no-such.yaml"], exits.INPUT, "no-such.yaml"),
    ],
    ids=lambda value: "=".join(value) if isinstance(value, list) else None,
)
def test_a_wrong_option_is_one_plain_sentence(
    tiny: Path, words: list[str], code: int, says: str
) -> None:
    out = tiny.parent / "out"
    said = crest("assess", tiny, "--out", out, "--quiet", *words, code=code)
    assert says in " ".join(said.split())
    assert nothing_written(tiny.parent)


def test_rates_that_cannot_be_read_name_the_column_or_the_row(tiny: Path) -> None:
    rates = tiny.parent / "rates.csv"
    rates.write_text("a,b\n1,2\n", encoding="utf-8")
    words = ["assess", tiny, "--out", tiny.parent / "out", "--quiet", "--rates", rates]
    said = crest(*words, code=exits.INPUT)
    assert "lack the column currency" in said
    rates.write_text("currency,month,per_usd\nTHB,2024-03,0\n", encoding="utf-8")
    said = crest(*words, code=exits.INPUT)
    assert "rates.csv" in said
    assert "1" in said
    assert nothing_written(tiny.parent)


def test_the_folder_of_the_lists_is_never_the_folder_of_the_result(tiny: Path) -> None:
    before = {path.name: path.read_bytes() for path in tiny.iterdir()}
    said = crest("assess", tiny, "--out", tiny, "--quiet", code=exits.OUTPUT)
    assert "they are left alone" in said
    assert {path.name: path.read_bytes() for path in tiny.iterdir()} == before


def test_a_broken_rulebook_stops_before_anything_is_written(tiny: Path) -> None:
    book = tiny.parent / "book"
    (book / "fees/regimes").mkdir(parents=True)
    broken = book / "fees/regimes/ilo-2019.yaml"
    broken.write_text("id: ilo-2019\nrules: [{id: X, when: {fact: nonsense}}]\n", "utf-8")
    # In a process of its own: the rulebook is read once per process.
    done = subprocess.run(
        [*COMMAND, "assess", str(tiny), "--out", str(tiny.parent / "out"), "--quiet"],
        env={**os.environ, "CREST_RULEBOOK": str(book)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == exits.RULEBOOK, done.stderr
    assert "ilo-2019" in done.stderr
    assert "Traceback" not in done.stderr
    assert nothing_written(tiny.parent)


@pytest.mark.slow
def test_two_workers_are_reckoned_for_their_owner_and_shown_to_nobody_else(tiny: Path) -> None:
    out = tiny.parent / "out"
    said = crest("assess", tiny, HERE, "--out", out, "--json")
    whole = json.loads(said)
    assert whole["journeys"] == 2
    assert whole["paid_minor"] is None, "what two workers paid is not told"
    assert whole == json.loads((out / "summary.json").read_text(encoding="utf-8"))
    groups = (out / "groups/groups.csv").read_text(encoding="utf-8-sig")
    assert groups.count('"all"') >= 3, "every group of two is hidden"
    assert "Far Shore Agency" in (out / "workers/journeys.csv").read_text(encoding="utf-8-sig")
    assert "workers/READ-FIRST.txt" in {
        str(path.relative_to(out)) for path in (out / "workers").iterdir()
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "files", "asked"),
    [
        ("costs", {"journeys", "costs", "caps"}, ["--standard", "ilo-2019"]),
        ("indicators", {"signs"}, []),
        ("repay", {"repayment", "schedule"}, ["--floor", "median", "--instalments", "2"]),
    ],
)
def test_each_part_writes_its_own_files_and_says_nothing_when_asked_to(
    tiny: Path, command: str, files: set[str], asked: list[str]
) -> None:
    out = tiny.parent / "out"
    assert crest(command, tiny, HERE, "--out", out, "--quiet", *asked) == ""
    written = {path.stem for path in (out / "workers").glob("*.parquet")}
    assert written == files | {"problems"}
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["journeys"] == 2
    assert not (out / "report.html").exists()


@pytest.mark.parametrize(
    "words", [["--floor", "guess"], ["--instalments", "0"], ["--lookback", "-3"]]
)
def test_a_choice_of_repayment_nobody_can_make_is_refused(tiny: Path, words: list[str]) -> None:
    done = CliRunner().invoke(
        app, ["repay", str(tiny), HERE, "--quiet", "--out", str(tiny.parent / "out"), *words]
    )
    error = done.exception
    assert error is not None
    code = error.code if isinstance(error, SystemExit) else exits.code_for(error)
    assert code in {exits.USAGE, exits.INPUT}, error
    assert nothing_written(tiny.parent)


def test_an_error_is_a_line_of_json_for_a_machine(tmp_path: Path) -> None:
    words = [*COMMAND, "assess", str(tmp_path / "nowhere"), "--json"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == exits.INPUT
    told = json.loads(done.stderr)
    assert told["exit"] == exits.INPUT
    assert "is no folder" in told["sentence"]
    assert done.stdout == ""


@pytest.mark.slow
def test_ctrl_c_leaves_nothing_half_written(tiny: Path) -> None:
    out = tiny.parent / "out"
    words = [sys.executable, "-c", AT_A_TERMINAL, *COMMAND, "assess", str(tiny), HERE]
    words += ["--out", str(out)]
    started = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until = time.monotonic() + 120
    while not any(tiny.parent.glob(".out-*.part")):
        assert started.poll() is None, "ended before it could be stopped"
        assert time.monotonic() < until
        time.sleep(0.01)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=120)
    assert started.returncode == exits.INTERRUPTED
    assert exits.STOPPED in said.decode()
    assert {path.name for path in tiny.parent.iterdir()} == {"tiny"}
