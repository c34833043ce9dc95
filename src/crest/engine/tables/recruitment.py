"""The columns of the recruitment tables: what workers say, paid and got back.

Money is `decimal128(18, 2)` in the currency beside it (ISO 4217); shares and rates are plain
numbers; a yes/no column is null when nobody knows. `journey` is one worker's way into one job and
ties all tables together; `worker` is a pseudonym, never a name. Text is null, never "".
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from crest.engine.tables.contracts import PROVENANCE

_TEXT: Final = pa.string()
_DAY: Final = pa.date32()
_NUMBER: Final = pa.float64()
MONEY: Final = pa.decimal128(18, 2)
_REST: Final = [pa.field("extra", _TEXT)]  # JSON object of the columns nobody recognised


def _texts(*names: str) -> list[pa.Field]:
    return [pa.field(name, _TEXT) for name in names]


def _numbers(*names: str) -> list[pa.Field]:
    return [pa.field(name, _NUMBER) for name in names]


JOURNEYS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("journey", _TEXT, nullable=False),
        pa.field("worker", _TEXT, nullable=False),
        # Whose hands: as written; assess fills the *_id columns with the chain's permanent ids.
        *_texts("site", "site_country", "employer", "recruiter", "recruiter_licence", "sub_agent"),
        *_texts("site_id", "employer_id", "recruiter_id", "sub_agent_id"),
        # Countries ISO alpha-2; regions and provinces as written.
        *_texts("origin", "origin_region", "destination", "province"),
        *_texts("scheme", "channel", "sector", "occupation", "skill", "sex", "education"),
        pa.field("age", pa.int64()),  # at recruitment
        pa.field("recruited_on", _DAY),
        pa.field("arrived_on", _DAY),
        pa.field("left_on", _DAY),  # former workers
        pa.field("job_found_on", _DAY),
        # Promised and actual. Pay is for a month unless pay_period says otherwise.
        pa.field("promised_pay", MONEY),
        pa.field("actual_pay", MONEY),  # first month of the job, before recovered deductions
        pa.field("net_pay", MONEY),  # what is left after deductions, a usual month
        pa.field("living_costs", MONEY),  # necessities a month, family included
        pa.field("daily_pay", MONEY),  # where pay is by day
        *_texts("pay_currency", "pay_period"),  # month | day | season | piece
        *_numbers("promised_hours", "actual_hours", "days_per_week"),  # hours a week
        *_texts("promised_job", "actual_job", "promised_employer", "promised_place"),
        pa.field("contract_months", _NUMBER),
        *_texts("contract_seen", "contract_language", "worker_language"),
        pa.field("contract_signed_on", _DAY),
        pa.field("papers_keeper", _TEXT),  # worker | employer | recruiter | broker | other
        # The loan taken for recruitment.
        pa.field("loan_principal", MONEY),
        pa.field("loan_balance", MONEY),
        pa.field("loan_repaid_monthly", MONEY),
        *_texts("loan_currency", "loan_from", "loan_rate_period"),  # month | year | flat
        *_numbers("loan_rate", "loan_term_months"),  # rate in per cent
        # A picking season.
        pa.field("guaranteed_pay", MONEY),  # for the whole season, in pay_currency
        pa.field("price_per_kg", MONEY),
        *_numbers("kg_picked", "season_days"),
        pa.field("daily_charge", MONEY),  # lodging, food, car, a day
        # The interview.
        pa.field("interviewed_on", _DAY),
        *_texts("interviewer", "interview_place", "interview_mode"),
        *_numbers("weight"),
        *_texts("stratum", "cluster"),
        *_REST,
    ]
)

# item: FEE-… or RC-… of the rulebook, null when nobody recognised it (item_given keeps the word).
COSTS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("cost", _TEXT, nullable=False),  # unique within one run
        pa.field("journey", _TEXT, nullable=False),
        *_texts("item", "item_given"),
        pa.field("amount", MONEY),
        pa.field("currency", _TEXT),
        pa.field("paid_on", _DAY),
        pa.field("paid_on_precision", _TEXT),  # day | month | year
        pa.field("payer", _TEXT),  # worker | family | employer | recruiter | sub_agent | government
        *_texts("paid_to", "paid_to_role", "how"),  # how: cash|bank|mobile|deduction|loan|goods
        pa.field("evidence", _TEXT),  # E1 | E2 | E3 | E4
        pa.field("receipt", _TEXT),
        pa.field("trigger", _TEXT),  # initiated | required | imposed | own_choice
        *_REST,
    ]
)

ANSWERS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("journey", _TEXT, nullable=False),
        pa.field("question", _TEXT, nullable=False),  # the name of a yes/no fact
        pa.field("answer", _TEXT, nullable=False),  # yes | no | unknown | refused
    ]
)

# A deduction is of one of these kinds: recruitment, housing, food, transport, tax,
# social_security, advance, fine, other.
DEDUCTIONS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("journey", _TEXT, nullable=False),
        *_texts("kind", "kind_given"),
        pa.field("amount", MONEY),
        pa.field("gross_pay", MONEY),
        pa.field("currency", _TEXT),
        pa.field("month", _DAY),  # first day of the pay month
        *_REST,
    ]
)

REFUNDS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("journey", _TEXT, nullable=False),
        pa.field("amount", MONEY),
        pa.field("currency", _TEXT),
        pa.field("refunded_on", _DAY),
        *_texts("paid_by", "evidence", "receipt"),
        *_REST,
    ]
)

# What one unit of money was worth: `per_usd` units of the currency for one US dollar, on average
# over the month (or year) that starts on `start`.
RATES: Final = pa.schema(
    [
        pa.field("currency", _TEXT, nullable=False),
        pa.field("period", _TEXT, nullable=False),  # month | year
        pa.field("start", _DAY, nullable=False),
        pa.field("per_usd", _NUMBER, nullable=False),
        pa.field("source", _TEXT, nullable=False),
        pa.field("confidence", _TEXT, nullable=False),  # verified | general
    ]
)

RECRUITMENT_SCHEMAS: Final = {
    "journeys": JOURNEYS,
    "costs": COSTS,
    "answers": ANSWERS,
    "deductions": DEDUCTIONS,
    "refunds": REFUNDS,
}
