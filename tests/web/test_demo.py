"""crest demo: a home of its own, passwords of its own, and never somebody's installation."""

from __future__ import annotations

import re
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from crest.access import facade as access
from crest.cli import demo_home
from crest.cli.demo_processes import Processes, free_port
from crest.engine.errors import InputError
from crest.web.demo.cast import CAST
from crest.web.demo.passwords import FILE, as_lines, draw, kept, new_password

pytestmark = pytest.mark.web


def test_passwords_are_drawn_anew_and_only_their_owner_can_read_them(tmp_path: Path) -> None:
    first = draw((part.account() for part in CAST), tmp_path)
    second = draw((part.account() for part in CAST), tmp_path)
    assert len({*first.values(), *second.values()}) == 2 * len(CAST)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert {row["email"]: row["password"] for row in kept(tmp_path)} == second


def test_every_account_is_printed_with_what_it_is_good_for(tmp_path: Path) -> None:
    drawn = draw((part.account() for part in CAST), tmp_path)
    printed = "\n".join(as_lines(kept(tmp_path)))
    for part in CAST:
        assert re.search(rf"{part.email} +{drawn[part.email]} +\w", printed)
        assert "(invented)" in part.organisation


def test_no_account_of_the_example_is_made_in_a_real_installation() -> None:
    part = CAST[0]
    with pytest.raises(access.Refused):
        access.make_example_account(
            part.email, password=new_password(), name=part.name, organisation=part.organisation,
            kind=part.kind, role=part.role,
        )  # fmt: skip


def test_the_example_leaves_a_real_installation_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREST_DATABASE", "postgresql://real@127.0.0.1/real")
    monkeypatch.setenv("CREST_HOME", "/somewhere/real")
    monkeypatch.setenv("CREST_MAIL_SERVER", "smtp://mail.example.org")
    with monkeypatch.context() as inner:
        for name in demo_home.OWN:
            inner.setenv(name, "given")
        home = demo_home.settle(tmp_path / "home")
        import os  # noqa: PLC0415 - as the command leaves it

        assert os.environ["CREST_DATABASE"] == ""
        assert os.environ["CREST_MAIL_SERVER"] == ""
        assert os.environ["CREST_HOME"] == str(home)


def test_a_half_loaded_example_begins_anew_and_a_loaded_one_is_kept(tmp_path: Path) -> None:
    home = tmp_path / "home"
    demo_home.begin(home)
    (home / "half").touch()
    assert not demo_home.is_loaded(home)
    demo_home.begin(home)
    assert not (home / "half").exists()
    demo_home.finish(home)
    assert demo_home.is_loaded(home)


def test_only_a_folder_with_the_examples_mark_is_ever_removed(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    with pytest.raises(OSError, match="not empty"):
        demo_home.clear(tmp_path)
    with pytest.raises(InputError):
        demo_home.settle(tmp_path)
    assert (tmp_path / "precious").exists()


def test_the_next_free_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        first = taken.getsockname()[1]
        assert free_port(first) > first


def sleeper(code: str = "") -> list[str]:
    return [sys.executable, "-c", f"import time, signal\n{code}\ntime.sleep(60)"]


def running(tmp_path: Path, *commands: list[str]) -> Processes:
    processes = Processes(tmp_path)
    for number, command in enumerate(commands):
        child: Any = subprocess.Popen(command)
        processes.children[f"child{number}"] = child
    return processes


def test_leaving_ends_every_child_even_one_that_will_not(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("crest.cli.demo_processes._TOLD", 1.0)
    deaf = sleeper("signal.signal(signal.SIGTERM, signal.SIG_IGN)")
    with running(tmp_path, sleeper(), deaf) as processes:
        time.sleep(0.5)
    codes = [child.returncode for child in processes.children.values()]
    assert codes == [-signal.SIGTERM, -signal.SIGKILL]


def test_a_child_that_ends_by_itself_ends_the_rest_with_a_word(tmp_path: Path) -> None:
    short = [sys.executable, "-c", "raise SystemExit(7)"]
    with running(tmp_path, short, sleeper()) as processes:
        processes.children["child0"].wait()
        with pytest.raises(InputError, match=r"exit code 7"):
            processes.watch()
    assert all(child.poll() is not None for child in processes.children.values())
