"""After the lists are in: firms answer letters and claim their records, the buyer shares."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

from crest.access import facade as access
from crest.programmes import facade as programmes
from crest.supplychain import facade as supplychain
from crest.web.demo.cast import (
    ADMINISTRATOR,
    ANALYST,
    CAST,
    LETTERS,
    OF_RECRUITER,
    OF_SUPPLIER,
    PARTNER,
    PROJECT,
    SHARED,
    Letter,
)
from crest.web.demo.waiting import LoadingError, Tell

LETTER, SHARING, PROGRAMME = (
    "Letters to a supplier and an agency", "Sharing by agreement", "A project behind the lists",
)  # fmt: skip
_MORE_TIME: Final = dt.timedelta(days=30)
_OWN: Final = ("chain", "findings")


def send_letters(tell: Tell) -> None:
    """The buyer asks two firms; each takes its letter into its account and claims its record."""
    for done, letter in enumerate(LETTERS, start=1):
        _send(letter)
        tell(LETTER, done / len(LETTERS))


def _send(letter: Letter) -> None:
    analyst = access.example_actor(ANALYST.email)
    firm = access.example_actor(letter.to.email)
    found = supplychain.search_nodes(analyst, letter.named, limit=1)
    if not found.hits:
        raise LoadingError(f"“{letter.named}” is not among the organisations of the example.")
    node = found.hits[0].ref
    request = supplychain.ask_firm(
        by=analyst, node=node, asks=letter.asks, due_on=timezone.localdate() + _MORE_TIME,
        purpose=letter.purpose, to_name=letter.to.organisation, message=letter.message,
    )  # fmt: skip
    supplychain.adopt_request(by=firm, request=request.ref, code_holder=True)
    claim = supplychain.claim_node(by=firm, node=node, because=letter.because)
    supplychain.decide_claim(by=analyst, claim=claim.ref, decision="approved")


def share_records(tell: Tell) -> None:
    """The buyer's administrator lets others read, each for a purpose."""
    by = access.example_actor(ADMINISTRATOR.email)
    firms = tuple(
        (part.organisation, _OWN, "What is known of your own firm")
        for part in (OF_SUPPLIER, OF_RECRUITER)
    )
    people = {part.organisation: part.email for part in CAST}
    offers = (*SHARED, *firms)
    for done, (receiver, covers, purpose) in enumerate(offers, start=1):
        other = access.card_of(access.example_actor(people[receiver]).organisation)
        access.offer_sharing(by=by, receiver=other.ref, covers=covers, purpose=purpose, until=None)
        tell(SHARING, done / len(offers))


def start_project(batches: list[str], tell: Tell) -> None:
    """The buyer's administrator keeps one project, with a partner, that stands behind its lists."""
    by = access.example_actor(ADMINISTRATOR.email)
    project = programmes.create_project(by=by, typed=PROJECT)
    partner = programmes.add_partner(by=by, project=project.ref, typed=PARTNER)
    for done, batch in enumerate(batches, start=1):
        programmes.stand_behind(
            by=by, project=project.ref, noun="evidence:batch", record=batch, partner=partner.ref
        )
        tell(PROGRAMME, done / len(batches))
