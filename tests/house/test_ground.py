"""What the repository promises about itself: contracts, pins, self-containment, words."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.house

ROOT = Path(__file__).parents[2]


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no git checkout, so there is no list of tracked files")
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def _texts() -> list[tuple[Path, str]]:
    found = []
    for path in _tracked():
        try:
            found.append((path, path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue  # examples in other encodings and binary files hold no prose of ours
    return found


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_pinned_requirement_has_a_hash_and_no_address() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text("utf-8")
        pins = re.findall(r"^[A-Za-z0-9][^\s;]*==[^\s]+", text, re.MULTILINE)
        blocks = text.split("--hash=sha256:")
        assert pins, path.name
        assert len(blocks) > len(pins), f"{path.name} has a pin without a hash"
        assert "://" not in text, f"{path.name} names an address"


def test_every_dependency_has_its_line_of_reasons() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    reasons = (ROOT / "docs/adr/0014-dependencies.md").read_text("utf-8")
    wanted = [*project["dependencies"], *project["optional-dependencies"]["spark"]]
    names = {re.split(r"[\[<>=~]", requirement)[0] for requirement in wanted}
    assert not {name for name in names if f"| {name} " not in reasons}


def test_no_file_names_a_machine_or_a_registry() -> None:
    # The pieces are joined here so that this file does not name them either.
    hosts = ["py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "registry." + "yarn"]
    paths = ["/" + "work/", "/ho" + "me/", "/ro" + "ot/"]
    named = [
        f"{path.relative_to(ROOT)}: {word}"
        for path, text in _texts()
        for word in (*hosts, *paths)
        if word in text
    ]
    assert not named


def test_decisions_are_numbered_dated_and_have_a_status() -> None:
    decisions = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    assert decisions
    for path in decisions:
        text = path.read_text("utf-8")
        assert re.match(r"\d{4}-[a-z0-9-]+\.md$", path.name)
        assert re.search(r"^Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE), path.name
        assert re.search(r"^Status: (accepted|replaced by \d{4})", text, re.MULTILINE), path.name
    numbers = [path.name[:4] for path in decisions]
    assert len(numbers) == len(set(numbers))


def test_make_lists_what_it_can_do() -> None:
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True)
    for target in (b"make run", b"make test", b"make bench"):
        assert target in listed.stdout


def test_nobody_leaves_unfinished_work_in_the_source() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX)\b")
    places = [p for p, text in _texts() if "src" in p.parts and unfinished.search(text)]
    assert not places
