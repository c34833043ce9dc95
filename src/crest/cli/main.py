"""Where the crest command starts: light, so that Ctrl-C is answered from the first moment."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any, Final, NoReturn

from crest.cli import exits

if TYPE_CHECKING:
    from types import FrameType

_STOPS: Final = ("SIGINT", "SIGTERM", "SIGHUP")  # Ctrl-C, told to end, terminal closed
_AGAIN: Final = 3.0  # seconds in which a second Ctrl-C does not disturb the clearing up


def run() -> None:
    """Run the command; every error leaves as one plain sentence and its exit code."""
    as_json = "--json" in sys.argv
    # Expressions are large graphs of small objects that live to the end; looking for garbage among
    # them again and again took a quarter of the time of an assessment.
    gc.set_threshold(200_000, 20, 20)
    _on_stop(_leave_at_once)
    _never_choke_on_letters()
    stop = _Stop()
    try:
        app = _app_for(sys.argv[1:])
        _hear_every_signal()
        _on_stop(stop)
        code = app(standalone_mode=False)  # typer answers an exit code, Ctrl-C included
        sys.stdout.flush()
        if code == exits.INTERRUPTED:
            _stopped(as_json=as_json)
    except KeyboardInterrupt:
        _stopped(as_json=as_json)
    except BrokenPipeError:  # whoever read us (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # noqa: BLE001 - the last place where it can be said plainly
        if stop.told is not None:  # compiled code gives the interruption another name
            _stopped(as_json=as_json)
        _leave(error, as_json=as_json)
    else:
        _on_stop(signal.SIG_IGN)  # all is done: nothing may change the exit code while Python ends
        sys.exit(code or exits.OK)


def _app_for(words: list[str]) -> Any:
    """The command with what the wanted word needs; the rest takes seconds to load."""
    from crest.cli import platform_app  # noqa: PLC0415 - this module stays light

    if words and words[0] in {*platform_app.WORDS, *platform_app.GROUPS}:
        return platform_app.add_platform(platform_app.new_app())
    from crest.cli.app import app  # noqa: PLC0415 - loads tables and compilers

    return app


def _leave(error: Exception, *, as_json: bool) -> None:
    """End the process with what typer or CREST says of the error."""
    if type(error).__name__ == "Abort":
        _stopped(as_json=as_json)
    if hasattr(error, "show") and hasattr(error, "format_message"):  # wrong usage, said by click
        if as_json:
            exits.say(error.format_message(), "crest.usage", exits.USAGE, as_json=True)
        else:
            error.show()
        sys.exit(exits.USAGE)
    if os.environ.get("CREST_DEBUG"):
        raise error
    exits.leave(error, as_json=as_json)


def _stopped(*, as_json: bool) -> NoReturn:
    """Everything half-written is gone: say so, and let no late Ctrl-C change the exit code."""
    _on_stop(signal.SIG_IGN)
    exits.leave(KeyboardInterrupt(), as_json=as_json)


def _on_stop(answer: Any) -> None:
    """Give every signal that asks the command to stop to `answer`."""
    for name in _STOPS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, answer)


def _hear_every_signal() -> None:
    """Keep Arrow from taking the signals for itself while it reads or writes a CSV file.

    It hands them back only when its own listening thread was quick enough; on a busy machine one
    Ctrl-C in five that came while a small file was read was lost.
    """
    import pyarrow as pa  # noqa: PLC0415 - this module stays light

    pa.enable_signal_handlers(False)


def _leave_at_once(_number: int, _frame: FrameType | None) -> None:
    """Before any work has begun: a half-loaded library must not swallow the wish to stop."""
    exits.say(exits.STOPPED, "crest.stopped", exits.INTERRUPTED, as_json="--json" in sys.argv)
    sys.stderr.flush()
    os._exit(exits.INTERRUPTED)


class _Stop:
    """Stops the work once; impatient repeats cannot interrupt the removal of what is half-written.

    Only if the work goes on after some seconds is a further Ctrl-C heard again.
    """

    def __init__(self) -> None:
        self.told: float | None = None

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        from crest.cli.progress import Wish  # noqa: PLC0415 - this module stays light

        if Wish.too_late:
            return
        now = time.monotonic()
        if self.told is None or now - self.told > _AGAIN:
            self.told = now
            # Compiled code may swallow the exception: the next step of the work heeds the wish.
            Wish.told = True
            raise KeyboardInterrupt


def _never_choke_on_letters() -> None:
    """A terminal that cannot show a letter gets a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
