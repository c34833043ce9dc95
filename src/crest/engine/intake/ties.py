"""Links and labour channels: rows that tie two parties or more together."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.intake.place_fields import country_of
from crest.engine.intake.records import Draft, draft
from crest.engine.intake.sheet import Sheet, recode
from crest.engine.intake.value_fields import code_of, dates_of, many_of, people_of, shares_of
from crest.engine.rulebook.wordlists import relation_words, role_words, verification_words
from crest.engine.rulebook.words import fold
from crest.engine.tables.contracts import RELATIONS

_ATTRIBUTES: Final = ("name", "id", "country", "role", "licence")
_NONE: Final = pa.scalar(None, pa.string())
# What an end must be by the meaning of the relation, used where the row does not say it.
_ROLES: Final[dict[tuple[str, str], str]] = {
    ("recruits_for", "from_role"): "recruiter",
    ("sub_agent_of", "from_role"): "sub_agent",
    ("sub_agent_of", "to_role"): "recruiter",
    ("provides_labour_to", "from_role"): "recruiter",
    ("brokers", "from_role"): "broker",
    ("transports", "from_role"): "transporter",
    ("operates", "to_role"): "site",
}
_TODO_RELATION: Final = f"Use one of: {', '.join(RELATIONS)}."
_TODO_ROLE: Final = "Use site, company, buyer, employer, recruiter, sub_agent, broker, transporter."
_TODO_VERIFIED: Final = "Write verified, declared or unverified."


def link_draft(sheet: Sheet, country: str | None) -> Draft:
    """The columns of LINKS; rows without two ends, without a relation or to themselves are out."""
    del country  # a link's ends may lie anywhere
    columns = _end(sheet, "from") | _end(sheet, "to") | _period_and_proof(sheet)
    columns |= {
        "product": many_of(sheet.text("product")),
        "share": shares_of(sheet, "share"),
        "people": people_of(sheet, "people"),
    }
    given = sheet.text("relation")
    relation = recode(given, lambda text: _relation(text)[0])
    swap = pc.equal(recode(given, lambda text: _relation(text)[1]), "swap")
    _turn(columns, pc.fill_null(swap, fill_value=False))
    columns["relation"] = relation
    _fill_roles(columns)
    one = draft(sheet, columns, ("from_name", "to_name"))
    one.reject(
        pc.or_(_nobody(columns, "from"), _nobody(columns, "to")),
        "intake.link.end-missing",
        "One end of the link is empty.",
        "Name both ends of the link.",
    )
    one.reject(
        relation.is_null(),
        "intake.link.relation-unknown",
        "The row does not say in known words how its two ends are tied.",
        _TODO_RELATION,
    )
    one.reject(
        _same_end(columns),
        "intake.link.self",
        "Both ends of the link are the same.",
        "Correct one end, or delete the row.",
    )
    return one


def channel_draft(sheet: Sheet, country: str | None) -> Draft:
    """The columns of CHANNELS; rows without workplace or without any hand or origin are out."""
    columns: dict[str, pa.Array] = {}
    for end in ("site", "employer", "recruiter", "sub_agent"):
        columns |= _end(sheet, end)
    origin, _ = country_of(sheet, "origin")
    destination, _ = country_of(sheet, "destination", fallback=country)
    columns |= _period_and_proof(sheet) | {
        "origin": origin,
        "origin_region": sheet.text("origin_region"),
        "destination": destination,
        "workers": people_of(sheet, "workers"),
    }
    _drop_agent_of_itself(sheet, columns)
    one = draft(sheet, columns, ("site_name", "employer_name"))
    one.reject(
        pc.and_(_nobody(columns, "site"), _nobody(columns, "employer")),
        "intake.channel.workplace-missing",
        "The row names neither a site nor an employer.",
        "Name the site or the employer.",
    )
    hands = pc.and_(_nobody(columns, "recruiter"), _nobody(columns, "sub_agent"))
    from_nowhere = pc.and_(origin.is_null(), columns["origin_region"].is_null())
    one.reject(
        pc.and_(hands, from_nowhere),
        "intake.channel.origin-missing",
        "The row names no recruiter, no sub-agent and no origin, so it says nothing of a channel.",
        "Name the recruiter, the sub-agent or where the workers come from.",
    )
    return one


def _end(sheet: Sheet, end: str) -> dict[str, pa.Array]:
    code, _ = country_of(sheet, f"{end}_country")
    role = code_of(sheet, f"{end}_role", role_words(), code="intake.role.unknown", todo=_TODO_ROLE)
    return {
        f"{end}_name": sheet.text(f"{end}_name"),
        f"{end}_id": sheet.text(f"{end}_id"),
        f"{end}_country": code,
        f"{end}_role": role,
        f"{end}_licence": sheet.text(f"{end}_licence"),
    }


def _period_and_proof(sheet: Sheet) -> dict[str, pa.Array]:
    return dates_of(sheet, "valid_from", "valid_to") | {
        "verification": code_of(
            sheet,
            "verification",
            verification_words(),
            code="intake.verification.unknown",
            todo=_TODO_VERIFIED,
        ),
        "evidence": sheet.text("evidence"),
    }


def _relation(text: str) -> tuple[str | None, str | None]:
    found = relation_words().get(fold(text))
    if found is None:
        return None, None
    return found.relation, "swap" if found.swap else "keep"


def _turn(columns: dict[str, pa.Array], swap: pa.Array) -> None:
    """Exchange the two ends where the words read the other way round (“supplied by”)."""
    if not pc.any(swap).as_py():
        return
    for attribute in _ATTRIBUTES:
        near, far = columns[f"from_{attribute}"], columns[f"to_{attribute}"]
        columns[f"from_{attribute}"] = pc.if_else(swap, far, near)
        columns[f"to_{attribute}"] = pc.if_else(swap, near, far)


def _fill_roles(columns: dict[str, pa.Array]) -> None:
    for (relation, end), role in _ROLES.items():
        open_here = pc.and_(
            columns[end].is_null(),
            pc.fill_null(pc.equal(columns["relation"], relation), fill_value=False),
        )
        columns[end] = pc.if_else(open_here, pa.scalar(role), columns[end])


def _nobody(columns: dict[str, pa.Array], end: str) -> pa.Array:
    return pc.and_(
        pc.and_(columns[f"{end}_name"].is_null(), columns[f"{end}_id"].is_null()),
        columns[f"{end}_licence"].is_null(),
    )


def _same(columns: dict[str, pa.Array], one: str, other: str) -> pa.Array:
    """Whether two ends are one: the same id, or the same name with no id or country against it."""
    ids = pc.equal(columns[f"{one}_id"], columns[f"{other}_id"])
    names = pc.equal(recode(columns[f"{one}_name"], fold), recode(columns[f"{other}_name"], fold))
    countries = pc.equal(columns[f"{one}_country"], columns[f"{other}_country"])
    by_name = pc.and_(
        pc.fill_null(names, fill_value=False),
        pc.and_(pc.fill_null(ids, fill_value=True), pc.fill_null(countries, fill_value=True)),
    )
    return pc.or_(pc.fill_null(ids, fill_value=False), by_name)


def _same_end(columns: dict[str, pa.Array]) -> pa.Array:
    """A firm may operate or own a site of its own name: there only the same id counts."""
    ids = pc.fill_null(pc.equal(columns["from_id"], columns["to_id"]), fill_value=False)
    control = pc.is_in(columns["relation"], pa.array(["operates", "owns"]))
    apart = pc.fill_null(pc.not_equal(columns["from_role"], columns["to_role"]), fill_value=False)
    return pc.if_else(pc.or_(control, apart), ids, _same(columns, "from", "to"))


def _drop_agent_of_itself(sheet: Sheet, columns: dict[str, pa.Array]) -> None:
    """A recruiter named again as its own sub-agent is one hand, not two."""
    same = _same(columns, "sub_agent", "recruiter")
    count = sheet.findings.warn(
        same,
        "intake.channel.self",
        "The sub-agent is the recruiter itself, so it was not counted as a second hand.",
        "Leave the sub-agent empty, or correct it.",
        column=sheet.header("sub_agent_name") or sheet.header("sub_agent_id"),
        values=columns["sub_agent_name"],
    )
    if not count:
        return
    for attribute in _ATTRIBUTES:
        name = f"sub_agent_{attribute}"
        sheet.not_used(name, same)
        columns[name] = pc.if_else(same, _NONE, columns[name])
