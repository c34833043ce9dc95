"""Reasons in words and weights for many pairs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from crest.engine.matching.models import Model

REASONS: Final = 4  # the strongest reasons are said, the rest are added up


def reasons(model: Model, levels: npt.NDArray[np.uint8]) -> pa.Array:
    """The strongest reasons of each pair as text, for example “names the same (+2.1); …”.

    levels uint8[pairs, terms] as kept by the scoring. Pairs with the same reasons share one text.
    """
    if not len(levels):
        return pa.array([], pa.string())
    base = np.concatenate([[0], np.cumsum([term.levels for term in model.terms])])
    weight = model.weights()[:-1]
    words = [text for term in model.terms for text in term.words]
    said = np.array([bool(text) for text in words])
    cell = levels.astype(np.int32) + base[:-1].astype(np.int32)
    strength = np.where(said, np.abs(weight), 0.0).astype(np.float32)[cell]
    take = min(REASONS, strength.shape[1])
    top = np.argpartition(-strength, take - 1, axis=1)[:, :take]
    top = np.take_along_axis(top, np.argsort(-np.take_along_axis(strength, top, 1), 1), 1)
    chosen = np.take_along_axis(cell, top, 1)
    phrases = pa.array([f"{text} ({w:+.1f})" for text, w in zip(words, weight, strict=True)])
    parts = [phrases.take(pa.array(chosen[:, k])) for k in range(take)]
    return pc.binary_join_element_wise(*parts, "; ")
