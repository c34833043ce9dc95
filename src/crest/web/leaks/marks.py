"""Marks: a word that says whose record it stands in, and under which kind it can be shared."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

OWN: Final = "own"
NAME: Final = "name"  # of an organisation: known to those it has an agreement with
_LETTERS: Final = {
    OWN: "o", NAME: "n", "chain": "c", "evidence": "e", "findings": "f", "answers": "a",
    "programmes": "p", "figures": "g", "findings+chain": "x",
}  # fmt: skip
_KINDS: Final = {letter: kind for kind, letter in _LETTERS.items()}
_FORM: Final = re.compile(r"zq(\d{4})([oncefapgx])([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of organisation `number` in a record that an agreement on `kind` would cover."""

    number: int
    kind: str
    rest: str

    def __str__(self) -> str:
        return f"zq{self.number:04d}{_LETTERS[self.kind]}{self.rest}"

    def beginning(self) -> str:
        """What may be searched for: too short to be a mark where it is shown again."""
        return str(self)[:9]


def marks_in(content: bytes) -> Iterator[Mark]:
    """Every mark in an answer, packed files opened."""
    for text in _texts(content):
        for number, letter, rest in _FORM.findall(text):
            yield Mark(int(number), _KINDS[letter], rest)


def _texts(content: bytes) -> Iterator[str]:
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield from _texts(packed.read(name))
        return
    if content[:4] == b"PAR1":
        import pyarrow.parquet as pq  # noqa: PLC0415 - only where such a file is met

        yield str(pq.read_table(io.BytesIO(content)).to_pylist())
        return
    yield content.decode("utf-8", "replace").lower()
