"""Findings as a table, one row each, for a file or a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crest.engine.findings.finding import Finding, Words

_TEXT: Final = pa.string()
_COUNT: Final = pa.int64()
# Sentences of one cell are joined by a blank; codes by "|".
FINDINGS: Final = pa.schema(
    [
        pa.field("finding", _TEXT, nullable=False),
        pa.field("rank", _COUNT, nullable=False),  # 1 = first
        pa.field("rule", _TEXT, nullable=False),
        pa.field("rules", _TEXT),
        pa.field("title", _TEXT, nullable=False),
        pa.field("title_thai", _TEXT, nullable=False),
        pa.field("subject_kind", _TEXT, nullable=False),
        pa.field("subject", _TEXT, nullable=False),
        pa.field("subject_name", _TEXT, nullable=False),
        pa.field("also", _TEXT),
        pa.field("answer", _TEXT, nullable=False),
        pa.field("severity", _COUNT, nullable=False),
        pa.field("workers", _COUNT),
        pa.field("of_workers", _COUNT),
        pa.field("amount_minor", _COUNT),
        pa.field("currency", _TEXT),
        pa.field("because", _TEXT),
        pa.field("because_thai", _TEXT),
        pa.field("missing", _TEXT),
        pa.field("how_sure", _TEXT, nullable=False),
        pa.field("sure_because", _TEXT),
        pa.field("confidence", _TEXT, nullable=False),
        pa.field("cites", _TEXT),
        pa.field("actions", _TEXT),
        pa.field("first_due_on", pa.date32()),
        pa.field("digest", _TEXT, nullable=False),
    ]
)


def findings_table(findings: Iterable[Finding]) -> pa.Table:
    """FINDINGS, in the order given."""
    rows = [_row(rank, one) for rank, one in enumerate(findings, 1)]
    return pa.Table.from_pylist(rows, schema=FINDINGS)


def _row(rank: int, one: Finding) -> dict[str, object]:
    same = ("rule", "subject_kind", "subject", "subject_name", "answer", "severity", "workers")
    more = ("of_workers", "amount_minor", "currency", "confidence", "digest")
    cites = [f"{cite.source}{f' ({cite.at})' if cite.at else ''}" for cite in one.cites]
    return {
        **{name: getattr(one, name) for name in (*same, *more)},
        "finding": one.id,
        "rank": rank,
        "rules": "|".join(one.rules) or None,
        "title": one.title.says,
        "title_thai": one.title.thai,
        "also": "|".join(one.also) or None,
        "because": _joined(one.because),
        "because_thai": " ".join(words.thai for words in one.because) or None,
        "missing": _joined(one.missing),
        "how_sure": one.how_sure.says,
        "sure_because": "; ".join(words.says for words in one.sure_because) or None,
        "cites": "; ".join(cites),
        "actions": "|".join(action.code for action in one.actions),
        "first_due_on": min((action.due_on for action in one.actions), default=None),
    }


def _joined(words: Iterable[Words]) -> str | None:
    return " ".join(one.says for one in words) or None
