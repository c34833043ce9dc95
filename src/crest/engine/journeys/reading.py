"""The door of journeys: files in, the five recruitment tables and every problem out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from crest.engine.errors import CrestError, InputError, UnsafeFileError
from crest.engine.intake.headings import RECRUITMENT_KINDS
from crest.engine.intake.lists import source_names
from crest.engine.intake.recognise import recognise
from crest.engine.journeys.basket import Basket
from crest.engine.journeys.contract_files import contract_file
from crest.engine.journeys.rates import dollars_by_currency, load_rates
from crest.engine.tables.readers import read_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    import pyarrow as pa

    from crest.engine.intake.column_mapping import Override
    from crest.engine.journeys.recruitment import Recruitment
    from crest.engine.tables.raw import RawTable

Progress = Callable[[str, float], None]
_STEP: Final = "reading what workers say"


def read_recruitment(
    paths: Sequence[Path],
    *,
    on: date,
    country: str | None = None,
    overrides: list[Override] | None = None,
    rates: pa.Table | None = None,
    names: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> Recruitment:
    """Read journeys, costs, answers, deductions and refunds from files of any supported format.

    Workbooks, CSV, Parquet and survey exports (ODK, Kobo) are understood, long and wide. `on`:
    the day of the assessment; later days are listed and not used. `country`: ISO alpha-2 code of
    work for rows that name none; its currency stands where none is stated. `rates`: RATES, by
    which absurd amounts are told (default: the bundled ones). Files and sheets of other kinds
    (sites, links …) are passed over and only named in `mappings`. `names`: what the files are
    called in problems, where that is not how they are kept.

    A file or sheet that cannot be used becomes a rejected problem without a row. Raises the
    file's own error when nothing at all could be read, and UnsafeFileError for a harmful file.
    """
    per_usd = dollars_by_currency(load_rates(None) if rates is None else rates)
    basket = Basket(on, country, per_usd)
    names = source_names(paths) if names is None else list(names)
    for done, (path, name) in enumerate(zip(paths, names, strict=True)):
        if progress is not None:
            progress(_STEP, done / len(paths))
        _read_one(path, name, basket, overrides)
    if progress is not None:
        progress(_STEP, 1.0)
    if basket.first_error is not None and not basket.mappings:
        raise basket.first_error
    return basket.recruitment()


def _read_one(path: Path, name: str, basket: Basket, overrides: list[Override] | None) -> None:
    try:
        ready = contract_file(path, name)
        if ready is not None:
            basket.add_ready(*ready)
            return
        raws = read_file(path, source=name)
    except UnsafeFileError:
        raise
    except CrestError as error:
        basket.refuse(name, None, error)
        return
    for raw in raws:
        _read_sheet(raw, basket, overrides)


def _read_sheet(raw: RawTable, basket: Basket, overrides: list[Override] | None) -> None:
    try:
        mapping = recognise(raw, overrides=overrides)
        basket.mappings.append(mapping)
        if mapping.kind in RECRUITMENT_KINDS:
            basket.add(raw, mapping)
    except InputError as error:
        basket.keep_problems(raw)
        basket.refuse(raw.source, raw.sheet, error)
