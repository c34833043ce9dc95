"""A registry: what is already known, on disk, ready to be asked in milliseconds.

    registry.json              kind, generation, digest, which folders belong to it (written last)
    segment-000001/            records.parquet, prepared/*.npy, index/*.npy, key.npy
    segment-000002/            … one for each list added later
    identities-000002/         entities.parquet, members.parquet, *.npy: which record is which thing
    judgements.jsonl           what people decided

Folders are written under a temporary name and renamed; registry.json is replaced last. So a
registry is always the old one or the new one. Arrays are memory-mapped: opening reads almost
nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from crest.engine.errors import InputError, OutputError
from crest.engine.matching.identities_keys import record_keys
from crest.engine.matching.identities_table import IdentityTable
from crest.engine.matching.judgements import Judgements
from crest.engine.matching.models import Model
from crest.engine.matching.normalise import Frequencies, Prepared, prepare
from crest.engine.matching.registry_arrays import read_array, read_arrays, write_arrays
from crest.engine.matching.registry_index import Index, build_index
from crest.engine.matching.registry_rows import Answer, match_rows
from crest.engine.matching.vocabulary import Vocabulary, shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crest.engine.matching.normalise import Kind

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
FORMAT: Final = 1
_HEAD: Final = "registry.json"
_MEND: Final = "Restore it from a copy, or build it again from the lists."


class RegistryError(InputError):
    """A folder is no registry, or one of another kind or format, or a file of it is damaged."""

    code = "matching.registry"


@dataclass(frozen=True)
class Segment:
    """The records of one list: numbers first … end-1 of the registry."""

    name: str
    first: int
    prepared: Prepared
    index: Index
    key: npt.NDArray[np.uint64]
    table: pa.Table | None  # in memory, or still on disk

    @property
    def end(self) -> int:
        """One more than the last record number."""
        return self.first + len(self.key)


@dataclass(frozen=True)
class Things:
    """Which record is which thing. Thing e has the records record_row[record_ptr[e]:…[e+1]].

    `name` S13[e] are current ids; `entity_of` int32[records]; `key`, `key_row` are the record
    keys sorted, with their record numbers.
    """

    name: npt.NDArray[np.bytes_]
    entity_of: Ints
    record_ptr: Longs
    record_row: Ints
    key: npt.NDArray[np.uint64]
    key_row: Ints


@dataclass(frozen=True)
class Registry:
    """Open with Registry.open, make with Registry.build; ask with match_rows."""

    kind: Kind
    generation: int
    model: Model
    segments: tuple[Segment, ...]
    things: Things
    frequencies: Frequencies
    judgements: Judgements
    path: Path | None = None
    memory: IdentityTable | None = None

    @classmethod
    def build(
        cls,
        records: pa.Table,
        identities: IdentityTable,
        path: Path | None = None,
        *,
        judgements: Judgements | None = None,
        model: Model | None = None,
        prepared: Prepared | None = None,
    ) -> Registry:
        """Make a registry of resolved records; with `path` also on disk, else in memory only.

        `identities.of_record` names the thing of each record; `prepared` saves preparing again.
        Raises RegistryError when they do not fit, OutputError when the disk is full.
        """
        if len(identities.of_record) != records.num_rows:
            raise RegistryError("The identities do not belong to these records.")
        kind: Kind = "site" if identities.kind == "site" else "organisation"
        ready = prepared if prepared is not None else prepare(records, kind)
        key = record_keys(records, kind)
        segment = Segment("segment-000001", 0, ready, build_index(ready), key, records)
        registry = cls(
            kind,
            1,
            model or Model.load(kind),
            (segment,),
            sort_things(identities.of_record, key),
            Frequencies.of(ready.vocabulary),
            judgements or Judgements(),
            memory=identities,
        )
        return registry if path is None else registry.write(path)

    @classmethod
    def open(cls, path: Path, *, model: Model | None = None) -> Registry:
        """Open a registry folder. Arrays stay on disk until touched.

        A registry prepared by another version (or with other word lists) is prepared again in
        memory from its listings: slower to open, the answers are those of this version.
        Raises RegistryError when the folder is no registry of this format or is damaged.
        """
        head = _read_head(path)
        kind: Kind = head["kind"]
        try:
            segments, first = [], 0
            for name in head["segments"]:
                segment = _read_segment(path / name, first, head)
                segments.append(segment)
                first = segment.end
            return cls(
                kind,
                head["generation"],
                model or Model.load(kind),
                tuple(segments),
                read_arrays(Things, path / head["identities"] / "things"),
                Frequencies.of(segments[0].prepared.vocabulary)
                if head.get("layout") != layout()
                else read_arrays(Frequencies, path / segments[0].name / "frequencies"),
                Judgements.load(path / "judgements.jsonl"),
                path,
            )
        except (OSError, ValueError) as error:
            raise RegistryError(f"The registry {path} is damaged ({error}).", todo=_MEND) from error

    @property
    def records(self) -> int:
        """How many records it holds."""
        return self.segments[-1].end if self.segments else 0

    @property
    def entity_of(self) -> Ints:
        """Thing number of each record."""
        return self.things.entity_of

    @property
    def record_ptr(self) -> Longs:
        """Bounds of each thing in record_row."""
        return self.things.record_ptr

    @property
    def record_row(self) -> Ints:
        """Record numbers, thing by thing."""
        return self.things.record_row

    @property
    def key(self) -> npt.NDArray[np.uint64]:
        """Record keys, sorted."""
        return self.things.key

    @property
    def key_row(self) -> Ints:
        """Record number of each sorted key."""
        return self.things.key_row

    def entity_names(self) -> Callable[[int], str]:
        """Give a function from thing number to permanent id."""
        return lambda number: bytes(self.things.name[number]).decode("ascii")

    def match_rows(self, rows: pa.Table, k: int = 10) -> Answer:
        """Match new rows (SITES or ORGANISATIONS columns) against what is here.

        For each row: match, review or new with reasons, and the k best things. New rows are
        matched among themselves too. Nothing is written.
        """
        return match_rows(self, rows, k)

    def identities(self) -> IdentityTable:
        """Give all permanent ids with their history (read from disk when it is there)."""
        if self.memory is not None:
            return self.memory
        if self.path is None:
            raise RegistryError("This registry has no identities.")
        head = _read_head(self.path)
        folder = self.path / head["identities"]
        return IdentityTable(
            self.kind,
            head["run"],
            _read_table(folder / "entities.parquet"),
            _read_table(folder / "members.parquet"),
            pa.array([], pa.string()),
        )

    def listings(self, segment: Segment) -> pa.Table:
        """Give the records of one segment as they came."""
        if segment.table is not None:
            return segment.table
        if self.path is None:
            raise RegistryError("This registry has no listings.")
        return _read_table(self.path / segment.name / "records.parquet")

    def write(self, path: Path) -> Registry:
        """Write what `path` does not hold yet and give the registry as it stands there.

        Raises OutputError when it cannot be written; then the folder is as it was.
        """
        identities = self.identities()
        name = f"identities-{self.generation:06d}"
        try:
            path.mkdir(parents=True, exist_ok=True)
            for segment in self.segments:
                if not (path / segment.name).is_dir():
                    self._write_segment(path, segment)
            with_tables = _fresh(path / f".{name}")
            pq.write_table(identities.entities, with_tables / "entities.parquet")
            pq.write_table(identities.members, with_tables / "members.parquet")
            write_arrays(self.things, with_tables / "things")
            shutil.rmtree(path / name, ignore_errors=True)
            with_tables.rename(path / name)
            known = len(Judgements.load(path / "judgements.jsonl").events)
            self.judgements.append_to(path / "judgements.jsonl", since=known)
            head = {
                "format": FORMAT,
                "layout": layout(),
                "kind": self.kind,
                "generation": self.generation,
                "run": identities.run,
                "records": self.records,
                "digest": self.digest(),
                "segments": [segment.name for segment in self.segments],
                "identities": name,
            }
            draft = path / f".{_HEAD}"
            draft.write_text(json.dumps(head, indent=2) + "\n", encoding="utf-8")
            draft.replace(path / _HEAD)
        except OSError as error:
            raise OutputError(
                f"The registry {path.name} cannot be written ({error.strerror or error}).",
                todo="Free some space or choose another folder; the old state is still there.",
            ) from error
        return replace(self, path=path)

    def _write_segment(self, path: Path, segment: Segment) -> None:
        folder = _fresh(path / f".{segment.name}")
        pq.write_table(self.listings(segment), folder / "records.parquet", compression="zstd")
        write_arrays(segment.prepared, folder / "prepared")
        write_arrays(segment.index, folder / "index")
        np.save(folder / "key.npy", segment.key)
        if segment.first == 0:
            write_arrays(self.frequencies, folder / "frequencies")
        folder.rename(path / segment.name)

    def digest(self) -> str:
        """Give a SHA-256 of which listing is which thing; equal registries have equal digests."""
        names = self.things.name[self.entity_of[self.key_row]]
        order = np.lexsort((names, self.key))
        digest = hashlib.sha256(f"crest-registry {FORMAT} {self.kind}".encode())
        digest.update(np.ascontiguousarray(self.key[order]).tobytes())
        digest.update(np.ascontiguousarray(names[order]).tobytes())
        return digest.hexdigest()


def sort_things(of_record: pa.Array, key: npt.NDArray[np.uint64]) -> Things:
    """Number the things of n records: `of_record` string[n] ids, `key` uint64[n] record keys."""
    encoded = of_record.dictionary_encode()
    entity_of = np.asarray(encoded.indices).astype(np.int32)
    name = np.array(encoded.dictionary.to_pylist() or [""], "S13")
    row = np.argsort(entity_of, kind="stable").astype(np.int32)
    size = np.bincount(entity_of, minlength=len(encoded.dictionary))
    by_key = np.argsort(key, kind="stable").astype(np.int32)
    ptr = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    return Things(name, entity_of, ptr, row, key[by_key], by_key)


def layout() -> str:
    """Give a digest of how records are prepared here: the arrays kept and the words known."""
    digest = hashlib.sha256()
    for collection in (Prepared, Vocabulary, Index, Frequencies):
        digest.update(" ".join(field.name for field in fields(collection)).encode())
    for kind in ("name", "address"):
        words = shipped(kind)
        digest.update(words.tokens.hash.tobytes())
        digest.update(words.canonical.hash.tobytes())
    return digest.hexdigest()[:16]


def _read_segment(folder: Path, first: int, head: dict[str, Any]) -> Segment:
    key = read_array(folder / "key.npy")
    if head.get("layout") == layout():
        prepared = read_arrays(Prepared, folder / "prepared")
        index = read_arrays(Index, folder / "index")
    else:
        prepared = prepare(_read_table(folder / "records.parquet"), head["kind"])
        index = build_index(prepared)
    return Segment(folder.name, first, prepared, index, key, None)


def _read_table(path: Path) -> pa.Table:
    """A table of a registry; raises RegistryError when the file is missing or damaged."""
    try:
        return pq.read_table(path)
    except (OSError, ValueError) as error:
        raise RegistryError(
            f"The registry file {path} is damaged ({error}).", todo=_MEND
        ) from error


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _read_head(path: Path) -> dict[str, Any]:
    try:
        head: dict[str, Any] = json.loads((path / _HEAD).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RegistryError(
            f"{path} is no registry: it holds no {_HEAD}.",
            todo="Give the registry folder of an earlier run, or a list file.",
        ) from error
    except (OSError, ValueError) as error:
        raise RegistryError(f"{path / _HEAD} cannot be read ({error}).", todo=_MEND) from error
    if head.get("format") != FORMAT:
        raise RegistryError(
            f"The registry {path.name} has format {head.get('format')}; this CREST reads {FORMAT}.",
            todo="Build it again from the lists.",
        )
    return head
