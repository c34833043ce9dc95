"""An assessment as rows: protected outputs only, nothing about a single worker."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from crest.engine.assessing.publishing import publish
from crest.engine.rulebook.book import Book

if TYPE_CHECKING:
    import pyarrow as pa

    from crest.engine.assessing.story import Assessment
    from crest.engine.findings.finding import Finding, ProposedAction, Words
    from crest.engine.rulebook.models import Cite

Row = dict[str, Any]
HIGH, MEDIUM = 66.0, 33.0  # points of residual risk from which a subject is shown as such
_LARGEST: Final = 2_147_483_647
# Tables that are about groups; their columns of kind and id, where they have any.
_GROUP_KEYS: Final = ("kind", "id")
_OWED_KEYS: Final = ("role", "id")


@dataclass(frozen=True, slots=True)
class FoundRows:
    """What a run writes. Subjects are permanent ids; `nodes` names those a chain may hold."""

    summary: Row
    findings: list[Row] = field(default_factory=list)
    priorities: list[Row] = field(default_factory=list)
    groups: list[Row] = field(default_factory=list)
    exposures: list[Row] = field(default_factory=list)

    @property
    def subjects(self) -> set[str]:
        """Every subject that may be a node."""
        rows = (*self.findings, *self.priorities, *self.groups, *self.exposures)
        return {row["subject"] for row in rows if row["subject"]}


def found_rows(found: Assessment, summary: Row) -> FoundRows:
    """All rows of an assessment."""
    shown = publish(found)
    countries = _countries(found)
    book = found.question.book
    return FoundRows(
        summary={**summary, "suppressed": list(shown.suppressed), "stale": list(shown.stale)},
        findings=[
            _finding(one, rank, countries, book) for rank, one in enumerate(found.findings, 1)
        ],
        priorities=[_priority(row) for row in found.risks.to_pylist()],
        groups=[row for name, table in shown.tables.items() for row in _groups(name, table)],
        exposures=[_exposure(row) for row in found.exposures.to_pylist()],
    )


def _countries(found: Assessment) -> dict[str, str]:
    nodes = found.mapped.nodes
    named = zip(nodes["node"].to_pylist(), nodes["country"].to_pylist(), strict=True)
    return {node: country for node, country in named if country}


def country_of(kind: str, subject: str, countries: dict[str, str]) -> str:
    """Where the subject is; where people work, for a corridor."""
    if kind == "corridor":
        return subject.partition(">")[2][:2]
    return countries.get(subject, "")[:2]


def _finding(one: Finding, rank: int, countries: dict[str, str], book: Book) -> Row:
    first = min((action.due_on for action in one.actions), default=None)
    return {
        "code": one.id, "rule": one.rule, "title": one.title.says[:400],
        "title_thai": one.title.thai[:400], "subject_kind": one.subject_kind,
        "subject": one.subject[:60], "subject_name": one.subject_name[:300],
        "answer": one.answer, "severity": one.severity, "workers": one.workers,
        "of_workers": one.of_workers, "amount_minor": one.amount_minor,
        "currency": one.currency or "", "because": _said(one.because),
        "missing": _said(one.missing), "how_sure": one.how_sure.says[:20],
        "sure_because": _said(one.sure_because),
        "actions": [_action(action, book) for action in one.actions],
        "first_due_on": first, "cites": "; ".join(_at(cite) for cite in one.cites),
        "confidence": one.confidence, "rank": rank, "suppressed": one.suppressed,
        "country": country_of(one.subject_kind, one.subject, countries),
        "words": {
            **{name: _pairs(getattr(one, name)) for name in ("because", "missing", "sure_because")},
            "how_sure": list(one.how_sure), "rules": [_rule(name, book) for name in one.rules],
            "cites": [_cite(cite, book) for cite in one.cites], "also": list(one.also),
        },
    }  # fmt: skip


def _action(action: ProposedAction, book: Book) -> Row:
    pairs = {name: list(getattr(action, name)) for name in ("who", "what", "confirm", "care")}
    return pairs | {
        "code": action.code, "title": list(action.title), "due_on": action.due_on.isoformat(),
        "cites": [_cite(cite, book) for cite in action.cites], "confidence": action.confidence,
    }  # fmt: skip


def _rule(name: str, book: Book) -> Row:
    for one in book.rule_sets.values():
        for rule in one.rules:
            if rule.id == name:
                return {
                    "id": name, "words": [rule.says, rule.thai], "of": [one.title, one.thai],
                    "confidence": rule.confidence, "review_by": rule.review_by.isoformat(),
                }  # fmt: skip
    return {"id": name, "words": [name, ""], "of": ["", ""], "confidence": "", "review_by": ""}


def _cite(cite: Cite, book: Book) -> Row:
    source = book.sources.get(cite.source)
    known = (source.title, source.url, source.date.isoformat()) if source else (cite.source, "", "")
    return {"id": cite.source, "at": cite.at or "", "title": known[0], "url": known[1],
            "date": known[2]}  # fmt: skip


def _at(cite: Cite) -> str:
    return cite.source + (f" ({cite.at})" if cite.at else "")


def _pairs(words: Iterable[Words]) -> list[list[str]]:
    return [[one.says, one.thai] for one in words]


def _said(words: Iterable[Words]) -> str:
    return " ".join(one.says for one in words)


def level_of(residual: float | None) -> str:
    """A word for points of residual risk."""
    if residual is None:
        return "unknown"
    return "high" if residual >= HIGH else "medium" if residual >= MEDIUM else "low"


def _priority(row: Row) -> Row:
    missing = json.loads(row["missing"])
    return {
        "subject_kind": row["subject_kind"], "subject": row["subject"][:60],
        "name": (row["name"] or row["subject"])[:300], "inherent": row["inherent"],
        "residual": row["residual"], "severity": row["severity"],
        "likelihood": row["likelihood"], "rank": row["priority"],
        "level": level_of(row["residual"]), "workers": row["workers"],
        "reasons": json.loads(row["reasons"]),
        "missing": " ".join(missing) if isinstance(missing, list) else str(missing),
        "confidence": row["confidence"],
    }  # fmt: skip


def _groups(name: str, table: pa.Table) -> Iterator[Row]:
    columns = table.column_names
    keys = next((k for k in (_GROUP_KEYS, _OWED_KEYS) if set(k) <= set(columns)), ("", ""))
    for row in table.to_pylist():
        values = {
            key: _plain(value) for key, value in row.items() if key not in {*keys, "not_shown"}
        }
        yield {
            "table": name, "kind": str(row.get(keys[0]) or "all")[:16],
            "subject": str(row.get(keys[1]) or "")[:80],
            "name": str(row.get("name") or "")[:300], "values": values,
            "not_shown": str(row.get("not_shown") or "")[:200],
        }  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _exposure(row: Row) -> Row:
    return {
        "buyer": row["buyer"][:60], "buyer_name": (row["buyer_name"] or "")[:300],
        "product": (row["product"] or "")[:120], "subject_kind": row["subject_kind"],
        "subject": row["subject"][:60], "name": (row["name"] or "")[:300], "rank": row["rank"],
        "steps": row["steps"], "harm_low": row["harm_low"], "harm_high": row["harm_high"],
        "share_low": row["share_low"], "share_high": row["share_high"],
        "path": row["path"] or "", "because": row["because"] or "",
    }  # fmt: skip
