"""Who is meant by the names in links and labour channels.

A link row names its two ends in words. Each distinct end (name, number, country, role, licence)
is one *mention*. It is settled by, in this order: an identifier that one entity alone carries, a
licence in one jurisdiction, the same name in the same country, then the matching engine. A mention
that nothing settles becomes an entity of its own; it is never dropped and never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from crest.engine.tables.contracts import CHANNELS, LINKS

# A role that a relation implies when the row gives none: (from end, to end).
IMPLIED_ROLES: Final[dict[str, tuple[str | None, str | None]]] = {
    "supplies": (None, None),
    "subcontracts": (None, None),
    "operates": ("company", "site"),
    "owns": ("company", None),
    "recruits_for": ("recruiter", None),
    "provides_labour_to": ("recruiter", None),
    "sub_agent_of": ("sub_agent", "recruiter"),
    "brokers": ("broker", None),
    "transports": ("transporter", None),
}
_CHANNEL_ROLES: Final = {
    "site": "site",
    "employer": "employer",
    "recruiter": "recruiter",
    "sub_agent": "sub_agent",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One end of a link as lists write it. `role` is "site", a role of organisations, or None."""

    name: str | None
    number: str | None
    country: str | None
    role: str | None
    licence: str | None

    @property
    def is_empty(self) -> bool:
        """True when nobody is named at all."""
        return not (self.name or self.number or self.licence)


@dataclass(slots=True)
class Mentions:
    """Every distinct mention, numbered; and for each row and end the number of its mention."""

    found: dict[Mention, int] = field(default_factory=dict)
    first_seen: list[tuple[str, str | None, int]] = field(default_factory=list)

    def number_of(self, mention: Mention, place: tuple[str, str | None, int]) -> int | None:
        """The mention's number, or None when the end is empty."""
        if mention.is_empty:
            return None
        number = self.found.setdefault(mention, len(self.found))
        if number == len(self.first_seen):
            self.first_seen.append(place)
        return number


def mention_links(links: pa.Table, mentions: Mentions) -> pa.Table:
    """Append `from_mention` and `to_mention` (int64 or null) to a LINKS table."""
    columns: dict[str, list[int | None]] = {"from": [], "to": []}
    rows = links.select([name for name in LINKS.names if name != "extra"]).to_pylist()
    for row in rows:
        implied = IMPLIED_ROLES.get(row["relation"], (None, None))
        for end, role in zip(("from", "to"), implied, strict=True):
            columns[end].append(mentions.number_of(_mention(row, end, role), _place(row)))
    return _append(links, {f"{end}_mention": numbers for end, numbers in columns.items()})


def mention_channels(channels: pa.Table, mentions: Mentions) -> pa.Table:
    """Append `site_mention`, `employer_mention`, `recruiter_mention`, `sub_agent_mention`."""
    columns: dict[str, list[int | None]] = {end: [] for end in _CHANNEL_ROLES}
    rows = channels.select([name for name in CHANNELS.names if name != "extra"]).to_pylist()
    for row in rows:
        for end, role in _CHANNEL_ROLES.items():
            # A sub-agent works where workers come from, an employer where they arrive.
            given = _mention(row, end, role)
            if given.country is None and end in {"site", "employer"} and row["destination"]:
                given = Mention(given.name, given.number, row["destination"], role, given.licence)
            columns[end].append(mentions.number_of(given, _place(row)))
    return _append(channels, {f"{end}_mention": numbers for end, numbers in columns.items()})


def mention_names(records: pa.Table, column: str, role: str | None, mentions: Mentions) -> pa.Table:
    """Append `<column>_mention` for a plain name column (a site's company, anyone's parent)."""
    wanted = ["source", "sheet", "row", "country", column]
    numbers = [
        mentions.number_of(Mention(row[column], None, row["country"], role, None), _place(row))
        if row[column]
        else None
        for row in records.select(wanted).to_pylist()
    ]
    return _append(records, {f"{column}_mention": numbers})


def mention_table(mentions: Mentions) -> pa.Table:
    """The mentions as organisation-like records, in the order of their numbers."""
    rows = list(mentions.found)
    places = mentions.first_seen
    return pa.table(
        {
            "record": pa.array(range(len(rows)), pa.int64()),
            "source": pa.array([place[0] for place in places], pa.string()),
            "sheet": pa.array([place[1] for place in places], pa.string()),
            "row": pa.array([place[2] for place in places], pa.int64()),
            "name": pa.array([m.name or m.number for m in rows], pa.string()),
            "number": pa.array([m.number for m in rows], pa.string()),
            "country": pa.array([m.country for m in rows], pa.string()),
            "role": pa.array([m.role for m in rows], pa.string()),
            "licence": pa.array([m.licence for m in rows], pa.string()),
        }
    )


def _mention(row: dict[str, object], end: str, implied: str | None) -> Mention:
    def text(part: str) -> str | None:
        value = row[f"{end}_{part}"]
        return str(value) if value is not None else None

    return Mention(
        text("name"), text("id"), text("country"), text("role") or implied, text("licence")
    )


def _place(row: dict[str, object]) -> tuple[str, str | None, int]:
    sheet = row["sheet"]
    return str(row["source"]), str(sheet) if sheet is not None else None, int(str(row["row"]))


def _append(table: pa.Table, columns: dict[str, list[int | None]]) -> pa.Table:
    for name, numbers in columns.items():
        table = table.append_column(name, pa.array(numbers, pa.int64()))
    return table
