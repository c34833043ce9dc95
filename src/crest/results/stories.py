"""Plain sentences about a workplace: where its people and goods came from, through whose hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crest.engine.graph import Chain

_NAMED = 4


def sentences_about(chain: Chain, node: str) -> list[str]:
    """A few sentences for the report, each built from what the trace shows and nothing else."""
    up = chain.trace(node, direction="up").reached.to_pylist()
    down = chain.trace(node, direction="down").reached.to_pylist()
    said = []
    origins = [r for r in up if r["kind"] == "origin"]
    agencies = [r for r in up if r["lane"] == "labour" and r["role"] == "recruiter"]
    agents = [r for r in up if r["lane"] == "labour" and r["role"] in {"sub_agent", "broker"}]
    suppliers = [r for r in up if r["lane"] == "goods" and r["tier"] > 0]
    if origins:
        said.append(f"Workers come from {_listed(origins, people=True)}.")
    if agencies:
        said.append(f"Agencies that recruit them: {_listed(agencies, people=True)}.")
    if agents:
        said.append(f"Before the agencies stand {_listed(agents, people=False)}.")
    if not (origins or agencies or agents):
        said.append("Nobody has said who recruits the workers here. That is unknown, not none.")
    if suppliers:
        said.append(f"Goods come from {_listed(suppliers, people=False)}.")
    buyers = [r for r in down if r["lane"] == "goods" and r["tier"] > 0]
    if buyers:
        said.append(f"What is made here goes to {_listed(buyers, people=False)}.")
    unsure = [r for r in up if r["weakest_verification"] == "unverified"]
    if unsure:
        said.append(f"{len(unsure)} of {len(up)} stand behind a link that nobody has verified.")
    return said


def _listed(rows: list[dict[str, object]], *, people: bool) -> str:
    """Up to four names, with people where stated, and how many more."""
    shown = []
    for row in rows[:_NAMED]:
        heads = f" ({row['people']:,} people)" if people and row["people"] else ""
        shown.append(f"{row['name']}{heads}")
    more = len(rows) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
