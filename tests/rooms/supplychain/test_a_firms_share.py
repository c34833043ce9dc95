"""What a supplier or recruiter reads of a chain that is shared with it: its own part only."""

from __future__ import annotations

import factories
import factories_supplychain as chain
import pytest

from crest.access import facade as access
from crest.supplychain import facade as supplychain
from crest.supplychain.models import Channel, Claim, Link, Node

pytestmark = pytest.mark.room


@pytest.fixture
def told() -> tuple[access.Actor, Node, Node, Node]:
    buyer = factories.organisation("Invented Buyer")
    firm = factories.organisation("Invented Agency", access.Kind.RECRUITER)
    own = chain.node(buyer, "Invented Agency Ltd", Node.ORGANISATION, claimed_by=firm)
    site, other = chain.node(buyer, "Their Site"), chain.node(buyer, "Another Agency")
    chain.link(own, site, "recruits_for")
    chain.link(other, site, "recruits_for")
    chain.claim(own, "address", "1 Own Road")
    chain.claim(site, "address", "2 Site Road")
    chain.channel(site, recruiter=own, workers=40)
    chain.channel(site, recruiter=other, workers=50)
    factories.shares(buyer, firm, "chain", "findings")
    by = factories.actor(firm, access.Role.CONTRIBUTOR)
    return by, own, site, other


def test_a_recruiter_reads_its_own_node_links_channels_and_claims(told: tuple) -> None:
    by, own, _site, _other = told
    assert [node.name for node in Node.objects.within(by)] == [own.name]
    assert [link.giver_id for link in Link.objects.within(by)] == [own.pk]
    assert [one.recruiter_id for one in Channel.objects.within(by)] == [own.pk]
    assert [one.value for one in Claim.objects.within(by)] == ["1 Own Road"]


def test_a_recruiters_page_names_whom_it_recruits_for_and_no_other_agency(told: tuple) -> None:
    by, own, site, other = told
    sheet = supplychain.sheet_of(by=by, ref=own.ref)
    assert [one.other.name for one in sheet.gives] == [site.name]
    assert other.name not in repr(sheet)
    for stranger in (site, other):
        with pytest.raises(access.NotFound):
            supplychain.sheet_of(by=by, ref=stranger.ref)


def test_a_recruiters_chain_shows_its_own_links_only(told: tuple) -> None:
    by, own, site, other = told
    chained = supplychain.chain_of(by=by, ref=own.ref)
    assert other.name not in repr(chained)
    with pytest.raises(access.NotFound):
        supplychain.chain_of(by=by, ref=site.ref)


def test_an_auditor_reads_the_whole_chain_that_is_shared(told: tuple) -> None:
    _by, own, _site, _other = told
    auditor = factories.organisation("Invented Audits", access.Kind.AUDIT_FIRM)
    factories.shares(own.owner, auditor, "chain")
    assert Node.objects.within(factories.actor(auditor, access.Role.ASSESSOR)).count() == 3
