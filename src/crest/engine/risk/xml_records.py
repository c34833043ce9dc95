"""XML read as a stream: no document type, no entities of its own, nothing fetched, no tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from crest.engine.errors import InputError, UnsafeFileError
from crest.engine.tables.raw import MEGABYTE, place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PIECE: Final = 1 << 16
_DEEPEST: Final = 40
LARGEST: Final = 200 * MEGABYTE
_LONGEST: Final = MEGABYTE  # characters of one element

Path_ = tuple[str, ...]


class _Reader:
    """Follows the elements; tells each leaf text, and each element that closes."""

    def __init__(
        self,
        source: str,
        text: Callable[[Path_, str], None],
        closed: Callable[[Path_, int], None],
    ) -> None:
        self.source, self.text, self.closed = source, text, closed
        self.path: list[str] = []
        self.letters: list[str] = []
        self.size = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.more

    def refuse(self, *_: object) -> None:
        raise UnsafeFileError(
            "The XML brings a document type or entities of its own.",
            todo="Get the file again from its publisher.",
            place=place(self.source),
        )

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if len(self.path) >= _DEEPEST:
            raise UnsafeFileError(
                f"The XML is nested more than {_DEEPEST} deep.",
                todo="Get the file again from its publisher.",
                place=place(self.source),
            )
        self.path.append(tag)
        self.letters, self.size = [], 0

    def more(self, letters: str) -> None:
        self.size += len(letters)
        if self.size > _LONGEST:
            raise UnsafeFileError(
                f"One element holds more than {_LONGEST:,} characters.",
                todo="Get the file again from its publisher.",
                place=place(self.source),
            )
        self.letters.append(letters)

    def end(self, _tag: str) -> None:
        path = tuple(self.path)
        letters = " ".join("".join(self.letters).split())
        if letters:
            self.text(path, letters)
        self.closed(path, self.parser.CurrentLineNumber)
        self.path.pop()
        self.letters, self.size = [], 0


def read_xml(
    path: Path,
    *,
    source: str,
    text: Callable[[Path_, str], None],
    closed: Callable[[Path_, int], None],
) -> None:
    """Read an XML file. `text(path, letters)` for each text, `closed(path, line)` for each end.

    A path is the tags from the root down. Raises UnsafeFileError for a document type, entities,
    or an element too deep or too long; InputError when the file is too large or no XML.
    """
    if path.stat().st_size > LARGEST:
        raise InputError(
            f"The file has more than {LARGEST:,} bytes.",
            todo="Check the file.",
            place=place(source),
        )
    reader = _Reader(source, text, closed)
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                reader.parser.Parse(piece, False)
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise InputError(
            f"The file is no XML that can be read ({error}).",
            todo="Download it again.",
            place=place(source),
        ) from error
