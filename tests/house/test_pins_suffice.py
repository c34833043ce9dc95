"""What `make run` installs is enough to run: nothing leans on what only tests or benches need."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.house
ROOT = Path(__file__).parents[2]

# Every installed library that is not pinned for `make run` is as good as not installed.
ALONE = """
import sys
from importlib.metadata import packages_distributions

pinned = set(sys.argv[1].split(","))


def canonical(name):
    return name.lower().replace("_", "-").replace(".", "-")


absent = {
    top
    for top, owners in packages_distributions().items()
    if not pinned & {canonical(owner) for owner in owners}
} - {"crest"}


class OnlyPinned:
    def find_spec(self, name, path=None, target=None):
        if path is None and name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, OnlyPinned())
import pyarrow as pa
from crest.cli.app import app
from crest.engine.tables.engines import open_engine

with open_engine() as engine:
    costs = engine.put("costs", pa.table({"worker": ["a", "a", "b"], "paid": [3, 4, 5]}))
    most = costs.group_by("worker").agg(paid=costs.paid.max()).filter(lambda row: row.worker == "a")
    print(engine.run(most).to_pylist())
"""


def test_a_table_is_reckoned_with_the_libraries_of_make_run_alone() -> None:
    pins = (ROOT / "requirements/run.txt").read_text("utf-8")
    names = re.findall(r"^([A-Za-z0-9._-]+)==", pins, re.MULTILINE)
    canonical = ",".join(re.sub(r"[_.]", "-", name.lower()) for name in names)
    done = subprocess.run([sys.executable, "-c", ALONE, canonical], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[{'worker': 'a', 'paid': 4}]"
