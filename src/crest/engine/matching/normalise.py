"""Records to words and numbers that can be compared: one million rows, one pair or one row.

What a name says (words, unit numbers, an earlier name) is set apart from its legal form; what an
address says (words, house, unit, floor and building numbers, postcode) from its filler words.
"""

# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.matching import lexicon as lx
from crest.engine.matching import vocabulary as vb
from crest.engine.matching.fold import fold
from crest.engine.matching.parts import read_names
from crest.engine.matching.places import TOP, country_number, read_addresses
from crest.engine.matching.sound import sounds
from crest.engine.matching.tokens import BASE, POWERS, Hashes, Longs, Tokens, tokenise

Kind = Literal["site", "organisation"]
IDENTIFIERS: Final = ("lei", "gln", "os_id", "duns", "licence")
_COMMA: Final = re.compile(r"\s*,\s*")


@dataclass(frozen=True)
class Prepared:
    """n records ready to compare. Word numbers point into `vocabulary`.

    Record i has the names name_of[i]:name_of[i+1] (its name, then native or earlier names); name a
    has the words word[word_ptr[a]:word_ptr[a+1]] in order. Numbers are codes: kind in the top
    four bits (0 house or plot, 1 unit, 2 floor, 3 building), the rest a hash. A postcode is its
    number of digits × 10⁹ + its value, or a hash with the top bit set. 0 or nan = unknown.
    """

    kind: Kind
    vocabulary: vb.Vocabulary
    name_of: Longs
    word_ptr: Longs
    word: vb.Ints
    joined: Hashes  # per name: hash of all its words together
    address_ptr: Longs
    address: vb.Ints
    city_ptr: Longs
    city: vb.Ints
    number_ptr: Longs
    number: Hashes
    postcode: Hashes
    legal: Hashes
    country: npt.NDArray[np.int16]
    lat: vb.Floats
    lng: vb.Floats
    identifiers: Hashes  # [n, len(IDENTIFIERS)]
    parent: Hashes
    workers: vb.Floats

    def __len__(self) -> int:
        return len(self.country)


@dataclass(frozen=True)
class Frequencies:
    """How common words are, taken from another list (a registry) instead of this one."""

    hash: Hashes  # sorted
    name_weight: vb.Floats
    address_weight: vb.Floats

    @classmethod
    def of(cls, vocabulary: vb.Vocabulary) -> Frequencies:
        """The frequencies of a prepared list, for records that come later."""
        order = np.argsort(vocabulary.hash)
        return cls(
            vocabulary.hash[order],
            vocabulary.name_weight[order],
            vocabulary.address_weight[order],
        )


def prepare(
    records: pa.Table, kind: Kind = "site", frequencies: Frequencies | None = None
) -> Prepared:
    """Normalise the records of a SITES or ORGANISATIONS table (missing columns are unknown).

    `frequencies` replaces the rarity of words counted in `records` (for a row against a registry).
    """
    n = records.num_rows
    streams = _streams(records, n)
    ids, hashes, start, length, text = vb.gather(streams)
    size = len(hashes)
    country = _countries(records, n)
    find = _find(hashes, streams[:4])
    in_names, in_addresses = vb.meaning("name", find, size), vb.meaning("address", find, size)
    word_ptr, word, name_of, legal, name_number = read_names(
        streams[4], ids[4], streams[5], ids[5], in_names
    )
    place = read_addresses(streams[6], ids[6], in_addresses, name_number, country)
    given = _postcodes(records, n)
    city = read_addresses(streams[7], ids[7], in_addresses, None, country)
    postcode = np.where(given != 0, given, place.postcode)
    if frequencies is None:
        weights = (
            vb.weights(_document_counts(word_ptr, word, size), n, in_names.share),
            vb.weights(_document_counts(place.ptr, place.word, size), n, _share(in_addresses)),
        )
    else:
        weights = _borrow(frequencies, hashes)
    vocabulary = _vocabulary(hashes, start, length, text, in_names.group, weights)
    return Prepared(
        kind,
        vocabulary,
        name_of,
        word_ptr,
        word,
        _join(word_ptr, word, hashes, length, POWERS),
        place.ptr,
        place.word,
        city.ptr,
        city.word,
        place.number_ptr,
        place.number,
        postcode,
        legal,
        country,
        _given(records, "lat", n),
        _given(records, "lng", n),
        np.column_stack([_codes(records, column, n) for column in IDENTIFIERS]),
        _codes(records, "parent", n),
        _floats(records, "workers", n),
    )


def _streams(records: pa.Table, n: int) -> list[Tokens]:
    """The words of the shipped lists, then those of names, native names, addresses and cities."""
    names, addresses = _part_merged(_text(records, "name", n), _text(records, "address", n))
    return [
        vb.shipped("name").tokens,
        vb.shipped("name").canonical,
        vb.shipped("address").tokens,
        vb.shipped("address").canonical,
        tokenise(fold(names)),
        tokenise(fold(_text(records, "name_native", n))),
        tokenise(fold(_joined_place(records, addresses, n))),
        tokenise(fold(_text(records, "city", n))),
    ]


def _vocabulary(  # noqa: PLR0917 - one call, from above
    hashes: Hashes,
    start: npt.NDArray[np.int64],
    length: vb.Ints,
    text: npt.NDArray[np.uint8],
    group: npt.NDArray[np.uint16],
    weights: tuple[vb.Floats, vb.Floats],
) -> vb.Vocabulary:
    """Every word with its beginning, end, shape, sound and rarity."""
    head, tail = vb.affixes(hashes, start, length, text, BASE)
    sound, consonants = sounds(start, length, text)
    shape = vb.shapes(start, length, text, group, consonants)
    return vb.Vocabulary(hashes, start, length, text, head, tail, shape, sound, *weights)


def _share(words: vb.Meaning) -> vb.Floats:
    generic = words.role == lx.GENERIC
    return np.where(generic & (words.share == 0), np.float32(0.05), words.share)


def _text(records: pa.Table, column: str, n: int) -> pa.LargeStringArray:
    if column not in records.column_names:
        return pa.array([""] * n, pa.large_string())
    values = records[column]
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if isinstance(values, pa.ChunkedArray):
        values = (
            pa.concat_arrays(values.chunks)
            if values.num_chunks
            else pa.array([], pa.large_string())
        )
    return pc.fill_null(values.cast(pa.large_string()), "")


def _joined_place(records: pa.Table, addresses: pa.Array, n: int) -> pa.Array:
    parts = [addresses]
    if "region" in records.column_names:
        parts.append(_text(records, "region", n))
    parts.append(_text(records, "city", n))
    return pc.binary_join_element_wise(*parts, pa.scalar(", ", pa.large_string()))


def _part_merged(names: pa.Array, addresses: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Names that swallowed their address (no address, commas and a digit) are parted again."""
    merged = pc.and_(
        pc.equal(addresses, ""), pc.match_substring_regex(names, r",.*[0-9].*,|,.*,.*[0-9]")
    )
    rows = np.flatnonzero(merged.to_numpy(zero_copy_only=False))
    if not len(rows):
        return names, addresses
    parted = [_part(text) for text in names.take(pa.array(rows)).to_pylist()]
    return (
        pc.replace_with_mask(names, merged, pa.array([a for a, _ in parted], pa.large_string())),
        pc.replace_with_mask(
            addresses, merged, pa.array([b for _, b in parted], pa.large_string())
        ),
    )


def _part(text: str) -> tuple[str, str]:
    pieces = _COMMA.split(text)
    head = 1
    legal = {word.written for word in lx.name_words() if word.role in (lx.LEGAL, lx.LEGAL_AT_EDGE)}
    while head < len(pieces):
        words = re.sub(r"[^a-z ]", "", pieces[head].lower()).split()
        if not words or not all(word in legal for word in words):
            break
        head += 1
    return " ".join(pieces[:head]), ", ".join(pieces[head:])


@dataclass(frozen=True)
class _Found:
    """The shipped words of one vocabulary: the lists, their hashes, and hash → number."""

    lists: list[Tokens]
    hashes: bytes
    number: dict[int, int]


_KEPT: list[_Found] = []


def _find(hashes: Hashes, lists: list[Tokens]) -> dict[int, int]:
    """Hash → number of the shipped words.

    They come first in every vocabulary, in one order, so the answer of the last call nearly always
    holds again; it does when both the lists and the first hashes are the same.
    """
    for kept in _KEPT:
        same = all(one is other for one, other in zip(kept.lists, lists, strict=True))
        if same and hashes[: len(kept.number)].tobytes() == kept.hashes:
            return kept.number
    known = len(np.unique(np.concatenate([stream.hash for stream in lists])))
    shipped = hashes[:known]
    number = {int(h): i for i, h in enumerate(shipped.tolist())}
    _KEPT[:] = [_Found(lists, shipped.tobytes(), number)]
    return number


def _codes(records: pa.Table, column: str, n: int) -> Hashes:
    """A 64-bit code of each text without spaces, marks and case; 0 when not given."""
    if column not in records.column_names or records[column].null_count == n:
        return np.zeros(n, np.uint64)
    tokens = tokenise(fold(_text(records, column, n)))
    return np.asarray(
        _join(
            tokens.ptr,
            np.arange(len(tokens.hash), dtype=np.int32),
            tokens.hash,
            tokens.length,
            POWERS,
        )
    )


def _postcodes(records: pa.Table, n: int) -> Hashes:
    """The postcode column as packed digits, or a code with the top bit set when it has letters."""
    if "postcode" not in records.column_names or records["postcode"].null_count == n:
        return np.zeros(n, np.uint64)
    text = pc.replace_substring_regex(_text(records, "postcode", n), r"[^0-9A-Za-z]", "")
    short = pc.match_substring_regex(text, "^[0-9]{1,9}$").to_numpy(zero_copy_only=False)
    digits = pc.cast(
        pc.if_else(pa.array(short), text, pa.scalar("0", pa.large_string())), pa.uint64()
    )
    packed = digits.to_numpy() + pc.binary_length(text).to_numpy().astype(np.uint64) * np.uint64(
        10**9
    )
    lettered = _codes(records, "postcode", n)
    lettered[lettered != 0] |= TOP
    return np.asarray(np.where(short, packed, lettered))


def _countries(records: pa.Table, n: int) -> npt.NDArray[np.int16]:
    text = pc.utf8_upper(_text(records, "country", n))
    encoded = text.dictionary_encode()
    numbers = [
        country_number(code) if re.fullmatch("[A-Z]{2}", code) else 0
        for code in encoded.dictionary.to_pylist()
    ]
    table = np.asarray(numbers or [0], np.int16)
    return np.asarray(table[np.asarray(encoded.indices)])


def _floats(records: pa.Table, column: str, n: int) -> vb.Floats:
    if column not in records.column_names:
        return np.full(n, np.nan, np.float32)
    values = records[column].cast(pa.float64()).combine_chunks()
    filled = pc.fill_null(values, float("nan")).to_numpy(zero_copy_only=False)
    return np.asarray(filled, np.float32)


def _given(records: pa.Table, column: str, n: int) -> vb.Floats:
    """Coordinates that a list gave. The middle of a town looked up for two rows is no evidence."""
    values = _floats(records, column, n)
    if "place_precision" in records.column_names:
        looked_up = pc.not_equal(records["place_precision"], "given")
        values = np.where(np.asarray(pc.fill_null(looked_up, False)), np.float32(np.nan), values)
    return values


def _borrow(frequencies: Frequencies, hashes: Hashes) -> tuple[vb.Floats, vb.Floats]:
    at = np.minimum(np.searchsorted(frequencies.hash, hashes), len(frequencies.hash) - 1)
    known = frequencies.hash[at] == hashes
    unknown = np.float32(vb.HEAVIEST)
    return (
        np.where(known, frequencies.name_weight[at], unknown),
        np.where(known, frequencies.address_weight[at], unknown),
    )


@nb.njit(cache=True)
def _document_counts(ptr: Any, word: Any, size: int) -> Any:
    counts = np.zeros(size, np.int64)
    for i in range(len(ptr) - 1):
        for t in range(ptr[i], ptr[i + 1]):
            again = False
            for s in range(ptr[i], t):
                if word[s] == word[t]:
                    again = True
                    break
            if not again:
                counts[word[t]] += 1
    return counts


@nb.njit(cache=True)
def _join(ptr: Any, word: Any, hashes: Any, length: Any, powers: Any) -> Any:
    joined = np.zeros(len(ptr) - 1, np.uint64)
    for i in range(len(ptr) - 1):
        h = np.uint64(0)
        for t in range(ptr[i], ptr[i + 1]):
            h = h * powers[length[word[t]]] + hashes[word[t]]
        joined[i] = h
    return joined
