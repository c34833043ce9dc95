"""The columns of the risk tables: who is judged, what evidence says, what comes out."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

_TEXT: Final = pa.string()
_NUMBER: Final = pa.float64()

# `country`: where the site, hand or production is, for a product several joined by "|".
# `origin`: where the workers come from, several joined by "|". `product`: joined by "|".
# `workers`: people there, or passed on by the hand; null = unknown.
SUBJECTS: Final = pa.schema(
    [
        pa.field(
            "subject_kind", _TEXT, nullable=False
        ),  # site|recruiter|sub_agent|corridor|product
        pa.field("subject", _TEXT, nullable=False),  # permanent id, "MM>TH", or the product
        pa.field("name", _TEXT),
        *[pa.field(name, _TEXT) for name in ("country", "origin", "destination", "product")],
        pa.field("workers", pa.int64()),
        pa.field("sector", _TEXT),  # codes joined by "|"
    ]
)

INHERENT: Final = pa.schema(
    [
        *[SUBJECTS.field(name) for name in ("subject_kind", "subject", "name", "workers")],
        pa.field("severity", pa.int64(), nullable=False),  # 0..4
        pa.field("likelihood", _NUMBER, nullable=False),  # 0..20 points
        pa.field("inherent", _NUMBER, nullable=False),  # 20 x severity + likelihood: 0..100
        pa.field("reasons", _TEXT, nullable=False),  # JSON list; the points add up to the score
        pa.field("missing", _TEXT, nullable=False),  # JSON list of attributes nobody stated
        pa.field("confidence", _TEXT, nullable=False),  # verified | general
    ]
)

# What an assessment found among the workers of a subject. `asked`, `answered`: workers. `harmed`
# and its interval `low`..`high`: share of workers, 0..1. `severe`: workers with a sign of forced
# labour or a severe violation. `paid_usd_minor`: what they paid against the rules. `coverage`:
# part of the workforce the sample stands for. `controls`: controls verified on the ground.
EVIDENCE: Final = pa.schema(
    [
        SUBJECTS.field("subject_kind"),
        SUBJECTS.field("subject"),
        *[pa.field(name, pa.int64()) for name in ("asked", "answered")],
        *[pa.field(name, _NUMBER) for name in ("harmed", "low", "high")],
        *[pa.field(name, pa.int64()) for name in ("severe", "paid_usd_minor")],
        pa.field("coverage", _NUMBER),
        pa.field("controls", pa.int64()),
    ]
)

RISKS: Final = pa.schema(
    [
        *[INHERENT.field(name) for name in ("subject_kind", "subject", "name", "workers")],
        pa.field("inherent", _NUMBER, nullable=False),
        pa.field("residual", _NUMBER, nullable=False),
        pa.field("severity", pa.int64(), nullable=False),
        pa.field("likelihood", _NUMBER, nullable=False),
        pa.field("priority", pa.int64(), nullable=False),  # 1 = first
        pa.field("reasons", _TEXT, nullable=False),
        pa.field("missing", _TEXT, nullable=False),
        pa.field("confidence", _TEXT, nullable=False),
    ]
)

# Harm is counted in workers x severity / 4 x likelihood / 20 x share that reaches the buyer.
EXPOSURES: Final = pa.schema(
    [
        *[pa.field(name, _TEXT) for name in ("buyer", "buyer_name", "product")],
        *[pa.field(name, _TEXT) for name in ("subject_kind", "subject", "name")],
        pa.field("rank", pa.int64()),  # within buyer and product, by harm_high
        pa.field("steps", pa.int64()),  # tiers between the subject and the buyer
        *[pa.field(name, _NUMBER) for name in ("harm_low", "harm_high")],
        *[pa.field(name, _NUMBER) for name in ("share_low", "share_high")],
        *[pa.field(name, _TEXT) for name in ("path", "because")],
    ]
)
