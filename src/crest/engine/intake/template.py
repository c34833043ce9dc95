"""The workbook people fill in: sheets, drop-downs, instructions in English and Thai."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from crest.engine.errors import OutputError
from crest.engine.intake.records import EXAMPLE_MARK
from crest.engine.intake.survey_words import journey_codes, question_names
from crest.engine.rulebook.cost_items import load_cost_items
from crest.engine.rulebook.countries import country_book
from crest.engine.rulebook.loader import load_rulebook
from crest.engine.rulebook.wordlists import currency_words, sector_titles
from crest.engine.tables.contracts import RELATIONS

if TYPE_CHECKING:
    from pathlib import Path

    from crest.engine.rulebook.models import TemplateSheet, WorkbookTemplate

_READ_ME: Final = "Read me"
_LISTS: Final = "CREST lists"
_ROWS: Final = 20_000  # rows that get drop-downs
_ROLES: Final = (
    "company",
    "buyer",
    "employer",
    "recruiter",
    "sub_agent",
    "broker",
    "transporter",
)
_JOURNEY_LISTS: Final = (
    *("scheme", "channel", "skill", "sex", "education", "pay_period", "contract_seen"),
    *("papers_keeper", "loan_from", "loan_rate_period", "interview_place", "payer", "how"),
    *("evidence", "trigger", "paid_to_role", "deduction", "answer"),
)
_LONGEST_CHOICE: Final = 80  # characters of a choice in a drop-down
_WIDTH: Final = 22
_FREE_TEXT: Final = "The list is a help; other words are allowed."


def write_template(path: Path) -> None:
    """Write the CREST workbook template as XLSX to `path`.

    Filled in, it is read back without any configuration; the example rows are not read. Raises
    OutputError when the file cannot be written.
    """
    template = load_rulebook().workbook_template
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": template.title})
    lists = _lists()
    _write_read_me(book, template)
    for sheet in template.sheets:
        _write_sheet(book, sheet, lists)
    _write_lists(book, lists)
    try:
        book.close()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise OutputError(
            f"{path} cannot be written: {error}.", todo="Choose another place or close the file."
        ) from error


def _lists() -> dict[str, tuple[str, ...]]:
    return {
        "countries": tuple(sorted(country_book().titles.values())),
        "sectors": tuple(sector_titles().values()),
        "roles": ("site", *_ROLES),
        "organisation_roles": _ROLES,
        "relations": RELATIONS,
        "verification": ("verified", "declared", "unverified"),
        **{name: journey_codes(name) for name in _JOURNEY_LISTS},
        "items": tuple(
            f"{code} {item.says}"[:_LONGEST_CHOICE]
            for code, item in load_cost_items().by_code.items()
        ),
        "questions": tuple(question_names()),
        "currency": tuple(sorted(set(currency_words().values()))),
    }


def _write_read_me(book: Any, template: WorkbookTemplate) -> None:
    page = book.add_worksheet(_READ_ME)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 13, "text_wrap": True, "valign": "top"})
    page.set_column(0, 1, 70)
    page.hide_gridlines(2)
    row = 0
    for row, line in enumerate(template.read_me):
        page.write_string(row, 0, line.says, wrap if row else title)
        page.write_string(row, 1, line.thai, wrap if row else title)
    row += 2
    for sheet in template.sheets:
        page.write_string(row, 0, f"{sheet.name}: {sheet.says}", title)
        page.write_string(row, 1, f"{sheet.thai}: {sheet.says_thai}", title)
        for column in sheet.columns:
            row += 1
            mark = " *" if column.needed else ""
            page.write_string(row, 0, f"{column.heading}{mark}: {column.says}", wrap)
            page.write_string(row, 1, f"{column.thai}{mark}: {column.says_thai}", wrap)
        row += 2


def _write_sheet(book: Any, sheet: TemplateSheet, lists: dict[str, tuple[str, ...]]) -> None:
    page = book.add_worksheet(sheet.name)
    head = book.add_format(
        {
            "bold": True,
            "bg_color": "#1F4E5F",
            "font_color": "#FFFFFF",
            "text_wrap": True,
            "valign": "top",
            "border": 1,
        }
    )
    example = book.add_format({"italic": True, "font_color": "#6B6B6B", "bg_color": "#EDEDED"})
    text = book.add_format({"num_format": "@"})  # keeps leading zeros and dates as typed
    page.freeze_panes(1, 1)
    page.set_row(0, 32)
    marked = False
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, _WIDTH, text)
        page.write_string(0, at, column.heading, head)
        page.write_comment(
            0, at, f"{column.says}\n{column.thai}: {column.says_thai}", {"visible": False}
        )
        value = column.example or ""
        if not marked:
            value, marked = f"{EXAMPLE_MARK} {value}", True
        page.write_string(1, at, value, example)
        if column.list is not None:
            page.data_validation(1, at, _ROWS, at, _choices(column.list, lists))


def _choices(name: str, lists: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    letter = xl_col_to_name(list(lists).index(name))
    return {
        "validate": "list",
        "source": f"='{_LISTS}'!${letter}$2:${letter}${len(lists[name]) + 1}",
        "error_type": "information",
        "error_title": "CREST",
        "error_message": _FREE_TEXT,
    }


def _write_lists(book: Any, lists: dict[str, tuple[str, ...]]) -> None:
    page = book.add_worksheet(_LISTS)
    for at, (name, words) in enumerate(lists.items()):
        page.write_string(0, at, name)
        for row, word in enumerate(words, start=1):
            page.write_string(row, at, word)
    page.hide()
