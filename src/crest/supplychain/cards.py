"""What crosses the door of this room about nodes, links, pairs and requests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from crest.access import facade as access

Moment = dt.datetime


@dataclass(frozen=True, slots=True)
class NodeCard:
    """An organisation, a site or an origin, in short."""

    ref: str
    crest_id: str
    kind: str
    name: str
    role: str = ""
    country: str = ""
    region: str = ""
    workers: int | None = None
    records: int = 0
    state: str = "live"
    claimed: bool = False
    said_closed: bool = False  # a list says so; nobody of the organisation has reported it
    last_said_on: dt.date | None = None
    owner: access.OwnerKey = 0
    key: access.InnerKey = 0


@dataclass(frozen=True, slots=True)
class NodePage:
    """One page of a list of nodes; `facets` counts what each filter would leave."""

    cards: tuple[NodeCard, ...]
    total: int
    page: int
    pages: int
    facets: dict[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class SaidValue:
    """One value somebody said of a node. `row` is the public id of its source row."""

    ref: str
    value: str
    said_by: str
    said_on: dt.date | None
    row: str
    by_the_site: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class FieldSheet:
    """A property of a node: the value that is shown, and everything else that was said."""

    field: str
    shown: SaidValue
    others: tuple[SaidValue, ...]
    contradicts: bool


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """What a person said of a link or channel."""

    ref: str
    said: str
    note: str
    who: str
    at: Moment
    row: str
    undone: bool


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A step of a chain; `outwards` when it is seen from its giver."""

    ref: str
    relation: str
    giver: NodeCard
    receiver: NodeCard
    outwards: bool
    product: str
    share: float | None
    people: int | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    verification: str
    evidence: str
    rows: tuple[str, ...] = ()
    verdict: VerdictRow | None = None

    @property
    def other(self) -> NodeCard:
        """The end one does not stand at."""
        return self.receiver if self.outwards else self.giver


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """How people came to a workplace."""

    ref: str
    workplace: NodeCard | None
    employer: NodeCard | None
    recruiter: NodeCard | None
    sub_agent: NodeCard | None
    origin: str
    origin_region: str
    destination: str
    workers: int | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    verification: str
    row: str = ""
    verdict: VerdictRow | None = None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What a person did to a node."""

    ref: str
    kind: str
    before: dict[str, object]
    after: dict[str, object]
    why: str
    since: dt.date | None
    who: str
    at: Moment
    undone_at: Moment | None
    may_undo: bool = False
    from_lists: bool = False

    @property
    def was(self) -> object:
        """What it was called or where it was before."""
        return self.before.get("name") or self.before.get("value") or ""

    @property
    def became(self) -> object:
        """What it is called or where it is now."""
        return self.after.get("name") or self.after.get("value") or ""


@dataclass(frozen=True, slots=True)
class SiteClaimCard:
    """A firm's word that a node is itself, and what the owner of the list decided."""

    ref: str
    node: str
    node_name: str
    claimant: str
    because: str
    state: str
    note: str
    asked_at: Moment
    decided_at: Moment | None


@dataclass(frozen=True, slots=True)
class NodeSheet:
    """Everything this room knows of a node."""

    card: NodeCard
    other_names: tuple[str, ...]
    address: str
    place_precision: str
    products: tuple[str, ...]
    fields: tuple[FieldSheet, ...]
    gives: tuple[LinkCard, ...]
    receives: tuple[LinkCard, ...]
    channels: tuple[ChannelCard, ...]
    changes: tuple[ChangeRow, ...]
    not_known: tuple[str, ...]
    merged_into: NodeCard | None
    site_claims: tuple[SiteClaimCard, ...]
    own: bool
    hidden_links: int = 0

    @property
    def contradictions(self) -> tuple[FieldSheet, ...]:
        """Properties of which different things were said."""
        return tuple(one for one in self.fields if one.contradicts)


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A node of a chain: lane (labour, goods, customer) and steps from the workplace."""

    card: NodeCard
    lane: str
    step: int


@dataclass(frozen=True, slots=True)
class ChainSheet:
    """What is linked to a workplace, both chains; `cut` when more is known than is shown."""

    centre: NodeCard
    steps: tuple[ChainStep, ...]
    links: tuple[LinkCard, ...]
    on: dt.date | None
    cut: bool
    named_only: frozenset[str] = frozenset()  # ends of links whose own pages are not shared


@dataclass(frozen=True, slots=True)
class PairPart:
    """One property of both listings of a pair, side by side."""

    name: str
    left: str
    right: str
    differs: bool


@dataclass(frozen=True, slots=True)
class PairCard:
    """Two listings that may be one."""

    ref: str
    kind: str
    parts: tuple[PairPart, ...]
    left_row: str
    right_row: str
    left_name: str
    right_name: str
    score: float
    reasons: tuple[str, ...]
    judgement: str
    why: str = ""
    who: str = ""
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class RequestCard:
    """A question to a firm."""

    ref: str
    node: NodeCard
    asker: str
    to_name: str
    to_email: str
    asks: tuple[str, ...]
    purpose: str
    message: str
    tier: int
    due_on: dt.date
    state: str
    sent_at: Moment
    opened_at: Moment | None
    answered_at: Moment | None
    accepted_at: Moment | None
    answer: dict[str, object] = field(default_factory=dict)
    returned_because: str = ""
    consented: bool = False
    batch: str = ""
    code: str = ""  # only where it was just made
    parent: str = ""
    over: bool = False
    to_account: str = ""
