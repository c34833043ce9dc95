"""A new list against a registry: what is linked, what is asked, what becomes new in silence."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bench.measure import scores


def judge_links(
    truth: npt.ArrayLike,
    split: int,
    labels: npt.ArrayLike,
    pairs: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike],
    hard: npt.ArrayLike | None = None,
) -> dict[str, Any]:
    """Judge the records from `split` on against the registry, the records before it.

    A new record is linked to every registry record that has its label or a pair decided 2, and
    shown for review by a pair decided 1. Precision and recall count new records: a link is right
    when all it is linked to is its true site. `silently_new`: of the records whose site is in the
    registry, those neither linked to anything nor shown with their site.
    """
    true, label = np.asarray(truth), np.asarray(labels)
    linked: list[set[int]] = [set() for _ in range(len(true) - split)]
    shown: list[set[int]] = [set() for _ in range(len(true) - split)]
    by_label: dict[int, set[int]] = {}
    for row in range(split):
        by_label.setdefault(int(label[row]), set()).add(int(true[row]))
    for row in range(split, len(true)):
        linked[row - split] |= by_label.get(int(label[row]), set())
    for a, b, decision in zip(*(np.asarray(p).tolist() for p in pairs), strict=True):
        old, new = min(a, b), max(a, b)
        if old < split <= new and decision:
            (linked if decision == 2 else shown)[new - split].add(int(true[old]))
    known = set(true[:split].tolist())
    flags = np.ones(len(true), bool) if hard is None else np.asarray(hard, bool)
    found = _count(true[split:].tolist(), linked, shown, known, np.ones(len(true) - split, bool))
    if hard is not None:
        figures = _count(true[split:].tolist(), linked, shown, known, flags[split:])
        found["hard"] = {k: figures[k] for k in ("partnered", "recall", "reached")}
    return found


def _count(
    true: list[int],
    linked: list[set[int]],
    shown: list[set[int]],
    known: set[int],
    among: npt.NDArray[np.bool_],
) -> dict[str, Any]:
    right = claimed = partnered = reached = silent = asked = 0
    for site, links, asks, counted in zip(true, linked, shown, among.tolist(), strict=True):
        if not counted:
            continue
        claimed += bool(links)
        right += links == {site}
        asked += bool(asks) and not links
        if site in known:
            partnered += 1
            reached += site in links or site in asks
            silent += not links and site not in asks
    figures = scores(right, claimed, partnered).rounded()
    return {
        **figures,
        "new_records": int(among.sum()),
        "partnered": partnered,
        "reached": round(reached / partnered, 4) if partnered else 1.0,
        "silently_new": round(silent / partnered, 4) if partnered else 0.0,
        "review_records": asked,
    }
