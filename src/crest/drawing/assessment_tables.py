"""The columns of the tables an assessment report is drawn from.

Every table is protected before it comes here: where fewer than eleven workers stand behind a row
its numbers are null and `not_shown` is "all", "some" or null (see `engine.disclosure`). The drawing
never shows a number of such a row; it writes “fewer than 11 workers”. Null with `not_shown` null
means not known. `kind` is all, recruiter, sub_agent, site, employer, buyer, product, corridor or
period; `id` is "*" for all workers. Money is whole minor units of the reporting currency unless a
column names another. Columns that are missing are read as null, further ones are ignored.
`says` and `thai` are words of the rulebook in both languages; `thai` may be null.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

ALL: Final = "*"
_TEXT, _COUNT, _NUMBER = pa.string(), pa.int64(), pa.float64()


def _columns(kind: pa.DataType, *names: str) -> list[pa.Field]:
    return [pa.field(name, kind) for name in names]


_GROUP: Final = _columns(_TEXT, "kind", "id", "name")
_WORDS: Final = _columns(_TEXT, "says", "thai")
_HIDDEN: Final = [pa.field("not_shown", _TEXT)]

# One row per group. `*_workers`: how many it concerns; medians are of the workers with a figure.
GROUPS: Final = pa.schema(
    [
        *_GROUP,
        *_columns(_COUNT, "workers", "paid_minor", "median_paid_minor"),
        *_columns(_COUNT, "severe_workers", "severe_minor"),
        *_columns(_COUNT, "violation_workers", "violation_minor"),
        *_columns(_COUNT, "legal_gap_workers", "legal_gap_minor"),
        *_columns(_COUNT, "allowed_minor", "employer_paid_minor", "unknown_minor"),
        *_columns(_COUNT, "over_cap_workers", "over_cap_minor"),
        *_columns(_COUNT, "owed_workers", "owed_minor"),
        *_columns(_COUNT, "costs", "costs_left_out"),
        *_columns(_NUMBER, "median_months"),
        *_columns(_TEXT, "licence"),
        *_HIDDEN,
    ]
)
# Costs by item and payer, over all workers. `payer`: worker, family, employer, recruiter, other,
# unknown. `confidence`: verified | general.
ITEMS: Final = pa.schema(
    [
        *_columns(_TEXT, "item", "says", "thai", "group", "payer"),
        *_columns(_COUNT, "workers", "costs", "amount_minor"),
        *_columns(_TEXT, "confidence"),
        *_HIDDEN,
    ]
)
# What each standard and law says of the recorded costs. `verdict`: severe, violation, allowed,
# outside, unknown. `side`: origin | destination for a law, null for a standard.
REGIMES: Final = pa.schema(
    [
        *_columns(_TEXT, "regime", "title", "thai", "country", "side", "verdict"),
        *_columns(_COUNT, "workers", "costs", "amount_minor"),
        *_columns(_TEXT, "confidence"),
        *_HIDDEN,
    ]
)
# All regimes together: severe, violation, legal_gap (legal but not employer-pays), allowed,
# employer_paid, unknown.
CLASSES: Final = pa.schema(
    [
        *_columns(_TEXT, "class"),
        *_columns(_COUNT, "workers", "costs", "amount_minor"),
        *_HIDDEN,
    ]
)
# Regimes side by side: the verdict on each item under each regime. `verdict` "mixed" where the
# costs of an item were judged differently (other day, other corridor).
ITEM_VERDICTS: Final = pa.schema(
    [
        *_columns(_TEXT, "item", "says", "thai", "regime", "verdict"),
        *_columns(_COUNT, "costs", "amount_minor"),
        *_HIDDEN,
    ]
)
# What a group paid against a dated figure. Amounts in the reporting currency; `cap_in` and
# `cap_currency` are the figure as the rulebook has it (whole units). `legal`: a cap of the law;
# otherwise it is what is usual.
CAPS: Final = pa.schema(
    [
        *_columns(_TEXT, "figure", "says", "thai"),
        *_GROUP,
        *_columns(_COUNT, "cap_minor"),
        *_columns(_NUMBER, "cap_in"),
        *_columns(_TEXT, "cap_currency"),
        pa.field("legal", pa.bool_()),
        *_columns(_COUNT, "workers", "q1_paid_minor", "median_paid_minor", "q3_paid_minor"),
        *_columns(_COUNT, "over_workers", "over_minor", "mean_over_minor", "open"),
        *_columns(_TEXT, "confidence"),
        *_HIDDEN,
    ]
)
# Recruitment costs in months of pay. `measure`: "rci" (SDG 10.7.1, population of the metadata) or
# "cost_months" (seasonal workers, outside it). `breakdown`: all, sex, corridor, channel, skill,
# year. `left_out`: workers of the population without a figure.
MONTHS: Final = pa.schema(
    [
        *_columns(_TEXT, "measure", "breakdown", "value"),
        *_columns(_COUNT, "workers", "zero", "left_out"),
        *_columns(_NUMBER, "mean", "q1", "median", "q3"),
        *_HIDDEN,
    ]
)
# Workers per class of months: low <= months < high; `high` null = and more.
MONTH_BINS: Final = pa.schema(
    [
        *_columns(_TEXT, "measure"),
        *_columns(_NUMBER, "low", "high"),
        *_columns(_COUNT, "workers"),
        *_HIDDEN,
    ]
)
# One row per group and rule; shares 0..1. `topic`: indicator (the ILO signs and such), protection,
# debt, contract, wages, season. `set_title` names the rule set.
PREVALENCE: Final = pa.schema(
    [
        *_GROUP,
        *_columns(_TEXT, "topic", "set_title", "rule", "says", "thai"),
        *_columns(_COUNT, "workers", "yes", "no", "unknown", "refused"),
        *_columns(_NUMBER, "prevalence", "interval_low", "interval_high"),
        *_columns(_NUMBER, "bound_low", "bound_high"),
        pa.field("cautions", pa.list_(_TEXT)),
        *_columns(_TEXT, "confidence"),
        *_HIDDEN,
    ]
)
# Quartiles of what was worked out per worker. `measure`: annual_rate (per cent), months_to_repay,
# debt_share_of_pay (share), pay_ratio (actual / promised), pay_to_minimum (share), season_net.
# `unit`: per_cent, months, share or an ISO 4217 code. `unknown`: workers without a figure.
MEASURES: Final = pa.schema(
    [
        *_columns(_TEXT, "measure", "unit"),
        *_GROUP,
        *_columns(_COUNT, "workers", "unknown"),
        *_columns(_NUMBER, "q1", "median", "q3"),
        *_HIDDEN,
    ]
)
# Workers per class of the result of a picking season: low <= result < high in whole `currency`.
SEASON_BINS: Final = pa.schema(
    [
        *_columns(_NUMBER, "low", "high"),
        *_columns(_TEXT, "currency"),
        *_columns(_COUNT, "workers"),
        *_HIDDEN,
    ]
)
# What is owed, per responsible party, per collector or per floor group. `role`: employer,
# recruiter, sub_agent …; `floor_*`: the group floor and its interval in the reporting currency.
OWED_GROUPS: Final = pa.schema(
    [
        *_columns(_TEXT, "role", "id", "name"),
        *_columns(_COUNT, "workers", "amount_minor"),
        *_columns(_COUNT, "sample", "floor_minor", "low_minor", "high_minor"),
        *_columns(_TEXT, "method", "warning"),
        *_HIDDEN,
    ]
)
OWED_DAYS: Final = pa.schema(
    [
        pa.field("due_on", pa.date32()),
        *_columns(_COUNT, "workers", "amount_minor"),
        *_HIDDEN,
    ]
)
# Questions and figures that nobody could answer. `count` of `of` (people, costs …; null = all that
# there is); `todo` says how to find out.
UNKNOWNS: Final = pa.schema(
    [
        *_columns(_TEXT, "what", "says", "thai"),
        *_columns(_COUNT, "count", "of"),
        *_columns(_TEXT, "todo", "todo_thai"),
        *_HIDDEN,
    ]
)
# Signs of coached answers, missing interviews and the like.
QUALITY: Final = pa.schema([*_GROUP, *_columns(_TEXT, "check"), *_WORDS])
# The rules and figures this result stands on. `source`: title, publisher, year, place in the text.
RULES_USED: Final = pa.schema(
    [
        *_columns(_TEXT, "rule", "says", "thai", "confidence", "source"),
        pa.field("review_by", pa.date32()),
        pa.field("stale", pa.bool_()),
    ]
)
