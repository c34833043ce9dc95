"""Problems that only show after resolution: ends nobody is named at, links of a thing to itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.mapping.claims import self_claims
from crest.engine.tables.contracts import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crest.engine.mapping.resolving import Resolved

_EVIDENCE = re.compile(r"(?P<source>.+?)(?: \[(?P<sheet>.+)\])?:(?P<row>\d+)$")


def add_problems(problems: pa.Table, rows: list[dict[str, object]]) -> pa.Table:
    """Append rows to a PROBLEMS table."""
    return pa.concat_tables([problems, pa.Table.from_pylist(rows, schema=PROBLEMS)])


def problem_rows(links: pa.Table, channels: pa.Table, claims: pa.Table) -> list[dict[str, object]]:
    """All problems of resolved links, as rows of PROBLEMS.

    `links`, `channels`: with their mention numbers; `claims`: see `claims_of`.
    """
    return [*_without_an_end(links), *_without_hands(channels), *_of_itself(claims)]


def _without_an_end(links: pa.Table) -> Iterator[dict[str, object]]:
    for end, words in (("from", "whom it comes from"), ("to", "whom it goes to")):
        missing = links.filter(pc.is_null(links[f"{end}_mention"]))
        for row in missing.select(["source", "sheet", "row"]).to_pylist():
            yield _problem(
                row,
                "link.end_missing",
                f"The link does not say {words}, so it is in no chain.",
                f"Fill in the {end} name or id.",
                severity="rejected",
            )


def _without_hands(channels: pa.Table) -> Iterator[dict[str, object]]:
    workplace = pc.and_(
        pc.is_null(channels["site_mention"]), pc.is_null(channels["employer_mention"])
    )
    for row in channels.filter(workplace).select(["source", "sheet", "row"]).to_pylist():
        yield _problem(
            row,
            "channel.workplace_missing",
            "The labour channel names no site and no employer; its workers arrive nowhere.",
            "Fill in the site or the employer.",
            severity="warning",
        )


def _of_itself(claims: pa.Table) -> Iterator[dict[str, object]]:
    for claim in self_claims(claims).to_pylist():
        if claim["relation"] in {"operates", "owns"}:
            continue  # a company named like its site is no contradiction
        for text in str(claim["evidence"]).split("; "):
            if found := _EVIDENCE.match(text):
                place = {**found.groupdict(), "row": int(found["row"])}
                yield _problem(
                    place,
                    "link.of_itself",
                    "Both ends of the link turned out to be one thing; the link is left out.",
                    "If they are two things, say so with a judgement “different”.",
                    severity="warning",
                )


def countries_in_dispute(resolved: Resolved) -> list[dict[str, object]]:
    """One warning per row whose country is not the one most rows of the same entity give."""
    counts: dict[str, Counter[str]] = {}
    rows = resolved.records.select(
        ["source", "sheet", "row", "country", "country_given", "entity"]
    ).to_pylist()
    for row in rows:
        if row["country"]:
            counts.setdefault(row["entity"], Counter())[row["country"]] += 1
    found = []
    for row in rows:
        given = counts.get(row["entity"], Counter())
        if len(given) > 1 and row["country"] and row["country"] != given.most_common(1)[0][0]:
            others = ", ".join(f"{code} ({times} rows)" for code, times in given.most_common())
            found.append(
                _problem(
                    row,
                    "entity.countries_differ",
                    f"Rows of one and the same {resolved.kind} give different countries: {others}.",
                    "Check this row; if they are two things, judge the pair “different”.",
                    severity="warning",
                )
            )
    return found


def _problem(
    row: dict[str, object], code: str, sentence: str, todo: str, *, severity: str
) -> dict[str, object]:
    return {
        "source": row["source"],
        "sheet": row["sheet"],
        "row": row["row"],
        "column": None,
        "value": None,
        "code": code,
        "severity": severity,
        "sentence": sentence,
        "todo": todo,
    }
