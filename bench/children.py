"""Run one measured job in its own process: wall time, peak memory, a limit that is reported."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Ran:
    """One finished (or stopped) child. `peak_gb` is the largest resident set of one process."""

    wall_s: float
    peak_gb: float
    code: int
    stopped: bool  # by our time limit
    tail: str  # the last lines it wrote

    def figures(self) -> dict[str, Any]:
        """Return what goes into the results."""
        kept: dict[str, Any] = {
            "process_s": round(self.wall_s, 2),
            "peak_gb": round(self.peak_gb, 2),
        }
        if self.stopped:
            kept["no_result"] = f"stopped at the limit of {self.wall_s:.0f} s"
        elif self.code:
            last = self.tail.strip().splitlines()
            said = last[-1].split(". ")[0] if last else f"exit code {self.code}"
            kept["no_result"] = f"failed: {said}"
        return kept


def run_child(command: list[str], log: Path, limit_s: float) -> Ran:
    """Run `command` at the checkout's root; its output goes to `log`.

    Stops the child and everything it started after `limit_s` seconds. Memory is the high-water
    mark of the child itself, read while it runs.
    """
    begun = time.perf_counter()
    with log.open("wb") as sink:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
        child = subprocess.Popen(
            command, cwd=ROOT, stdout=sink, stderr=sink, env=environment, start_new_session=True
        )
        stopped, peak_kb = False, 0
        while True:
            peak_kb = max(peak_kb, _high_water_kb(child.pid))
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.perf_counter() - begun > limit_s and not stopped:
                stopped = True
                os.killpg(child.pid, signal.SIGKILL)
            time.sleep(0.02)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    text = log.read_text("utf-8", "replace")[-4_000:]
    return Ran(wall, (peak_kb or usage.ru_maxrss) / 1e6, child.returncode, stopped, text)


def _high_water_kb(pid: int) -> int:
    """Read the largest resident set of a running process; 0 where the system does not tell.

    `ru_maxrss` alone would count the parent's memory at the moment of the fork.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) if found else 0
