"""Invented chains for tests of the platform."""

from __future__ import annotations

import datetime as dt
import itertools

from crest.access.models import Organisation
from crest.evidence.models import Batch, Document, Row, Source
from crest.supplychain.models import Channel, Claim, Link, Node, Pair

_numbers = itertools.count(1)


def node(home: Organisation, name: str = "", kind: str = Node.SITE, **values: object) -> Node:
    """A node of an organisation's list."""
    number = next(_numbers)
    made = Node(
        owner=home, kind=kind, name=name or f"Invented Site {number}",
        crest_id=str(values.pop("crest_id", f"CR-{number:06d}")), **values,
    )  # fmt: skip
    made.save()
    return made


def link(giver: Node, receiver: Node, relation: str = "supplies", **values: object) -> Link:
    """A link between two nodes of the same owner."""
    made = Link(owner=giver.owner, giver=giver, receiver=receiver, relation=relation, **values)
    made.save()
    return made


def channel(workplace: Node, **values: object) -> Channel:
    """A labour channel to a workplace."""
    made = Channel(owner=workplace.owner, workplace=workplace, **values)
    made.save()
    return made


def row(home: Organisation, kind: str = "sites", **values: str) -> Row:
    """A row of an accepted list."""
    number = next(_numbers)
    source = Source(owner=home, title=f"List {number}", said_by="Somebody")
    source.save()
    document = Document(
        owner=home, source=source, name=f"list{number}.csv", sha256=f"{number:064d}", size=9
    )
    document.save()
    batch = Batch(owner=home, document=document, state="accepted")
    batch.save()
    made = Row(owner=home, batch=batch, number=1, kind=kind, values=values)
    made.save()
    return made


def claim(of: Node, field: str, value: str, said_by: str = "List A", **values: object) -> Claim:
    """A value somebody said of a node."""
    made = Claim(owner=of.owner, node=of, field=field, value=value, said_by=said_by, **values)
    made.save()
    return made


def pair(home: Organisation, score: float = 0.8, **values: object) -> Pair:
    """Two listings that may be one."""
    number = next(_numbers)
    made = Pair(
        owner=home, kind="site", score=score,
        left_key=f"r{number:016x}", right_key=f"r{number + 2**20:016x}",
        left={"name": f"Left Works {number}", "country": "TH", "file": "a.csv", "row": "1"},
        right={"name": f"Left Work {number}", "country": "TH", "file": "b.csv", "row": "2"},
        because="names nearly the same (+4.1); places the same (+2.0)", **values,
    )  # fmt: skip
    made.save()
    return made


def nordvik(home: Organisation) -> dict[str, Node]:
    """A garment workplace with both chains, all invented."""
    site = node(home, "Khlong Saeng Garment", country="TH", workers=420, role="employer",
                region="Samut Sakhon", address="9 Invented Road", products=["T-shirts"],
                last_said_on=dt.date(2026, 2, 1))  # fmt: skip
    agency = node(home, "Golden Path Manpower", Node.ORGANISATION, country="TH", role="recruiter")
    broker = node(home, "Moei Bridge Broker", Node.ORGANISATION, country="MM", role="sub_agent")
    origin = node(home, "Hpa-An, Myanmar", Node.ORIGIN, country="MM")
    mill = node(home, "Thanwa Knitting Mill", country="TH", workers=90)
    gin = node(home, "Old Cotton Gin", country="IN")
    buyer = node(home, "Nordvik Retail", Node.ORGANISATION, country="SE", role="buyer")
    link(agency, site, "recruits_for", people=120, verification="declared")
    link(broker, agency, "sub_agent_of", people=80, verification="unverified")
    link(origin, broker, "origin_of", people=80, verification="unverified")
    link(mill, site, "supplies", product="T-shirts", share=0.6, verification="verified")
    link(gin, mill, "supplies", product="Cotton", share=0.3)
    link(site, buyer, "supplies", product="T-shirts", share=0.35, verification="verified")
    channel(site, recruiter=agency, sub_agent=broker, origin="MM", origin_region="Hpa-An",
            destination="TH", workers=80, valid_from=dt.date(2025, 3, 1))  # fmt: skip
    return {"site": site, "agency": agency, "broker": broker, "mill": mill, "buyer": buyer}
