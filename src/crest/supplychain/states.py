"""The lives of things in this room, and who may move them on."""

from __future__ import annotations

import datetime as dt
from typing import Final

from crest.access.facade import Refused

# A request: sent, opened by the receiver, answered, taken back or accepted by the asker.
REQUEST: Final[dict[str, frozenset[str]]] = {
    "sent": frozenset({"opened", "answered", "withdrawn", "declined"}),
    "opened": frozenset({"answered", "withdrawn", "declined"}),
    "answered": frozenset({"accepted", "returned", "withdrawn"}),
    "returned": frozenset({"answered", "withdrawn", "declined"}),
    "accepted": frozenset(),
    "declined": frozenset({"withdrawn"}),
    "withdrawn": frozenset(),
}
# A claim by the site itself, decided by the owner of the list.
SITE_CLAIM: Final[dict[str, frozenset[str]]] = {
    "pending": frozenset({"approved", "denied"}),
    "approved": frozenset({"revoked"}),
    "denied": frozenset(),
    "revoked": frozenset(),
}
OPEN_REQUEST: Final = frozenset({"sent", "opened", "returned"})
GRACE: Final = dt.timedelta(days=30)  # a letter can be answered this long after its day
VERDICTS: Final[dict[str, str]] = {
    "confirmed": "verified",
    "disputed": "disputed",
    "denied": "denied",
}


def step(life: dict[str, frozenset[str]], now: str, to: str) -> str:
    """The new state. Raises Refused where that step does not exist."""
    if to not in life.get(now, frozenset()):
        raise Refused(
            f"This is {now} and cannot become {to}.", todo="Open it again to see how it stands."
        )
    return to


def is_over(due_on: dt.date, today: dt.date) -> bool:
    """Whether a letter with this day can no longer be answered."""
    return today > due_on + GRACE
