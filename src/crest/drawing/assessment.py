"""The report of an assessment: one HTML file that opens with the answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crest.drawing.assessment_answer import answer, found_section
from crest.drawing.assessment_costs import costs_section, months_section, regimes_section
from crest.drawing.assessment_findings import findings_section, sources_section
from crest.drawing.assessment_risk import risk_section
from crest.drawing.assessment_signs import quality_section, signs_section, terms_section
from crest.drawing.assessment_todo import first_section, owed_section, unknown_section
from crest.drawing.chain_paint import SHEET as CHAIN_SHEET
from crest.drawing.report_data import ReportData
from crest.drawing.report_lists import columns_section, problems_section, review_section
from crest.drawing.report_notes import coverage_section, method_section
from crest.drawing.report_page import framed
from crest.drawing.report_places import chains_section, map_section
from crest.drawing.wording import LANGUAGES, Voices, load_words
from crest.drawing.world import SHEET as WORLD_SHEET

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport

_HERE: Final = Path(__file__).parent
# A sum and its currency, a number and its per cent sign stay on one line.
_TOGETHER: Final = re.compile(r"\b([A-Z]{3}) (?=\d)|(?<=\d) (?=%)")
_SECTIONS: Final = ("found", "first", "owed", "unknown", "costs", "regimes", "signs",
                    "risk", "all", "map", "basis")  # fmt: skip


def write_assessment(data: AssessmentReport, *, language: str = "en", theme: str = "auto") -> str:
    """The whole report as HTML text.

    It opens in `language` (en | th; the reader can switch without a script) and `theme` (auto |
    light | dark). Order: the answer, what was found, what to do first, what is owed, what is not
    known; then costs, signs, risk, every finding; then the chain and how it was all made. The same
    data always give the same text. Raises WordError for another language.
    """
    load_words(language)
    voices = Voices.of(LANGUAGES)
    chain = data.chain or ReportData(data.title)
    main = "".join(
        (
            answer(data, voices),
            found_section(data, voices),
            first_section(data, voices),
            owed_section(data, voices),
            unknown_section(data, voices),
            costs_section(data, voices),
            regimes_section(data, voices),
            months_section(data, voices),
            signs_section(data, voices),
            terms_section(data, voices),
            risk_section(data, voices),
            findings_section(data, voices),
            quality_section(data, voices),
            map_section(chain, voices),
            chains_section(chain, voices),
            coverage_section(chain, voices),
            review_section(chain, voices),
            _problems(data, chain, voices),
            columns_section(chain, voices),
            sources_section(data, voices),
            method_section(chain, voices),
        )
    )
    return framed(
        data.title,
        _TOGETHER.sub(lambda found: f"{found[1] or ''}&#160;", main),
        voices,
        notice=data.notice,
        sections=_SECTIONS,
        language=language,
        theme=theme,
        sheets=(CHAIN_SHEET, WORLD_SHEET, (_HERE / "assessment.css").read_text("utf-8")),
    )


def _problems(data: AssessmentReport, chain: ReportData, voices: Voices) -> str:
    """The problems of the lists and of what workers said, in one table."""
    problems = data.problems if data.problems.num_rows else chain.problems
    return problems_section(ReportData(data.title, problems=problems), voices)
