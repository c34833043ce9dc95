"""The score: an additive model whose weights a person can read, kept in YAML.

Every term looks at one comparison (or two together), finds the level it falls in and adds that
level's weight. Weights are log-odds: +2 makes a match about seven times as likely. The sum, with
the bias, becomes a probability.
"""

# ruff: noqa: PLR0917
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numba as nb
import numpy as np
import numpy.typing as npt
import yaml

from crest.engine.errors import RuleFileError
from crest.engine.matching.compare import FEATURES
from crest.engine.matching.threads import in_parts
from crest.engine.rulebook.codelists import rulebook_folders

if TYPE_CHECKING:
    from pathlib import Path

Features = npt.NDArray[np.float32]
Weights = npt.NDArray[np.float64]
UNKNOWN: Final = "not known"


@dataclass(frozen=True)
class Term:
    """One addend. `edges[k]` cut the values of `features[k]` into len(edges[k]) + 1 levels.

    `weights` holds one number per level and, last, one for unknown; for two features the levels
    of the second run fastest. `words` says what each level means.
    """

    name: str
    features: tuple[int, ...]
    edges: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]
    words: tuple[str, ...]

    @property
    def levels(self) -> int:
        """Number of levels, the unknown ones included."""
        return int(np.prod([len(edges) + 2 for edges in self.edges]))


@dataclass(frozen=True)
class Contribution:
    """What one comparison said about a pair: its value, what it added (log-odds), in words."""

    feature: str
    value: float
    weight: float
    words: str


@dataclass(frozen=True)
class Model:
    """Terms, bias and the two lines: probabilities above `match` join, above `review` are shown."""

    name: str
    bias: float
    match: float
    review: float
    terms: tuple[Term, ...]

    @classmethod
    def load(cls, name: str = "site") -> Model:
        """The model `matching/<name>.yaml` of the rulebook. Raises RuleFileError if unusable."""
        for folder in rulebook_folders():
            path = folder / "matching" / f"{name}.yaml"
            if path.is_file():
                return read_model(path)
        raise RuleFileError(f"matching/{name}.yaml is missing.", todo="Reinstall crest.")

    def logits(self, features: Features) -> npt.NDArray[np.float32]:
        """Log-odds of a match for each row of `features`."""
        total = np.full(len(features), self.bias, np.float32)
        layout = self._layout()
        in_parts(len(features), functools.partial(_ADD, features, *layout, total))
        return total

    def score(self, features: Features) -> npt.NDArray[np.float32]:
        """Probability of a match, 0..1, for each row of `features`."""
        return (1.0 / (1.0 + np.exp(-self.logits(features)))).astype(np.float32)

    def level_numbers(self, features: Features) -> npt.NDArray[np.int32]:
        """Which level each term falls in: int32[pairs, terms]."""
        out = np.zeros((len(features), len(self.terms)), np.int32)
        layout = self._layout()
        in_parts(len(features), functools.partial(_LEVELS, features, *layout[:3], out))
        return out

    def explain(self, row: Features) -> list[Contribution]:
        """What each term added for one pair, the strongest first."""
        levels = self.level_numbers(np.asarray(row, np.float32).reshape(1, -1))[0]
        found = [
            Contribution(
                term.name, float(row[term.features[0]]), term.weights[level], term.words[level]
            )
            for term, level in zip(self.terms, levels, strict=True)
        ]
        return sorted(found, key=lambda one: -abs(one.weight))

    def with_weights(self, weights: Weights) -> Model:
        """The same terms with other weights, laid end to end, and the bias last."""
        terms, at = [], 0
        for term in self.terms:
            cut = weights[at : at + term.levels]
            terms.append(replace(term, weights=tuple(round(float(w), 3) for w in cut)))
            at += term.levels
        return replace(self, terms=tuple(terms), bias=round(float(weights[at]), 3))

    def weights(self) -> Weights:
        """All weights end to end, the bias last."""
        return np.array([*(w for term in self.terms for w in term.weights), self.bias])

    def _layout(self) -> tuple[Any, ...]:
        """Arrays for the kernels: features, edges, where the edges and the weights begin."""
        feature = np.full((len(self.terms), 2), -1, np.int32)
        bounds = np.zeros((len(self.terms), 4), np.int32)
        edges: list[float] = []
        base = np.zeros(len(self.terms), np.int32)
        weights: list[float] = []
        for t, term in enumerate(self.terms):
            base[t] = len(weights)
            weights.extend(term.weights)
            for k, number in enumerate(term.features):
                feature[t, k] = number
                bounds[t, 2 * k] = len(edges)
                edges.extend(term.edges[k])
                bounds[t, 2 * k + 1] = len(edges)
        return feature, bounds, np.array(edges, np.float32), base, np.array(weights, np.float32)


@nb.njit(inline="always")
def _level(value: float, edges: Any, lo: int, hi: int) -> int:
    """Number of edges at or below the value; one more than the last level when unknown."""
    if value != value:  # noqa: PLR0124
        return hi - lo + 1
    k = lo
    while k < hi and edges[k] <= value:
        k += 1
    return k - lo


@nb.njit(inline="always")
def _cell(row: Any, feature: Any, bounds: Any, edges: Any, t: int) -> int:
    cell = _level(row[feature[t, 0]], edges, bounds[t, 0], bounds[t, 1])
    if feature[t, 1] >= 0:
        width = bounds[t, 3] - bounds[t, 2] + 2
        cell = cell * width + _level(row[feature[t, 1]], edges, bounds[t, 2], bounds[t, 3])
    return cell


@nb.njit(cache=True, nogil=True)
def _add(
    rows: Any,
    feature: Any,
    bounds: Any,
    edges: Any,
    base: Any,
    weights: Any,
    total: Any,
    lo: int,
    hi: int,
) -> None:
    for p in range(lo, hi):
        for t in range(len(feature)):
            total[p] += weights[base[t] + _cell(rows[p], feature, bounds, edges, t)]


@nb.njit(cache=True, nogil=True)
def _levels(rows: Any, feature: Any, bounds: Any, edges: Any, out: Any, lo: int, hi: int) -> None:
    for p in range(lo, hi):
        for t in range(len(feature)):
            out[p, t] = _cell(rows[p], feature, bounds, edges, t)


_ADD: Any = _add  # numba's own types know no argument lists
_LEVELS: Any = _levels


@cache
def read_model(path: Path) -> Model:
    """Read a model file. Raises RuleFileError that names the file and the term."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        terms = tuple(_term(path, one) for one in raw["terms"])
        return Model(
            raw["name"], float(raw["bias"]), float(raw["match"]), float(raw["review"]), terms
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise RuleFileError(
            f"{path.name}: the matching model cannot be read ({error}).",
            todo="Compare it with the shipped matching/site.yaml.",
        ) from error


def _term(path: Path, raw: dict[str, Any]) -> Term:
    names = [part.strip() for part in raw["compare"].split("×")]
    edges = tuple(tuple(float(edge) for edge in cut) for cut in raw["edges"])
    levels = raw["levels"]
    term = Term(
        raw["compare"],
        tuple(FEATURES.index(name) for name in names),
        edges,
        tuple(float(level[0]) for level in levels),
        tuple(str(level[1]) for level in levels),
    )
    if len(names) != len(edges) or len(levels) != term.levels:
        raise RuleFileError(
            f"{path.name}: “{term.name}” needs {term.levels} levels but has {len(levels)}.",
            todo="Give one level more than there are edges, and a last one for “not known”.",
        )
    return term


def write_model(model: Model, path: Path, comment: str) -> None:
    """Write a model as YAML that reads back as the same model; `comment` says where it is from."""
    lines = [f"# {line}" for line in comment.splitlines()]
    lines += [
        f"name: {model.name}",
        f"bias: {model.bias:g}",
        f"match: {model.match:g} # at or above: one thing",
        f"review: {model.review:g} # at or above, but below match: a person decides",
        "terms:",
    ]
    for term in model.terms:
        lines += [f"  - compare: {term.name}", f"    edges: {_plain(term.edges)}", "    levels:"]
        lines += [
            f"      - [{weight:g}, {_quoted(words)}]"
            for weight, words in zip(term.weights, term.words, strict=True)
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _plain(edges: tuple[tuple[float, ...], ...]) -> str:
    return "[" + ", ".join("[" + ", ".join(f"{e:g}" for e in cut) + "]" for cut in edges) + "]"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
