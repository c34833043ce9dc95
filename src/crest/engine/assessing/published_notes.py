"""Published notes: what nobody knows, doubts about the data, the rules used and their age."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.assessing.counting import name_of
from crest.engine.disclosure import SMALLEST
from crest.engine.rulebook.expiry import stale
from crest.engine.rulebook.remedy_rules import load_remedy
from crest.engine.rulebook.risk_rules import load_risk_book

if TYPE_CHECKING:
    from crest.engine.assessing.published_groups import Hidden
    from crest.engine.assessing.story import Assessment

_TOLD = ("source", "sheet", "column", "code", "severity", "todo")
_UNKNOWN = {
    "costs": (
        "Costs that no total counts",
        "ค่าใช้จ่ายที่ไม่ได้นับรวมในยอดใด",
        "See workers/problems.csv: each says what is missing.",
        "ดู workers/problems.csv ซึ่งบอกสิ่งที่ขาดของแต่ละรายการ",
    ),
    "no_costs": (
        "Workers whose costs nobody recorded",
        "แรงงานที่ไม่มีใครบันทึกค่าใช้จ่าย",
        "Ask them what they paid, to whom, and for what.",
        "ถามว่าจ่ายอะไร ให้ใคร และเพื่ออะไร",
    ),
    "no_figure": (
        "Workers for whom no sum owed can be given",
        "แรงงานที่ยังระบุยอดเงินคืนไม่ได้",
        "Interview them, or others who came the same way.",
        "สัมภาษณ์แรงงานเหล่านี้ หรือผู้ที่เดินทางมาด้วยวิธีเดียวกัน",
    ),
    "recruiter": (
        "Workers who name no recruiter",
        "แรงงานที่ไม่ได้ระบุผู้จัดหางาน",
        "Ask who found them the job, and whose workers they were.",
        "ถามว่าใครหางานให้ และเป็นแรงงานของใคร",
    ),
    "site": (
        "Workers who name no workplace",
        "แรงงานที่ไม่ได้ระบุสถานที่ทำงาน",
        "Ask where they work or worked.",
        "ถามว่าทำงานหรือเคยทำงานที่ไหน",
    ),
}


def unknowns(found: Assessment) -> pa.Table:
    """UNKNOWNS of the report: counts of what is not known, and how to find out."""
    journeys = found.journeys
    many = journeys.num_rows
    due = found.repayment.workers[f"to_pay_{found.fees.currency.lower()}_minor"]
    counts = {
        "costs": (_sum(journeys["costs_left_out"]), found.costs.num_rows),
        "no_costs": (pc.sum(pc.equal(journeys["costs_listed"], 0)).as_py() or 0, many),
        "no_figure": (due.null_count, many),
        "recruiter": (journeys["recruiter_id"].null_count, many),
        "site": (journeys["site_id"].null_count, many),
    }
    rows = [
        {
            "what": what,
            "says": _UNKNOWN[what][0],
            "thai": _UNKNOWN[what][1],
            "count": count,
            "of": of,
            "todo": _UNKNOWN[what][2],
            "todo_thai": _UNKNOWN[what][3],
        }
        for what, (count, of) in counts.items()
        if count
    ]
    schema = pa.schema(
        [
            *((name, pa.string()) for name in ("what", "says", "thai")),
            *((name, pa.int64()) for name in ("count", "of")),
            *((name, pa.string()) for name in ("todo", "todo_thai", "not_shown")),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def quality(found: Assessment, hidden: Hidden) -> pa.Table:
    """QUALITY of the report: doubts about the answers of groups that may be shown."""
    rows = [
        {
            "kind": row["subject_kind"],
            "id": row["subject"],
            "name": name_of(row["subject_kind"], row["subject"], found.names),
            "check": row["kind"],
            "says": f"{row['sentence']} {row['todo']}",
            "thai": None,
        }
        for row in found.quality.to_pylist()
        if (row["subject_kind"], row["subject"]) not in hidden
    ]
    names = ("kind", "id", "name", "check", "says", "thai")
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))


def used_rules(found: Assessment) -> set[str]:
    """Codes of the rules and figures this result stands on."""
    book = found.question.book
    lands = {land for land in _texts(found, "origin") | _texts(found, "destination") if land}
    used = {rule.id for kind in book.indicator_sets.values() for rule in kind.rules}
    for name, rule_set in book.rule_sets.items():
        if rule_set.kind == "regime" and rule_set.country not in {None, *lands}:
            continue
        if name not in book.indicator_sets:
            used |= {rule.id for rule in rule_set.rules}
    return used | set(found.caps["figure"].to_pylist())


def rules_used(found: Assessment) -> pa.Table:
    """RULES_USED of the report: standards, laws, caps and repayment rules, each with its source."""
    book = found.question.book
    on = found.question.on
    used = used_rules(found)
    rows: list[dict[str, Any]] = []
    entries: list[Any] = [
        rule
        for rule_set in book.rule_sets.values()
        if rule_set.kind != "indicators"
        for rule in rule_set.rules
    ]
    entries += [figure for figure in book.figures.values() if figure.id in used]
    entries += [r for s in book.indicator_sets.values() for r in s.rules if _is_shown(r)]
    for entry in entries:
        if entry.id not in used:
            continue
        cites = "; ".join(_cite(found, cite) for cite in entry.cites)
        rows.append(
            {
                "rule": entry.id,
                "says": entry.says,
                "thai": entry.thai,
                "confidence": entry.confidence,
                "source": cites,
                "review_by": entry.review_by,
                "stale": entry.review_by < on,
            }
        )
    schema = pa.schema(
        [
            *((name, pa.string()) for name in ("rule", "says", "thai", "confidence", "source")),
            ("review_by", pa.date32()),
            ("stale", pa.bool_()),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def stale_rules(found: Assessment) -> tuple[str, ...]:
    """Warnings about rules and figures in use that ended or should have been reviewed."""
    further = (*load_remedy().rules, *load_risk_book().factors)
    return stale(
        found.question.book,
        used_rules(found) | {row.id for row in further},
        found.question.on,
        further,
    )


def suppressed(hidden: list[tuple[str, str]], found: Assessment) -> tuple[str, ...]:
    """Sentences on what is not shown: how many groups of which kind."""
    del found  # names of hidden groups are not told
    kinds = Counter(kind for kind, _ in hidden)
    words = {"sub_agent": "sub-agent", "period": "year"}
    return tuple(
        f"{count} {words.get(kind, kind)}{'s' if count > 1 else ''} not shown: fewer than 11 "
        "workers, or their number would tell that of such a group."
        for kind, count in sorted(kinds.items())
    )


def sources(found: Assessment) -> dict[str, str]:
    """Source id → title, publisher and year, for citations."""
    return {
        name: f"{source.title}, {source.publisher}, {source.date.year}"
        for name, source in found.question.book.sources.items()
    }


def _is_shown(rule: Any) -> bool:
    return bool(rule.id.startswith("IND-") or rule.part == "class")


def _cite(found: Assessment, cite: Any) -> str:
    source = found.question.book.sources.get(cite.source)
    title = source.title if source else cite.source
    return f"{title}, {cite.at}" if cite.at else title


def _texts(found: Assessment, column: str) -> set[str | None]:
    return set(found.journeys[column].to_pylist())


def _sum(column: pa.ChunkedArray) -> int:
    return int(pc.sum(column).as_py() or 0)


def problems_told(problems: pa.Table) -> pa.Table:
    """PROBLEMS of worker files as they may be shown: what is wrong where, but of no single row.

    Cells of worker files may hold names, numbers of papers or what one worker paid; rows and
    values stay in workers/problems.csv. Alike problems become one row, which says how many there
    are where they are not few.
    """
    counts: Counter[tuple[str | None, ...]] = Counter()
    for row in problems.select([*_TOLD, "sentence"]).to_pylist():
        said = re.sub("“.*”", "“…”", row["sentence"] or "", flags=re.DOTALL)
        counts[*(row[name] for name in _TOLD), said] += 1
    rows = [
        {
            **dict(zip((*_TOLD, "sentence"), key, strict=True)),
            "value": f"{count:,} rows" if count >= SMALLEST else None,
        }
        for key, count in counts.items()
    ]
    return pa.Table.from_pylist(rows, schema=problems.schema)
