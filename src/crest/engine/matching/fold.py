"""Any script to plain ASCII bytes, once per distinct text.

Latin letters lose their accents, other scripts are romanised letter by letter (anyascii). The same
native text always gives the same romanised text, so two native spellings are still compared
exactly; Han characters are set apart so that their syllables can be joined like Latin words.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from anyascii import anyascii

from crest.engine.matching.lexicon import native_words

_HAN: Final = re.compile(r"([\u3400-\u9fff\uf900-\ufaff])")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Letters whose plain form differs from a letter-by-letter romanisation.
_LETTERS: Final = str.maketrans({"ı": "i", "İ": "I", "ð": "d", "þ": "th", "’": "'", "`": "'"})


def fold_text(text: str) -> str:
    """One text in plain ASCII (not yet lower-cased)."""
    if text.isascii():
        return text
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_LETTERS)
    return anyascii(_HAN.sub(r"\1 ", _known_words(visible)))


def _known_words(text: str) -> str:
    """Trades, kinds of places and legal forms of other scripts in their plain meaning."""
    words = native_words()
    out: list[str] = []
    at = 0
    while at < len(text):
        for word, meaning in words.get(text[at], ()):
            if text.startswith(word, at):
                out.append(f" {meaning} ")
                at += len(word)
                break
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def fold(column: pa.ChunkedArray | pa.Array) -> pa.LargeStringArray:
    """Every text of a column in plain ASCII; null becomes "". Same length as `column`."""
    values = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    values = pc.fill_null(values.cast(pa.large_string()), "")
    plain = pc.string_is_ascii(values)
    if pc.all(plain).as_py() is not False:
        return values
    foreign = np.flatnonzero(~plain.to_numpy(zero_copy_only=False))
    encoded = values.take(pa.array(foreign)).dictionary_encode()
    folded = pa.array(
        [fold_text(text) for text in encoded.dictionary.to_pylist()], pa.large_string()
    )
    return pc.replace_with_mask(values, pc.invert(plain), folded.take(encoded.indices))
