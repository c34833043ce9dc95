"""Intervals of a share: Wilson's, and the exact one of Clopper and Pearson.

Sources: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209; C. J. Clopper and E. S. Pearson,
Biometrika 26 (1934) 404; an effective sample size in their place: E. L. Korn and B. I. Graubard,
Survey Methodology 24 (1998) 193. Sample sizes may therefore be fractions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import betaincinv, ndtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SMALL: Final = 30  # below this many the exact interval is used


def wilson(share: Numbers, people: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """Lower and upper limit of the score interval; `share` 0..1, `people` > 0 (may be infinite).

    With z the normal quantile: (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n).
    """
    z = float(ndtri(0.5 + level / 2))
    pull = z * z / people
    middle = share + pull / 2
    half = np.sqrt(pull * (share * (1 - share) + pull / 4))
    low, high = (middle - half) / (1 + pull), (middle + half) / (1 + pull)
    return np.clip(low, 0.0, share), np.clip(high, share, 1.0)


def clopper_pearson(
    share: Numbers, people: Numbers, level: float = 0.95
) -> tuple[Numbers, Numbers]:
    """Lower and upper limit of the exact interval, by quantiles of the beta distribution.

    With x = share times people: Beta(tail; x, n-x+1) and Beta(1-tail; x+1, n-x); 0 and 1 at the
    ends.
    """
    tail = (1 - level) / 2
    yes, no = share * people, (1 - share) * people
    low = np.where(share <= 0, 0.0, betaincinv(np.maximum(yes, 1e-9), no + 1, tail))
    high = np.where(share >= 1, 1.0, betaincinv(yes + 1, np.maximum(no, 1e-9), 1 - tail))
    return np.minimum(low, share), np.maximum(high, share)


def interval(
    share: Numbers, people: Numbers, level: float = 0.95
) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """Lower limit, upper limit, and whether the exact interval was used (fewer than 30 people).

    Where nobody answered (`people` 0, share NaN) the limits are NaN; where everybody of a known
    headcount answered (`people` infinite) both are the share itself.
    """
    low, high = np.full_like(share, np.nan), np.full_like(share, np.nan)
    exact = (people > 0) & (people < SMALL)
    for chosen, method in ((exact, clopper_pearson), (people >= SMALL, wilson)):
        if chosen.any():
            low[chosen], high[chosen] = method(share[chosen], people[chosen], level)
    return low, high, exact
