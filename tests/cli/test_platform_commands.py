"""The platform's commands start from nothing and refuse plainly what cannot be."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from platform_home import PASSWORD, crest, empty_database, environment

pytestmark = [pytest.mark.cli, pytest.mark.room, pytest.mark.slow]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with empty_database("crest_commands") as address:
        yield address


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, database: str) -> Path:
    made = tmp_path_factory.mktemp("platform") / "home"
    assert crest(made, "migrate", database=database).returncode == 0
    return made


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("word", ["serve", "worker", "createadmin", "backup", "audit"])
def test_a_database_that_is_not_ready_is_said(tmp_path: Path, word: str) -> None:
    more = {"createadmin": ["a@example.org"], "backup": ["x"], "audit": ["verify"]}.get(word, [])
    port = ["--port", str(free_port())] if word == "serve" else []
    done = crest(tmp_path / "home", word, *more, *port, typed=PASSWORD + "\n")
    assert done.returncode == 3
    assert "crest migrate" in done.stderr


def test_a_port_in_use_is_said(home: Path, database: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = crest(home, "serve", "--port", str(taken.getsockname()[1]), database=database)
    assert done.returncode == 3
    assert "already in use" in done.stderr


def test_pages_are_served_with_their_style_and_end_on_request(home: Path, database: str) -> None:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-c", "from crest.cli.main import run; run()", "serve", "--port",
         str(port)],
        env=environment(home, database), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        try:
            assert _answers(port, "/") == 200
            assert _answers(port, "/static/ui/crest.css") == 200
            assert _answers(port, "/my-work/") == 302
        finally:
            server.send_signal(signal.SIGTERM)
            said, faults = server.communicate(timeout=300)
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in faults


def _answers(port: int, path: str, *, patience: float = 300) -> int:
    until = time.monotonic() + patience
    while True:
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            link.request("GET", path)
            return link.getresponse().status
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        finally:
            link.close()


def test_the_worker_does_what_waits_and_ends_on_request(home: Path, database: str) -> None:
    assert crest(home, "worker", "--once", database=database).returncode == 0
    with subprocess.Popen(
        [sys.executable, "-c", "from crest.cli.main import run; run()", "worker"],
        env={**environment(home, database), "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as worker:  # fmt: skip
        assert worker.stdout is not None
        assert "waits for work" in worker.stdout.readline()
        time.sleep(0.5)
        worker.send_signal(signal.SIGTERM)
        _, faults = worker.communicate(timeout=300)
    assert worker.returncode == 0
    assert "Traceback" not in faults


def test_one_case_still_asks_for_its_folder_and_journey(home: Path) -> None:
    done = crest(home, "worker", str(home))
    assert done.returncode == 2
    assert "which journey" in done.stderr


def test_the_first_administrator_is_made_with_a_password_that_is_no_argument(
    home: Path, database: str
) -> None:
    weak = crest(home, "createadmin", "a@example.org", typed="short\n", database=database)
    assert weak.returncode == 3
    assert "12 characters" in weak.stderr
    nothing = crest(home, "createadmin", "a@example.org", typed="", database=database)
    assert nothing.returncode == 3
    wrong = crest(home, "createadmin", "no address", typed=PASSWORD, database=database)
    assert wrong.returncode == 3
    done = crest(home, "createadmin", "A@Example.org", typed=PASSWORD, database=database)
    assert done.returncode == 0
    assert "a@example.org can sign in" in done.stdout
    again = crest(home, "createadmin", "a@example.org", typed=PASSWORD + "!", database=database)
    assert again.returncode == 0  # a lost administrator is let in again


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    if not os.environ.get("CREST_DATABASE"):
        (tmp_path / "home").mkdir()
        (tmp_path / "home" / "crest.sqlite3").write_bytes(b"this is no database" * 500)
        done = crest(tmp_path / "home", "migrate")
    else:
        done = crest(
            tmp_path / "home", "migrate", database="postgresql://crest@127.0.0.1:1/nothing"
        )
    assert done.returncode == 3
    assert "cannot be used" in done.stderr


def test_light_commands_do_not_load_the_platform() -> None:
    code = (
        "import sys; import crest.cli.app; "
        "assert not {'django', 'granian', 'crest.access'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
