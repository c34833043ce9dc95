"""Catalogues of translated words: reads .po files and writes the .mo files that Python reads.

Written in plain Python, so that an installation needs no gettext programs.
"""

from __future__ import annotations

import ast
import logging
import os
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOCALE: Final = Path(__file__).parents[1] / "locale"
_MAGIC: Final = 0x950412DE
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """One entry: what the program says, and how it is said in the catalogue's language."""

    text: str
    context: str = ""
    plural: str = ""
    said: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes an entry: its text within its context."""
        return (self.context, self.text)


def read_po(path: Path) -> list[Message]:
    """The entries of a catalogue, header first (its text is empty)."""
    return [_message(block) for block in _blocks(path.read_text("utf-8"))]


def _blocks(text: str) -> Iterator[dict[str, str]]:
    """Each entry as keyword → text; lines that go on are joined."""
    block: dict[str, str] = {}
    keyword = ""
    for line in [*text.splitlines(), ""]:
        if line.startswith("#") or not line.strip():
            if block and not line.startswith("#"):
                yield block
                block = {}
            continue
        if not line.startswith('"'):
            keyword, _, line = line.partition(" ")  # noqa: PLW2901
        block[keyword] = block.get(keyword, "") + ast.literal_eval(line)
    if block:
        yield block


def _message(block: dict[str, str]) -> Message:
    said = [block[name] for name in sorted(block) if name.startswith("msgstr")]
    return Message(
        block.get("msgid", ""), block.get("msgctxt", ""), block.get("msgid_plural", ""), tuple(said)
    )


def write_mo(messages: list[Message], path: Path) -> None:
    """Write what is translated in the form that Python's gettext reads."""
    entries = sorted(
        (_original(one).encode(), "\0".join(one.said).encode()) for one in messages if any(one.said)
    )
    ids, texts = b"", b""
    places = []
    for original, said in entries:
        places.append((len(original), len(ids), len(said), len(texts)))
        ids += original + b"\0"
        texts += said + b"\0"
    count = len(entries)
    ids_at = 28 + 16 * count
    texts_at = ids_at + len(ids)
    table = [n for size, at, _, _ in places for n in (size, ids_at + at)]
    table += [n for _, _, size, at in places for n in (size, texts_at + at)]
    head = struct.pack("<7I", _MAGIC, 0, count, 28, 28 + 8 * count, 0, ids_at)
    _replace(path, head + struct.pack(f"<{len(table)}I", *table) + ids + texts)


def _original(message: Message) -> str:
    text = f"{message.context}\x04{message.text}" if message.context else message.text
    return f"{text}\0{message.plural}" if message.plural else text


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file and move it there: a reader never sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def compile_all(folder: Path = LOCALE) -> list[Path]:
    """Write every .mo that is missing or older than its .po; those written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        try:
            write_mo(read_po(source), target)
        except OSError as fault:  # an installed package may be read-only; it ships its .mo files
            _log.warning(
                "Words of %s stay as they were: %s", source.parts[-3], type(fault).__name__
            )
            continue
        written.append(target)
    return written
