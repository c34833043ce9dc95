"""Every id ever given, what became of it, and the listings behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from crest.engine.errors import InputError
from crest.engine.values.crest_ids import CrestId

# `born` and the run a member was seen count calls of `assign`; there is no clock in the engine.
ENTITIES: Final = pa.schema(
    [
        pa.field("entity", pa.string(), nullable=False),
        pa.field("born", pa.int64(), nullable=False),
        pa.field("anchor", pa.uint64(), nullable=False),  # key of the record it began with
        pa.field("records", pa.int64(), nullable=False),  # distinct listings ever behind it
        pa.field("alias_of", pa.string()),
        pa.field("split_from", pa.string()),
    ]
)
MEMBERS: Final = pa.schema(
    [
        pa.field("key", pa.uint64(), nullable=False),
        pa.field("line", pa.uint64(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("entity", pa.string(), nullable=False),
    ]
)


class IdentityError(InputError):
    """An id is not known here, or labels and records do not fit together."""

    code = "matching.identity"


@dataclass(frozen=True, slots=True)
class IdentityTable:
    """All ids ever given to things of one kind, and the listings they were given for.

    `entities` follows ENTITIES, `members` MEMBERS. `of_record` is the current id of each record of
    the run that made the table (string[n], in the order of its records); empty when read from disk.
    """

    kind: str
    run: int
    entities: pa.Table
    members: pa.Table
    of_record: pa.Array

    def resolve(self, old: str) -> CrestId:
        """Give the current id for any id ever given. Raises IdentityError when it is unknown."""
        alias_of = dict(
            zip(
                self.entities["entity"].to_pylist(),
                self.entities["alias_of"].to_pylist(),
                strict=True,
            )
        )
        return follow(alias_of, old)

    def aliases(self) -> dict[CrestId, CrestId]:
        """Give every id that is no longer current, with the current id it leads to."""
        alias_of = dict(
            zip(
                self.entities["entity"].to_pylist(),
                self.entities["alias_of"].to_pylist(),
                strict=True,
            )
        )
        return {
            CrestId(old): follow(alias_of, old)
            for old, current in alias_of.items()
            if current is not None
        }


def follow(alias_of: dict[str, str | None], old: str) -> CrestId:
    """Follow aliases from `old` to the current id. Raises IdentityError when it is unknown."""
    if old not in alias_of:
        raise IdentityError(
            f"The id {old} was never given here.", todo="Look it up in the registry it came from."
        )
    current = old
    while (further := alias_of[current]) is not None:
        current = further
    return CrestId(current)


def no_identities(kind: str) -> IdentityTable:
    """Give the table before the first run."""
    return IdentityTable(
        kind, 0, ENTITIES.empty_table(), MEMBERS.empty_table(), pa.array([], pa.string())
    )
