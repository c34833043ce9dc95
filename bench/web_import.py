"""An import of 100,000 rows through the web, and the pages a colleague opens meanwhile.

    CREST_HOME=… [CREST_DATABASE=…] python -m bench.web_import ROWS OUT.json

Migrates the database, makes an organisation with an analyst, starts server and worker, uploads a
generated list, accepts it and waits until its rows are matched; meanwhile pages are asked for one
after the other. OUT says how long each took.
"""

# ruff: noqa: PLC0415, S310 - Django is set up first; our own address on this machine
from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any, Final

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from bench.children import ROOT
from bench.web import ask, sites
from bench.web_world import people

PORT: Final = 8953
PAGES: Final = ("/my-work/", "/organisations/", "/search/?q=mill", "/evidence/", "/atlas/")
CREST: Final = [sys.executable, "-c", "from crest.cli.main import run; run()"]
_SLOW: Final = 300.0  # seconds after which nothing is waited for any more


def listed(rows: int, folder: Path) -> Path:
    """A list as a supplier team sends it: one CSV file."""
    table = pq.read_table(sites(rows), columns=["name", "address", "city", "country"])
    table = table.rename_columns(["Factory name", "Address", "City", "Country"]).slice(0, rows)
    path = folder / "factories.csv"
    pa_csv.write_csv(table, path)
    return path


def request(path: str, token: str, *, body: bytes | None = None, kind: str = "") -> Any:
    """One question to the API."""
    headers = {"Authorization": f"Bearer {token}"} | ({"Content-Type": kind} if kind else {})
    asked = urllib.request.Request(
        f"http://127.0.0.1:{PORT}/api/v1/{path}", body, headers,
        method="GET" if body is None else "POST",
    )  # fmt: skip
    with urllib.request.urlopen(asked, timeout=120) as answer:
        return json.load(answer)


def upload(path: Path, token: str) -> str:
    """Send the list; its public id."""
    edge = "crest-list-boundary"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="title"\r\n\r\nFactories\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="factories.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    body = head.encode() + path.read_bytes() + f"\r\n--{edge}--\r\n".encode()
    told = request("batches", token, body=body, kind=f"multipart/form-data; boundary={edge}")
    return str(told["ref"])


def settled(token: str, ref: str, wanted: str, task: str) -> None:
    """Wait until the batch is in this state, this work is done and no other is open."""
    from crest.access.models import Job

    begun = time.monotonic()
    while time.monotonic() - begun < _SLOW:
        state = str(request(f"batches/{ref}", token)["card"]["state"])
        jobs = Job.objects.everywhere("the benchmark waits for them")
        done = jobs.filter(task=task, state="done").exists()
        if state == wanted and done and not jobs.exclude(state="done").exists():
            return
        time.sleep(0.3)
    raise TimeoutError(f"the list is {state} after {_SLOW:.0f} seconds")


def colleague(cookie: str, stop: threading.Event, told: dict[str, list[float]]) -> None:
    """Somebody who opens pages meanwhile."""
    while not stop.is_set():
        for page in PAGES:
            status, seconds, _size = ask(PORT, cookie, page)
            if status == 200:
                told.setdefault(page, []).append(seconds * 1000)
            time.sleep(0.1)


def analyst() -> tuple[str, str]:
    """Cookie and token of an analyst of a new organisation."""
    from django.utils import timezone

    from crest.access.actors import actor_for
    from crest.access.facade import Permission
    from crest.access.models import Organisation, Person
    from crest.access.services.tokens import make_token

    cookie = people(Organisation.objects.create(name="Invented Buyer", kind="buyer"))
    by = actor_for(
        Person.objects.get(email="analyst@example.org"), on=timezone.localdate(), confirmed=True,
        second_factor_demanded=True,
    )  # fmt: skip
    assert by is not None
    wanted = [Permission.UPLOAD_EVIDENCE, Permission.ACCEPT_EVIDENCE, Permission.SEE_EVIDENCE]
    _row, text = make_token(by=by, label="bench", scopes=map(str, wanted), days=2)
    return cookie, text


def measured(rows: int) -> dict[str, Any]:
    """Times in seconds, pages in milliseconds."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crest.web.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    home = Path(os.environ["CREST_HOME"])
    cookie, token = analyst()
    path = listed(rows, home)
    environment = {**os.environ, "CREST_PORT": str(PORT)}
    quiet: dict[str, Any] = {"cwd": ROOT, "env": environment, "stdout": subprocess.DEVNULL}
    running = [
        subprocess.Popen([*CREST, "serve", "--workers", "1"], **quiet),
        subprocess.Popen([*CREST, "worker"], **quiet),
    ]
    stop = threading.Event()
    told: dict[str, list[float]] = {}
    looking = threading.Thread(target=colleague, args=(cookie, stop, told), daemon=True)
    try:
        wait_for(cookie)
        looking.start()
        begun = time.monotonic()
        ref = upload(path, token)
        sent = time.monotonic()
        settled(token, ref, "ready", "evidence.read")
        read = time.monotonic()
        request(f"batches/{ref}/accept", token, body=b"{}", kind="application/json")
        settled(token, ref, "accepted", "supplychain.resolve")
        done = time.monotonic()
    finally:
        stop.set()
        looking.join()
        for one in running:
            one.terminate()
            one.wait(20)
    return {
        "rows": rows, "upload_s": round(sent - begun, 1), "read_s": round(read - sent, 1),
        "matched_s": round(done - read, 1), "whole_s": round(done - begun, 1),
        "pages": {page: _spread(times) for page, times in told.items()},
        "load_average": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def wait_for(cookie: str) -> None:
    """Until the server answers."""
    for _ in range(100):
        try:
            ask(PORT, cookie, "/my-work/")
        except OSError:
            time.sleep(0.3)
        else:
            return


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "asked": len(ordered), "p50_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1), "most_ms": round(ordered[-1], 1),
    }  # fmt: skip


if __name__ == "__main__":
    found = measured(int(sys.argv[1]))
    Path(sys.argv[2]).write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found))
