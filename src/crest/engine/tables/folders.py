"""A result folder that appears whole or not at all."""

from __future__ import annotations

import errno
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crest.engine.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER: Final = ".crest-output"
_MARK_TEXT: Final = "This folder was written by CREST and is replaced by its next run.\n"


@contextmanager
def output_folder(out: Path) -> Iterator[Path]:
    """Give a new empty folder to write into; it takes the place of `out` when all went well.

    On any error, Ctrl-C included, nothing half-written stays and an earlier result in `out` is
    untouched. An existing `out` is replaced only when it is empty or an earlier CREST result
    (it holds `.crest-output`); files in it that the new result lacks and CREST did not write
    are carried over. Raises OutputError when the folder is not ours, the disk is full or
    writing is not allowed.
    """
    out = Path.cwd() / out  # not resolved: a link must be seen as a link
    try:
        _refuse_foreign(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=".part", dir=out.parent))
    except OSError as error:
        raise write_error(error, out) from error
    try:
        try:
            new.chmod(0o755)
            yield new
            _mark(new)
            _swap(new, out)
        except OSError as error:
            raise write_error(error, out) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def write_error(error: OSError, out: Path) -> OutputError:
    """Give the sentence for a failed write."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(
            f"The disk is full; nothing was written to {out}.",
            todo="Free some space or choose another folder with --out.",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return OutputError(
            f"Writing to {out} is not allowed.", todo="Choose another folder with --out."
        )
    return OutputError(
        f"The results cannot be written to {out} ({error.strerror or error}).",
        todo="Choose another folder with --out.",
    )


def _refuse_foreign(out: Path) -> None:
    if not out.exists() and not out.is_symlink():
        return
    if out.is_symlink() or not out.is_dir():
        raise OutputError(
            f"{out} exists and is no folder.", todo="Choose another folder with --out."
        )
    if not (out / MARKER).is_file() and any(out.iterdir()):
        raise OutputError(
            f"{out} holds files that CREST did not write; they are left alone.",
            todo="Choose another folder with --out, or empty it first.",
        )


def _mark(new: Path) -> None:
    """Leave the marker: it lists what CREST wrote, one path per line after the first."""
    written = sorted(p.relative_to(new).as_posix() for p in new.rglob("*") if p.is_file())
    (new / MARKER).write_text(_MARK_TEXT + "\n".join(written) + "\n", encoding="utf-8")


def _swap(new: Path, out: Path) -> None:
    """Put `new` in the place of `out`; the old result comes back when the last step fails."""
    if not out.exists():
        new.rename(out)
        return
    _carry_over(out, new)
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=".old", dir=out.parent))
    old.rmdir()
    out.rename(old)
    try:
        new.rename(out)
    except BaseException:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _carry_over(out: Path, new: Path) -> None:
    """Copy files of the person from the earlier result into the new one."""
    ours = (
        set((out / MARKER).read_text("utf-8").splitlines()[1:])
        if (out / MARKER).is_file()
        else set()
    )
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if name == MARKER or name in ours or path.is_dir() or (new / name).exists():
            continue
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, new / name, follow_symlinks=False)
