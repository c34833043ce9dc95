"""What codes of the vault mean to people."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

PURPOSES: Final[dict[str, Any]] = {
    "contact": _("To be contacted"), "referral": _("To be referred to a service"),
    "remedy": _("To be repaid"), "research": _("For research"),
    "publication": _("To be published"),
}  # fmt: skip
HOW: Final[dict[str, Any]] = {
    "in_person": _("in person"), "by_phone": _("by telephone"), "in_writing": _("in writing"),
    "by_message": _("by message"),
}  # fmt: skip
LANGUAGES: Final[dict[str, Any]] = {
    "my": _("Burmese"), "km": _("Khmer"), "lo": _("Lao"), "th": _("Thai"), "vi": _("Vietnamese"),
    "ne": _("Nepali"), "bn": _("Bengali"), "id": _("Indonesian"), "en": _("English"),
    "other": _("another language"),
}  # fmt: skip
WHY: Final[dict[str, Any]] = {
    "contact": _("To contact the worker"), "referral": _("To refer the worker to a service"),
    "remedy": _("To repay the worker"), "correction": _("To correct what is written"),
    "request": _("The worker asked what is known"), "danger": _("The worker is in danger"),
}  # fmt: skip
STATES: Final[dict[str, Any]] = {
    "kept": _("kept"), "merged": _("merged"), "erased": _("erased"), "given": _("yes"),
    "withdrawn": _("taken back"), "unknown": _("not asked: no"),
}  # fmt: skip
IDENTITY: Final[dict[str, Any]] = {
    "name": _("Name"), "phone": _("Telephone"), "paper": _("Passport or other paper"),
    "birth_year": _("Year of birth"), "reference": _("Worker's number"),
    "workplace": _("Workplace that gave the number"),
}  # fmt: skip
