"""How often a token and an organisation may ask: one bucket each, in the database, no address.

A process takes a handful of drops at once, so that reading does not write at every request.
"""

from __future__ import annotations

import datetime as dt
import math
import threading
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.config import config
from crest.web.api.errors import TooMany
from crest.web.models import Bucket

HANDFUL: Final = 10
ORGANISATION_TIMES: Final = 5  # an organisation may ask as often as five of its tokens
_STALE: Final = 5.0  # seconds after which a handful is worth nothing any more


@dataclass(slots=True)
class _Handful:
    left: int
    taken_at: float


_held: Final[dict[str, _Handful]] = {}
_lock: Final = threading.Lock()


def take(by: access.Actor, token: str) -> None:
    """Count one request. Raises TooMany, with the seconds to wait."""
    a_minute = config().api_per_minute
    if not a_minute:
        return
    whose = f"token:{token}" if token else f"person:{by.person}"
    _take(by, whose, a_minute)
    _take(by, f"organisation:{by.organisation}", a_minute * ORGANISATION_TIMES)


def forget() -> None:
    """Give back what this process holds (tests)."""
    with _lock:
        _held.clear()


def _take(by: access.Actor, name: str, a_minute: int) -> None:
    now = timezone.now()
    with _lock:
        held = _held.get(name)
        if held and held.left > 0 and 0 <= now.timestamp() - held.taken_at < _STALE:
            held.left -= 1
            return
    got, wait = _draw(by, name, a_minute, now)
    if not got:
        seconds = str(max(1, math.ceil(wait)))
        raise TooMany(
            _("Too many requests."), todo=_("Wait %(seconds)s seconds.") % {"seconds": seconds},
            headers={"Retry-After": seconds},
        )  # fmt: skip
    with _lock:
        if len(_held) > 10_000:  # noqa: PLR2004 - never more than a list of them
            _held.clear()
        _held[name] = _Handful(got - 1, now.timestamp())


def _draw(by: access.Actor, name: str, a_minute: int, now: dt.datetime) -> tuple[int, float]:
    """Drops taken from the bucket, else the seconds until there is one."""
    rate = a_minute / 60
    with transaction.atomic():
        row, _made = (
            Bucket.objects.owned_by(by)
            .select_for_update()
            .get_or_create(
                name=name,
                defaults={"owner_id": by.organisation, "level": float(a_minute), "at": now},
            )
        )
        passed = max(0.0, (now - row.at).total_seconds())  # a clock set back gives nothing
        level = min(float(a_minute), row.level + passed * rate)
        got = min(HANDFUL, int(level))
        row.level, row.at = level - got, now
        row.save()
    return got, (1 - level) / rate
