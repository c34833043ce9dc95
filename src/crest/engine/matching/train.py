"""Learning the weights from judged pairs, close to the shipped ones when there are few."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize

from crest.engine.errors import InputError
from crest.engine.matching.models import Features, Model, Weights

FEWEST = 8


class TooFewJudgements(InputError):  # noqa: N818
    """There are not enough judged pairs to learn from."""

    code = "matching.too_few_judgements"


def train(
    features: Features,
    labels: npt.NDArray[np.bool_],
    *,
    start: Model | None = None,
    trust: float = 2.0,
    importance: npt.NDArray[np.float32] | None = None,
) -> Model:
    """Weights that explain the judged pairs, shrunk towards those of `start` (the shipped model).

    features float32[pairs, WIDTH]; labels bool[pairs]: the pair is one thing. `trust` is how many
    log-likelihood units a weight costs per squared step away from `start`; 20 judgements move the
    weights a little, 20 000 as far as they need. Raises TooFewJudgements below 8 pairs or when all
    judgements are alike.
    """
    if len(labels) < FEWEST or labels.all() or not labels.any():
        raise TooFewJudgements(
            f"{len(labels)} judged pairs are too few to learn from.",
            todo=f"Judge at least {FEWEST} pairs, some the same and some different.",
        )
    first = start or Model.load("site")
    design = one_hot(first, features)
    prior = first.weights()
    sign = np.where(labels, 1.0, -1.0)
    weight = np.ones(len(labels)) if importance is None else importance.astype(np.float64)

    def loss(theta: Weights) -> tuple[float, Weights]:
        margin = sign * (design @ theta)
        step = theta - prior
        value = float(weight @ np.logaddexp(0.0, -margin)) + 0.5 * trust * float(step @ step)
        pull = -sign * weight / (1.0 + np.exp(np.clip(margin, -500, 500)))
        return value, np.asarray(design.T @ pull) + trust * step

    best = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return first.with_weights(best.x)


def one_hot(model: Model, features: Features) -> sp.csr_matrix:
    """Pairs × (all levels and the bias): 1 where the pair falls in the level."""
    levels = model.level_numbers(features)
    sizes = np.array([term.levels for term in model.terms])
    base = np.concatenate([[0], np.cumsum(sizes)])
    columns = np.column_stack([levels + base[:-1], np.full(len(levels), base[-1])])
    width = columns.shape[1]
    ptr = np.arange(0, len(levels) * width + 1, width)
    data = np.ones(columns.size)
    return sp.csr_matrix((data, columns.ravel(), ptr), shape=(len(levels), base[-1] + 1))
