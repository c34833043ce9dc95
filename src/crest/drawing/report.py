"""The report: one HTML file that needs no network and no script."""

from __future__ import annotations

from typing import Final

from crest.drawing.chain_paint import SHEET as CHAIN_SHEET
from crest.drawing.report_data import FileMapping, ReportData, WorkplaceView
from crest.drawing.report_lists import columns_section, problems_section, review_section
from crest.drawing.report_notes import coverage_section, method_section
from crest.drawing.report_page import EXAMPLE, framed
from crest.drawing.report_places import chains_section, hero, map_section
from crest.drawing.wording import LANGUAGES, Voices, load_words
from crest.drawing.world import SHEET as WORLD_SHEET

_SECTIONS: Final = ("map", "chains", "coverage", "review", "problems", "columns", "method")

__all__ = ["EXAMPLE", "FileMapping", "ReportData", "WorkplaceView", "write_report"]


def write_report(data: ReportData, *, language: str = "en", theme: str = "auto") -> str:
    """The whole report as HTML text.

    It opens in `language` (en | th; the reader can switch without a script) and `theme` (auto |
    light | dark). Long tables show their first rows and name the file with all. The same data
    always give the same text. Raises DrawingError when a workplace is not among its own nodes,
    WordError for another language.
    """
    load_words(language)
    voices = Voices.of(LANGUAGES)
    main = "".join(
        (
            hero(data, voices),
            map_section(data, voices),
            chains_section(data, voices),
            coverage_section(data, voices),
            review_section(data, voices),
            problems_section(data, voices),
            columns_section(data, voices),
            method_section(data, voices),
        )
    )
    return framed(
        data.title,
        main,
        voices,
        notice=data.notice,
        sections=_SECTIONS,
        language=language,
        theme=theme,
        sheets=(CHAIN_SHEET, WORLD_SHEET),
    )
