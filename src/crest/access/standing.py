"""Who an actor is, remembered only while every row it was made of is as it was.

At every request one query reads all that an actor depends on: the session or token, the person, its
live roles with their organisations, and the live agreements with these. An actor is given again
only where these rows are, to the letter, those it was made of by the ordinary way; so whatever is
revoked, in whatever process, is revoked at the next request.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from hashlib import blake2b
from typing import Final

from django.db import connection
from django.utils import timezone

from crest.access.records import Actor

_MOST: Final = 4096  # actors kept by a process
_PERSON: Final = "p.id, p.password, p.is_active, p.runs_installation, p.name, p.email"
_ROLES: Final = (
    "(SELECT {rows}({row}(m.id, m.role, o.id, o.ref, o.kind, o.name)){text} "
    "FROM access_membership m JOIN access_organisation o ON o.id = m.organisation_id "
    "WHERE m.person_id = p.id AND m.ended_at IS NULL)"
)
_AGREEMENTS: Final = (
    "(SELECT {rows}({row}(a.id, a.owner_id, a.receiver_id, a.covers, a.valid_from, a.valid_to))"
    "{text} "
    "FROM access_agreement a WHERE a.revoked_at IS NULL AND a.receiver_id IN "
    "(SELECT m.organisation_id FROM access_membership m "
    "WHERE m.person_id = p.id AND m.ended_at IS NULL))"
)
_BY_SESSION: Final = (
    "SELECT s.session_data, {person}, {roles}, {agreements} FROM django_session s "
    "JOIN access_person p ON p.id = %s WHERE s.session_key = %s AND s.expire_date > %s"
)
_BY_DIGEST: Final = (
    "SELECT t.id, t.ref, t.owner_id, t.scopes, t.last_used_on, {person}, {roles}, {agreements} "
    "FROM access_token t JOIN access_person p ON p.id = t.person_id "
    "WHERE t.digest = %s AND t.revoked_at IS NULL AND t.expires_at > %s"
)
_DIALECTS: Final = {
    "sqlite": {"rows": "json_group_array", "row": "json_array", "text": ""},
    "postgresql": {"rows": "json_agg", "row": "json_build_array", "text": "::text"},
}
_questions: Final[dict[tuple[str, str], str]] = {}
_actors: Final[OrderedDict[bytes, Actor]] = OrderedDict()
_people: Final[OrderedDict[str, int]] = OrderedDict()  # whose session a key was, the last time
_lock: Final = threading.Lock()


def standing_of_session(key: str, *, on: dt.date, rules: str) -> bytes | None:
    """All that the actor of a session is made of; None where it is over, or not met before.

    `on` is the day, as agreements begin and end with one; `rules` is what else decides, such as
    whether a second factor is demanded.
    """
    person = _people.get(key)
    if person is None:
        return None
    return _read(_BY_SESSION, [person, key], f"{on} {rules}")


def standing_of_token(digest: str, *, on: dt.date) -> bytes | None:
    """All that the actor of a token is made of; None where it is unknown, revoked or over."""
    return _read(_BY_DIGEST, [digest], f"{on}")


def actor_standing(standing: bytes) -> Actor | None:
    """The actor made of exactly these rows; None where none was."""
    return _actors.get(standing)


def remember_session(key: str, person: int) -> None:
    """Whose session it is: where to look the next time, never what is found there."""
    with _lock:
        _people[key] = person
        while len(_people) > _MOST:
            _people.popitem(last=False)


def remember_actor(before: bytes, after: bytes | None, actor: Actor) -> None:
    """Keep an actor made between two readings, if nothing changed from one to the other."""
    if before != after:
        return
    with _lock:
        _actors[before] = actor
        while len(_actors) > _MOST:
            _actors.popitem(last=False)


def _read(question: str, values: list[int | str], rules: str) -> bytes | None:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_asked(question, connection.vendor), [*values, now])
        row = cursor.fetchone()
    if row is None:
        return None
    return blake2b(repr((question[:9], rules, row)).encode(), digest_size=16).digest()


def _asked(question: str, vendor: str) -> str:
    made = _questions.get((question, vendor))
    if made is None:
        words = _DIALECTS[vendor]
        made = _questions[question, vendor] = question.format(
            person=_PERSON, roles=_ROLES.format(**words), agreements=_AGREEMENTS.format(**words)
        )
    return made
