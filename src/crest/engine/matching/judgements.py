"""What people decided about pairs of listings, kept apart from what the score says.

Invariant: the log only grows. An undo is an event too; what holds is derived from the events that
stand, never stored. Judgements name listings by keys that survive re-runs (identities_keys).
"""

from __future__ import annotations

import itertools
import json
import os
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from crest.engine.errors import InputError, OutputError, Place
from crest.engine.matching.identities_keys import Keys, read_keys, write_key
from crest.engine.matching.judgements_settled import (
    DIFFERENT,
    SAME,
    UNSURE,
    ContradictionError,
    Judgement,
    Settled,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["ContradictionError", "Judgement", "JudgementError", "Judgements"]

Longs = npt.NDArray[np.int64]
Pairs = tuple[Longs, Longs]
UNDO: Final = "undo"
VERDICTS: Final = (SAME, DIFFERENT, UNSURE)


class JudgementError(InputError):
    """A judgement cannot be taken: unknown verdict, no person, no date, one listing twice."""

    code = "matching.judgement"


class Judgements:
    """The log, and what follows from it."""

    def __init__(self, events: Iterable[Judgement] = ()) -> None:
        """Take up a log. Raises ContradictionError when its standing events contradict."""
        self._events = list(events)
        self._settled = _settle(self._events)

    @property
    def events(self) -> tuple[Judgement, ...]:
        """Give all events ever, undone ones and undos included."""
        return tuple(self._events)

    @property
    def settled(self) -> Settled:
        """Give what follows from the events that stand."""
        return self._settled

    @property
    def standing(self) -> list[Judgement]:
        """Give the events that no standing undo takes back, in order."""
        return _standing(self._events)

    def judge(
        self, verdict: str, left: str, right: str, *, who: str, when: str, why: str = ""
    ) -> Judgement:
        """Append a judgement and return it.

        Raises JudgementError when something is missing and ContradictionError when it contradicts;
        then the log is as it was.
        """
        if verdict not in VERDICTS:
            raise JudgementError(f"“{verdict}” is no verdict.", todo=f"Use {', '.join(VERDICTS)}.")
        left, right = (write_key(key) for key in read_keys((left, right)).tolist())
        if left == right:
            raise JudgementError(
                f"Both sides are {left}: the two rows say exactly the same.",
                todo="Nothing can tell them apart; add what differs to one of the rows.",
            )
        event = self._event(verdict, left, right, who=who, when=when, why=why)
        self._settled.add(event)
        self._events.append(event)
        return event

    def undo(self, number: int, *, who: str, when: str, why: str = "") -> Judgement:
        """Append an event that takes event `number` back (an undo can be undone as well).

        Raises JudgementError when there is no such event or it was taken back already, and
        ContradictionError when undoing an undo revives a contradiction.
        """
        if number not in {event.number for event in _standing(self._events)}:
            raise JudgementError(
                f"There is no standing judgement {number} to undo.", todo="Look it up in the log."
            )
        event = self._event(UNDO, "", "", who=who, when=when, why=why, undoes=number)
        self._settled = _settle([*self._events, event])
        self._events.append(event)
        return event

    def is_settled(self, left: str, right: str) -> bool:
        """Whether it follows that two listings are, or are not, one thing."""
        return self._settled.verdict(left, right) is not None

    def next_questions(self, pairs: Iterable[tuple[str, str]], who: str) -> list[tuple[str, str]]:
        """Give the pairs still worth asking `who`, in the order given.

        Left out: what is settled, what `who` was unsure about, and pairs whose answer follows
        from a pair asked earlier in the list.
        """
        asked = self._settled.unsure_of(who)
        questions = []
        for left, right in pairs:
            between = frozenset((self._settled.root(left), self._settled.root(right)))
            if between in asked or self.is_settled(left, right):
                continue
            asked.add(between)
            questions.append((left, right))
        return questions

    def constraints(self, record_keys: Keys) -> tuple[Pairs, Pairs]:
        """Give (must be one thing, must not be) as pairs of positions in `record_keys`.

        `record_keys` uint64[n] are the keys of the records of a run. Rows with equal keys are
        all bound. Each closure is given as a chain, each opposition as all cross pairs.
        """
        rows = _rows_by_key(record_keys, self._judged_keys())
        must: list[tuple[int, int]] = []
        for keys in self._settled.closures():
            here = sorted(row for key in keys for row in rows.get(key, ()))
            must.extend(itertools.pairwise(here))
        cannot: list[tuple[int, int]] = []
        for one, two in self._settled.opposed():
            mine = [row for key in self._settled.closure(one) for row in rows.get(key, ())]
            theirs = [row for key in self._settled.closure(two) for row in rows.get(key, ())]
            cannot.extend((a, b) for a in mine for b in theirs)
        return _arrays(must), _arrays(cannot)

    def same_keys(self, record_keys: Keys) -> Keys:
        """Give the keys that people judged to be one thing with any of these, these left out."""
        rows = _rows_by_key(record_keys, self._judged_keys())
        found = {other for key in rows for other in self._settled.closure(key)} - set(rows)
        return read_keys(sorted(found))

    def training_pairs(self, record_keys: Keys) -> tuple[Longs, Longs, npt.NDArray[np.bool_]]:
        """Give the pairs a person looked at and settled: left and right positions, and same or not.

        Pairs whose listings are not in this run are left out, equal rows count once.
        """
        standing = {
            frozenset((event.left, event.right)): event
            for event in _standing(self._events)
            if event.verdict in (SAME, DIFFERENT)
        }
        rows = _rows_by_key(record_keys, self._judged_keys())
        found = [
            (rows[event.left][0], rows[event.right][0], event.verdict == SAME)
            for event in standing.values()
            if event.left in rows and event.right in rows
        ]
        left, right = _arrays([(a, b) for a, b, _ in found])
        return left, right, np.array([same for _, _, same in found], np.bool_)

    @classmethod
    def load(cls, path: Path) -> Judgements:
        """Read a log (JSON lines); no file means no judgements.

        Raises JudgementError for an unreadable line, ContradictionError for contradictions.
        """
        if not path.is_file():
            return cls()
        events = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                events.append(Judgement(**json.loads(line)))
            except (ValueError, TypeError) as error:
                raise JudgementError(
                    "This line is no judgement; the last write may have been cut off.",
                    todo="Remove the line, or restore the file from a copy.",
                    place=Place(path.name, row=number),
                ) from error
        return cls(events)

    def append_to(self, path: Path, since: int = 0) -> None:
        """Append the events after number `since` to the log file. Raises OutputError."""
        lines = [
            json.dumps(asdict(event), ensure_ascii=False)
            for event in self._events
            if event.number > since
        ]
        if not lines:
            return
        try:
            with path.open("a", encoding="utf-8") as log:
                log.write("\n".join(lines) + "\n")
                log.flush()
                os.fsync(log.fileno())
        except OSError as error:
            raise OutputError(
                f"The judgements cannot be written to {path.name} ({error.strerror}).",
                todo="Free some space or choose another folder.",
            ) from error

    def _judged_keys(self) -> list[str]:
        return sorted({key for event in self._events for key in (event.left, event.right) if key})

    def _event(
        self,
        verdict: str,
        left: str,
        right: str,
        *,
        who: str,
        when: str,
        why: str,
        undoes: int | None = None,
    ) -> Judgement:
        if not who.strip():
            raise JudgementError("A judgement needs a person.", todo="Say who judged.")
        try:
            datetime.fromisoformat(when)
        except ValueError as error:
            raise JudgementError(f"“{when}” is no date.", todo="Write it as 2026-03-31.") from error
        number = self._events[-1].number + 1 if self._events else 1
        return Judgement(number, verdict, left, right, who.strip(), when, why.strip(), undoes)


def _standing(events: list[Judgement]) -> list[Judgement]:
    """Give the events that no standing undo takes back."""
    undone: set[int] = set()
    standing = []
    for event in reversed(events):
        if event.number in undone:
            continue
        standing.append(event)
        if event.undoes is not None:
            undone.add(event.undoes)
    return standing[::-1]


def _settle(events: list[Judgement]) -> Settled:
    settled = Settled()
    for event in _standing(events):
        if event.verdict != UNDO:
            settled.add(event)
    return settled


def _rows_by_key(record_keys: Keys, judged: list[str]) -> dict[str, list[int]]:
    if not judged or not len(record_keys):
        return {}
    wanted = np.isin(record_keys, read_keys(judged))
    rows: dict[str, list[int]] = {}
    for row in np.flatnonzero(wanted).tolist():
        rows.setdefault(write_key(record_keys[row]), []).append(row)
    return rows


def _arrays(pairs: list[tuple[int, int]]) -> Pairs:
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()
