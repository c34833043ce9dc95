"""The door: from counted results to findings in order, each with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from crest.engine.findings.drafts import Draft, Teller
from crest.engine.findings.finding import Finding, ProposedAction, Words, finding_id
from crest.engine.findings.from_records import (
    drafts_of_licence,
    drafts_of_quality,
    drafts_of_small,
    drafts_of_unknown,
)
from crest.engine.findings.from_signs import RuleBook, drafts_of_signs, rules_by_id
from crest.engine.findings.from_sums import drafts_of_sums
from crest.engine.findings.joining import closeness, join_common_hands, join_same_numbers
from crest.engine.findings.subjects import ACTORS, HANDS, QUALITY, read_hands, read_subjects
from crest.engine.rulebook.action_rules import load_catalogue
from crest.engine.rulebook.finding_rules import load_finding_rules
from crest.engine.tables.contracts import empty

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    import pyarrow as pa

    from crest.engine.findings.subjects import Subject
    from crest.engine.rulebook.action_rules import Catalogue
    from crest.engine.rulebook.finding_rules import FindingRules
    from crest.engine.rulebook.models import Cite
    from crest.engine.rulebook.rules import RuleEntry


def find(
    groups: pa.Table,
    prevalence: pa.Table,
    *,
    book: RuleBook,
    on: date,
    hands: pa.Table | None = None,
    quality: pa.Table | None = None,
    hide: Iterable[tuple[str, str]] = (),
    hide_parts: Mapping[str, Collection[tuple[str, str]]] | None = None,
    rules: FindingRules | None = None,
    catalogue: Catalogue | None = None,
) -> tuple[Finding, ...]:
    """Turn counted results into findings: the gravest first, then the likeliest, then the largest.

    The tables are GROUPS, PREVALENCE, HANDS and QUALITY of `subjects`. `hide`: (kind, id) of groups
    whose numbers disclosure control suppressed. Of a group below the smallest nothing is told but
    where to look, and of a hidden one no number. `hide_parts`: rule id, or severe, violation …, →
    groups of which it is not told how many it concerns. Days run from `on`. Raises ContractError
    for a table that lacks a column.
    """
    teller = Teller(rules or load_finding_rules(), on, frozenset(hide), parts=hide_parts or {})
    known = rules_by_id(book)
    subjects = read_subjects(groups, prevalence, empty(QUALITY) if quality is None else quality)
    drafts = [draft for subject in subjects for draft in _about(teller, subject, known)]
    ties = read_hands(empty(HANDS) if hands is None else hands)
    names = {one.id: one.name for one in subjects if one.kind == "sub_agent"}
    drafts = join_common_hands(teller, drafts, ties, names)
    drafts = join_same_numbers(teller, drafts)
    drafts.sort(key=_order)
    actions = catalogue or load_catalogue()
    return tuple(_finding(teller, draft, known, book.digest, actions) for draft in drafts)


def _about(teller: Teller, subject: Subject, known: Mapping[str, RuleEntry]) -> list[Draft]:
    if subject.n < teller.smallest:
        return drafts_of_small(teller, subject)
    teller = teller.about(subject)
    signs, unasked = drafts_of_signs(teller, subject, known)
    return [
        *drafts_of_sums(teller, subject),
        *signs,
        *drafts_of_licence(teller, subject),
        *drafts_of_quality(teller, subject),
        *drafts_of_unknown(teller, subject, unasked),
    ]


def _order(draft: Draft) -> tuple[object, ...]:
    """Severity before likelihood before size; of equals the closest to the worker first.

    What concerns somebody who can act comes before what a corridor, a product or a year adds up to.
    """
    return (
        -draft.severity,
        draft.answer != "yes",
        draft.subject.kind not in ACTORS,
        -draft.likelihood,
        -draft.yes,
        -(draft.amount or 0),
        closeness(draft),
        draft.kind.id,
        draft.subject.id,
    )


def _finding(
    teller: Teller,
    draft: Draft,
    known: Mapping[str, RuleEntry],
    digest: str,
    catalogue: Catalogue,
) -> Finding:
    kind, subject = draft.kind, draft.subject
    used = [known[rule] for rule in draft.rules if rule in known]
    general = "general" in {row.confidence for row in (kind, *used)}
    sure = teller.rules.certainty[cast("Literal['well', 'some', 'weak', 'none']", draft.sure)]
    cites = dict.fromkeys(cite for row in (kind, *used) for cite in row.cites)
    # A group too small to be shown is told without numbers.
    size = None if draft.suppressed or teller.hides(subject) else subject.n
    return Finding(
        id=finding_id(kind.id, subject.kind, subject.id),
        rule=kind.id,
        rules=draft.rules,
        title=_title(teller, draft),
        subject_kind=subject.kind,
        subject=subject.id,
        subject_name=subject.name,
        answer="yes" if draft.answer == "yes" else "unknown",
        severity=draft.severity,
        workers=draft.workers,
        of_workers=size,
        amount_minor=draft.told_amount,
        currency=subject.sums["currency"] if draft.told_amount is not None else None,
        because=tuple(draft.because),
        missing=tuple(draft.missing),
        how_sure=Words(sure.says, sure.thai),
        sure_because=(*draft.sure_because, *_cautions(teller, (kind, *used), general=general)),
        cites=tuple(cites),
        confidence="general" if general else "verified",
        digest=digest,
        actions=_actions(catalogue, draft, teller.on),
        also=tuple(draft.also),
        suppressed=draft.suppressed,
    )


def _title(teller: Teller, draft: Draft) -> Words:
    values = {"name": draft.subject.name, "smallest": teller.smallest}
    title = draft.kind.title
    return Words(title.says.format(**values), title.thai.format(**values))


def _cautions(teller: Teller, rows: Iterable[object], *, general: bool) -> list[Words]:
    late = [day for row in rows if (day := getattr(row, "review_by", teller.on)) < teller.on]
    said = [teller.say("sure_review", day=min(late))] if late else []
    return [*said, teller.say("sure_general")] if general else said


def _actions(catalogue: Catalogue, draft: Draft, on: date) -> tuple[ProposedAction, ...]:
    """The proposed actions, each after those that must come first."""
    codes: dict[str, None] = {}
    for code in draft.kind.actions:
        codes |= dict.fromkeys((*catalogue.action(code).first, code))
    found = []
    for code in codes:
        row = catalogue.action(code)
        actor = catalogue.actors[row.who]
        cites: tuple[Cite, ...] = row.cites
        found.append(
            ProposedAction(
                code=code,
                title=Words(row.says, row.thai),
                who=Words(actor.says, actor.thai),
                what=Words(row.what.says, row.what.thai),
                confirm=Words(row.confirm.says, row.confirm.thai),
                care=Words(row.care.says, row.care.thai),
                due_on=row.due(on, draft.severity),
                cites=cites,
                confidence=row.confidence,
            )
        )
    return tuple(found)
