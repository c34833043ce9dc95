"""crest trace: everything upstream or downstream of a site, company, product or recruiter."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import sys
from dataclasses import asdict
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import typer
from rich.console import Console
from rich.table import Table

from crest.cli.exits import NotFoundError
from crest.drawing.chain import two_lanes
from crest.engine.errors import InputError
from crest.engine.graph import Chain
from crest.engine.matching.fold import fold_text
from crest.engine.rulebook.codelists import load_codelist

if TYPE_CHECKING:
    from crest.engine.graph import Path as Path_
    from crest.engine.graph import Trace

_SURE = 0.92  # how alike a name must be to be taken without asking
_CLEAR = 0.05  # and how far ahead of the next one
_LISTED = 8  # how many are offered when several may be meant
_SHOWN = 80  # letters of a name said back
_ASK_AGAIN = "Ask again with one of these ids."
_ALIASES = "also_known_as"
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")  # s.a. → sa
_NO_WORD = re.compile(r"[^a-z0-9]+")


class Format(StrEnum):
    """How the answer is written."""

    table = "table"
    json = "json"
    svg = "svg"


def open_chain(folder: Path) -> Chain:
    """The chain of a result folder of `crest map`. Raises InputError when there is none."""
    nodes, edges = folder / "chain" / "nodes.parquet", folder / "chain" / "edges.parquet"
    if not (nodes.is_file() and edges.is_file()):
        raise InputError(
            f"“{folder}” holds no resolved chain.",
            todo="Give the folder that crest map wrote, for example crest-out/nordvik-retail.",
        )
    try:
        return Chain.build(pq.read_table(nodes), pq.read_table(edges))
    except (OSError, ValueError) as error:
        raise InputError(
            f"The chain in “{folder}” is damaged ({error}).", todo="Run crest map again."
        ) from error


def find_one(chain: Chain, text: str) -> str:
    """The one node a name or id means. Raises NotFoundError for none or several.

    An id comes first, then whoever bears exactly that name, now or in any list (legal form, case
    and punctuation do not count; of a company and the site it operates under one name, the site),
    then a name so alike that nothing else can be meant.
    """
    if pc.index(chain.nodes["node"], text).as_py() >= 0:
        return text
    called = _called(chain, text)
    if len(called) == 1:
        return called[0]
    if len(called) == 2 and (site := _its_own_site(chain, called)):  # noqa: PLR2004 - a pair
        return site
    if called:
        raise NotFoundError(_several(text, called, chain), todo=_ASK_AGAIN)
    found = chain.find(text)
    if not found:
        raise NotFoundError(
            f"Nothing is called “{text[:_SHOWN]}”.", todo="Check the spelling, or give an id."
        )
    best = found[0]
    rivals = [c for c in found[1:] if c.score > best.score - _CLEAR]
    if best.score < _SURE or rivals:
        nodes = [str(c.node) for c in found]
        raise NotFoundError(_several(text, nodes, chain), todo=_ASK_AGAIN)
    return str(best.node)


def _its_own_site(chain: Chain, pair: list[str]) -> str | None:
    """Of a company and the one site of its name, the site: there goods and people meet."""
    edges = chain.edges
    for owner, site in (pair, pair[::-1]):
        joined = pc.and_(
            pc.equal(edges["source_node"], owner), pc.equal(edges["target_node"], site)
        )
        if pc.any(pc.and_(joined, pc.equal(edges["relation"], "operates"))).as_py():
            return site
    return None


def _several(text: str, nodes: list[str], chain: Chain) -> str:
    shown = nodes[:_LISTED]
    options = "; ".join(f"{node} {chain.nodes['name'][chain.position(node)]}" for node in shown)
    more = f" and {len(nodes) - len(shown)} more" if len(nodes) > len(shown) else ""
    what = "several things" if len(nodes) > 1 else "this"
    return f"“{text[:_SHOWN]}” may mean {what}: {options}{more}."


def _called(chain: Chain, text: str) -> list[str]:
    """The nodes of exactly that name; those that only once bore it when no other does."""
    asked = plain_name(text)
    if not asked:
        return []
    nodes = chain.nodes["node"].to_pylist()
    names = chain.nodes["name"].to_pylist()
    now = [node for node, name in zip(nodes, names, strict=True) if plain_name(name) == asked]
    if now or _ALIASES not in chain.nodes.column_names:
        return now
    aliases = chain.nodes[_ALIASES].to_pylist()
    return [
        node
        for node, known in zip(nodes, aliases, strict=True)
        if any(plain_name(alias) == asked for alias in (known or "").split(" | "))
    ]


def plain_name(name: str) -> str:
    """A name in plain lower-case letters, without punctuation and without its legal form.

    Empty when nothing but a legal form is left.
    """
    joined = _INITIALS.sub(r"\1", fold_text(name).lower())
    text = f" {' '.join(_NO_WORD.sub(' ', joined).split())} "
    anywhere, at_edge = _legal_forms()
    text = anywhere.sub(" ", text)
    while (shorter := at_edge.sub(" ", text)) != text:
        text = shorter
    return text.strip()


@cache
def _legal_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of the legal forms that are dropped anywhere, and at either end only."""
    forms: dict[str, list[str]] = {"legal": [], "legal-at-edge": []}
    for row in load_codelist("legal_forms"):
        form = " ".join(_NO_WORD.sub(" ", fold_text(row["form"]).lower()).split())
        forms[row["role"]].append(re.escape(form))
    longest = {role: "|".join(sorted(set(known), key=len)[::-1]) for role, known in forms.items()}
    either = f"{longest['legal']}|{longest['legal-at-edge']}"
    return (
        re.compile(rf" (?:{longest['legal']})(?= )"),
        re.compile(rf"^ (?:{either})(?= )| (?:{either}) $"),
    )


def read_when(text: str | None) -> dt.date | tuple[dt.date, dt.date] | None:
    """A day (2023-03-15), a month (2023-03) or a year (2023) as a day or a period.

    Raises InputError for anything else.
    """
    if text is None:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise InputError(f"“{text}” is no day of the calendar.", todo="Check it.") from error
    if found := re.fullmatch(r"(\d{4})(?:-(\d{2}))?", text):
        year, first = int(found[1]), int(found[2] or 1)
        last = int(found[2] or 12)
        if year and 1 <= first <= 12:  # noqa: PLR2004 - months
            end = calendar.monthrange(year, last)[1]
            return dt.date(year, first, 1), dt.date(year, last, end)
    raise InputError(
        f"“{text}” is no date.", todo="Write a day 2023-03-15, a month 2023-03 or a year 2023."
    )


def trace(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that crest map wrote.")],
    name_or_id: Annotated[str, typer.Argument(help="A name, a CREST id, or P-… for an origin.")],
    up: Annotated[bool, typer.Option("--up", help="What stands behind it (the default).")] = False,
    down: Annotated[bool, typer.Option("--down", help="Where it goes.")] = False,
    on: Annotated[str | None, typer.Option(help="As of a day, a month or a year.")] = None,
    product: Annotated[str | None, typer.Option(help="Only this product.")] = None,
    to: Annotated[str | None, typer.Option(help="Show the routes to this name or id.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to answer.")] = Format.table,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Trace goods and labour: who stands upstream or downstream, how far, on what evidence."""
    if up and down:
        raise typer.BadParameter("Choose --up or --down, not both.")
    when = read_when(on)
    chain = open_chain(folder)
    node = find_one(chain, name_or_id)
    if format_ is Format.svg:
        nodes, edges = chain.neighbourhood(node, on=when)
        sys.stdout.write(two_lanes(nodes, edges, workplace=node) + "\n")
        return
    direction = "down" if down else "up"
    answer = chain.trace(node, direction=direction, on=when, product=product)
    routes = answer.paths(find_one(chain, to)) if to else []
    if as_json or format_ is Format.json:
        said = _as_json(chain, node, answer, routes, direction, on)
        sys.stdout.write(json.dumps(said, ensure_ascii=False, indent=1, default=str) + "\n")
        return
    _print(chain, node, answer, routes, direction, on)


def _as_json(
    chain: Chain, node: str, answer: Trace, routes: list[Path_], direction: str, on: str | None
) -> dict[str, Any]:
    return {
        "node": node,
        "name": chain.nodes["name"][chain.position(node)].as_py(),
        "direction": direction,
        "on": on,
        "reached": answer.reached.to_pylist(),
        "links": answer.edges.to_pylist(),
        "routes": [_route(route) for route in routes],
        "statements": list(answer.statements),
    }


def _route(route: Path_) -> dict[str, Any]:
    return {
        "nodes": list(route.nodes),
        "links": [asdict(hop) for hop in route.hops],
        "tiers": route.tiers,
        "share": route.share,
        "weakest": None if route.weakest is None else route.weakest.verification,
    }


def _names(chain: Chain, nodes: tuple[str, ...]) -> list[str]:
    return [chain.nodes["name"][chain.position(node)].as_py() for node in nodes]


def _print(
    chain: Chain, node: str, answer: Trace, routes: list[Path_], direction: str, on: str | None
) -> None:
    console = Console(width=None if sys.stdout.isatty() else 140)
    name = chain.nodes["name"][chain.position(node)].as_py()
    way = "Upstream of" if direction == "up" else "Downstream of"
    table = Table(title=f"{way} {name} ({node})" + (f", {on}" if on else ""), box=None)
    for heading in ("Lane", "Tier", "Name", "What", "Country", "Share", "People", "Weakest link"):
        table.add_column(
            heading, justify="right" if heading in {"Tier", "Share", "People"} else "left"
        )
    for row in answer.reached.to_pylist():
        share = f"{row['share']:.1%}" + ("*" if row["share_basis"] == "assumed" else "")
        people = "not stated" if row["people"] is None else f"{row['people']:,}"
        what = row["role"] or row["kind"]
        table.add_row(
            row["lane"], str(row["tier"]), row["name"], what, row["country"] or "not stated",
            share, people, row["weakest_verification"] or "",
        )  # fmt: skip
    console.print(table)
    if not answer.reached.num_rows:
        console.print("Nothing is linked in this direction. That is not known, which is not none.")
    for route in routes:
        console.print("Route: " + " → ".join(_names(chain, route.nodes)))
        for hop in route.hops:
            console.print(f"  {hop.relation}, {hop.verification}: {hop.evidence}")
    for statement in answer.statements:
        console.print(f"· {statement}")
    if any(row == "assumed" for row in answer.reached["share_basis"].to_pylist()):
        console.print(
            "* The share rests on an assumption: shares that were not given are split evenly."
        )
