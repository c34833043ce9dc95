"""Who may do what: kinds of organisation, roles of people in them, and permissions of roles."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """The kinds of organisation the field has."""

    BUYER = "buyer"
    EMPLOYER = "employer"  # supplier and employer are one kind: both have workplaces
    RECRUITER = "recruiter"
    SUB_AGENT = "sub_agent"
    AUDIT_FIRM = "audit_firm"
    CERTIFICATION_BODY = "certification_body"
    TRAINING_PROVIDER = "training_provider"
    RESOURCE_CENTRE = "resource_centre"
    SERVICE_PROVIDER = "service_provider"
    TRADE_UNION = "trade_union"
    GOVERNMENT = "government"
    INTERNATIONAL_ORGANISATION = "international_organisation"
    RESEARCHER = "researcher"


class Role(StrEnum):
    """What a person is in an organisation."""

    ADMINISTRATOR = "administrator"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    PROGRAMME_MANAGER = "programme_manager"
    ASSESSOR = "assessor"
    PROTECTION_OFFICER = "protection_officer"
    RESEARCHER = "researcher"
    CONTRIBUTOR = "contributor"  # answers for its own firm, often on a phone
    VIEWER = "viewer"


class Permission(StrEnum):
    """One thing a person may do. Named verb_noun."""

    SEE_CHAIN = "see_chain"
    EDIT_CHAIN = "edit_chain"
    UPLOAD_EVIDENCE = "upload_evidence"
    ACCEPT_EVIDENCE = "accept_evidence"
    SEE_EVIDENCE = "see_evidence"
    JUDGE_PAIR = "judge_pair"
    ASK_SUPPLIERS = "ask_suppliers"
    ANSWER_REQUEST = "answer_request"
    SEE_FINDINGS = "see_findings"
    SEE_FIGURES = "see_figures"
    EVALUATE = "evaluate"
    SEE_WORKER_FIGURES = "see_worker_figures"
    EXPORT_RECORDS = "export_records"
    SHARE_RECORDS = "share_records"
    MANAGE_PEOPLE = "manage_people"
    USE_API = "use_api"
    SEE_AUDIT = "see_audit"
    SEE_PROGRAMMES = "see_programmes"
    MANAGE_PROGRAMMES = "manage_programmes"
    SEE_OWN_ACCOUNT = "see_own_account"
    RUN_INSTALLATION = "run_installation"
    SEE_PERSONS = "see_persons"
    KEEP_PERSONS = "keep_persons"
    READ_NAMES = "read_names"
    ERASE_PERSONS = "erase_persons"


_P = Permission
_SEE: Final = frozenset({
    _P.SEE_CHAIN, _P.SEE_EVIDENCE, _P.SEE_FINDINGS, _P.SEE_FIGURES, _P.SEE_PROGRAMMES,
    _P.SEE_OWN_ACCOUNT,
})  # fmt: skip
_WORK: Final = _SEE | {
    _P.UPLOAD_EVIDENCE, _P.ACCEPT_EVIDENCE, _P.JUDGE_PAIR, _P.EDIT_CHAIN, _P.ASK_SUPPLIERS,
    _P.ANSWER_REQUEST, _P.EVALUATE, _P.EXPORT_RECORDS, _P.USE_API,
}  # fmt: skip

ROLE_MAY: Final[dict[Role, frozenset[Permission]]] = {
    Role.ADMINISTRATOR: _WORK
    | {_P.MANAGE_PEOPLE, _P.SHARE_RECORDS, _P.SEE_AUDIT, _P.MANAGE_PROGRAMMES},
    Role.ANALYST: _WORK,
    Role.REVIEWER: _SEE | {_P.JUDGE_PAIR, _P.ACCEPT_EVIDENCE, _P.EXPORT_RECORDS},
    Role.PROGRAMME_MANAGER: _SEE | {_P.MANAGE_PROGRAMMES, _P.EXPORT_RECORDS},
    Role.ASSESSOR: _SEE | {_P.SEE_WORKER_FIGURES},
    Role.PROTECTION_OFFICER: _SEE
    | {_P.SEE_WORKER_FIGURES, _P.SEE_PERSONS, _P.KEEP_PERSONS, _P.READ_NAMES, _P.ERASE_PERSONS}
    | {_P.USE_API},
    Role.RESEARCHER: frozenset({_P.SEE_FIGURES, _P.SEE_OWN_ACCOUNT}),
    Role.CONTRIBUTOR: frozenset({
        _P.SEE_CHAIN, _P.SEE_FINDINGS, _P.SEE_FIGURES, _P.SEE_EVIDENCE, _P.UPLOAD_EVIDENCE,
        _P.ANSWER_REQUEST,
        _P.SHARE_RECORDS, _P.SEE_OWN_ACCOUNT,
    }),
    Role.VIEWER: _SEE,
}  # fmt: skip

# People in these roles are staff: they see what others told, so a password alone is not enough.
STAFF: Final = frozenset(Role) - {Role.CONTRIBUTOR}
