"""How often chance alone does as much: Monte Carlo that stops early, and many tests at once.

Sources: J. Besag and P. Clifford, Biometrika 78 (1991) 301 (sequential Monte Carlo p-values);
Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57 (1995) 289 (false discovery rate).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import hypergeom

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

ENOUGH: Final = 10  # draws as extreme as the observation, after which it is clearly nothing special
DRAWS: Final = 1999


def by_drawing(observed: float, draw: Callable[[], float]) -> tuple[float, float]:
    """Probability of a draw at least as large as observed, and the mean draw.

    Stops after ten such draws (p = 10 / draws), else after 1,999: (hits + 1) / 2,000.
    """
    hits, total = 0, 0.0
    for done in range(1, DRAWS + 1):
        value = draw()
        total += value
        hits += value >= observed - 1e-12
        if hits == ENOUGH:
            return ENOUGH / done, total / done
    return (hits + 1) / (DRAWS + 1), total / DRAWS


def share_is_chance(marked: int, people: int, all_marked: int, everybody: int) -> float:
    """Probability that so many or more of `people` are marked when they are drawn from everybody.

    Fisher's exact test, one-sided: the upper tail of the hypergeometric distribution.
    """
    return float(hypergeom.sf(marked - 1, everybody, all_marked, people))


def false_discovery(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Benjamini and Hochberg's adjusted p-values, in the order given."""
    count = len(chances)
    order = np.argsort(chances)
    scaled = chances[order] * count / np.arange(1, count + 1)
    adjusted = np.minimum.accumulate(scaled[::-1])[::-1]
    result = np.empty(count)
    result[order] = np.minimum(adjusted, 1.0)
    return result
