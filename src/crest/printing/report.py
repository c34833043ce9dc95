"""`report.pdf`: the assessment on paper, set by Typst from one file of data.

The template (`typst/report.typ`) never evaluates a text: names, sentences and citations reach it
as string values of a JSON file. Nothing is fetched and no font of the machine is used, so the
same data give the same bytes. About 10 ms a page on a quiet machine, 25 ms on
a busy one: seventy pages in 0.7 to 2 seconds. Thai takes half as much again.
"""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typst

from crest.drawing.markup import shown
from crest.drawing.report_page import EXAMPLE
from crest.engine.errors import CrestError
from crest.printing.answer import cover_blocks, first_steps, found_blocks, headline
from crest.printing.charts import Charts
from crest.printing.costs import costs_section, months_section, regimes_section
from crest.printing.findings import findings_section
from crest.printing.fonts import Compositor, TypeCase, type_case
from crest.printing.method import method_section, quality_section, unknowns_section
from crest.printing.owed import owed_section, plan_section
from crest.printing.pen import Block, Pen, pdf_words, say
from crest.printing.risks import risks_section
from crest.printing.signs import groups_section, signs_section

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport

_TEMPLATE: Final = Path(__file__).parent / "typst" / "report.typ"
_STANDARD: Final = "ua-1"  # tagged for screen readers, every picture with words
_MARGIN_LETTERS: Final = 120
_DIGEST: Final = 12  # letters of the rulebook's digest in the footer


class PdfError(CrestError):
    """The report could not be set in type."""

    code = "printing.pdf"


def write_assessment_pdf(
    data: AssessmentReport, path: Path | None = None, *, language: str = "en"
) -> bytes:
    """The report as PDF in `language` (en | th); also written to `path` when that is given.

    Where the fonts were not built (no Node when CREST was made), the report is in English with
    Latin letters only and says so on its first page. The creation date is the day of the
    assessment. Raises WordError for another language, PdfError when the typesetter gives up,
    OSError when `path` cannot be written.
    """
    case = type_case()
    with tempfile.TemporaryDirectory(prefix="crest-pdf-") as folder:
        page = _prepare(data, Path(folder), case, language)
        made = _set(page, case, data)
    if path is not None:
        path.write_bytes(made)
    return made


def report_tree(
    data: AssessmentReport, case: TypeCase, language: str
) -> tuple[dict[str, object], Charts]:
    """Everything the template sets, and the pictures it names; texts fit for the fonts at hand."""
    pdf_words(language)  # an unknown language is an error, with or without fonts
    pen = Pen(pdf_words(language if case.folder is not None else "en"), data.currency)
    charts = Charts()
    tree: dict[str, object] = {
        "language": pen.words.language,
        "title": f"{shown(data.title)} · {pen.say('kind_line')}",
        "subject": headline(data, pen),
        "date": {"year": data.on.year, "month": data.on.month, "day": data.on.day},
        "notice": _notice(data, pen),
        "footer": f"{pen.say('kind_line')} · {pen.day(data.on)}",
        "rulebook": pen.say("rulebook", digest=data.digest[:_DIGEST] or "–"),
        "few": pen.say("few"),
        "page_of": pen.say("page_of", page="{page}", pages="{pages}"),
        "blocks": _blocks(data, pen, charts, case),
    }
    compositor = Compositor(case)
    fit = {key: compositor.tree(value) for key, value in tree.items()}
    replaced = len(compositor.replaced)
    if replaced and case.folder is not None:
        blocks = fit["blocks"]
        if isinstance(blocks, list):
            blocks.append(say("note", pen.say("letters", n=replaced)))
    return {**fit, "families": list(case.families)}, charts


def _blocks(data: AssessmentReport, pen: Pen, charts: Charts, case: TypeCase) -> list[Block]:
    fonts = [] if case.folder is not None else [say("warn", pen.say("no_fonts"))]
    return [
        *cover_blocks(data, pen),
        *fonts,
        *found_blocks(data, pen),
        {"block": "contents", "text": pen.say("contents")},
        *first_steps(data, pen),
        *owed_section(data, pen, charts),
        *unknowns_section(data, pen),
        *costs_section(data, pen, charts),
        *signs_section(data, pen, charts),
        *findings_section(data, pen),
        *regimes_section(data, pen, charts),
        *months_section(data, pen, charts),
        *plan_section(data, pen, charts),
        *groups_section(data, pen),
        *risks_section(data, pen, charts),
        *quality_section(data, pen),
        *method_section(data, pen),
    ]


def _notice(data: AssessmentReport, pen: Pen) -> str | None:
    if not data.notice:
        return None
    if data.notice == EXAMPLE:
        return pen.words.say("notice.example")
    # Every page has room for one line; the whole notice stands at the end of the report.
    first = shown(data.notice).split(". ")[0]
    return first if len(first) <= _MARGIN_LETTERS else first[: _MARGIN_LETTERS - 1] + "…"


def _prepare(data: AssessmentReport, folder: Path, case: TypeCase, language: str) -> Path:
    """Template, data and pictures side by side; the typesetter sees nothing but this folder."""
    tree, charts = report_tree(data, case, language)
    for name, svg in charts.files.items():
        (folder / name).write_bytes(svg)
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True)
    (folder / "report.json").write_text(text, encoding="utf-8")
    page = folder / "report.typ"
    page.write_text(_TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    return page


def _set(page: Path, case: TypeCase, data: AssessmentReport) -> bytes:
    try:
        made: bytes = typst.compile(
            page,
            root=page.parent,
            font_paths=[] if case.folder is None else [case.folder],
            ignore_system_fonts=True,
            pdf_standards=_STANDARD,
            timestamp=datetime.combine(data.on, time(), tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise PdfError(
            f"The PDF could not be set: {error}.",
            todo="The same report as a page (report.html) is complete. Please report this error.",
        ) from error
    return made
