"""A file that comes in with a form is gone with its request, or with the server's next start."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from factories import organisation, person, signed_in

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.evidence import storage

pytestmark = pytest.mark.web
B = "invented-boundary"
HEAD = (
    f'--{B}\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n'
    "Content-Type: text/csv\r\n"
)
LIST = "Factory name,Country\r\nInvented Mill,TH\r\n"
BROKEN = {
    "no base64": f"{HEAD}Content-Transfer-Encoding: base64\r\n\r\n{'A' * 70_001}!\r\n--{B}--\r\n",
    "no end": f"{HEAD}\r\n{LIST}",
    "a second head": f"{HEAD}\r\n{LIST}\r\n--{B}\r\nContent-Disposition: form-data; name=\r\n\r\n",
    "too many fields": f"{HEAD}\r\n{LIST}\r\n" + "".join(
        f'--{B}\r\nContent-Disposition: form-data; name="a{n}"\r\n\r\n\r\n' for n in range(2100)
    ) + f"--{B}--\r\n",
    "a whole file nobody wants": f"{HEAD}\r\n{LIST}\r\n--{B}--\r\n",
}  # fmt: skip


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("path", ["/api/v1/batches", "/evidence/upload/", "/settings/tokens/make/"])
def test_no_upload_outlives_its_request(path: str, name: str) -> None:
    client = signed_in(person(organisation(), access.Role.ANALYST))
    client.raise_request_exception = False
    kind = f"multipart/form-data; boundary={B}"
    gc.disable()  # the request ends it, not the garbage collector
    try:
        answer = client.post(path, BROKEN[name].encode(), content_type=kind)
        left = list(access.uploads().iterdir())
    finally:
        gc.enable()
    assert answer.status_code < 500
    assert left == []


def test_what_a_killed_server_left_is_taken_away_and_what_is_being_written_stays() -> None:
    folder = storage.folder_of("org")
    folder.mkdir(parents=True, exist_ok=True)
    dead, alive, kept = folder / ".dead", folder / ".alive", folder / "kept"
    for path in (dead, alive, kept):
        path.write_bytes(b"half a list")
        os.utime(path, (1, 1))
    with alive.open("rb") as file:
        access.hold(file)
        assert evidence.sweep() == 1
        assert (dead.exists(), alive.exists(), kept.exists()) == (False, True, True)
    assert evidence.sweep() == 1
    kept.unlink()


READY = """
import django, os; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
import sys; sys.path.insert(0, sys.argv[1])
from factories import actor, organisation
from crest.access import facade as access
by = actor(organisation("Killed"), access.Role.ANALYST)
print(access.make_token(by=by, label="x", scopes=["upload_evidence", "see_evidence",
      "see_own_account"], days=2)[1])
"""
COUNTED = """
import django; django.setup()
from crest.evidence.models import Batch, Document, Row
print(*(m.objects.everywhere("test").count() for m in (Document, Batch, Row)))
"""


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _environment(home: Path) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("CREST_")}
    return kept | {"CREST_HOME": str(home), "DJANGO_SETTINGS_MODULE": "crest.web.settings"}


def _python(home: Path, code: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=_environment(home), capture_output=True,
        text=True, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip().splitlines()[-1]


class _Server:
    def __init__(self, home: Path) -> None:
        self.port = _free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from crest.cli.main import run; run()", "serve", "--port",
             str(self.port), "--workers", "1"],
            env=_environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        for _ in range(400):
            if self.answers():
                return
            time.sleep(0.1)
        self.kill()
        raise AssertionError("the server did not start")

    def answers(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def send(self, token: str, body: bytes, *, only: int | None = None) -> Any:
        """The answer; with `only`, that many bytes of the body, and the open connection."""
        headers = {
            "Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data; boundary={B}"
        }  # fmt: skip
        url = f"http://127.0.0.1:{self.port}/api/v1/batches"
        if only is None:
            with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
                return answer.status
        head = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
        line = socket.create_connection(("127.0.0.1", self.port), 10)
        line.sendall(
            f"POST /api/v1/batches HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{head}"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body[:only]
        )
        return line


@pytest.mark.slow
def test_kill_minus_nine_of_the_server_in_the_middle_of_an_upload(tmp_path: Path) -> None:
    rows = "".join(f"Invented Mill {n},TH\r\n" for n in range(60_000))
    body = f"{HEAD}\r\nFactory name,Country\r\n{rows}\r\n--{B}--\r\n".encode()
    token = _python(tmp_path, READY, str(Path(__file__).parents[1] / "platform"))
    folder = tmp_path / ".uploading"
    first = _Server(tmp_path)
    try:
        with first.send(token, body, only=len(body) // 2):
            for _ in range(100):
                if folder.is_dir() and any(one.stat().st_size for one in folder.iterdir()):
                    break
                time.sleep(0.1)
            assert len(list(folder.iterdir())) == 1, "the server does not stream"
            first.kill()
    finally:
        if first.process.poll() is None:
            first.kill()
    assert _python(tmp_path, COUNTED) == "0 0 0"
    assert len(list(folder.iterdir())) == 1  # half a list, which nobody reads
    second = _Server(tmp_path)
    try:
        assert list(folder.iterdir()) == []
        assert second.send(token, body) == 201
    finally:
        second.kill()
    assert _python(tmp_path, COUNTED).startswith("1 1 ")
    assert len([one for one in (tmp_path / "files").rglob("*") if one.is_file()]) == 1
