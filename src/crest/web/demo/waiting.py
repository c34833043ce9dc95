"""Waiting for the worker, and saying how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from crest.access import facade as access
from crest.engine.errors import CrestError

# Called with the name of a step and how much of it is done (0..1).
Tell = Callable[[str, float], None]
Pause = Callable[[], None]
_QUIET: Final = 2  # looks without work before all is taken to be done


class LoadingError(CrestError):
    """The example could not be loaded."""

    code = "demo.loading"


def a_moment() -> None:
    """Leave the processor to the worker."""
    time.sleep(0.4)


def wait_for_worker(tell: Tell, *, pause: Pause = a_moment) -> None:
    """Return when no step and no job is left. Raises LoadingError when one of them failed."""
    quiet, title = 0, ""
    while quiet < _QUIET:
        pause()
        busy = access.example_is_busy()
        if busy.failed:
            raise LoadingError(busy.failed[0], todo="Run crest demo --reset to begin anew.")
        quiet = quiet + 1 if busy.over else 0
        if busy.title and busy.title != title:
            if title:
                tell(title, 1.0)
            title = busy.title
        if title:
            tell(title, busy.done / busy.total if busy.total else 0.0)
    if title:
        tell(title, 1.0)
