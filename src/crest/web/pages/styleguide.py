"""Each part of the pages once, in every script: the cheapest test of the style."""

from __future__ import annotations

from dataclasses import dataclass

from crest.access import facade as access
from crest.ui.icons import ICONS

# The name of each language in itself, and a greeting of the field's words in it.
SCRIPTS = (
    ("en", "English", "Workers should not pay for their job."),
    ("th", "ไทย", "แรงงานไม่ควรต้องจ่ายเงินเพื่อให้ได้งาน"),
    ("my", "မြန်မာ", "အလုပ်သမားများသည် အလုပ်ရရန် ငွေမပေးသင့်ပါ။"),
    ("km", "ខ្មែរ", "កម្មករមិនគួរបង់ប្រាក់ដើម្បីបានការងារទេ។"),
    ("lo", "ລາວ", "ແຮງງານບໍ່ຄວນຈ່າຍເງິນເພື່ອໃຫ້ໄດ້ວຽກ."),
    ("ar", "العربية", "لا ينبغي أن يدفع العمال مقابل وظائفهم."),
)


@dataclass(frozen=True, slots=True)
class StyleguideContext:
    """Samples."""

    scripts: tuple[tuple[str, str, str], ...]
    icons: tuple[str, ...]


@access.page("web/styleguide.html", needs=access.PUBLIC)
def styleguide(request: access.ActingRequest) -> StyleguideContext:  # noqa: ARG001
    """Is every part well made?"""
    return StyleguideContext(scripts=SCRIPTS, icons=tuple(sorted(ICONS)))
