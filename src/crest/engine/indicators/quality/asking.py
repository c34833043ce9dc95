"""Who asked, and where: differences that only the interview can explain.

Workers of one site live under the same conditions, whoever asks them. Differences are therefore
taken within sites, and chance is what remains when interviewers (or places) are dealt out anew
within each site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from crest.engine.indicators.quality.chance import by_drawing
from crest.engine.indicators.quality.sameness import SMALLEST
from crest.engine.indicators.quality.suspicion import COMPARE, OFF_SITE, Suspicion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from crest.engine.indicators.quality.answer_sheet import AnswerSheet

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

NOTABLE: Final = 0.1  # difference of ten yes in a hundred answers
AT_WORK: Final = "workplace"
OUTSIDE: Final = "off_site"  # housing is left out: it may be the employer's


def interviewer_effects(sheet: AnswerSheet, dice: np.random.Generator) -> Iterator[Suspicion]:
    """Interviewers whose workers say yes more, or less, often than others of the same sites."""
    score, site, asked_by = sheet.score(), sheet.labels("site"), sheet.labels("interviewer")
    known = np.isfinite(score) & (site >= 0) & (asked_by >= 0)
    mixed = known & np.isin(site, _with_two(site[known], asked_by[known]))
    for name, chosen in sheet.subjects("interviewer", SMALLEST):
        here = mixed & chosen
        sites = np.unique(site[here])
        within = mixed & np.isin(site, sites)
        if here.sum() < SMALLEST or (within & ~here).sum() < SMALLEST:
            continue
        difference, chance = _within(score[within], site[within], here[within], dice, sided=False)
        shared = intraclass(score[within], site[within], asked_by[within])
        yield Suspicion(
            "interviewer_effect", "interviewer", name, int(here.sum()), difference, 0.0, chance,
            notable=abs(difference) >= NOTABLE,
            sentence=f"Workers asked by this interviewer say yes to sensitive questions "
            f"{100 * abs(difference):.0f} points {'more' if difference > 0 else 'less'} often than "
            "workers of the same sites asked by others (intraclass correlation of interviewers "
            f"{shared:.2f}).",
            todo=COMPARE,
        )  # fmt: skip


def place_effects(sheet: AnswerSheet, dice: np.random.Generator) -> Iterator[Suspicion]:
    """Whether workers asked at the workplace say yes less often than those asked off site."""
    if "interview_place" not in sheet.journeys.column_names:
        return
    place = np.array(sheet.journeys["interview_place"].to_pylist(), object)
    score, site = sheet.score(), sheet.labels("site")
    known = np.isfinite(score) & (site >= 0) & ((place == AT_WORK) | (place == OUTSIDE))
    outside = place == OUTSIDE
    mixed = known & np.isin(site, _with_two(site[known], outside[known].astype(np.int64)))
    here = mixed & outside
    if here.sum() < SMALLEST or (mixed & ~outside).sum() < SMALLEST:
        return
    difference, chance = _within(score[mixed], site[mixed], outside[mixed], dice, sided=True)
    yield Suspicion(
        "asked_at_work", "all", "interview_place", int(mixed.sum()), difference, 0.0, chance,
        notable=difference >= NOTABLE,
        sentence="Workers asked at the workplace say yes to sensitive questions "
        f"{100 * difference:.0f} points less often than workers of the same sites asked off site. "
        "Answers given at work hide signs.",
        todo=OFF_SITE,
    )  # fmt: skip


def intraclass(score: Numbers, site: Places, asked_by: Places) -> float:
    """Intraclass correlation of interviewers, sites taken out: share of variance, 0..1.

    Analysis of variance of the deviations from the site's mean, unequal group sizes:
    (MSB - MSW) / (MSB + (m - 1) MSW), m = (n - Σ size²/n) / (k - 1).
    """
    rest = score - _means(score, site)
    _, group = np.unique(asked_by, return_inverse=True)
    sizes = np.bincount(group).astype(float)
    count, groups = len(score), len(sizes)
    if groups < 2 or count <= groups:  # noqa: PLR2004 - nothing to compare
        return 0.0
    means = np.bincount(group, rest) / sizes
    between = float((sizes * (means - rest.mean()) ** 2).sum() / (groups - 1))
    inside = float(((rest - means[group]) ** 2).sum() / (count - groups))
    size = (count - float((sizes**2).sum()) / count) / (groups - 1)
    whole = between + (size - 1) * inside
    return min(1.0, max(0.0, (between - inside) / whole)) if whole > 0 else 0.0


def _means(values: Numbers, site: Places) -> Numbers:
    """The mean of each worker's site."""
    _, group = np.unique(site, return_inverse=True)
    return np.asarray((np.bincount(group, values) / np.bincount(group))[group])


def _with_two(site: Places, by: Places) -> Places:
    """Sites in which at least two different values of `by` occur."""
    pairs = np.unique(np.stack([site, by], axis=1), axis=0)
    sites, count = np.unique(pairs[:, 0], return_counts=True)
    return np.asarray(sites[count > 1])


def _within(
    score: Numbers,
    site: Places,
    marked: NDArray[np.bool_],
    dice: np.random.Generator,
    *,
    sided: bool,
) -> tuple[float, float]:
    """Difference of the marked to the others within sites, and its p-value (one- or two-sided).

    Each site weighs by how many pairs of a marked and another worker it can compare.
    """
    order = np.argsort(site, kind="stable")
    score, marked = score[order], marked[order]
    _, group = np.unique(site[order], return_inverse=True)
    size = np.bincount(group).astype(float)
    share = np.bincount(group, marked) / size
    # Σ (marked - its share)(score) over sites, divided by Σ n·share·(1-share).
    spread = float((size * share * (1 - share)).sum())

    def difference(flags: NDArray[np.bool_]) -> float:
        return float(((flags - share[group]) * score).sum() / spread)

    def draw() -> float:
        dealt = marked[np.lexsort((dice.random(len(group)), group))]
        found = difference(dealt)
        return found if sided else abs(found)

    observed = difference(marked)
    chance, _ = by_drawing(observed if sided else abs(observed), draw)
    return observed, chance
