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
    SaidValue,
)
from crest.supplychain.finding import Found, Hit, search_nodes
from crest.supplychain.models import CONCERNED
from crest.supplychain.places import (
    VERIFIED,
    Coded,
    Corridor,
    Places,
    column_and_line,
    days,
    place_card,
    places_version,
    read_places,
    told_place,
)
from crest.supplychain.reads.chains import chain_of, workplaces_with_chains
from crest.supplychain.reads.claims import open_claims
from crest.supplychain.reads.nodes import (
    NodeFilter,
    links_of_product,
    node_cards,
    page_of_nodes,
    products_with_links,
)
from crest.supplychain.reads.pairs import queue_of
from crest.supplychain.reads.recruiting import RecruiterBetween, recruiters_between
from crest.supplychain.reads.requests import received_requests, sent_requests
from crest.supplychain.reads.sheet import sheet_of
from crest.supplychain.records import ResolutionCard
from crest.supplychain.remembering import memory_for, node_keys
from crest.supplychain.selectors import latest_resolution
from crest.supplychain.services.accepting import accept_answer
from crest.supplychain.services.answering import adopt_request, answer_request
from crest.supplychain.services.asking import ask_firm, withdraw_request
from crest.supplychain.services.changing import (
    merge_nodes,
    move_node,
    rename_node,
    report_closed,
    split_node,
    undo_change,
)
from crest.supplychain.services.claiming import claim_node, decide_claim
from crest.supplychain.services.doubting import verify_channel, verify_link
from crest.supplychain.services.indexing import index_nodes
from crest.supplychain.services.indexing_all import index_everything
from crest.supplychain.services.judging import judge_pair, undo_judgement
from crest.supplychain.services.resolving import resolve, start_resolving

__all__ = [
    "CHANNELS",
    "CONCERNED",
    "LINKS",
    "NODES",
    "ORGANISATIONS",
    "SITES",
    "VERIFIED",
    "ChainSheet",
    "ChainStep",
    "ChangeRow",
    "ChannelCard",
    "Coded",
    "Corridor",
    "FieldSheet",
    "Found",
    "Hit",
    "LinkCard",
    "NodeCard",
    "NodeFilter",
    "NodePage",
    "NodeSheet",
    "Places",
    "RecruiterBetween",
    "ResolutionCard",
    "SaidValue",
    "accept_answer",
    "adopt_request",
    "answer_request",
    "ask_firm",
    "chain_of",
    "channel_batches",
    "claim_node",
    "column_and_line",
    "days",
    "decide_claim",
    "index_everything",
    "index_nodes",
    "judge_pair",
    "latest_resolution",
    "link_batches",
    "links_of_product",
    "memory_for",
    "merge_nodes",
    "move_node",
    "node_batches",
    "node_cards",
    "node_keys",
    "open_claims",
    "page_of_nodes",
    "place_card",
    "places_version",
    "products_with_links",
    "queue_of",
    "read_places",
    "received_requests",
    "recruiters_between",
    "rename_node",
    "report_closed",
    "resolve",
    "search_nodes",
    "sent_requests",
    "sheet_of",
    "split_node",
    "start_resolving",
    "told_place",
    "undo_change",
    "undo_judgement",
    "verify_channel",
    "verify_link",
    "withdraw_request",
    "workplaces_with_chains",
]  # fmt: skip
