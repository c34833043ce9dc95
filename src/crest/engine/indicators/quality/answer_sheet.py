"""Answers as a matrix, workers by questions, with who asked whom, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]

NOT_ASKED, NO, YES, UNKNOWN, REFUSED = -1, 0, 1, 2, 3
_CODES: Final = pa.array(["no", "yes", "unknown", "refused"])
SUBJECTS: Final = ("site", "interviewer")
# Questions whose yes is the absence of a sign: nobody can truly say no to all others and to these.
TURNED: Final = ("free_to_leave_job", "agreed_to_changes", "hazards_agreed")


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """`codes`: int8 workers × questions, NOT_ASKED … REFUSED; `journeys`: one row per worker.

    `sensitive`: per question; the turned ones are not among them, so that yes is always a sign.
    """

    codes: NDArray[np.int8]
    questions: tuple[str, ...]
    sensitive: Flags
    journeys: pa.Table

    @property
    def answered(self) -> Flags:
        """Workers × questions: a yes or a no was given."""
        return np.asarray((self.codes == NO) | (self.codes == YES))

    def labels(self, column: str) -> Places:
        """A number per worker for the value of that column; -1 where nobody knows it."""
        if column not in self.journeys.column_names:
            return np.full(self.journeys.num_rows, -1, np.int64)
        coded = self.journeys[column].combine_chunks().dictionary_encode()
        return np.asarray(pc.fill_null(coded.indices, -1).cast(pa.int64()))

    def subjects(self, column: str, smallest: int) -> Iterator[tuple[str, Flags]]:
        """Each value of that column with at least so many workers, and who they are."""
        labels = self.labels(column)
        for label in np.flatnonzero(np.bincount(labels[labels >= 0]) >= smallest):
            chosen = labels == label
            name = self.journeys[column][int(np.argmax(chosen))].as_py()
            yield str(name), chosen

    def score(self) -> NDArray[np.float64]:
        """Share of yes among the sensitive questions answered, per worker; NaN: none answered."""
        given = self.answered[:, self.sensitive]
        yes = (self.codes[:, self.sensitive] == YES).sum(axis=1)
        count = given.sum(axis=1)
        return np.where(count > 0, yes / np.maximum(count, 1), np.nan)


def sheet_of(
    answers: pa.Table, journeys: pa.Table, sensitive: Collection[str] | None
) -> AnswerSheet:
    """The matrix of all journeys that have an answer. `sensitive` None: every question is."""
    place = pc.index_in(answers["journey"], value_set=journeys["journey"].combine_chunks())
    question = answers["question"].combine_chunks().dictionary_encode()
    names = tuple(question.dictionary.to_pylist())
    codes = np.full((journeys.num_rows, len(names)), NOT_ASKED, np.int8)
    code = pc.index_in(answers["answer"], value_set=_CODES)
    known = np.asarray(pc.and_(place.is_valid(), code.is_valid()))
    row, column, value = (
        np.asarray(pc.fill_null(each, 0))[known] for each in (place, question.indices, code)
    )
    codes[row, column] = value
    present = (codes != NOT_ASKED).any(axis=1) if names else np.zeros(len(codes), bool)
    marked = np.array(
        [(sensitive is None or name in sensitive) and name not in TURNED for name in names], bool
    )
    return AnswerSheet(codes[present], names, marked, journeys.filter(pa.array(present)))
