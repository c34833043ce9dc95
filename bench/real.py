"""What comes out of real public lists: runs `crest map` on them and writes the page that says it.

    python -m bench.real            # writes docs/reference/real-lists.md

The lists are not part of this repository; they are expected beside it (`../shared/data`).
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
PAGE = ROOT / "docs" / "reference" / "real-lists.md"


@dataclass(frozen=True)
class Job:
    """One folder of real lists: which files, and what a reader should know of them."""

    title: str
    files: tuple[str, ...]
    about: str


JOBS = (
    Job(
        "Fourteen contributor lists of Open Supply Hub",
        tuple(f"osh-contributor-lists/{n}.csv" for n in range(2, 16)),
        "Small facility lists of different contributors that name many of the same factories.",
    ),
    Job(
        "Open Supply Hub facilities, October 2022",
        ("osh-facilities-2022/facilities.csv",),
        "Facilities with OS IDs; already one row per facility, so few rows should match.",
    ),
    Job(
        "The labour chain of US H-2B cases, FY2020 and FY2021",
        (
            "us-h2-labour-chain/H-2B_Appendix_C_recruiters_FY2020.csv",
            "us-h2-labour-chain/H-2B_Appendix_C_recruiters_FY2021.csv",
            "us-h2-labour-chain/H-2B_Appendix_A_FY2021.xlsx",
        ),
        "Foreign recruiters named per case, and the worksites of FY2021, joined on the case "
        "number. Worksites have no name in the source; one is a place of one case.",
    ),
)


def run(job: Job) -> dict[str, Any]:
    """Map the files of a job in an empty folder; returns the summary and what it cost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "lists").mkdir()
        for file in job.files:
            shutil.copy(DATA / file, folder / "lists")
        command = [str(Path(sys.executable).parent / "crest"), "map", str(folder / "lists")]
        started = time.perf_counter()
        subprocess.run(
            [*command, "--out", str(folder / "out"), "--json"], check=True, capture_output=True
        )
        seconds = time.perf_counter() - started
        summary = json.loads((folder / "out/summary.json").read_text("utf-8"))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    return {"summary": summary, "seconds": seconds, "peak": peak}


def section(job: Job, done: dict[str, Any]) -> str:
    """The part of the page about one job: numbers only, no name of a real firm."""
    s = done["summary"]
    lines = [f"## {job.title}", "", job.about, "", "| What | Number |", "|---|---|"]
    rows = [
        ("files", len(job.files)),
        ("site rows → sites", f"{s['sites']['rows']:,} → {s['sites']['entities']:,}"),
        ("site rows: match / review / new", _outcomes(s["sites"])),
        (
            "organisation rows → organisations",
            f"{s['organisations']['rows']:,} → {s['organisations']['entities']:,}",
        ),
        ("organisation rows: match / review / new", _outcomes(s["organisations"])),
        ("links", f"{s['links']:,}"),
        ("rows rejected / warnings", f"{s['problems']['rejected']} / {s['problems']['warnings']}"),
        (
            "workers at worksites with a headcount, with a known recruiter",
            "none stated" if not s["workers"] else f"{s['workers']:,}, {s['workers_mapped']:,}",
        ),
        ("seconds, peak GB (largest so far)", f"{done['seconds']:.0f}, {done['peak']:.1f}"),
    ]
    lines += [f"| {what} | {number} |" for what, number in rows if number != "0 → 0"]
    if s["problems"]["by_code"]:
        listed = ", ".join(f"{code} {times}" for code, times in s["problems"]["by_code"].items())
        lines += ["", f"Problems by code: {listed}."]
    return "\n".join([*lines, ""])


def _outcomes(kind: dict[str, int]) -> str:
    return f"{kind['match']:,} / {kind['review']:,} / {kind['new']:,}"


def main() -> None:
    """Run all jobs and write the page."""
    if not DATA.is_dir():
        sys.exit("The real lists are not beside this checkout (../shared/data).")
    head = (
        "# Real lists\n\n"
        "Written by `python -m bench.real`. `crest map` on real public lists, with\n"
        "no configuration and no labels. Nothing of the lists is part of this repository.\n"
    )
    parts = [head]
    for job in JOBS:
        sys.stderr.write(f"{job.title} …\n")
        parts.append(section(job, run(job)))
    PAGE.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
