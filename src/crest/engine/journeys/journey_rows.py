"""A sheet of journeys: one row for one worker's way into one job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.intake.records import Draft, draft
from crest.engine.intake.sheet import recode
from crest.engine.intake.value_fields import code_of
from crest.engine.journeys.keys import key_of
from crest.engine.journeys.people import personal_columns
from crest.engine.rulebook.wordlists import currency_of_country, sector_words
from crest.engine.rulebook.words import fold
from crest.engine.tables.recruitment import MONEY

if TYPE_CHECKING:
    from crest.engine.journeys.cells import Amounts, Cells

_TEXTS: Final = (
    *("site", "employer", "recruiter", "recruiter_licence", "sub_agent"),
    *("site_id", "employer_id", "recruiter_id", "sub_agent_id"),
    *("origin_region", "province", "occupation", "promised_job", "actual_job"),
    *("promised_employer", "promised_place", "interviewer", "stratum", "cluster"),
)
_CODES: Final = (
    *("scheme", "channel", "skill", "sex", "education", "contract_seen", "papers_keeper"),
    *("loan_from", "interview_place", "interview_mode"),
)
_DAYS: Final = (
    *("recruited_on", "arrived_on", "left_on", "job_found_on"),
    *("contract_signed_on", "interviewed_on"),
)
# The first one that names a currency names that of all the others.
_PAY: Final = (
    *("actual_pay", "promised_pay", "net_pay", "daily_pay", "living_costs"),
    *("guaranteed_pay", "price_per_kg", "daily_charge"),
)
_LOAN: Final = ("loan_principal", "loan_balance", "loan_repaid_monthly")
_NUMBERS: Final = ("promised_hours", "actual_hours", "days_per_week", "kg_picked", "season_days")
_NONE: Final = pa.scalar(None, pa.string())
_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class JourneySheet:
    """The draft of a sheet of journeys; wide costs and answers are read beside it.

    `columns` holds the contract's columns, and `submission_key`, `submission_index`.
    """

    cells: Cells
    draft: Draft
    left_out: frozenset[int]


def journey_sheet(cells: Cells, country: str | None) -> JourneySheet:
    """Read a sheet of journeys. `country`: where work is done, for rows that name no country."""
    sheet = cells.sheet
    columns = _names(cells)
    for name in _TEXTS:
        columns[name] = cells.text(name)
    # Caps and wages ask for occupations by one spelling: “ Seafarer ” is “seafarer”.
    columns["occupation"] = recode(columns["occupation"], fold)
    for name in _CODES:
        columns[name] = cells.code(name)
    for name in ("contract_language", "worker_language"):
        columns[name] = cells.code(name, "language_code")
    columns["sector"] = code_of(
        sheet,
        "sector",
        sector_words(),
        code="journeys.code.unknown",
        todo="Use a word of the sector list, or leave it.",
    )
    columns |= _countries(cells, country)
    for name in _DAYS:
        columns[name] = cells.days(name).days
    columns |= _pay(cells, columns["destination"])
    columns |= _loan(cells, columns["origin"])
    for name in _NUMBERS:
        columns[name], _ = cells.number(name, f"journeys.{name}")
    columns |= _durations(cells)
    columns["weight"], _ = cells.number("weight", "journeys.weight")
    age, _ = cells.number("age", "journeys.age")
    columns["age"] = pc.floor(age).cast(pa.int64())
    one = draft(sheet, columns, ("worker", "journey"))
    _check(cells, one)
    return JourneySheet(cells, one, personal_columns(sheet))


def _names(cells: Cells) -> dict[str, pa.Array]:
    given, worker = cells.text("journey"), cells.text("worker")
    key = recode(cells.text("submission_key"), key_of)
    return {
        "journey": pc.coalesce(given, worker, key),
        "worker": pc.coalesce(worker, given, key),
        "submission_key": key,
        "submission_index": cells.text("submission_index"),
    }


def _countries(cells: Cells, country: str | None) -> dict[str, pa.Array]:
    found = {name: cells.country(name) for name in ("origin", "destination", "site_country")}
    fallback = pa.scalar(country, pa.string())
    found["destination"] = pc.coalesce(found["destination"], found["site_country"], fallback)
    found["site_country"] = pc.coalesce(found["site_country"], found["destination"])
    return found


def _pay(cells: Cells, destination: pa.Array) -> dict[str, pa.Array]:
    amounts = {name: cells.money(name) for name in _PAY}
    stated = pc.coalesce(cells.currency("pay_currency"), cells.currency("currency"))
    currency = _one_currency(cells, amounts, stated, destination, "pay_currency")
    found = {"pay_currency": currency}
    for name, read in amounts.items():
        found[name] = _in_currency(cells, name, read, currency)
    units = pc.coalesce(*(amounts[name].units for name in ("actual_pay", "promised_pay")))
    known = pc.if_else(pc.is_in(units, pa.array(["month", "day", "season"])), units, _NONE)
    found["pay_period"] = pc.coalesce(cells.code("pay_period"), known)
    zero = pc.fill_null(pc.equal(found["actual_pay"], pa.scalar(0, MONEY)), fill_value=False)
    cells.sheet.findings.warn(
        zero,
        "journeys.pay.zero",
        "The pay of the first month is zero. It was kept, but no ratio to pay can be formed.",
        "Leave the cell empty if the pay is not known.",
        column=cells.sheet.header("actual_pay"),
    )
    return found


def _loan(cells: Cells, origin: pa.Array) -> dict[str, pa.Array]:
    amounts = {name: cells.money(name) for name in _LOAN}
    stated = pc.coalesce(cells.currency("loan_currency"), cells.currency("currency"))
    currency = _one_currency(cells, amounts, stated, origin, "loan_currency")
    found = {"loan_currency": currency}
    for name, read in amounts.items():
        found[name] = _in_currency(cells, name, read, currency)
    rate, units = cells.number("loan_rate", "journeys.loan_rate")
    found["loan_rate"] = rate
    told = pc.if_else(pc.is_in(units, pa.array(["month", "year"])), units, _NONE)
    period = pc.coalesce(cells.code("loan_rate_period"), told)
    found["loan_rate_period"] = pc.if_else(rate.is_valid(), period, _NONE)
    cells.sheet.findings.warn(
        pc.and_(rate.is_valid(), found["loan_rate_period"].is_null()),
        "journeys.loan.rate-period-missing",
        "The rate of the loan does not say whether it is for a month or a year.",
        "Add a column “loan rate period” with month, year or flat.",
        column=cells.sheet.header("loan_rate"),
    )
    return found


def _durations(cells: Cells) -> dict[str, pa.Array]:
    """Months; “2 years” are 24."""
    found = {}
    for name in ("contract_months", "loan_term_months"):
        value, unit = cells.number(name, f"journeys.{name}")
        years = pc.fill_null(pc.equal(unit, "year"), fill_value=False)
        found[name] = pc.if_else(years, pc.multiply(value, float(_MONTHS_A_YEAR)), value)
    return found


def _one_currency(
    cells: Cells,
    amounts: dict[str, Amounts],
    stated: pa.Array,
    country: pa.Array,
    name: str,
) -> pa.Array:
    """The currency of a row's amounts: as stated, else in cells and headings, else the country's.

    The last is an inference and is listed.
    """
    known = pc.coalesce(stated, *(read.currencies for read in amounts.values()))
    some = pa.repeat(pa.scalar(value=False), len(cells))
    for read in amounts.values():
        some = pc.or_(some, read.amounts.is_valid())
    guess = recode(country, currency_of_country().get)
    refused = pc.or_(cells.refused_currency(name), cells.refused_currency("currency"))
    guess = pc.if_else(refused, _NONE, guess)
    inferred = pc.and_(pc.and_(some, known.is_null()), guess.is_valid())
    what, whose = ("pay", "country of work") if name == "pay_currency" else ("loan", "home country")
    said = pc.binary_join_element_wise(
        f"No currency is stated for the {what}; it was taken to be ",
        guess,
        f", that of the {whose}.",
        "",
    )
    cells.sheet.findings.warn(
        inferred,
        "journeys.currency.inferred",
        said,
        f"Add a column “{name.replace('_', ' ')}” if that is wrong.",
        column=name,
    )
    cells.sheet.findings.warn(
        pc.and_(pc.and_(some, known.is_null()), pc.and_(guess.is_null(), pc.invert(refused))),
        "journeys.currency.missing",
        f"No currency is stated for the {what}, and none can be inferred.",
        f"Add a column “{name.replace('_', ' ')}”.",
        column=name,
    )
    return pc.if_else(some, pc.coalesce(known, guess), known)


def _in_currency(cells: Cells, name: str, read: Amounts, currency: pa.Array) -> pa.Array:
    """The amounts in the row's currency; those in another one are listed and not used."""
    use = cells.use(name)
    if use is None:
        return read.amounts
    other = pc.fill_null(pc.not_equal(read.currencies, currency), fill_value=False)
    other = pc.and_(other, read.amounts.is_valid())
    if pc.any(other).as_py():
        reasons = pc.if_else(
            other,
            pc.binary_join_element_wise(
                "The cell is in ", read.currencies, ", the row in ", currency, ".", ""
            ),
            _NONE,
        )
        cells.sheet.warn_cells(
            use,
            reasons,
            "journeys.currency.mixed",
            "Write all amounts of the row in one currency.",
        )
    amounts = pc.if_else(other, pa.scalar(None, MONEY), read.amounts)
    return cells.plausible(use, amounts, currency, f"journeys.{name}")


def _check(cells: Cells, one: Draft) -> None:
    one.reject(
        one["journey"].is_null(),
        "journeys.journey.nameless",
        "Nothing in the row says which worker or journey it is about.",
        "Give every worker a reference of your own, never a name, and write it into the row.",
    )
    findings = cells.sheet.findings
    nowhere = pc.and_(one["site"].is_null(), one["site_id"].is_null())
    findings.warn(
        pc.and_(nowhere, one.kept),
        "journeys.journey.no-site",
        "The journey names no workplace, so its sums stand under “workplace unknown”.",
        "Name the workplace as in the list of sites.",
        column=cells.sheet.header("site"),
    )
    for earlier, later, what in (
        ("recruited_on", "arrived_on", "arrival lies before the recruitment"),
        ("arrived_on", "left_on", "last day lies before the arrival"),
    ):
        findings.warn(
            pc.less(one[later], one[earlier]),
            "journeys.date.order",
            f"The {what}. Both days were kept.",
            "Correct one of the two dates.",
            column=cells.sheet.header(later),
            values=cells.text(later),
        )
    findings.warn(
        pc.and_(one["origin"].is_null(), one.kept),
        "journeys.journey.no-origin",
        "The journey names no home country, so no law of one and no corridor applies.",
        "Add a column “origin” with the country.",
        column=cells.sheet.header("origin"),
    )
