"""Names of kinds of organisation and of roles, for people."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, Any]] = {
    "buyer": _("Buyer"),
    "employer": _("Supplier or employer"),
    "recruiter": _("Recruiter"),
    "sub_agent": _("Sub-agent"),
    "audit_firm": _("Audit firm"),
    "certification_body": _("Certification body"),
    "training_provider": _("Training provider"),
    "resource_centre": _("Migrant resource centre"),
    "service_provider": _("Service provider"),
    "trade_union": _("Trade union"),
    "government": _("Government"),
    "international_organisation": _("International organisation"),
    "researcher": _("Researcher"),
}
ROLES: Final[dict[str, Any]] = {
    "administrator": _("Administrator"),
    "analyst": _("Analyst"),
    "reviewer": _("Reviewer"),
    "programme_manager": _("Programme manager"),
    "assessor": _("Assessor"),
    "protection_officer": _("Protection officer"),
    "researcher": _("Researcher"),
    "contributor": _("Contributor"),
    "viewer": _("Viewer"),
}


def kind_words(kind: str) -> Any:
    """A kind of organisation in words."""
    return KINDS.get(kind, kind)


def role_words(role: str) -> Any:
    """A role in words."""
    return ROLES.get(role, role)
