"""The example as `make run` makes it: loaded once, served with its worker, signed in by hand."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

_GREETED = 600.0  # seconds: loading takes a minute or two on an idle machine
SHOTS = "CREST_SHOTS"
START = "from crest.cli.main import run; run()"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(slots=True)
class Example:
    """The running example: its address, and the password of each account."""

    address: str
    passwords: dict[str, str]
    said: str


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def demo(*words: str) -> list[str]:
    """The command as a person would give it."""
    return [sys.executable, "-c", START, "demo", *words]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the example, loaded through the real pipeline: once for all test processes."""
    shared = tmp_path_factory.getbasetemp().parent / "crest-example-loaded"
    with Path(f"{shared}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "done").is_file():
            shutil.rmtree(shared, ignore_errors=True)
            done = subprocess.run(
                demo("--load-only", "--home", str(shared / "home")), capture_output=True,
                text=True, timeout=_GREETED,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
            (shared / "done").touch()
    return shared / "home"


@pytest.fixture(scope="session")
def example(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Example]:
    """The example served from a copy of that home, as its second start."""
    request.getfixturevalue("need_chromium")
    loaded: Path = request.getfixturevalue("loaded")
    home = tmp_path_factory.mktemp("example") / "home"
    shutil.copytree(loaded, home)
    server = subprocess.Popen(
        demo("--home", str(home), "--port", str(_free())), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, process_group=0,
    )  # fmt: skip
    try:
        said = _until_ready(server)
        address = re.search(r"http://[\d.:]+", said)
        assert address is not None, said
        rows = json.loads((home / "example-accounts.json").read_text("utf-8"))
        yield Example(address[0], {row["email"]: row["password"] for row in rows}, said)
    finally:
        server.terminate()
        server.communicate(timeout=40)


def _until_ready(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    said, until = "", time.monotonic() + _GREETED
    for line in server.stdout:
        said += line
        if "Ctrl-C stops it" in line or time.monotonic() > until:
            break
    assert "CREST is ready" in said, said
    return said


class Visitor:
    """Somebody of the example at a browser; every request that leaves the loopback is noted."""

    def __init__(self, browser: Any, example: Example, **how: Any) -> None:
        self.example = example
        self.strays: list[str] = []
        self.failed: list[str] = []
        context = browser.new_context(base_url=example.address, **how)
        context.route("**/*", self._pass)
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("response", self._answered)

    def sign_in(self, email: str) -> Visitor:
        """By the form, as printed at the start."""
        self.page.goto("/account/login/")
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(self.example.passwords[email])
        self.page.locator("main form button:not(.quiet)").first.click()
        self.page.wait_for_url("**/my-work/")
        return self

    def door(self, words: str) -> None:
        """Open a door of the navigation; on a phone the menu is opened first."""
        link = self.page.locator("nav a", has_text=words).first
        if not link.is_visible():
            self.page.locator("summary, button[aria-expanded]").first.click()
        link.click()

    def text(self) -> str:
        """What stands on the page."""
        return str(self.page.locator("main").inner_text())

    def fits(self) -> bool:
        """Whether nothing sticks out to the side, once letters and pictures have their place."""
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        for _ in range(20):
            if self.page.evaluate(wide) <= 1:
                return True
            self.page.wait_for_timeout(100)
        return False

    def shoot(self, name: str, folder: str | None) -> None:
        """A picture for people, where asked."""
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def _pass(self, route: Any) -> None:
        if urlsplit(route.request.url).hostname in LOOPBACK or route.request.url.startswith(
            ("data:", "blob:")
        ):
            route.continue_()
            return
        self.strays.append(route.request.url)
        route.abort()

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self.failed.append(f"{response.status} {response.url}")


@pytest.fixture
def visit(browser: Any, example: Example) -> Iterator[Any]:
    """Opens the example as somebody; afterwards nothing left the machine and nothing broke."""
    visitors: list[Visitor] = []

    def come(email: str, **how: Any) -> Visitor:
        visitor = Visitor(browser, example, **how).sign_in(email)
        visitors.append(visitor)
        return visitor

    yield come
    for context in list(browser.contexts):
        context.close()
    for visitor in visitors:
        assert not visitor.strays
        assert not visitor.failed
