"""Numeric kernels over row ranges, on all cores: the kernels let go of the interpreter."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS: Final = max(
    1, min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2)
)
_SMALL: Final = 2000


def in_parts(size: int, work: Callable[[int, int], object]) -> None:
    """Call work(lo, hi) for ranges that cover 0..size, side by side when it is worth it."""
    if size < _SMALL or THREADS == 1:
        work(0, size)
        return
    parts = THREADS * 8
    bounds = [size * k // parts for k in range(parts + 1)]
    with ThreadPoolExecutor(THREADS) as pool:
        for done in pool.map(work, bounds[:-1], bounds[1:]):
            del done
