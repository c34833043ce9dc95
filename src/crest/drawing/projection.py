"""Equal Earth: an equal-area world map projection, so that no country looks larger than it is.

Šavrič, Patterson and Jenny, "The Equal Earth map projection", International Journal of
Geographical Information Science 33(3), 2019.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT3: Final = float(np.sqrt(3.0))

Floats = npt.NDArray[np.float64]


def equal_earth(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Degrees → plane, unit sphere; x in ±2.7066, y in ±1.3173 with north positive."""
    theta = np.arcsin(_ROOT3 / 2.0 * np.sin(np.radians(lat)))
    square = theta * theta
    sixth = square**3
    slope = 9 * _A[3] * sixth * square + 7 * _A[2] * sixth + 3 * _A[1] * square + _A[0]
    x = 2.0 * _ROOT3 * np.radians(lng) * np.cos(theta) / (3.0 * slope)
    y = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return x, y
