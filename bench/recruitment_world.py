"""An invented recruitment survey in wide form: millions of journeys, forty columns, Parquet.

    python -m bench.recruitment_world FOLDER [--rows 10000000]

Each pair of an employer and a recruiter is drawn with a heavy-tailed weight; the employer fixes
destination and sector, the recruiter origin, so a pair is a group employer × corridor × recruiter.
What is asked is answered with yes, no or nothing. A few rows are bad on purpose: sums below zero,
no currency, no day of recruitment, no origin. Written chunk by chunk, the same for the same rows.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED: Final = 20_261_124
CHUNK: Final = 500_000
ROW_GROUP: Final = 125_000
HOME: Final = Path(tempfile.gettempdir()) / "crest-bench-recruitment"
EMPLOYERS, RECRUITERS = 20_000, 3_000
PAIRS: Final = 157_000

# Where people come from and go to, with the currency of each place.
ORIGINS: Final = {"MM": "MMK", "KH": "KHR", "LA": "LAK", "VN": "VND", "NP": "NPR", "BD": "BDT",
                  "ID": "IDR", "PH": "PHP", "IN": "INR"}  # fmt: skip
DESTINATIONS: Final = {"TH": "THB", "MY": "MYR", "SA": "SAR", "AE": "AED", "QA": "QAR",
                       "FI": "EUR", "SE": "SEK"}  # fmt: skip
PER_USD: Final = {"MMK": 1_700.0, "KHR": 4_080.0, "LAK": 11_000.0, "VND": 23_500.0, "NPR": 122.0,
                  "BDT": 92.0, "IDR": 14_800.0, "PHP": 53.0, "INR": 76.0, "THB": 33.5, "MYR": 4.3,
                  "SAR": 3.75, "AED": 3.67, "QAR": 3.64, "EUR": 0.9, "SEK": 9.8,
                  "USD": 1.0}  # fmt: skip
SECTORS: Final = ("manufacturing", "construction", "seafood", "agriculture", "domestic_work")
SCHEMES: Final = ("mou", "government", "visa_free", "irregular")
KEEPERS: Final = ("worker", "employer", "recruiter", "broker", "other")
# Cost column → item of the rulebook, usual amount in dollars, how many of a hundred paid it.
COSTS: Final = {
    "cost_agency": ("RC-01", 420.0, 80), "cost_broker": ("RC-02", 150.0, 45),
    "cost_passport": ("RC-03", 35.0, 75), "cost_visa": ("RC-04", 60.0, 70),
    "cost_medical": ("RC-08", 40.0, 72), "cost_training": ("RC-12", 30.0, 35),
    "cost_travel": ("RC-14", 140.0, 70), "cost_informal": ("RC-15", 50.0, 12),
    "cost_other": ("RC-99", 25.0, 30),
}  # fmt: skip
# Question of the rulebook → of a hundred who were asked, how many say yes.
QUESTIONS: Final = {
    "used_status": 22, "deceived_conditions": 18, "confined_to_workplace": 7, "locked_in": 3,
    "isolated": 8, "physical_violence": 3, "threat_of_violence": 6,
    "papers_held_without_access": 16, "wages_withheld": 11, "debt_binds_to_job": 15,
    "bad_living_conditions": 17, "excessive_hours": 24, "free_to_leave_job": 72,
    "forced_overtime": 13,
}  # fmt: skip
GROUPED_BY: Final = ("employer", "origin", "destination", "recruiter")


def pairs() -> dict[str, Any]:
    """The pairs of employer and recruiter: indices, places, sector, and a cumulated weight."""
    rng = np.random.default_rng(SEED)
    wanted = rng.integers(0, EMPLOYERS * RECRUITERS, PAIRS + PAIRS // 8)
    both = np.unique(wanted)
    both = rng.permutation(both)[:PAIRS]
    employer, recruiter = both // RECRUITERS, both % RECRUITERS
    weight = 0.3 + rng.pareto(1.6, len(both))
    return {
        "employer": employer.astype(np.int32),
        "recruiter": recruiter.astype(np.int32),
        "origin": rng.integers(0, len(ORIGINS), RECRUITERS)[recruiter],
        "destination": rng.integers(0, len(DESTINATIONS), EMPLOYERS)[employer],
        "sector": rng.integers(0, len(SECTORS), EMPLOYERS)[employer],
        "harshness": rng.beta(2.0, 4.0, EMPLOYERS)[employer] + 0.5,
        "cumulated": np.cumsum(weight) / weight.sum(),
    }


def _words(codes: Any, words: tuple[str, ...], missing: Any = None) -> pa.Array:
    """Codes as text; null where missing."""
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int8), mask=missing), list(words)
    ).cast(pa.string())


def _money(rng: Any, dollars: Any, per_usd: Any, missing: Any, precision: int) -> pa.Array:
    """Amounts in the currency of the row, as decimals with two digits; 1 of 1,000 below zero."""
    spread = np.exp(rng.normal(0.0, 0.7, len(per_usd)))
    whole = np.rint(dollars * spread * per_usd * 100).astype(np.int64)
    whole = np.where(per_usd > 50, whole // 10_000 * 10_000, whole // 100 * 100)
    whole = np.where(rng.random(len(whole)) < 0.001, -whole, whole)
    words = np.zeros((len(whole), 2), np.int64)
    words[:, 0], words[:, 1] = whole, whole >> 63
    valid = None if missing is None else pa.array(~missing).buffers()[1]
    return pa.Array.from_buffers(
        pa.decimal128(precision, 2), len(whole), [valid, pa.py_buffer(words.tobytes())]
    )


def _answers(rng: Any, harshness: Any) -> dict[str, pa.Array]:
    """Yes, no or nothing; harsh employers have more signs and fewer who were asked."""
    found = {}
    for name, percent in QUESTIONS.items():
        good = name == "free_to_leave_job"
        chance = percent / 100 * (1.0 / harshness if good else harshness)
        said = rng.random(len(harshness)) < chance
        unasked = rng.random(len(harshness)) < 0.06 + 0.1 * harshness
        found[name] = pa.array(said, mask=unasked)
    return found


def chunk(first: int, rows: int, drawn: dict[str, Any]) -> pa.Table:
    """Rows `first` … of the survey as a table of forty columns."""
    rng = np.random.default_rng([SEED, first])
    at = np.searchsorted(drawn["cumulated"], rng.random(rows))
    origin, destination = drawn["origin"][at], drawn["destination"][at]
    home = np.array([PER_USD[c] for c in ORIGINS.values()])
    abroad = np.array([PER_USD[c] for c in DESTINATIONS.values()])
    currencies = (*ORIGINS.values(), *DESTINATIONS.values(), "USD")
    chosen = rng.random(rows)
    fee_code = np.where(chosen < 0.7, origin, np.where(chosen < 0.85, len(home) + destination, 16))
    per_usd = np.array([*home, *abroad, 1.0])[fee_code]
    days = rng.integers(0, 2_500, rows) + 17_700  # from June 2018 to April 2025
    columns: dict[str, Any] = {
        "journey": pa.array(np.arange(first, first + rows)),
        "employer": pa.array(drawn["employer"][at]),
        "recruiter": pa.array(drawn["recruiter"][at]),
        "sub_agent": pa.array((drawn["recruiter"][at] * 7 + rng.integers(0, 4, rows)), pa.int32()),
        "origin": _words(origin, tuple(ORIGINS), rng.random(rows) < 0.004),
        "destination": _words(destination, tuple(DESTINATIONS)),
        "recruited_on": pa.array(days.astype("datetime64[D]"), mask=rng.random(rows) < 0.005),
        "scheme": _words(rng.choice(4, rows, p=[0.55, 0.2, 0.15, 0.1]), SCHEMES),
        "sector": _words(drawn["sector"][at], SECTORS),
        "sex": _words(rng.integers(0, 2, rows), ("female", "male"), rng.random(rows) < 0.02),
        "age": pa.array(np.clip(rng.normal(28, 7, rows), 15, 60).astype(np.int8)),
        "fee_currency": _words(fee_code, currencies, rng.random(rows) < 0.01),
        "pay_currency": _words(destination, tuple(DESTINATIONS.values())),
        "actual_pay": _money(rng, 420.0, abroad[destination], rng.random(rows) < 0.03, 10),
    }
    for name, (_, dollars, percent) in COSTS.items():
        missing = rng.random(rows) >= percent / 100
        columns[name] = _money(rng, dollars, per_usd, missing, 15)
    columns |= _answers(rng, drawn["harshness"][at])
    kept = rng.choice(5, rows, p=[0.7, 0.18, 0.06, 0.04, 0.02])
    columns["papers_keeper"] = _words(kept, KEEPERS, rng.random(rows) < 0.1)
    columns["actual_hours"] = pa.array(
        np.clip(rng.normal(56, 9, rows), 20, 110).astype(np.float64).round(),
        mask=rng.random(rows) < 0.08,
    )
    notes = tuple(f"note {n} of the interviewer" for n in range(100))
    columns["note"] = _words(rng.integers(0, 100, rows), notes, rng.random(rows) < 0.6)
    return pa.table(columns)


def make(folder: Path, rows: int) -> list[Path]:
    """Write the survey where it is not there yet; returns its files in order."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pairs()
    paths = []
    for first in range(0, rows, CHUNK):
        path = folder / f"journeys-{first:09d}.parquet"
        paths.append(path)
        if path.exists():
            continue
        table = chunk(first, min(CHUNK, rows - first), drawn)
        partial = path.with_suffix(".partial")
        pq.write_table(
            table,
            partial,
            compression="zstd",
            row_group_size=ROW_GROUP,
            store_decimal_as_integer=True,
        )
        partial.rename(path)
    return paths


def survey(rows: int) -> list[Path]:
    """The files of the survey of that size, made on first use."""
    return make(HOME / str(rows), rows)


def main() -> None:
    """Write a survey and say how large it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    chosen = parser.parse_args()
    paths = make(chosen.folder, chosen.rows)
    size = sum(path.stat().st_size for path in paths) / 1e9
    print(f"{chosen.rows:,} journeys, {len(paths)} files, {size:.2f} GB")


if __name__ == "__main__":
    main()
