"""Loads the example as its people would: every file uploaded, accepted, resolved, evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.web.demo.cast import ANALYST, CAST, WROTE
from crest.web.demo.passwords import Passwords
from crest.web.demo.scenes import send_letters, share_records, start_project
from crest.web.demo.waiting import LoadingError, Pause, Tell, a_moment, wait_for_worker

_PIECE = 1 << 20
ACCOUNTS, RECEIVING, ACCEPTING = (
    "Accounts of the example", "Receiving the lists", "Accepting the lists",
)  # fmt: skip


def load_example(files: Path, passwords: Passwords, tell: Tell, *, pause: Pause = a_moment) -> None:
    """Everything, in the order in which it would happen; a worker must be running beside it.

    Raises LoadingError when a step of it fails.
    """
    make_accounts(passwords, tell)
    analyst = access.example_actor(ANALYST.email)
    batches = receive_lists(files, analyst, tell)
    wait_for_worker(tell, pause=pause)
    accept_lists(batches, analyst, tell)
    start_project(batches, tell)
    wait_for_worker(tell, pause=pause)
    send_letters(tell)
    share_records(tell)
    wait_for_worker(tell, pause=pause)


def make_accounts(passwords: Passwords, tell: Tell) -> None:
    """One account per role and kind of organisation."""
    for done, part in enumerate(CAST, start=1):
        access.make_example_account(
            part.email, password=passwords[part.email], name=part.name,
            organisation=part.organisation, kind=part.kind, role=part.role,
            runs_installation=part.runs_installation,
        )  # fmt: skip
        tell(ACCOUNTS, done / len(CAST))


def receive_lists(files: Path, by: access.Actor, tell: Tell) -> list[str]:
    """Every file of the buyer, received by its analyst; their batches."""
    batches = []
    for done, (name, who) in enumerate(WROTE.items(), start=1):
        path = files / name
        about = evidence.About(title=path.stem.replace("_", " "), said_by=who)
        card = evidence.receive_file(by=by, name=path.name, chunks=_pieces(path), about=about)
        batches.append(card.ref)
        tell(RECEIVING, done / len(WROTE))
    return batches


def accept_lists(batches: list[str], by: access.Actor, tell: Tell) -> None:
    """The analyst relies on them; from here the flows do the rest."""
    for done, batch in enumerate(batches, start=1):
        evidence.accept_batch(by=by, batch=batch)
        tell(ACCEPTING, done / len(batches))


def _pieces(path: Path) -> Iterator[bytes]:
    if not path.is_file():
        raise LoadingError(
            f"The example's file {path.name} is not in “{path.parent}”.",
            todo="Start the command in the folder of the repository, or give --files.",
        )
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
