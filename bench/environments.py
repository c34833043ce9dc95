"""Peers live in their own virtual environments below `.venv-bench`, made on first use.

Nothing of a peer ever enters the environment CREST runs in. Versions are pinned in
`bench/requirements/*.txt`; a peer that cannot be installed is reported, not hidden.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import TYPE_CHECKING

from bench.children import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HOME = ROOT / ".venv-bench"


class PeerMissingError(Exception):
    """A peer's environment cannot be made; the message says why."""


def python_of(peer: str) -> Path:
    """Return the interpreter of the peer's environment; makes or renews it when needed."""
    wanted = ROOT / "bench" / "requirements" / f"{peer}.txt"
    home = HOME / peer
    stamp, digest = home / ".stamp", hashlib.sha256(wanted.read_bytes()).hexdigest()
    interpreter = home / "bin" / "python"
    if stamp.exists() and stamp.read_text("utf-8") == digest:
        return interpreter
    print(f"  installing {peer} into {home.relative_to(ROOT)} …", flush=True)
    commands = [
        [sys.executable, "-m", "venv", str(home)],
        [str(interpreter), "-m", "pip", "install", "--quiet", "--requirement", str(wanted)],
    ]
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise PeerMissingError(f"{peer} cannot be installed: {last}")
    stamp.write_text(digest, "utf-8")
    return interpreter
