"""The lists matching is measured on: generated ones and labelled ones from the shared folder.

The labelled sets are read where they lie and never copied into the repository. A set that is
absent is reported as absent.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.children import ROOT
from bench.generate import generate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SHARED = ROOT.parent / "shared" / "data"
_MAKERS = ("world", "entities", "corruption_a", "corruption_b", "generate")


def _digest() -> str:
    """Name the state of the generator, so that an old list is never taken for a new one."""
    sources = b"".join((ROOT / "bench" / f"{name}.py").read_bytes() for name in _MAKERS)
    return hashlib.sha256(sources).hexdigest()[:8]


CACHE = ROOT / "bench" / "data" / _digest()
COLUMNS = ("name", "address", "city", "postcode", "country")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Records with their truth, or records with labelled pairs (`left`, `right`, `matched`)."""

    name: str
    note: str
    records: pa.Table
    truth: np.ndarray[Any, Any] | None = None
    hard: np.ndarray[Any, Any] | None = None
    family: np.ndarray[Any, Any] | None = None
    pairs: tuple[list[int], list[int], list[bool]] | None = None
    kind: str = "site"
    training: dict[str, list[list[dict[str, str]]]] | None = None


def generated(corruption: str, records: int, seed: int) -> Dataset:
    """Make (or read from the cache) a generated list."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"{corruption}-{records}-{seed}.parquet"
    if not path.exists():
        partial = path.with_suffix(".partial")
        pq.write_table(generate(records, seed, corruption, workers=2), partial)
        partial.rename(path)
    table = pq.read_table(path)
    return Dataset(
        f"generated {corruption}, {records:,} records",
        f"corruption {corruption}, seed {seed}",
        table.drop_columns(["record", "truth", "family", "hard"]),
        table["truth"].to_numpy(),
        table["hard"].to_numpy(zero_copy_only=False),
        table["family"].to_numpy(),
    )


def _table(rows: Iterable[dict[str, str | None]]) -> pa.Table:
    listed = list(rows)
    return pa.table(
        {
            c: pa.array([(row.get(c) or "").strip() or None for row in listed], pa.string())
            for c in COLUMNS
        }
    )


def osh_pairs() -> Dataset:
    """Read the 112 hand-labelled facility pairs that Open Supply Hub trains on."""
    labelled = json.loads((SHARED / "osh-training-pairs/training.json").read_text("utf-8"))
    rows: list[dict[str, str | None]] = []
    matched, training = [], {}
    for kind in ("match", "distinct"):
        training[kind] = [
            [{c: side[c] for c in ("name", "address", "country")} for side in pair["__value__"]]
            for pair in labelled[kind]
        ]
        for pair in training[kind]:
            rows += [{**side, "country": side["country"].upper()} for side in pair]
            matched.append(kind == "match")
    left = list(range(0, len(rows), 2))
    pairs = (left, [i + 1 for i in left], matched)
    note = "real facilities; dedupe is trained on these very pairs"
    return Dataset("Open Supply Hub pairs", note, _table(rows), pairs=pairs, training=training)


def _magellan(path: Path) -> tuple[list[dict[str, str | None]], list[bool]]:
    rows: list[dict[str, str | None]] = []
    matched = []
    for line in path.read_text("utf-8").splitlines():
        *sides, label = line.split("\t")
        for side in sides:
            found = dict(re.findall(r"COL (\w+) VAL (.*?)(?= COL |$)", side))
            plain = {k: v.strip(" '`").replace(" \\ 's", "'s") for k, v in found.items()}
            rows.append(
                {
                    "name": plain["name"],
                    "address": plain["addr"],
                    "city": plain["city"],
                    "country": "US",
                }
            )
        matched.append(label.strip() == "1")
    return rows, matched


def fodors_zagats() -> Dataset:
    """Read the restaurant pairs: name, street and city only (telephone left out)."""
    rows, matched = _magellan(SHARED / "fodors-zagats/test.txt")
    known, answers = _magellan(SHARED / "fodors-zagats/train.txt")
    training: dict[str, list[list[dict[str, str]]]] = {"match": [], "distinct": []}
    for at, answer in enumerate(answers):
        sides = [
            {"name": r["name"] or "", "address": f"{r['address']} {r['city']}", "country": "us"}
            for r in known[2 * at : 2 * at + 2]
        ]
        training["match" if answer else "distinct"].append(sides)
    left = list(range(0, len(rows), 2))
    return Dataset(
        "Fodors-Zagats (test pairs)",
        "restaurants of four US cities; nobody but dedupe sees its training pairs",
        _table(rows),
        pairs=(left, [i + 1 for i in left], matched),
        training=training,
    )


def name_bench() -> tuple[Dataset, list[bool]]:
    """Read the organisation and company name pairs, and the frozen answers of logic-v2."""
    path = SHARED / "opensanctions-name-bench/logicv2-frozen.csv"
    rows: list[dict[str, str | None]] = []
    matched, frozen = [], []
    with path.open(encoding="utf-8", newline="") as source:
        for case in csv.DictReader(source):
            if case["schema"] in {"Organization", "Company"}:
                rows += [{"name": case["name1"]}, {"name": case["name2"]}]
                matched.append(case["is_match"] == "true")
                frozen.append(case["predicted_match"] == "true")
    left = list(range(0, len(rows), 2))
    found = Dataset(
        "OpenSanctions names (companies, organisations)",
        "names only, no address or country",
        _table(rows),
        pairs=(left, [i + 1 for i in left], matched),
        kind="organisation",
    )
    return found, frozen


def febrl(*files: str) -> Dataset:
    """Read Febrl person records as if a person were a site: name and address."""
    rows: list[dict[str, str | None]] = []
    truth = []
    for file in files:
        with (SHARED / f"febrl/{file}.csv").open(encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source, skipinitialspace=True):
                text = {k.strip(): (v or "").strip() for k, v in row.items()}
                rows.append(
                    {
                        "name": f"{text['given_name']} {text['surname']}".strip(),
                        "address": ", ".join(
                            filter(
                                None,
                                (
                                    f"{text['street_number']} {text['address_1']}".strip(),
                                    text["address_2"],
                                    text["suburb"],
                                    text["state"],
                                ),
                            )
                        ),
                        "postcode": text["postcode"],
                        "country": "AU",
                    }
                )
                truth.append(int(text["rec_id"].split("-")[1]))
    order = list(range(len(rows)))
    random.Random(1).shuffle(order)
    return Dataset(
        f"Febrl {'+'.join(files)}",
        "synthetic persons, not facilities; birth dates and numbers left out",
        _table(rows).take(order),
        np.asarray(truth)[order],
    )


def facilities_2022() -> Dataset:
    """Read 5,443 real facilities, each with an OS ID of its own (so: a precision test)."""
    path = SHARED / "osh-facilities-2022/facilities.csv"
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    table = _table({**row, "country": row["country_code"]} for row in rows)
    for column in ("lat", "lng"):
        values = [float(row[column]) if row[column] else None for row in rows]
        table = table.append_column(column, pa.array(values, pa.float64()))
    note = "every row has its own OS ID; some of them are unnoticed duplicates"
    return Dataset("Open Supply Hub facilities 2022", note, table, np.arange(len(rows)))
