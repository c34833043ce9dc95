"""An accepted answer becomes evidence: a list like any other, with a row for each thing said."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.supplychain.cards import RequestCard
from crest.supplychain.models import Node, Request
from crest.supplychain.reads.requests import request_card
from crest.supplychain.states import REQUEST, step

_LINKS: Final = (
    "relation", "from_name", "from_id", "from_country", "from_role", "from_licence", "to_name",
    "to_id", "to_country", "to_role", "product", "share", "people", "verification", "evidence",
)  # fmt: skip
_SITES: Final = ("name", "address", "country", "workers", "local_id")
_SAYS: Final = {
    "suppliers": ("supplies", "company"),
    "recruiters": ("recruits_for", "recruiter"),
    "sub_agents": ("sub_agent_of", "sub_agent"),
}


@access.action("supplychain:request:accept", needs=access.Permission.ACCEPT_EVIDENCE)
def accept_answer(*, by: access.Actor, request: str) -> RequestCard:
    """Take an answer as evidence: the chains are then resolved with it."""
    found = Request.objects.owned_by(by).select_related("node", "owner").one(request)
    found.state = step(REQUEST, found.state, "accepted")
    found.accepted_at = timezone.now()
    for name, text in _files(found):
        about = evidence.About(
            title=_("Answer of %(name)s") % {"name": found.node.name},
            said_by=found.node.name,
            published_on=found.consented_at.date() if found.consented_at else None,
        )
        batch = evidence.receive_file(by=by, name=name, chunks=[text.encode()], about=about)
        evidence.accept_batch(by=by, batch=batch.ref)
        found.batch = found.batch or batch.ref
    found.save()
    return request_card(found)


def _files(found: Request) -> list[tuple[str, str]]:
    """The lists an answer makes, as (file name, CSV)."""
    links = [row for ask in _SAYS for row in _links(found, ask)]
    profile = (found.answer or {}).get("profile", {}).get("rows", [])
    files = []
    if links:
        files.append((f"answer-{found.ref}.csv", _csv(_LINKS, links)))
    if profile and found.node.kind == Node.SITE:
        files.append((f"answer-{found.ref}-site.csv", _csv(_SITES, [_site(found, profile[0])])))
    return files


def _links(found: Request, ask: str) -> list[dict[str, Any]]:
    relation, role = _SAYS[ask]
    node = found.node
    note = f"answer {found.ref} of {found.answer.get('answered_on', '')}"
    return [
        {
            "relation": relation, "from_name": row.get("name", ""),
            "from_country": row.get("country", ""), "from_role": role,
            "from_licence": row.get("licence", ""), "to_name": node.name, "to_id": node.crest_id,
            "to_country": node.country,
            "to_role": "site" if node.kind == Node.SITE else node.role or "company",
            "product": row.get("product", ""), "share": _share(row.get("share", "")),
            "people": row.get("people", ""), "verification": "declared", "evidence": note,
        }
        for row in found.answer.get(ask, {}).get("rows", [])
    ]  # fmt: skip


def _site(found: Request, said: dict[str, str]) -> dict[str, Any]:
    node = found.node
    return {
        "name": node.name, "address": said.get("address") or node.address,
        "country": node.country, "workers": said.get("workers", ""), "local_id": found.ref,
    }  # fmt: skip


def _share(text: str) -> str:
    text = text.removesuffix("%").strip().replace(",", ".")
    return f"{float(text) / 100:.4f}" if text else ""


def _csv(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
