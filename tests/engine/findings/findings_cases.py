"""Small invented results for tests of findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from crest.engine.findings import Finding, find
from crest.engine.findings.subjects import GROUPS, HANDS, PREVALENCE, QUALITY
from crest.engine.rulebook.rules import RuleSet

ON = date(2026, 6, 30)


def rule_set() -> RuleSet:
    rule = {
        "id": "IND-07",
        "says": "Somebody else keeps the worker's papers",
        "thai": "ผู้อื่นเก็บเอกสาร",
        "when": {"fact": "papers_kept"},
        "cites": [{"source": "ilo-indicators-2012"}],
        "confidence": "verified",
        "valid_from": "2012-01-01",
        "review_by": "2027-01-01",
    }
    return RuleSet.model_validate(
        {
            "id": "ilo-11",
            "title": "Signs",
            "thai": "สิ่งบ่งชี้",
            "kind": "indicators",
            "about": "journey",
            "rules": [rule],
        }
    )


@dataclass
class Book:
    rule_sets: dict[str, RuleSet] = field(default_factory=lambda: {"ilo-11": rule_set()})
    digest: str = "d" * 64


def group(kind: str, name: str, n: int, **given: Any) -> dict[str, Any]:
    return {"kind": kind, "id": f"{kind}:{name}", "name": name, "n": n, "currency": "USD"} | given


def sign(
    of: dict[str, Any], rule: str, yes: int, no: int, unknown: int = 0, **given: Any
) -> dict[str, Any]:
    counts = {"n": yes + no + unknown, "yes": yes, "no": no, "unknown": unknown}
    return {"kind": of["kind"], "id": of["id"], "rule": rule, **counts} | given


def found(
    groups: list[dict[str, Any]],
    signs: list[dict[str, Any]] | None = None,
    hands: list[tuple[str, str, int]] | None = None,
    quality: list[dict[str, Any]] | None = None,
    **given: Any,
) -> tuple[Finding, ...]:
    rows = [dict(zip(HANDS.names, hand, strict=True)) for hand in hands or []]
    return find(
        pa.Table.from_pylist(groups, schema=GROUPS),
        pa.Table.from_pylist(signs or [], schema=PREVALENCE),
        book=Book(),
        on=given.pop("on", ON),
        hands=pa.Table.from_pylist(rows, schema=HANDS),
        quality=pa.Table.from_pylist(quality or [], schema=QUALITY),
        **given,
    )


def words(finding: Finding) -> str:
    """Everything a reader sees of it, in English."""
    lines = (*finding.because, *finding.missing, *finding.sure_because)
    return " ".join([finding.title.says, *(line.says for line in lines)])
