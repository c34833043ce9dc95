"""Invented nodes, runs and findings for tests of findings."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

from crest.access import facade as access
from crest.access.models import Organisation
from crest.evidence.facade import AcceptedDocument
from crest.findings import facade as findings
from crest.findings.bridge import FoundRows
from crest.findings.models import Run
from crest.supplychain.models import Channel, Node

_numbers = itertools.count(1)
ON = dt.date(2026, 3, 31)


def node(
    owner: Organisation, name: str = "", *, role: str = "recruiter", country: str = "TH",
    claimed_by: Organisation | None = None,
) -> Node:  # fmt: skip
    """A firm in an organisation's chain."""
    number = next(_numbers)
    made = Node(
        owner=owner, kind="organisation", crest_id=f"O-TEST-{number:04}", role=role,
        name=name or f"Invented Agency {number}", country=country, claimed_by=claimed_by,
    )  # fmt: skip
    made.save()
    return made


def channel(owner: Organisation, recruiter: Node, *, workers: int | None = 40) -> Channel:
    """A way people come through a recruiter, from Myanmar to Thailand."""
    made = Channel(owner=owner, recruiter=recruiter, origin="MM", destination="TH", workers=workers)
    made.save()
    return made


def finding_row(about: Node | None = None, **other: Any) -> dict[str, Any]:
    """A finding as the engine's bridge gives it."""
    number = next(_numbers)
    name = about.name if about else "MM → TH"
    row = {
        "code": f"F-{number:010x}", "rule": "FND-FEES", "title": f"{name}: fees were charged",
        "title_thai": f"{name}: มีการเก็บค่าธรรมเนียม",
        "subject_kind": "recruiter" if about else "corridor",
        "subject": about.crest_id if about else "MM>TH", "subject_name": name, "answer": "yes",
        "severity": 4, "workers": 40, "of_workers": 60, "amount_minor": 1_234_500,
        "currency": "USD", "because": "40 of 60 workers paid.", "missing": "",
        "how_sure": "supported", "sure_because": "60 workers answered.",
        "actions": [action_row()], "first_due_on": dt.date(2026, 4, 14), "cites": "ilo-2019",
        "confidence": "general", "rank": number, "suppressed": False,
        "country": about.country if about else "TH",
        "words": {
            "because": [["40 of 60 workers paid.", "แรงงาน 40 จาก 60 คนจ่าย"]], "missing": [],
            "how_sure": ["supported", "มีหลักฐานสนับสนุน"], "sure_because": [], "rules": [],
            "cites": [], "also": [],
        },
    }  # fmt: skip
    return row | other


def action_row(code: str = "ACT-REPAY") -> dict[str, Any]:
    """An action as the bridge gives it."""
    return {
        "code": code, "title": ["Repay the fees", "คืนค่าธรรมเนียม"], "who": ["Agency", "บริษัท"],
        "what": ["Repay every worker", "คืนเงินแรงงานทุกคน"],
        "confirm": ["Workers sign", "แรงงานลงชื่อ"], "care": ["No names", "ไม่มีชื่อ"],
        "due_on": "2026-04-14", "cites": [], "confidence": "general",
    }  # fmt: skip


def priority_row(about: Node, **other: Any) -> dict[str, Any]:
    """A priority as the bridge gives it."""
    row = {
        "subject_kind": "recruiter", "subject": about.crest_id, "name": about.name,
        "inherent": 60.0, "residual": 80.0, "severity": 4, "likelihood": 12.0, "rank": 1,
        "level": "high", "workers": None, "missing": "", "confidence": "general",
        "reasons": [{"rule": "RSK-01", "says": "Known fees", "answer": "yes", "points": 4.5,
                     "because": "Debt ties."}],
    }  # fmt: skip
    return row | other


def group_row_of(subject: str = "MM>TH", kind: str = "corridor", **other: Any) -> dict[str, Any]:
    """A row of the table of groups."""
    values = {
        "workers": 60, "paid_minor": 900_000, "median_paid_minor": 15_000, "severe_minor": None,
        "violation_minor": 900_000, "owed_minor": None,
    }  # fmt: skip
    row = {
        "table": "groups", "kind": kind, "subject": subject, "name": subject, "values": values,
        "not_shown": "some",
    }  # fmt: skip
    return row | other


SUMMARY = {
    "journeys": 60, "workers_told": 60, "paying_workers": 40, "paid_minor": 900_000,
    "owed_minor": 700_000, "owed_workers": 40, "owed_unknown": None, "costs": 80,
    "costs_left_out": 3, "findings": 1, "suppressed": [], "stale": [], "rulebook": "abc",
    "assessment_statements": [],
}  # fmt: skip


def finished(
    by: access.Actor, *rows: dict[str, Any], on: dt.date = ON, priorities: tuple[Any, ...] = (),
    groups: tuple[Any, ...] = (), summary: dict[str, Any] | None = None,
) -> Run:  # fmt: skip
    """A finished run with these findings."""
    run = Run(owner_id=by.organisation, on=on)
    run.save()
    found = FoundRows(
        summary={**SUMMARY, **(summary or {})}, findings=list(rows), priorities=list(priorities),
        groups=list(groups),
    )  # fmt: skip
    findings.finish(by=by, run=run.ref, rows=found)
    run.refresh_from_db(from_queryset=Run.objects.everywhere("a test reads what it made"))
    return run


def document(path: Path, *, tier: str = "workers", kinds: tuple[str, ...] = ()) -> AcceptedDocument:
    """A file as if it had been accepted."""
    return AcceptedDocument(
        ref=access.new_ref(), batch=access.new_ref(), source=path.name, path=path, tier=tier,
        said_by="Invented Buyer", said_on=ON, kinds=kinds,
    )  # fmt: skip
