"""Old workbooks are small file systems: refused when their chains of sectors run in circles."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from crest.engine.errors import InputError, UnsafeFileError
from crest.engine.tables.raw import place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_END: Final = 0xFFFFFFFE
_LAST_SECTOR: Final = 0xFFFFFFFA
_IN_HEADER: Final = 109  # sectors of the allocation table that the header itself names
_ENTRY: Final = 128  # bytes of one directory entry
_SMALL: Final = 4096  # shorter streams live in the chain of small sectors
_STREAM, _ROOT = 2, 5
_SECTOR_SHIFTS: Final = (9, 12)


def refuse_circular_chains(path: Path, *, source: str) -> None:
    """Raise UnsafeFileError when a reader that follows the chains would never come to an end.

    InputError when the header is no header of a compound file. Source: the published structure
    of compound files ([MS-CFB]).
    """
    data = path.read_bytes()
    shift = int.from_bytes(data[30:32], "little")
    if len(data) < 1 << 9 or shift not in _SECTOR_SHIFTS:
        raise InputError(
            "The workbook is damaged: its header is not complete.",
            todo="Open it in a spreadsheet program and save it again.",
            place=place(source),
        )
    size = 1 << shift
    table = _allocation_table(data, size, source)
    (folder_at,) = struct.unpack_from("<I", data, 48)
    (small_at,) = struct.unpack_from("<I", data, 60)
    folder = b"".join(_sector(data, at, size) for at in _chain(table, folder_at, source))
    small = b"".join(_sector(data, at, size) for at in _chain(table, small_at, source))
    small_table = _numbers(small)
    for at in range(0, len(folder) - _ENTRY + 1, _ENTRY):
        kind = folder[at + 66]
        first, length = struct.unpack_from("<II", folder, at + 116)
        if kind in (_STREAM, _ROOT):
            is_small = kind == _STREAM and length < _SMALL
            _chain(small_table if is_small else table, first, source)


def _allocation_table(data: bytes, size: int, source: str) -> Sequence[int]:
    """For each sector the one that follows it."""
    named = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
    (more,) = struct.unpack_from("<I", data, 68)
    seen: set[int] = set()
    while more <= _LAST_SECTOR:
        if more in seen:
            raise _endless(source)
        seen.add(more)
        numbers = _numbers(_sector(data, more, size))
        if not numbers:
            break
        named += numbers[:-1]
        more = numbers[-1]
    used = [at for at in named if at <= _LAST_SECTOR]
    if len(set(used)) < len(used):
        raise _endless(source)
    return _numbers(b"".join(_sector(data, at, size) for at in used))


def _chain(table: Sequence[int], first: int, source: str) -> list[int]:
    """Sectors from `first` to the end mark; ends early where the table ends."""
    found: list[int] = []
    at = first
    while at != _END and at < len(table):
        found.append(at)
        if len(found) > len(table):
            raise _endless(source)
        at = table[at]
    return found


def _sector(data: bytes, at: int, size: int) -> bytes:
    return data[(at + 1) * size : (at + 2) * size]


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _endless(source: str) -> UnsafeFileError:
    return UnsafeFileError(
        "The workbook is damaged or made to do harm: its parts refer to each other in a circle.",
        todo="Ask the sender for the list as CSV or XLSX.",
        place=place(source),
    )
