"""crest serve: the pages and the API, by granian."""

from __future__ import annotations

import errno
import os
import socket
from typing import Annotated, Any, Final

import typer

from crest.cli.platform_ready import need_database
from crest.config import config
from crest.engine.errors import InputError

_IDLE: Final = 600  # seconds a thread keeps its database connection without work
_LOGS: Final[dict[str, Any]] = {  # no line per request: an address could name somebody
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"said": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "_granian": {"handlers": ["said"], "level": "WARNING", "propagate": False},
        "granian.access": {"handlers": ["said"], "level": "WARNING", "propagate": False},
    },
}


def serve(
    address: Annotated[
        str, typer.Option("--address", help="Address to listen on; default CREST_ADDRESS.")
    ] = "",
    port: Annotated[int, typer.Option("--port", help="Port; default CREST_PORT.")] = 0,
    workers: Annotated[
        int, typer.Option("--workers", min=0, max=64, help="Processes; default one per core.")
    ] = 0,
    threads: Annotated[
        int, typer.Option("--threads", min=1, max=64, help="Threads of each process.")
    ] = 4,
) -> None:
    """Serve the pages until Ctrl-C. The worker is a second process: crest worker."""
    chosen = config()
    address, port = address or chosen.address, port or chosen.port
    _need_free(address, port)
    need_database()
    _tidy()
    from granian import Granian  # noqa: PLC0415 - the light commands never pay for it
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    (chosen.home / "static").mkdir(exist_ok=True)
    shown = f"[{address}]" if ":" in address else address
    typer.echo(f"CREST is served at http://{shown}:{port}/ (Ctrl-C stops it)")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crest.web.settings")
    Granian(
        "crest.web.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or min(os.cpu_count() or 1, 8),
        blocking_threads=threads,
        blocking_threads_idle_timeout=_IDLE,
        websockets=False,
        backlog=2048,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_dictconfig=_LOGS,
    ).serve()


def _tidy() -> None:
    """Take away half files of a server that was killed; a lock tells those of one that runs."""
    from crest.evidence import facade as evidence  # noqa: PLC0415 - after Django has started

    evidence.sweep()


def _need_free(address: str, port: int) -> None:
    """Raises InputError when somebody else listens there already."""
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
        with socket.socket(found[0][0], socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[0][4])
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "is already in use" if taken else f"cannot be used ({error.strerror})"
        raise InputError(
            f"Port {port} of {address} {why}.", todo="Choose another with --port."
        ) from error
