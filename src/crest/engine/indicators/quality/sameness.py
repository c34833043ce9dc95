"""Answers that are too much alike: whole vectors, nothing but no, one answer to everything.

Expected sameness: every question is answered on its own, as often yes as in that group (with a
little of what all others say, so that a group in which everybody says the same is no proof of its
own innocence). Compare N. Kuriakose and M. Robbins, Stat. J. IAOS 32 (2016) 283.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from crest.engine.indicators.quality.answer_sheet import (
    NO,
    NOT_ASKED,
    REFUSED,
    SUBJECTS,
    TURNED,
    YES,
    AnswerSheet,
)
from crest.engine.indicators.quality.chance import by_drawing, share_is_chance
from crest.engine.indicators.quality.suspicion import COMPARE, OFF_SITE, Suspicion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

SMALLEST: Final = 8  # workers of a group below which nothing is said
LONG: Final = 8  # questions answered, below which equal vectors mean little
MOST: Final = 400  # workers of one group that are compared; more are drawn at random
_OTHERS: Final = 5.0  # workers' worth of what all others say
_KINDS: Final = 4  # no, yes, unknown, refused


def identical_answers(sheet: AnswerSheet, dice: np.random.Generator) -> Iterator[Suspicion]:
    """Groups in which more pairs of workers gave the very same answers than chance explains."""
    for subject_kind in SUBJECTS:
        for name, chosen in sheet.subjects(subject_kind, SMALLEST):
            found = _identical(sheet, chosen, dice)
            if found is None:
                continue
            pairs, expected, chance, largest, people, questions = found
            yield Suspicion(
                "identical_answers", subject_kind, name, people, pairs, expected, chance,
                notable=largest >= _alike_enough(people) and pairs >= 2 * expected,
                sentence=f"{largest} of {people} workers gave the very same answers to "
                f"{questions} questions; {100 * pairs:.0f} % of all pairs are alike, where "
                f"{100 * expected:.0f} % would be by chance. Either their conditions are the same "
                "in every respect, or the answers were prepared or copied.",
                todo=OFF_SITE,
            )  # fmt: skip


def _alike_enough(people: int) -> float:
    return max(4.0, 0.2 * people)


def _identical(
    sheet: AnswerSheet, chosen: Flags, dice: np.random.Generator
) -> tuple[float, float, float, int, int, int] | None:
    """Share of pairs alike, expected share, chance, largest cluster, workers, questions."""
    asked = (sheet.codes[chosen] != NOT_ASKED).mean(axis=0) >= 0.9  # noqa: PLR2004
    if asked.sum() < LONG:
        return None
    inside = np.flatnonzero(chosen & (sheet.answered[:, asked].sum(axis=1) >= LONG))
    if len(inside) < SMALLEST:
        return None
    if len(inside) > MOST:
        inside = np.sort(dice.choice(inside, MOST, replace=False))
    others = ~chosen
    codes = np.where(sheet.codes[:, asked] == NOT_ASKED, 2, sheet.codes[:, asked])
    likely = _likely(codes[inside], codes[others])
    edges = np.cumsum(likely, axis=1)[:, :-1]
    keys = np.asarray(dice.integers(1, 2**62, codes.shape[1]), np.int64)

    def draw() -> float:
        uniform = dice.random((len(inside), codes.shape[1], 1))
        return _alike((uniform > edges).sum(axis=2), keys)[0]

    pairs, largest = _alike(codes[inside], keys)
    chance, expected = by_drawing(pairs, draw)
    return pairs, expected, chance, largest, len(inside), int(asked.sum())


def _likely(inside: NDArray[np.int8], others: NDArray[np.int8]) -> NDArray[np.float64]:
    """Share of each answer (columns) to each question (rows)."""
    counts = np.stack([(inside == code).sum(axis=0) for code in range(_KINDS)], axis=1)
    if not len(others):
        return counts / len(inside)
    pool = np.stack([(others == code).mean(axis=0) for code in range(_KINDS)], axis=1)
    return np.asarray((counts + _OTHERS * pool) / (len(inside) + _OTHERS))


def _alike(codes: NDArray[np.integer], keys: NDArray[np.int64]) -> tuple[float, int]:
    """Share of pairs with equal vectors, and the size of the largest cluster."""
    with np.errstate(over="ignore"):
        prints = codes.astype(np.int64) @ keys
    _, sizes = np.unique(prints, return_counts=True)
    people = len(codes)
    return float((sizes * (sizes - 1)).sum() / (people * (people - 1))), int(sizes.max())


def nothing_but_no(sheet: AnswerSheet) -> Iterator[Suspicion]:
    """Groups in which far more workers than elsewhere say no to every sensitive question."""
    given = sheet.answered[:, sheet.sensitive].sum(axis=1)
    silent = (given >= LONG) & ~(sheet.codes[:, sheet.sensitive] == YES).any(axis=1)
    yield from _compared(
        sheet,
        given >= LONG,
        silent,
        "all_no",
        words="said no to every sensitive question, against {elsewhere:.0f} % elsewhere. "
        "Either nothing is wrong there, or they did not feel free to say it.",
        todo=OFF_SITE,
    )


def straight_lines(sheet: AnswerSheet) -> Iterator[Suspicion]:
    """Groups in which workers gave one answer to everything, though some questions are turned."""
    turned = np.array([name in TURNED for name in sheet.questions], bool)
    able = (sheet.answered.sum(axis=1) >= LONG) & sheet.answered[:, turned].any(axis=1)
    yes, no = (sheet.codes == YES).any(axis=1), (sheet.codes == NO).any(axis=1)
    yield from _compared(
        sheet,
        able,
        able & (yes ^ no),
        "straight_lining",
        words="gave one and the same answer to all questions, also to those put the other way "
        "round, against {elsewhere:.0f} % elsewhere. The questions were hardly read out.",
        todo=COMPARE,
    )


def refusals(sheet: AnswerSheet) -> Iterator[Suspicion]:
    """Groups in which far more workers than elsewhere refuse a tenth of the questions or more."""
    asked = (sheet.codes != NOT_ASKED).sum(axis=1)
    refused = (sheet.codes == REFUSED).sum(axis=1)
    yield from _compared(
        sheet,
        asked > 0,
        (refused > 0) & (refused >= 0.1 * asked),
        "refusals",
        words="refused a tenth of the questions or more, against {elsewhere:.0f} % elsewhere. "
        "That may be fear.",
        todo=OFF_SITE,
    )


def _compared(
    sheet: AnswerSheet, able: Flags, marked: Flags, kind: str, *, words: str, todo: str
) -> Iterator[Suspicion]:
    """Each group's share of marked workers against that of all others, by Fisher's test."""
    for subject_kind in SUBJECTS:
        for name, chosen in sheet.subjects(subject_kind, SMALLEST):
            here, others = chosen & able, ~chosen & able
            people, rest = int(here.sum()), int(others.sum())
            if people < SMALLEST or rest < SMALLEST:
                continue
            count, all_marked = int((here & marked).sum()), int((able & marked).sum())
            share, elsewhere = count / people, (all_marked - count) / rest
            yield Suspicion(
                kind, subject_kind, name, people, share, elsewhere,
                share_is_chance(count, people, all_marked, people + rest),
                notable=share >= elsewhere + 0.25,
                sentence=f"{count} of {people} workers "
                + words.format(elsewhere=100 * elsewhere),
                todo=todo,
            )  # fmt: skip
