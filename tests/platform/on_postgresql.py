"""Runs a command on a throw-away PostgreSQL: on_postgresql.py pytest and its arguments.

Makes a cluster from the installed server programs in a temporary folder, listening on a socket of
that folder only, runs the command with CREST_DATABASE set, and removes everything. Ends with 0 and
a loud word when no server program is installed, unless CREST_NEED_POSTGRESQL=1.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote


def server_programs() -> Path | None:
    """The folder of initdb and postgres, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    return found[0].parent if found else Path(on_path).parent if on_path else None


def _version(path: Path) -> int:
    name = path.parents[1].name
    return int(name) if name.isdigit() else 0


def _as_other() -> list[str]:
    """PostgreSQL refuses root: then its own user runs it."""
    other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return other if os.geteuid() == 0 else []


def main(command: list[str]) -> int:
    """Run the command beside a fresh cluster; its exit code."""
    programs = server_programs()
    if programs is None:
        print("PostgreSQL's server programs are not here: the rooms are NOT tested on it.")
        print("Install them (Debian: postgresql) and run again.")
        return 1 if os.environ.get("CREST_NEED_POSTGRESQL") == "1" else 0
    folder = Path(tempfile.mkdtemp(prefix="crest-pg-"))
    other = _as_other()
    if other:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "check": True}
    try:
        subprocess.run(
            [*other, programs / "initdb", "-D", data, "-U", "crest", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync"], **quiet,
        )  # fmt: skip
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off "
            "-c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
        )
        subprocess.run(
            [*other, programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w",
             "-o", options, "start"], **quiet,
        )  # fmt: skip
        address = f"postgresql://crest@{quote(str(folder), safe='')}/postgres"
        return subprocess.run(command, env={**os.environ, "CREST_DATABASE": address}).returncode
    finally:
        subprocess.run(
            [*other, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
