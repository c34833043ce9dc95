"""One source row: where every value of every page leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.evidence.pages.batches import acting
from crest.evidence.pages.words import STATES, field_words, kind_words, severity_words


@dataclass(frozen=True, slots=True)
class RowContext:
    """A row as it was given."""

    row: evidence.RowSheet
    kind: Any
    state: Any
    mark: str
    values: tuple[tuple[str, str, Any], ...]
    problems: tuple[tuple[evidence.ProblemLine, Any], ...]
    section: str = "evidence"


@access.page("evidence/row.html", needs=access.Permission.SEE_EVIDENCE)
def row(request: access.ActingRequest, ref: str) -> RowContext:
    """What exactly was said, by whom, and when?"""
    sheet = evidence.row_sheet(acting(request), ref)
    words, mark = STATES[sheet.batch.state]
    return RowContext(
        row=sheet,
        kind=kind_words(sheet.kind),
        state=words,
        mark=mark,
        values=tuple(
            (name, value, field_words(ours) if ours else "") for name, value, ours in sheet.values
        ),
        problems=tuple((line, severity_words(line)) for line in sheet.problems),
    )
