"""Prepares many new nodes out of sight, in short transactions, so that the last one is short.

A prepared node is `forgotten`, as nobody sees it, until the verb makes it live. What a killed
worker prepared is found by the next resolution as a forgotten node: used or removed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from crest.access import facade as access
from crest.supplychain.difference import FORGOTTEN, NODE_COLUMNS, Difference
from crest.supplychain.models import Node
from crest.supplychain.services.indexing import index_nodes
from crest.supplychain.services.writing import insert_claims

_PIECE: Final = 2_000  # nodes of one transaction, with their claims and search keys
_LOOK: Final = 0.5


def stage(by: access.Actor, found: Difference, tell: Callable[[float], None]) -> None:
    """Write the new nodes and the claims about them; `found` then holds what is left to write."""
    owner, new = int(by.organisation), found.nodes.new
    if not new:
        return
    fresh = {line["crest_id"] for line in new}
    about: dict[str, list[Any]] = defaultdict(list)
    rest: list[Any] = []
    for claim in found.claims.new:
        (about[claim[1]] if claim[1] in fresh else rest).append(claim)
    found.claims.new = rest
    names = ("owner", "crest_id", *NODE_COLUMNS)
    for start in range(0, len(new), _PIECE):
        piece = new[start : start + _PIECE]
        tell(start / len(new))
        with transaction.atomic():
            access.insert_many(Node, names, (_hidden(owner, line) for line in piece))
            ids = [line["crest_id"] for line in piece]
            known = _keys_of(by, ids)
            insert_claims(owner, (c for one in ids for c in about.pop(one, ())), known)
            index_nodes(owner, known.values(), state=FORGOTTEN)
        found.known |= known


def _hidden(owner: int, line: dict[str, Any]) -> tuple[Any, ...]:
    hidden = line | {"state": FORGOTTEN}
    return (owner, line["crest_id"], *(hidden[name] for name in NODE_COLUMNS))


def _keys_of(by: access.Actor, crest_ids: list[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for start in range(0, len(crest_ids), 500):
        rows = Node.objects.owned_by(by).filter(crest_id__in=crest_ids[start : start + 500])
        known |= dict(rows.values_list("crest_id", "pk"))
    return known


@contextlib.contextmanager
def alone(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """One resolution of one organisation at a time; the lock dies with its process."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                waiting()
                time.sleep(_LOOK)
        yield
    finally:
        os.close(handle)
