"""supplychain: who is linked to whom. The only door of the room."""

from crest.supplychain.bulk import (
    CHANNELS,
    LINKS,
    NODES,
    ORGANISATIONS,
    SITES,
    channel_batches,
    link_batches,
    node_batches,
)
from crest.supplychain.cards import (
    ChainSheet,
    ChainStep,
    ChangeRow,
    ChannelCard,
    FieldSheet,
    LinkCard,
    NodeCard,
    NodePage,
    NodeSheet,
)
from crest.supplychain.finding import Found, Hit, search_nodes
from crest.supplychain.models import CONCERNED
from crest.supplychain.places import (
    VERIFIED,
    Coded,
    Corridor,
    Places,
    cells,
    days,
    place_card,
    places_version,
    read_places,
    told_place,
)
from crest.supplychain.reads.chains import chain_of, workplaces_with_chains
from crest.supplychain.reads.nodes import NodeFilter, node_cards, page_of_nodes, products_of
from crest.supplychain.reads.claims import open_claims
from crest.supplychain.reads.pairs import queue_of
from crest.supplychain.reads.recruiting import RecruiterBetween, recruiters_between
from crest.supplychain.reads.requests import received_requests, sent_requests
from crest.supplychain.reads.sheet import sheet_of
from crest.supplychain.records import ResolutionCard
from crest.supplychain.remembering import memory_for, node_keys
from crest.supplychain.selectors import latest_resolution
from crest.supplychain.services.answering import adopt_request
from crest.supplychain.services.asking import ask_firm
from crest.supplychain.services.claiming import claim_node, decide_claim
from crest.supplychain.services.indexing import index_everything, index_nodes
from crest.supplychain.services.resolving import resolve, start_resolving

__all__ = [
    "adopt_request", "ask_firm", "claim_node", "decide_claim",
    "CONCERNED",
    "RecruiterBetween", "recruiters_between",
    "CHANNELS", "LINKS", "NODES", "ORGANISATIONS", "SITES", "channel_batches", "link_batches", "node_batches",
    "VERIFIED", "Coded", "Corridor", "Found", "Hit", "Places", "cells", "days", "index_everything",
    "index_nodes", "place_card", "places_version", "read_places", "search_nodes", "told_place",
    "ChainSheet", "ChainStep", "ChangeRow", "ChannelCard", "FieldSheet", "LinkCard", "NodeCard",
    "NodeFilter", "NodePage", "NodeSheet", "ResolutionCard", "chain_of", "latest_resolution",
    "memory_for", "node_cards", "node_keys", "page_of_nodes", "products_of", "resolve", "sheet_of",
    "start_resolving", "workplaces_with_chains",
    "open_claims", "queue_of", "received_requests", "sent_requests",
]  # fmt: skip
