"""What is counted per group: the measures that findings, risks and tables rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.assessing.hiding import ALL
from crest.engine.findings.subjects import GROUPS, HANDS, PREVALENCE, QUALITY
from crest.engine.logic.columns import column_of
from crest.engine.rulebook.finding_rules import load_finding_rules

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

    from crest.engine.fees import FeeResults
    from crest.engine.mapping.chain import Mapped
    from crest.engine.rulebook.book import Book

# Column of sums per journey → name of the yes/no column “this worker paid some of it”.
# In US dollars here; `in_currency` says which column holds the same in another one.
_PAID: Final = {
    "class_severe_usd_minor": "paid_severe",
    "class_violation_usd_minor": "paid_violation",
    "class_legal_gap_usd_minor": "paid_legal_gap",
    "over_legal_cap_usd_minor": "paid_over_cap",
}
# Facts worked out from money and contracts that groups are counted by, beside the indicator rules.
COUNTED_FACTS: Final = (
    "debt_bondage_sign", "substitution_sign", "season_loss", "below_guarantee", "paid_anything",
    "contract_understood", "pay_clears_living",
)  # fmt: skip
HARM: Final = ("harmed", "severe")


def in_currency(name: str, currency: str) -> str:
    """The column that holds a sum of dollars (`…usd_minor`) in the currency of the totals."""
    return name.replace("usd_minor", f"{currency.lower()}_minor")


def with_paid(outcomes: ir.Table) -> ir.Table:
    """Yes/no columns for what a worker paid at all: see `_PAID`.

    A sum of nothing is a no only where all of the worker's costs are known and judged: a cost that
    nobody could class, or that no total counts, may be of any class.
    """
    unclassed = outcomes.class_unknown_usd_minor.fill_null(0) > 0
    open_costs = outcomes.costs_left_out.fill_null(0) > 0
    known = outcomes.paid_anything.notnull() & ~unclassed & ~open_costs
    flags = {
        name: (outcomes[column].fill_null(0) > 0) | known.ifelse(False, None).cast("boolean")
        for column, name in _PAID.items()
        if column in outcomes.columns
    }
    return outcomes.mutate(**flags)


def names_by_group(mapped: Mapped, downstream: pa.Table) -> dict[tuple[str, str], str]:
    """(kind, id) → the name a person reads."""
    named: dict[tuple[str, str], str] = {}
    nodes = zip(mapped.nodes["node"].to_pylist(), mapped.nodes["name"].to_pylist(), strict=True)
    for node, name in nodes:
        for kind in ("recruiter", "sub_agent", "site", "employer", "buyer"):
            named[kind, node] = name
    for row in downstream.to_pylist():
        named[row["kind"], row["id"]] = row["name"]
    return named


def name_of(kind: str, ident: str, names: dict[tuple[str, str], str]) -> str:
    """The name of a group; corridors and years say themselves."""
    return names.get((kind, ident), ident.replace(">", " → ")) if kind != ALL[0] else "all workers"


def groups_for_findings(
    sums: pa.Table,
    owed: pa.Table,
    names: dict[tuple[str, str], str],
    licences: dict[str, str],
    currency: str,
) -> pa.Table:
    """GROUPS of `findings`, out of the group sums and what repayment says is owed.

    `owed`: kind, id, n_owed, owed_minor, proven_share. `licences`: recruiter id → licensed,
    expired, unlicensed or unknown.
    """
    due = {(row["kind"], row["id"]): row for row in owed.to_pylist()}
    rows = []
    for row in sums.to_pylist():
        key = (row["kind"], row["id"])
        found = due.get(key, {})
        rows.append(
            {
                "kind": row["kind"],
                "id": row["id"],
                "name": name_of(*key, names),
                "n": row["workers"],
                "currency": currency,
                "n_asked": row["paid_anything_yes"] + row["paid_anything_no"],
                "n_severe": row["paid_severe_yes"],
                "severe_minor": row[in_currency("class_severe_usd_minor", currency)],
                "n_violation": row["paid_violation_yes"],
                "violation_minor": row[in_currency("class_violation_usd_minor", currency)],
                "n_legal_gap": row["paid_legal_gap_yes"],
                "legal_gap_minor": row[in_currency("class_legal_gap_usd_minor", currency)],
                "n_over_cap": row["paid_over_cap_yes"],
                "over_cap_minor": row[in_currency("over_legal_cap_usd_minor", currency)],
                "n_owed": found.get("n_owed"),
                "owed_minor": found.get("owed_minor"),
                "proven_share": found.get("proven_share"),
                "costs_left_out": row["costs_left_out_minor"],
                "licence": licences.get(row["id"]) if row["kind"] == "recruiter" else None,
            }
        )
    return pa.Table.from_pylist(rows, schema=GROUPS)


def prevalence_for_findings(prevalence: pa.Table, rule_of: dict[str, str]) -> pa.Table:
    """PREVALENCE of `findings`: rules by their id; what is no rule keeps out.

    `rule_of`: column → rule id.
    """
    rows = [
        {
            "kind": row["kind"],
            "id": row["id"],
            "rule": rule_of[row["indicator"]],
            "n": row["workers"],
            "yes": row["yes"],
            "no": row["no"],
            "unknown": row["unknown"] + row["refused"],
            "low": row["interval_low"],
            "high": row["interval_high"],
        }
        for row in prevalence.to_pylist()
        if row["indicator"] in rule_of and row["kind"] != ALL[0]
    ]
    return pa.Table.from_pylist(rows, schema=PREVALENCE)


def concerned(
    told: pa.Table, due: pa.Table, rule_of: dict[str, str], currency: str
) -> dict[str, set[str]]:
    """What is counted per group → the journeys it concerns.

    Names: severe, violation, legal_gap, over_cap (paid some of it), owed; a rule's id (yes) and
    “no ” before it (no).
    """
    names = told["journey"].to_pylist()

    def those(flags: list[object], wanted: object) -> set[str]:
        return {name for name, flag in zip(names, flags, strict=True) if flag is wanted}

    found = {
        flag.removeprefix("paid_"): those(told[flag].to_pylist(), wanted=True)
        for flag in _PAID.values()
        if flag in told.column_names
    }
    sums = due[f"to_pay_{currency.lower()}_minor"].to_pylist()
    journeys = due["journey"].to_pylist()
    found["owed"] = {name for name, sum_ in zip(journeys, sums, strict=True) if (sum_ or 0) > 0}
    for column, rule in rule_of.items():
        answers = told[column].to_pylist()
        found[rule] = those(answers, wanted=True)
        found[f"no {rule}"] = those(answers, wanted=False)
    return found


def hands_of(journeys: pa.Table) -> pa.Table:
    """HANDS: whose workers came by way of whom."""
    both = journeys.filter(
        pc.and_(pc.is_valid(journeys["recruiter_id"]), pc.is_valid(journeys["sub_agent_id"]))
    )
    counted = both.group_by(["recruiter_id", "sub_agent_id"]).aggregate([("journey", "count")])
    return counted.rename_columns(["recruiter", "sub_agent", "n"]).cast(HANDS)


def licences_of(mapped: Mapped, on: date) -> dict[str, str]:
    """Recruiter id → licensed (on that day), expired, or unknown: no list says so."""
    nodes = mapped.nodes
    columns = [
        name for name in ("licence", "licence_from", "licence_to") if name in nodes.schema.names
    ]
    found = {}
    for row in nodes.select(["node", "role", *columns]).to_pylist():
        if row["role"] != "recruiter":
            continue
        ends = row.get("licence_to")
        if not row.get("licence"):
            found[row["node"]] = "unknown"
        else:
            found[row["node"]] = "expired" if ends is not None and ends < on else "licensed"
    return found


def summed(outcomes: ir.Table, found: FeeResults) -> ir.Table:
    """The columns that groups add up: sums in whole minor units, and yes/no answers."""
    ends = ("_usd_minor", f"_{found.currency.lower()}_minor")
    minor = [name for name in outcomes.columns if name.endswith(ends)]
    flags = [*_PAID.values(), *COUNTED_FACTS, *HARM]
    left_out = outcomes.costs_left_out.cast("int64")
    return outcomes.select("journey", *minor, *flags, costs_left_out_minor=left_out)


def with_settled_sites(told: pa.Table) -> pa.Table:
    """The journeys with `site` = the id of the workplace, so that its spellings count as one."""
    site = pc.coalesce(told["site_id"], told["site"])
    return told.set_column(told.schema.get_field_index("site"), "site", site)


def quality_for_findings(quality: pa.Table, sums: pa.Table) -> pa.Table:
    """QUALITY of `findings`: checks about a group that is counted."""
    known = set(zip(sums["kind"].to_pylist(), sums["id"].to_pylist(), strict=True))
    rows = [
        {
            "kind": row["subject_kind"],
            "id": row["subject"],
            "check": row["kind"],
            "says": f"{row['sentence']} {row['todo']}",
            "thai": None,
        }
        for row in quality.to_pylist()
        if (row["subject_kind"], row["subject"]) in known
    ]
    return pa.Table.from_pylist(rows, schema=QUALITY)


def counted_rules(book: Book, columns: dict[str, str], present: set[str]) -> dict[str, str]:
    """Column → rule id of everything counted per group: all indicator rules that a person reads.

    `columns`: rule id → column. Parts of a method (single Delphi or H2S items) stay with the
    worker; the eleven signs and each method's outcome are counted.
    """
    wanted = {rule for kind in load_finding_rules().kinds for rule in kind.rules}
    wanted |= {rule for rule in columns if rule.startswith("IND-")}
    for rule_set in book.indicator_sets.values():
        wanted |= {rule.id for rule in rule_set.rules if rule.part == "class"}
    known = columns | {rule: column_of(rule) for rule in wanted}
    return {known[rule]: rule for rule in sorted(wanted) if known[rule] in present}
