"""Learning the weights from judged pairs, close to the shipped ones when there are few.

More alike never counts less: weights of ordered levels rise (or fall) with the level. What is not
known counts nothing, whatever the examples say.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize

from crest.engine.errors import InputError
from crest.engine.matching.models import Features, Model, Weights

FEWEST: Final = 8
FALLING: Final = frozenset(
    {"name_contradiction", "name_extra", "address_contradiction", "house_contradiction", "distance"}
)
FREE: Final = frozenset({"name_weight", "address_weight"})


class TooFewJudgements(InputError):  # noqa: N818
    """There are not enough judged pairs to learn from."""

    code = "matching.too_few_judgements"


def train(
    features: Features,
    labels: npt.NDArray[np.bool_],
    *,
    start: Model | None = None,
    trust: float = 2.0,
    hold: frozenset[str] = frozenset(),
    importance: npt.NDArray[np.float32] | None = None,
) -> Model:
    """Weights that explain the judged pairs, shrunk towards those of `start` (the shipped model).

    features float32[pairs, WIDTH]; labels bool[pairs]: the pair is one thing. `trust` is how many
    log-likelihood units a weight costs per squared step away from `start`; 20 judgements move the
    weights a little, 20 000 as far as they need. Terms named in `hold` stay as they are. Raises
    TooFewJudgements below 8 pairs or when all judgements are alike.
    """
    if len(labels) < FEWEST or labels.all() or not labels.any():
        raise TooFewJudgements(
            f"{len(labels)} judged pairs are too few to learn from.",
            todo=f"Judge at least {FEWEST} pairs, some the same and some different.",
        )
    first = start or Model.load("site")
    design = one_hot(first, features)
    prior = first.weights()
    steps, bounds = _steps(first, hold)
    sign = np.where(labels, 1.0, -1.0)
    weight = np.ones(len(labels)) if importance is None else importance.astype(np.float64)

    def loss(z: Weights) -> tuple[float, Weights]:
        moved = steps @ z
        margin = sign * (design @ (prior + moved))
        value = float(weight @ np.logaddexp(0.0, -margin)) + 0.5 * trust * float(moved @ moved)
        pull = -sign * weight / (1.0 + np.exp(np.clip(margin, -500, 500)))
        return value, np.asarray(steps.T @ (np.asarray(design.T @ pull) + trust * moved))

    nothing = np.zeros(steps.shape[1])
    best = minimize(
        loss, nothing, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}
    )
    return first.with_weights(prior + steps @ best.x)


def _steps(
    model: Model, hold: frozenset[str]
) -> tuple[sp.csr_matrix, list[tuple[float | None, float | None]]]:
    """How weights may move: columns are free steps, with bounds that keep ordered levels ordered.

    The step into level k moves level k and all above it by the same amount, and may not undo the
    order that the starting weights have between level k − 1 and k.
    """
    size = len(model.weights())
    rows: list[int] = []
    columns: list[int] = []
    bounds: list[tuple[float | None, float | None]] = []
    at = 0
    for term in model.terms:
        ordered = len(term.features) == 1 and term.name not in FREE
        for level in range(0 if term.name not in hold else term.levels, term.levels):
            if _is_unknown(term.edges, level):
                continue
            reach = range(level, term.levels - 1) if ordered else range(level, level + 1)
            rows += [at + k for k in reach]
            columns += [len(bounds)] * len(reach)
            gap = term.weights[level] - term.weights[level - 1] if ordered and level else 0.0
            if not ordered or level == 0:
                bounds.append((None, None))
            elif term.name in FALLING:
                bounds.append((None, min(0.0, -gap) if gap > 0 else -gap))
            else:
                bounds.append((max(0.0, -gap) if gap < 0 else -gap, None))
        at += term.levels
    rows.append(size - 1)
    columns.append(len(bounds))
    bounds.append((None, None))
    ones = np.ones(len(rows))
    return sp.csr_matrix((ones, (rows, columns)), shape=(size, len(bounds))), bounds


def _is_unknown(edges: tuple[tuple[float, ...], ...], level: int) -> bool:
    """Whether any comparison of the level is not known."""
    for cut in reversed(edges):
        level, own = divmod(level, len(cut) + 2)
        if own == len(cut) + 1:
            return True
    return False


def one_hot(model: Model, features: Features) -> sp.csr_matrix:
    """Pairs × (all levels and the bias): 1 where the pair falls in the level."""
    levels = model.level_numbers(features)
    sizes = np.array([term.levels for term in model.terms])
    base = np.concatenate([[0], np.cumsum(sizes)])
    columns = np.column_stack([levels + base[:-1], np.full(len(levels), base[-1])])
    width = columns.shape[1]
    ptr = np.arange(0, len(levels) * width + 1, width)
    data: Any = np.ones(columns.size)
    return sp.csr_matrix((data, columns.ravel(), ptr), shape=(len(levels), base[-1] + 1))
