"""Promised against actual: pay, hours, job, employer, place; and the contract's language.

Texts are compared folded. Two employers are the same when, without legal forms, the words of one
name are all in the other. A promised place is the same when it names the province, the site or the
country of work, or is part of such a name.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.countries import country_book
from crest.engine.rulebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crest.engine.fees.two_ways import Row

WRITTEN: Final = ("before_departure", "after_arrival")
# Answer column → the columns it is worked out from; the first is what was promised.
COMPARED: Final[dict[str, tuple[str, ...]]] = {
    "job_differs": ("promised_job", "actual_job"),
    "employer_differs": ("promised_employer", "employer"),
    "place_differs": ("promised_place", "province", "site", "destination"),
}


def job_differs(promised: str, actual: str | None) -> bool | None:
    """Whether the job done has another name than the one promised; None when one is unknown."""
    return None if actual is None else fold(promised) != fold(actual)


@lru_cache(maxsize=65_536)
def employer_differs(promised: str, actual: str | None) -> bool | None:
    """Whether the employers are two; None when one is unknown."""
    if actual is None:
        return None
    left, right = _bare(promised), _bare(actual)
    return not (left <= right or right <= left)


def place_differs(
    promised: str, province: str | None, site: str | None, destination: str | None
) -> bool | None:
    """Whether the work lies elsewhere than promised; None when its place is not known so finely."""
    country = country_book().find(promised)
    if country is not None:
        return None if destination is None else country != destination
    if province is None:
        return None
    wanted = set(fold(promised).split())
    return not any(
        wanted <= set(fold(known).split()) or set(fold(known).split()) <= wanted
        for known in (province, site)
        if known and fold(known)
    )


DECIDED: Final[dict[str, Callable[..., bool | None]]] = {
    "job_differs": job_differs,
    "employer_differs": employer_differs,
    "place_differs": place_differs,
}


def compared(name: str, values: Mapping[str, Any]) -> bool | None:
    """One answer of COMPARED for one worker; None when nothing was promised."""
    given = [values.get(column) for column in COMPARED[name]]
    return None if given[0] is None else DECIDED[name](*given)


def decisions(name: str, pairs: pa.Table) -> pa.Table:
    """The distinct values of COMPARED[name] with the answer beside them."""
    answers = [compared(name, row) for row in pairs.to_pylist()]
    return pairs.append_column(name, pa.array(answers, pa.bool_()))


def terms(row: Row) -> dict[str, Any]:
    """`pay_ratio`, `hours_over_promised`, `contract_understood`, `contract_before_departure`.

    A contract that was never written was neither understood nor signed.
    """
    unwritten = ~row["contract_seen"].isin(WRITTEN)
    return {
        "pay_ratio": row["actual_pay"] / row["promised_pay"].nullif(0.0),
        "hours_over_promised": row["actual_hours"] - row["promised_hours"],
        "contract_understood": row.cases(
            (unwritten, False), else_=row["contract_language"] == row["worker_language"]
        ),
        "contract_before_departure": row.cases(
            (unwritten, False),
            (row["contract_signed_on"].isnull() & (row["contract_seen"] == "after_arrival"), False),
            else_=row["contract_signed_on"] < row["arrived_on"],
        ),
    }


@cache
def _forms() -> frozenset[str]:
    forms = {row["form"] for row in load_codelist("legal_forms")}
    return frozenset(word for form in forms for word in fold(form).split())


def _bare(name: str) -> frozenset[str]:
    words = frozenset(fold(name).split())
    return (words - _forms()) or words
