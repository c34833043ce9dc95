"""A real server in a process of its own, and a Chromium that reaches nothing but it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from example_site import example, loaded, visit

__all__ = ["example", "loaded", "visit"]
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
START = "from crest.cli.main import run; run()"
_STARTS_IN = 60.0  # seconds


def chromium() -> str | None:
    """Where Chromium is installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


def _missing(what: str, todo: str) -> None:
    """Skip and say so loudly; where the tests must run (CI), fail instead."""
    sentence = f"{what} is not here: the pages are NOT tested in a browser. {todo}"
    if os.environ.get("CREST_NEED_CHROMIUM") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


@dataclass(slots=True)
class Site:
    """The server under test: its address, a session key of each account, ids of its records."""

    address: str
    sessions: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="session")
def need_chromium() -> None:
    """Skips loudly, or fails in CI, where there is no browser."""
    if chromium() is None:
        _missing("Chromium", "Install it (Debian: apt-get install chromium).")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`crest serve` with a home of its own and invented accounts."""
    if chromium() is None:
        _missing("Chromium", "Install it (Debian: apt-get install chromium).")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CREST_")},
        "CREST_HOME": str(home), "CREST_SECOND_FACTOR": "offered", "CREST_EXAMPLE": "yes",
        "CREST_HOSTS": "127.0.0.1,localhost", "DJANGO_SETTINGS_MODULE": "crest.web.settings",
    }  # fmt: skip
    said = subprocess.run(
        [sys.executable, HERE / "seeding.py"], env=environment, cwd=home, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-c", START, "serve", "--port", str(port), "--workers", "1"],
        env=environment, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _await(address, server)
        yield Site(address, **json.loads(said.stdout.splitlines()[-1]))
    finally:
        server.terminate()
        server.communicate(timeout=20)


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTS_IN
    while time.monotonic() < until:
        if server.poll() is not None:
            pytest.fail(f"the server ended: {server.stderr.read().decode()[-2000:]}")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own
                return
        except URLError:
            time.sleep(0.2)
    pytest.fail("the server did not answer within a minute")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium, which can resolve no name but the loopback's."""
    return {
        "executable_path": chromium(),
        "args": [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    }  # fmt: skip


@dataclass
class Eyes:
    """Opens pages of the site as somebody, and notes every request that left the loopback."""

    browser: object
    site: Site
    strays: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def look(self, *, who: str = "", language: str = "en", **how: object) -> object:
        """A fresh page of somebody; `how` as for playwright's new_context."""
        context = self.browser.new_context(base_url=self.site.address, **how)
        context.route("**/*", self._let_pass)
        cookies = {"crest_language": language}
        if who:
            cookies["crest_session"] = self.site.sessions[who]
        context.add_cookies(
            [{"name": n, "value": v, "url": self.site.address} for n, v in cookies.items()]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)
        return page

    def _let_pass(self, route: object) -> None:
        address = route.request.url
        if urlsplit(address).hostname in LOOPBACK or address.startswith(("data:", "blob:")):
            route.continue_()
            return
        self.strays.append(address)
        route.abort()

    def _heard(self, said: object) -> None:
        if "Content Security Policy" in said.text:
            self.faults.append(said.text)


@pytest.fixture
def eyes(site: Site, browser: object) -> Iterator[Eyes]:
    """Eyes on the site; afterwards nothing may have left the loopback or broken the policy."""
    watching = Eyes(browser, site)
    yield watching
    for context in list(browser.contexts):
        context.close()
    assert not watching.strays
    assert not watching.faults


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, a tool of the tests only."""
    if not AXE.is_file():
        pytest.skip(
            "axe-core is not here: the pages are NOT tested for accessibility. "
            "Run: npm ci --prefix frontend --ignore-scripts"
        )
    return AXE.read_text("utf-8")
