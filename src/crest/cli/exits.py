"""Exit codes, and how an error leaves the command: one plain sentence, never a traceback.

0 done · 1 a fault of CREST itself · 2 wrong usage · 3 input cannot be used · 4 output cannot be
written · 5 nothing found, or more than one thing fits · 6 the rulebook is wrong · 130 interrupted
"""

from __future__ import annotations

import errno
import json
import sys
from typing import Final, NoReturn

from crest.engine.errors import CrestError, InputError, OutputError, RuleFileError

OK: Final = 0
FAULT: Final = 1
USAGE: Final = 2
INPUT: Final = 3
OUTPUT: Final = 4
NOT_FOUND: Final = 5
RULEBOOK: Final = 6
INTERRUPTED: Final = 130
STOPPED: Final = "Stopped at your request; nothing was written."


class NotFoundError(CrestError):
    """The name or id that was asked for is not there, or fits several."""

    code = "chain.not_found"


def code_for(error: BaseException) -> int:
    """The exit code an error leads to."""
    kinds: list[tuple[type[BaseException], int]] = [
        (InputError, INPUT),
        (OutputError, OUTPUT),
        (RuleFileError, RULEBOOK),
        (NotFoundError, NOT_FOUND),
        (CrestError, INPUT),
        (FileNotFoundError, INPUT),
        (IsADirectoryError, INPUT),
        (PermissionError, OUTPUT),
        (KeyboardInterrupt, INTERRUPTED),
        (MemoryError, INPUT),
    ]
    for kind, code in kinds:
        if isinstance(error, kind):
            return code
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
        return OUTPUT
    if isinstance(error, OSError) and error.errno is not None:
        return INPUT
    return FAULT


def sentence_for(error: BaseException) -> str:  # noqa: PLR0911 - one sentence per kind
    """What a person reads."""
    if isinstance(error, CrestError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return STOPPED
    if isinstance(error, FileNotFoundError):
        return f"There is no file or folder “{error.filename}”. Check the name and try again."
    if isinstance(error, IsADirectoryError):
        return f"“{error.filename}” is a folder. For a folder use: crest map {error.filename}"
    if isinstance(error, PermissionError):
        return f"There is no permission for “{error.filename}”. Choose another place with --out."
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "The disk is full; nothing was written. Free some space or choose another --out."
    if isinstance(error, OSError) and error.errno is not None:
        what = f"“{error.filename}”" if error.filename else "A file"
        return f"{what} cannot be used ({error.strerror}). Check the name and the place."
    if isinstance(error, MemoryError):
        return (
            "There is not enough memory for these lists; nothing was written. "
            "Match them in parts with --against, or use a larger machine."
        )
    return (
        f"CREST met a fault of its own: {type(error).__name__}: {error}. Nothing was written. "
        "Please report it with the command you gave (leave personal data out); "
        "CREST_DEBUG=1 shows where it happened."
    )


def leave(error: BaseException, *, as_json: bool = False) -> NoReturn:
    """Say what is wrong on standard error (as JSON when asked) and end the process."""
    code = code_for(error)
    kind = error.code if isinstance(error, CrestError) else "crest.error"
    say(sentence_for(error), kind, code, as_json=as_json)
    sys.exit(code)


def say(sentence: str, kind: str, code: int, *, as_json: bool) -> None:
    """One sentence on standard error: for a person, or as a line of JSON."""
    if as_json:
        sys.stderr.write(json.dumps({"error": kind, "exit": code, "sentence": sentence}) + "\n")
    else:
        sys.stderr.write(f"crest: {sentence}\n")
