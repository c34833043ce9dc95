"""What is taken away from evidence: the list of problems, and the file itself."""

from __future__ import annotations

import csv
import io

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.evidence.pages.batches import acting

P = access.Permission


@access.page("", needs=P.SEE_EVIDENCE)
def problems(request: access.ActingRequest, ref: str) -> HttpResponse:
    """Which rows must be mended, as a list to hand on?"""
    lines = evidence.problems_of(acting(request), ref)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(
        [_("sheet"), _("row"), _("column"), _("value"), _("gravity"), _("what"), _("what to do")]
    )
    for line in lines:
        cells = (
            line.sheet, line.number or "", line.column, line.value, line.severity, line.sentence,
            line.todo,
        )  # fmt: skip
        table.writerow([harmless(str(cell)) for cell in cells])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="problems-{ref}.csv"'
    return answer


@access.page("", needs=P.SEE_EVIDENCE)
def original(request: access.ActingRequest, ref: str) -> HttpResponseBase:
    """The file as it was given. One about workers: not for everybody, and written down."""
    by = acting(request)
    card = evidence.preview_of(by, ref).card
    path = evidence.open_document(by=by, document=card.document)
    if not path.is_file():
        raise access.NotFound("The file is no longer kept.", todo="Ask for it again.")
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=card.name,
        content_type="application/octet-stream",
    )  # fmt: skip


def harmless(cell: str) -> str:
    """A cell that a spreadsheet program will not take for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
