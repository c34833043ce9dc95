"""Which groups of an assessment may be shown at all, seen over all kinds of groups together."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.disclosure import SMALLEST
from crest.engine.disclosure.crossing import Crossing, shown_groups

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ALL = ("all", "*")
# A count of 1 to 10 in front of what workers are called or do in the sentences of an assessment.
_SMALL_COUNT = re.compile(
    r"(?<![\d.,-])(?:[1-9]|10)(?= (?:of [\d,]+ )?(?:journeys?|workers?|get|proved|have|confirmed|"
    r"cannot|take)\b)"
)
_EVIDENCE: Final = "evidence"  # the “rule” of the lines of a risk that rest on workers' answers
_VEILED: Final = "What its workers say is not told: few stand behind it."


def hidden_groups(members: pa.Table, journeys: int) -> set[tuple[str, str]]:
    """(kind, id) of every group whose numbers must not be shown.

    `members`: journey, kind, id; `journeys`: how many there are in all. Those who stand in no group
    of a kind are a group as well: whoever knows the total can work them out.
    """
    people = {name: at for at, name in enumerate(dict.fromkeys(members["journey"].to_pylist()))}
    groups: dict[tuple[str, str], int] = {ALL: 0}
    person: list[int] = list(range(max(journeys, len(people))))
    group: list[int] = [0] * len(person)
    seen: dict[str, set[int]] = {}
    for journey, kind, ident in zip(
        *(members[name].to_pylist() for name in ("journey", "kind", "id")), strict=True
    ):
        at = people[journey]
        person.append(at)
        group.append(groups.setdefault((kind, ident), len(groups)))
        seen.setdefault(kind, set()).add(at)
    for kind, inside in seen.items():
        outside = [at for at in range(max(journeys, len(people))) if at not in inside]
        if outside:
            number = groups.setdefault((kind, ""), len(groups))
            person += outside
            group += [number] * len(outside)
    if not person:
        return set()
    nobody_shows = np.array([ident == "" for _, ident in groups])
    shown = shown_groups(Crossing.of(person, group), never=nobody_shows)
    return {key for key, number in groups.items() if not shown[number]}


def hidden_parts(
    members: pa.Table, concerned: Mapping[str, set[str]]
) -> dict[str, set[tuple[str, str]]]:
    """What it concerns → groups of which it must not be told how many it concerns.

    `concerned`: name → the journeys it concerns. Those of one site are hidden as well when they
    could be had from the counts of its recruiter, its corridor and the whole.
    """
    journeys = members["journey"]
    found = {}
    for name, who in concerned.items():
        inside = members.filter(pc.is_in(journeys, pa.array(sorted(who), pa.string())))
        found[name] = hidden_groups(inside, len(who))
    return found


def without_small_counts(sentence: str) -> str:
    """A sentence in which a count of fewer than eleven workers reads “a few”."""
    told = _SMALL_COUNT.sub("a few", sentence)
    return told[:1].upper() + told[1:]


def without(table: pa.Table, hidden: Sequence[bool], keep: Sequence[str]) -> pa.Table:
    """The table with everything but the columns of `keep` emptied in the rows that are hidden."""
    flags = pa.array(list(hidden), pa.bool_())
    columns: dict[str, Any] = {}
    for name in table.column_names:
        column = table[name]
        columns[name] = (
            column
            if name in keep
            else pc.if_else(flags, pa.nulls(table.num_rows, column.type), column)
        )
    return pa.table(columns)


def veiled_risks(risks: pa.Table, hidden: set[tuple[str, str]]) -> pa.Table:
    """RISKS in which hidden groups keep their scores, but no sentence about their workers.

    The lines that rest on workers' answers become one, with the sum of their points.
    """
    told = []
    rows = risks.select(["subject_kind", "subject", "reasons"]).to_pylist()
    for row in rows:
        if (row["subject_kind"], row["subject"]) not in hidden or not row["reasons"]:
            told.append(row["reasons"])
            continue
        lines = json.loads(row["reasons"])
        kept = [line for line in lines if line.get("rule") != _EVIDENCE]
        gone = [line for line in lines if line.get("rule") == _EVIDENCE]
        if gone:
            names = ("points", "severity_points", "likelihood_points")
            sums = {name: round(sum(line.get(name) or 0 for line in gone), 1) for name in names}
            kept.append(gone[0] | sums | {"because": _VEILED})
        told.append(json.dumps(kept, ensure_ascii=False))
    at = risks.schema.get_field_index("reasons")
    return risks.set_column(at, risks.schema.field(at), pa.array(told, pa.string()))


def with_mark(
    table: pa.Table,
    hidden: set[tuple[str, str]],
    *,
    keep: Sequence[str],
    parts: Mapping[str, Sequence[str]],
    count: str = "workers",
    apart: Mapping[str, set[tuple[str, str]]] | None = None,
    by: str | None = None,
) -> pa.Table:
    """A group table as it may be shown: hidden groups emptied, small parts too, and `not_shown`.

    `keep`: columns that stay in any case. `parts`: column that counts people → columns that rest
    on it. A part of 1 to 10 people, or one that leaves 1 to 10 of the group, is not told. `apart`:
    part → groups in which it is hidden; with `by`, the value of that column → groups.
    """
    keys = list(zip(table["kind"].to_pylist(), table["id"].to_pylist(), strict=True))
    names = table[by].to_pylist() if by is not None else None
    sizes = [int(n or 0) for n in table[count].to_pylist()]
    gone = [key in hidden or n < SMALLEST for key, n in zip(keys, sizes, strict=True)]
    some = [False] * table.num_rows
    for part, resting in parts.items():
        values = table[part].to_pylist()
        small = [_small(value, n) for value, n in zip(values, sizes, strict=True)]
        asked = names or [part] * table.num_rows
        closed = [key in (apart or {}).get(a, ()) for key, a in zip(keys, asked, strict=True)]
        small = [a or b for a, b in zip(small, closed, strict=True)]
        some = [a or b for a, b in zip(some, small, strict=True)]
        others = [name for name in table.column_names if name not in {part, *resting}]
        table = without(table, small, others)
    table = without(table, gone, keep)
    marks = ["all" if a else "some" if b else None for a, b in zip(gone, some, strict=True)]
    return table.append_column("not_shown", pa.array(marks, pa.string()))


def _small(value: int | None, whole: int) -> bool:
    return value is not None and (0 < value < SMALLEST or 0 < whole - value < SMALLEST)
