"""Workbooks are ZIP archives of XML: refused before parsing when they would harm the machine."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from crest.engine.errors import InputError, UnsafeFileError
from crest.engine.tables.raw import Limits, place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK: Final = 1 << 20
_SMALL: Final = 1_000_000  # bytes; below this no ratio is dangerous
_OVERLAP: Final = 64
# XML may be written in UTF-8 or UTF-16: the letters stand alone or between NUL bytes.
_FORBIDDEN: Final = re.compile(
    b"|".join(b"\x00?".join(bytes([ch]) for ch in word) for word in (b"<!DOCTYPE", b"<!ENTITY"))
)
_ARCHIVE_ENDINGS: Final = (".zip", ".7z", ".rar", ".gz", ".tar", ".jar")
_PICTURE_ENDINGS: Final = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tiff", ".bmp")
_TODO: Final = "Ask the sender for the list as CSV, or open it in a spreadsheet and save it again."


def refuse_unsafe_archive(path: Path, *, source: str, limits: Limits) -> None:
    """Raise UnsafeFileError for a bomb, an archive in the archive, or XML with a DOCTYPE/ENTITY.

    Looks at the directory first and then unpacks every part piece by piece, never keeping more
    than one megabyte, so that sizes that lie in the directory are found as well. Raises
    InputError for a damaged or password-protected archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_directory(parts, source, limits)
            total = 0
            for part in parts:
                total += _check_part(archive, part, source, limits)
                if total > limits.unpacked_bytes:
                    raise _bomb(source, f"unpacks to more than {limits.unpacked_bytes:,} bytes")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise InputError(
            f"The workbook is damaged or protected by a password ({error}).",
            todo="Open it in a spreadsheet program and save it again without a password.",
            place=place(source),
        ) from error


def _check_directory(parts: list[zipfile.ZipInfo], source: str, limits: Limits) -> None:
    if len(parts) > limits.members:
        raise _bomb(source, f"holds {len(parts):,} parts, more than {limits.members:,}")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        raise _bomb(source, f"unpacks to {unpacked:,} bytes, more than {limits.unpacked_bytes:,}")
    for part in parts:
        if part.file_size > _SMALL and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise _bomb(
                source,
                f"has a part ({part.filename}) that unpacks to {part.file_size:,} bytes from "
                f"{part.compress_size:,}",
            )
        if part.filename.lower().endswith(_ARCHIVE_ENDINGS):
            raise _bomb(source, f"holds another archive ({part.filename})")


def _check_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, source: str, limits: Limits
) -> int:
    """Unpack one part piece by piece; its true size in bytes."""
    if part.filename.lower().endswith(_PICTURE_ENDINGS) or part.is_dir():
        return part.file_size
    size = 0
    for piece, fresh in pieces(archive, part.filename):
        size += fresh
        if size > limits.unpacked_bytes:
            raise _bomb(source, f"unpacks to more than {limits.unpacked_bytes:,} bytes")
        if _FORBIDDEN.search(piece):
            raise UnsafeFileError(
                f"The workbook part {part.filename} declares XML entities or a document type, "
                "which a spreadsheet program never writes.",
                todo=_TODO,
                place=place(source),
            )
    return size


def pieces(
    archive: zipfile.ZipFile, name: str, overlap: int = _OVERLAP
) -> Iterator[tuple[bytes, int]]:
    """Pieces of one part with the number of fresh bytes; each repeats the end of the last one."""
    tail = b""
    with archive.open(name) as stream:
        while fresh := stream.read(_CHUNK):
            yield tail + fresh, len(fresh)
            tail = (tail + fresh)[-overlap:]


def _bomb(source: str, what: str) -> UnsafeFileError:
    return UnsafeFileError(f"The workbook {what}.", todo=_TODO, place=place(source))
