"""Each part of the pages once, in every theme, direction and script: the cheapest test of style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from crest.access import facade as access
from crest.ui.icons import ICONS


@dataclass(frozen=True, slots=True)
class Script:
    """A language in its own script, with a sentence of the field."""

    code: str
    name: str
    sample: str
    direction: str = "ltr"


@dataclass(frozen=True, slots=True)
class Pane:
    """One theme in one direction."""

    theme: str
    direction: str
    words: Any

    @property
    def key(self) -> str:
        """Makes ids unique on the page."""
        return f"{self.theme}-{self.direction}"


SCRIPTS: Final = (
    Script("en", "English", "Workers should not pay for their job."),
    Script("th", "ไทย", "แรงงานไม่ควรต้องจ่ายเงินเพื่อให้ได้งาน"),
    Script("my", "မြန်မာ", "အလုပ်သမားများသည် အလုပ်ရရန် ငွေမပေးသင့်ပါ။"),
    Script("km", "ខ្មែរ", "កម្មករមិនគួរបង់ប្រាក់ដើម្បីបានការងារទេ។"),
    Script("lo", "ລາວ", "ແຮງງານບໍ່ຄວນຈ່າຍເງິນເພື່ອໃຫ້ໄດ້ວຽກ."),
    Script("ar", "العربية", "لا ينبغي أن يدفع العمال مقابل وظائفهم.", "rtl"),
)
PANES: Final = (
    Pane("light", "ltr", _("Light, left to right")),
    Pane("dark", "ltr", _("Dark, left to right")),
    Pane("light", "rtl", _("Light, right to left")),
    Pane("dark", "rtl", _("Dark, right to left")),
)


@dataclass(frozen=True, slots=True)
class StyleguideContext:
    """Samples."""

    scripts: tuple[Script, ...]
    panes: tuple[Pane, ...]
    icons: tuple[str, ...]


@access.page("web/styleguide.html", needs=access.PUBLIC)
def styleguide(request: access.ActingRequest) -> StyleguideContext:  # noqa: ARG001
    """Is every part well made?"""
    return StyleguideContext(scripts=SCRIPTS, panes=PANES, icons=tuple(sorted(ICONS)))
