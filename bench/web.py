"""The web with a million sites: box, one record, word search, search with slips, map tiles.

    python -m bench.web [--sites 1000000] [--seconds 8]

Serves with granian (one process per core) through the ordinary permission checks of a session,
SQLite and a throw-away PostgreSQL, with wrk on the same machine. Writes bench/results/web.json.
"""

# ruff: noqa: E501, S310, PLR0917 - our own address on this machine; commands read best in one line
from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from bench.children import ROOT

RESULT = ROOT / "bench" / "results" / "web.json"
DATA = ROOT / "bench" / "data"
CONNECTIONS = 8
LUA = """
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
math.randomseed(7)
request = function()
  return wrk.format("GET", paths[math.random(#paths)], {["Cookie"] = os.getenv("BENCH_COOKIE")})
end
done = function(summary, latency, requests)
  io.write(string.format("FIGURES %d %d %d %.3f %.3f %.3f %d\\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, summary.bytes))
end
"""


def sites(count: int) -> Path:
    """The generated list, made once."""
    path = DATA / f"web-{count}.parquet"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "bench.generate", str(path), "--records", str(count), "--seed", "3",
             "--corruption", "A"], cwd=ROOT, check=True,
        )  # fmt: skip
    return path


def drive(
    port: int, folder: Path, cookie: str, paths: list[str], seconds: int, connections: int
) -> dict[str, Any]:
    """Figures of one kind of request."""
    listed, script = folder / "paths", folder / "drive.lua"
    listed.write_text("\n".join(paths) + "\n")
    script.write_text(LUA)
    said = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "20s", "-s", str(script),
         f"http://127.0.0.1:{port}"],
        env={**os.environ, "BENCH_PATHS": str(listed), "BENCH_COOKIE": f"crest_session={cookie}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"FIGURES (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+) (\d+)", said.stdout)
    if not found:
        return {"no_result": (said.stderr or said.stdout)[-300:]}
    requests, micros, errors, p50, p95, p99, size = (float(one) for one in found.groups())
    return {
        "per_second": round(requests / micros * 1e6), "errors": int(errors), "p50_ms": round(p50, 2),
        "p95_ms": round(p95, 2), "p99_ms": round(p99, 2), "bytes": round(size / max(1, requests)),
    }  # fmt: skip


def ask(port: int, cookie: str, path: str) -> tuple[int, float, int]:
    """Status, seconds and size of one answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Cookie": f"crest_session={cookie}"}
    )
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.status, time.perf_counter() - begun, len(answer.read())


def measured(
    sites_file: Path, count: int, seconds: int, port: int, kept: str = ""
) -> dict[str, Any]:
    """Make the installation of this database, serve it and measure. `kept`: where one stays."""
    home = Path(kept) if kept else Path(tempfile.mkdtemp(prefix="crest-web-"))
    environment = {**os.environ, "CREST_HOME": str(home), "CREST_PORT": str(port)}
    world = home / "world.json"
    if not world.exists():
        subprocess.run(
            [sys.executable, "-m", "bench.web_world", str(sites_file), str(world), str(count)],
            cwd=ROOT, env=environment, check=True,
        )  # fmt: skip
    subprocess.run(
        [sys.executable, "-c", "from crest.cli.main import run; run()", "migrate"],
        cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    made = json.loads(world.read_text())
    print(made["times"], made["rows"], flush=True)
    server = subprocess.Popen(
        [sys.executable, "-c", "from crest.cli.main import run; run()", "serve", "--workers", "2", "--threads", "1"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=(home / "errors").open("wb"),
    )  # fmt: skip
    try:
        return {**figures(port, home, made, seconds), "made": made["times"], "rows": made["rows"]}
    finally:
        server.terminate()
        server.wait(20)
        said = (home / "errors").read_text()[-2000:]
        if said:
            print(said, file=sys.stderr)
        if not kept:
            shutil.rmtree(home, ignore_errors=True)


def figures(port: int, home: Path, made: dict[str, Any], seconds: int) -> dict[str, Any]:
    """All figures of a running server."""
    cookie = made["cookie"]
    for _ in range(100):
        try:
            ask(port, cookie, "/search/answers/?q=a")
            break
        except OSError:
            time.sleep(0.3)
    first = [ask(port, cookie, "/atlas/tiles/0/0/0")[1] for _ in range(12)]
    found: dict[str, Any] = {"first_picture_s": round(max(first), 2)}
    asked: dict[str, list[str]] = made["asked"]
    for kind, paths in asked.items():
        drive(port, home, cookie, paths, 2, CONNECTIONS)
        found[kind] = drive(port, home, cookie, paths, seconds, CONNECTIONS)
        found[kind]["alone"] = drive(port, home, cookie, paths, 3, 1)
        print(kind, found[kind], flush=True)
    pages = {"atlas page": ["/atlas/", "/atlas/?country=TH", "/atlas/?order=name&page=3", "/atlas/?sector=apparel"],
             "search page": [p.replace("/answers", "") for p in asked["word search"][:500]]}  # fmt: skip
    for kind, paths in pages.items():
        found[kind] = drive(port, home, cookie, paths, 4, 1)
        print(kind, found[kind], flush=True)
    return found


def on_postgresql(arguments: list[str]) -> dict[str, Any]:
    """The same in a cluster made for it."""
    script = ROOT / "tests" / "platform" / "on_postgresql.py"
    with tempfile.NamedTemporaryFile(suffix=".json") as kept:
        command = [
            sys.executable,
            str(script),
            sys.executable,
            "-m",
            "bench.web",
            *arguments,
            "--inside",
            kept.name,
        ]
        done = subprocess.run(command, cwd=ROOT, check=False)
        text = Path(kept.name).read_text()
        return dict(json.loads(text)) if text else {"no_result": f"exit code {done.returncode}"}


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description="Measure the web with many sites.")
    parser.add_argument("--sites", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--inside", default="", help="measure the database of the environment only")
    parser.add_argument("--kept", default="", help="folder of an installation that stays")
    parser.add_argument("--only", choices=("sqlite", "postgresql", "both"), default="both")
    chosen = parser.parse_args()
    path = sites(chosen.sites)
    if chosen.inside:
        Path(chosen.inside).write_text(
            json.dumps(measured(path, chosen.sites, chosen.seconds, 8951, chosen.kept))
        )
        return 0
    if shutil.which("wrk") is None:
        print("wrk is not here (Debian: wrk): nothing was measured.")
        return 1
    result = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    result["sites"] = chosen.sites
    result["cores"] = os.cpu_count()
    result["load_average"] = round(os.getloadavg()[0], 1)
    if chosen.only != "postgresql":
        result["SQLite"] = measured(path, chosen.sites, chosen.seconds, 8950, chosen.kept)
    if chosen.only != "sqlite":
        result["PostgreSQL"] = on_postgresql(
            ["--sites", str(chosen.sites), "--seconds", str(chosen.seconds)]
        )
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
