"""One firm, many addresses: an organisation is its name in its country, not one of its branches.

A register forbids two firms of one name in one country; lists write the same agency from a dozen
branch offices. So listings of one telling name in one country are one organisation, unless two
licence numbers say that they are two. Sites are never joined this way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb
import numpy as np

from crest.engine.matching.history_licences import settle_licences
from crest.engine.matching.resolve import Judged

if TYPE_CHECKING:
    import pyarrow as pa

# Shorter names ("N/A", "Self", initials) tell nobody apart.
_TELLING: Final = 8
_CHAINS: Final = f"""
    with named as (
        select row_number() over () - 1 as place, country, licence,
               regexp_replace(lower(strip_accents(name)), '[^\\p{{L}}\\p{{N}}\\p{{M}}]', '', 'g')
               as name_key
        from listings
    ), firms as (
        select name_key, country, min(place) as first from named
        where length(name_key) >= {_TELLING} and country is not null
        group by name_key, country
        having count(*) > 1 and count(distinct licence) < 2
    )
    select first, place as other from named join firms using (name_key, country)
    where place > first order by first, other
"""


def with_namesakes(listings: pa.Table, judged: Judged | None) -> tuple[Judged, tuple[str, ...]]:
    """Judgements, then ORGANISATIONS listings bound by licence, or by name and country.

    What a person judged different is never bound together here; where somebody told two listings
    of a name apart, the whole name is left to the comparison. Also returns sentences about licence
    numbers whose holders contradict: they are bound to nobody.
    """
    licences = settle_licences(listings)
    with duckdb.connect() as connection:
        connection.register("listings", listings.select(["name", "country", "licence"]))
        pairs = connection.sql(_CHAINS).fetchnumpy()
    nobody = np.zeros(0, np.int64)
    same = (nobody, nobody) if judged is None else judged.same
    different = (nobody, nobody) if judged is None else judged.different
    first = np.r_[licences.same[0], pairs["first"].astype(np.int64)]
    other = np.r_[licences.same[1], pairs["other"].astype(np.int64)]
    told_apart = np.isin(first, np.concatenate(different))
    told_apart |= np.isin(other, np.concatenate(different))
    disputed = np.isin(first, first[told_apart])
    bound = Judged(
        (np.r_[same[0], first[~disputed]], np.r_[same[1], other[~disputed]]),
        different,
    )
    return bound, tuple(licences.review["sentence"].to_pylist())
