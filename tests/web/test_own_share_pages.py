"""The pages of a recruiter that was shared a chain: its own part, and no door that is locked."""

from __future__ import annotations

import re

import factories
import factories_supplychain as chain
import pytest
from django.test import Client

from crest.access import facade as access
from crest.supplychain.models import Node

pytestmark = pytest.mark.web


@pytest.fixture
def told() -> tuple[Client, Node]:
    buyer = factories.organisation("Invented Buyer")
    firm = factories.organisation("Invented Agency", access.Kind.RECRUITER)
    own = chain.node(
        buyer, "Invented Agency Ltd", Node.ORGANISATION, role="recruiter", claimed_by=firm
    )
    site, other = chain.node(buyer, "Their Site"), chain.node(buyer, "Another Agency")
    chain.link(own, site, "recruits_for", people=40)
    chain.link(other, site, "recruits_for", people=50)
    chain.channel(site, recruiter=own, workers=40)
    chain.claim(own, "address", "1 Own Road", row=chain.row(buyer))
    factories.shares(buyer, firm, "chain", "findings")
    return factories.signed_in(factories.person(firm, access.Role.CONTRIBUTOR)), own


@pytest.mark.parametrize("page", ["organisations", "chains"])
def test_every_link_of_a_recruiters_own_page_opens(told: tuple[Client, Node], page: str) -> None:
    client, own = told
    shown = client.get(f"/{page}/{own.ref}/")
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "Their Site" in text
    assert "Another Agency" not in text
    main = text.split("<main", 1)[1].split("</main", 1)[0]
    assert "1 Own Road" in main or page == "chains"
    shown_too = re.findall(r'href="(/(?:links|channels)/[^"#?]+)', main)
    for further in shown_too:
        main += client.get(further).content.decode().split("<main", 1)[1].split("</main", 1)[0]
    for address in set(re.findall(r'href="(/[^"#?]+)', main)):
        assert client.get(address).status_code == 200, address
