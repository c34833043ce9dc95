"""Who came the same way at the same time: groups, and the step of widening each worker needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from crest.engine.remedy.floors import Middle, middle_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.remedy.people import People
    from crest.engine.rulebook.remedy_rules import Floor, GroupStep

NO_STEP: Final = -1


@dataclass(frozen=True, slots=True)
class Step:
    """One way of grouping. `of`: group of each worker, -1 where a key is unknown.

    `open_to`: who may take this step's floor (all members speak for the group).
    """

    rule: GroupStep
    of: NDArray[np.int64]
    open_to: NDArray[np.bool_]
    values: list[tuple[str, ...]]  # per group: its keys and, last, the pay currency


def steps_of(people: People, rule: Floor) -> tuple[Step, ...]:
    """Group the workers by every step of the rule; a group never mixes pay currencies.

    A worker of whom a key is unknown is in no group of that step and falls to the next.
    """
    found = []
    for step in rule.steps:
        numbers: dict[tuple[str, ...], int] = {}
        of = np.full(len(people), -1, np.int64)
        columns = [people.keys[key] for key in step.keys]
        barred = [people.keys[key] for key in step.instead_of]
        for at, currency in enumerate(people.currency):
            key = tuple(values[at] or "" for values in columns)
            if "" not in key:
                of[at] = numbers.setdefault((*key, currency), len(numbers))
        open_to = np.array(
            [all(values[at] is None for values in barred) for at in range(len(people))], bool
        )
        found.append(Step(step, of, open_to & (of >= 0), list(numbers)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Floors:
    """The floor of each worker. `step` NO_STEP: no group of theirs has a sample."""

    step: NDArray[np.int64]
    group: NDArray[np.int64]
    value: NDArray[np.int64]
    low: NDArray[np.int64]  # -1: no interval
    high: NDArray[np.int64]
    n: NDArray[np.int64]
    enough: NDArray[np.bool_]


def floors_of(
    steps: tuple[Step, ...],
    rule: Floor,
    method: str,
    sums: NDArray[np.int64],
    sampled: NDArray[np.bool_],
) -> Floors:
    """Find for every worker the narrowest group with enough sampled workers, and its floor.

    Where no step has enough, the step with the largest sample is taken and `enough` is false.
    `method` none: nobody gets a floor.
    """
    people = len(sums)
    step = np.full(people, NO_STEP, np.int64)
    sizes = [_sizes(one, sampled) for one in steps]
    if method != "none" and steps:
        table = np.stack(sizes)
        wide = table >= rule.minimum_sample
        step = np.where(wide.any(axis=0), wide.argmax(axis=0), table.argmax(axis=0))
        step = np.where(table.max(axis=0) > 0, step, NO_STEP)
    floors = Floors(
        step,
        np.full(people, -1, np.int64),
        np.zeros(people, np.int64),
        np.full(people, -1, np.int64),
        np.full(people, -1, np.int64),
        np.zeros(people, np.int64),
        np.zeros(people, bool),
    )
    for at, one in enumerate(steps):
        mine = step == at
        if mine.any():
            _fill(floors, one, mine, _middles(one, mine, rule, method, sums, sampled))
            floors.n[mine] = sizes[at][mine]
    floors.enough[:] = floors.n >= rule.minimum_sample
    return floors


def _sizes(step: Step, sampled: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Sampled workers in each worker's group; 0 where the step does not apply."""
    within = sampled & (step.of >= 0)
    each = np.bincount(step.of[within], minlength=len(step.values) + 1)
    return np.where(step.open_to, each[step.of], 0)


def _middles(  # noqa: PLR0917 (one set of arrays, written in order)
    step: Step,
    mine: NDArray[np.bool_],
    rule: Floor,
    method: str,
    sums: NDArray[np.int64],
    sampled: NDArray[np.bool_],
) -> dict[int, Middle]:
    within = np.flatnonzero(sampled & np.isin(step.of, np.unique(step.of[mine])))
    order = within[np.lexsort((sums[within], step.of[within]))]
    groups, first = np.unique(step.of[order], return_index=True)
    parts = np.split(sums[order], first[1:])
    return {
        int(group): middle_of(part, method, rule.level, rule.trim)
        for group, part in zip(groups, parts, strict=True)
    }


def _fill(floors: Floors, step: Step, mine: NDArray[np.bool_], middles: dict[int, Middle]) -> None:
    by_group = np.full((len(step.values), 3), -1, np.int64)
    for group, middle in middles.items():
        ends = (-1, -1) if middle.low is None or middle.high is None else (middle.low, middle.high)
        by_group[group] = (middle.value, *ends)
    of = step.of[mine]
    floors.group[mine] = of
    floors.value[mine], floors.low[mine], floors.high[mine] = by_group[of].T
