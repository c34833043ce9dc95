"""One sheet of workers' data: its columns as money, days, numbers and codes, with all findings.

Values that cannot be used become null, are listed with file, row and remedy, and stay in `extra`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.intake.sheet import Sheet, recode
from crest.engine.intake.survey_columns import currency_in
from crest.engine.intake.survey_words import journey_words, word_key
from crest.engine.journeys.limits import Limit, limit_of
from crest.engine.journeys.money import parse_money_column
from crest.engine.journeys.nationalities import country_or_people
from crest.engine.journeys.plain_numbers import parse_number_column
from crest.engine.rulebook.wordlists import currency_words
from crest.engine.rulebook.words import fold
from crest.engine.tables.recruitment import MONEY
from crest.engine.values.dates import Order, parse_periods

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from crest.engine.intake.column_mapping import ColumnUse

_NONE: Final = pa.scalar(None, pa.string())
_TODO_WORD: Final = "Use one of the words of docs/reference/recruitment-files.md."
_TODO_MONEY: Final = "Write the amount as a plain number, its currency in a column beside it."
_LONGEST_MONTH: Final = 31  # days


class Amounts(NamedTuple):
    """A money column: amounts, the currency named in cell or heading, what it is paid for."""

    amounts: pa.Array
    currencies: pa.Array
    units: pa.Array


class Days(NamedTuple):
    """A date column: first day (date32) and how exact it is: day | month | year."""

    days: pa.Array
    precision: pa.Array


@dataclass(slots=True)
class Cells:
    """Reads the columns of a sheet. `on`: the day of the run; `per_usd`: currency → rate."""

    sheet: Sheet
    on: date
    per_usd: Mapping[str, float]
    _order: Order | None = None
    # What was read once is not read (and its faults not listed) again.
    _amounts: dict[int, Amounts] = field(default_factory=dict)
    _codes: dict[tuple[int, str], pa.Array] = field(default_factory=dict)
    _days: dict[int, Days] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.sheet)

    def use(self, name: str) -> ColumnUse | None:
        """The column used for a field."""
        uses = self.sheet.mapping.of(name)
        return uses[0] if uses else None

    def text(self, name: str) -> pa.Array:
        """Tidy text; null when empty or only “unknown”."""
        return self.sheet.text(name)

    def missing(self, kind: pa.DataType | None = None) -> pa.Array:
        """A column of nulls."""
        return pa.nulls(len(self), kind or pa.string())

    def money(self, name: str) -> Amounts:
        """The field's amounts; negative and unreadable ones are listed and not used."""
        use = self.use(name)
        if use is None:
            return Amounts(self.missing(MONEY), self.missing(), self.missing())
        return self.money_in(use)

    def money_in(self, use: ColumnUse) -> Amounts:
        """As `money`, of one column."""
        if use.position not in self._amounts:
            self._amounts[use.position] = self._read_money(use)
        return self._amounts[use.position]

    def _read_money(self, use: ColumnUse) -> Amounts:
        read = parse_money_column(self.sheet.cells(use))
        sheet = self.sheet
        sheet.warn_cells(use, read.reasons, "journeys.money.unreadable", _TODO_MONEY)
        negative = pc.fill_null(pc.less(read.amounts, pa.scalar(0, MONEY)), fill_value=False)
        self._drop(
            use,
            negative,
            "journeys.money.negative",
            "The amount is below zero.",
            "Correct it; money that came back belongs into the refunds.",
        )
        amounts = pc.if_else(negative, pa.scalar(None, MONEY), read.amounts)
        given = sheet.cells(use, as_given=True)
        sheet.findings.warn(
            read.guessed,
            "journeys.money.mark-guessed",
            "The full stop was read as dividing thousands, because no cell shows it otherwise.",
            "Write 1500 or 1500.00 if that is wrong.",
            column=use.header,
            values=given,
        )
        sheet.findings.warn(
            read.rounded,
            "journeys.money.rounded",
            "The amount was rounded to two decimal places.",
            "Nothing, if the third place does not matter.",
            column=use.header,
            values=given,
        )
        heading = pa.scalar(currency_in(use.header), pa.string())
        return Amounts(amounts, pc.coalesce(read.currencies, heading), read.units)

    def _drop(self, use: ColumnUse, where: pa.Array, code: str, why: str, todo: str) -> None:
        reasons = pc.if_else(where, pa.scalar(why, pa.string()), _NONE)
        self.sheet.warn_cells(use, reasons, code, todo)

    def plausible(
        self, use: ColumnUse | None, amounts: pa.Array, currencies: pa.Array, measure: str
    ) -> pa.Array:
        """The amounts without absurd ones (`codelists/journey_limits.csv`), which are listed."""
        limit = limit_of(measure)
        if use is None or limit is None or amounts.null_count == len(amounts):
            return amounts
        names = [code for code in currencies.unique().to_pylist() if code in self.per_usd]
        rates = pa.array([self.per_usd[code] for code in names], pa.float64())
        rate = rates.take(pc.index_in(currencies, value_set=pa.array(names, pa.string())))
        dollars = pc.divide(amounts.cast(pa.float64()), rate)
        absurd = pc.fill_null(pc.greater(dollars, limit.most), fill_value=False)
        return self._limited(use, amounts, absurd, limit)

    def _limited(
        self, use: ColumnUse, values: pa.Array, absurd: pa.Array, limit: Limit
    ) -> pa.Array:
        if not pc.any(absurd).as_py():
            return values
        why = f"The value is implausible: {limit.reason}."
        todo = "Check it against the paper; correct it, or leave it if it is right."
        if limit.keep:
            self.sheet.findings.warn(
                absurd,
                "journeys.value.implausible",
                f"{why} It was used all the same.",
                todo,
                column=use.header,
                values=self.sheet.cells(use, as_given=True),
            )
            return values
        self._drop(use, absurd, "journeys.value.absurd", why, todo)
        return pc.if_else(absurd, pa.scalar(None, values.type), values)

    def currency(self, name: str) -> pa.Array:
        """ISO 4217 codes of a currency column; unknown words are listed and null."""
        use = self.use(name)
        if use is None:
            return self.text(name)  # implied, or nothing
        words = currency_words()
        return self._looked_up(
            use,
            lambda text: words.get(fold(text) or text.casefold()) or words.get(text.casefold()),
            "journeys.currency.unknown",
            "Use the three letters of ISO 4217, for example THB.",
        )

    def refused_currency(self, name: str) -> pa.Array:
        """Mask of the rows whose currency cell is filled with a word nobody knows."""
        use = self.use(name)
        if use is None:
            return pa.repeat(pa.scalar(value=False), len(self))
        return pc.and_(self.sheet.cells(use).is_valid(), self.currency(name).is_null())

    def code(self, name: str, words: str | None = None) -> pa.Array:
        """The codes a column's words stand for (`codelists/journey_words.csv`)."""
        use = self.use(name)
        if use is None:
            return self._implied_code(name, words or name)
        return self.code_in(use, words or name)

    def _implied_code(self, name: str, words: str) -> pa.Array:
        known = journey_words(words)
        return recode(self.text(name), lambda text: known.get(word_key(text)))

    def code_in(self, use: ColumnUse, words: str) -> pa.Array:
        """As `code`, of one column."""
        known = journey_words(words)
        return self._looked_up(
            use, lambda text: known.get(word_key(text)), "journeys.code.unknown", _TODO_WORD
        )

    def _looked_up(
        self, use: ColumnUse, function: Callable[[str], str | None], code: str, todo: str
    ) -> pa.Array:
        known = (use.position, code)
        if known in self._codes:
            return self._codes[known]
        given = self.sheet.cells(use, as_given=True)
        codes = recode(given, function)
        self._codes[known] = codes
        tidy = self.sheet.cells(use)
        unknown = pc.and_(tidy.is_valid(), codes.is_null())
        said = pc.binary_join_element_wise("The word “", tidy, "” is not known.", "")
        self.sheet.warn_cells(use, pc.if_else(unknown, said, _NONE), code, todo)
        return codes

    def country(self, name: str) -> pa.Array:
        """ISO alpha-2 codes of a column of countries or nationalities."""
        use = self.use(name)
        if use is None:
            return self.text_of_implied_country(name)
        return self._looked_up(
            use, country_or_people, "intake.country.unknown", "Write the name or two-letter code."
        )

    def text_of_implied_country(self, name: str) -> pa.Array:
        """The country a mapping states for every row, or nulls."""
        return recode(self.sheet.text_as_given(name), country_or_people)

    def days(self, name: str, *, future: bool = False) -> Days:
        """The first day of each date; days after the run are listed and not used."""
        use = self.use(name)
        if use is None:
            return Days(self.missing(pa.date32()), self.missing())
        return self.days_in(use, future=future)

    def days_in(self, use: ColumnUse, *, future: bool = False) -> Days:
        """As `days`, of one column."""
        if use.position not in self._days:
            self._days[use.position] = self._read_days(use, future=future)
        return self._days[use.position]

    def _read_days(self, use: ColumnUse, *, future: bool) -> Days:
        read = parse_periods(self.sheet.cells(use), prefer=self._order)
        if read.order == "dmy":
            self._order = "dmy"
        elif read.order == "mdy":
            self._order = "mdy"
        self.sheet.warn_cells(
            use, read.reasons, "journeys.date.unreadable", "Write the date as 2023-03-31."
        )
        length = pc.days_between(read.first, pc.coalesce(read.last, read.first))
        precision = pc.if_else(
            pc.equal(length, 0), "day", pc.if_else(pc.less(length, _LONGEST_MONTH), "month", "year")
        )
        first = read.first
        late = pc.fill_null(pc.greater(first, pa.scalar(self.on, pa.date32())), fill_value=False)
        if not future and pc.any(late).as_py():
            self._drop(
                use,
                late,
                "journeys.date.future",
                f"The day lies after {self.on.isoformat()}, the day of this assessment.",
                "Correct the date, or assess with a later --on.",
            )
            first = pc.if_else(late, pa.scalar(None, pa.date32()), first)
        return Days(first, pc.if_else(first.is_valid(), precision, _NONE))

    def number(self, name: str, measure: str) -> tuple[pa.Array, pa.Array]:
        """(float64, unit words such as month | year) of a column of plain numbers."""
        use = self.use(name)
        if use is None:
            return self.missing(pa.float64()), self.missing()
        read = parse_number_column(self.sheet.cells(use))
        self.sheet.warn_cells(
            use, read.reasons, "journeys.number.unreadable", "Write a plain number, such as 48."
        )
        values = read.values
        limit = limit_of(measure)
        if limit is not None:
            outside = pc.or_(pc.less(values, limit.least), pc.greater(values, limit.most))
            values = self._limited(use, values, pc.fill_null(outside, fill_value=False), limit)
        return values, read.units
