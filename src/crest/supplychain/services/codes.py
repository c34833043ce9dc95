"""Codes on letters: sixteen letters, of which the first six are a number and the rest a secret."""

from __future__ import annotations

import datetime as dt
import hmac
from typing import Final

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.supplychain.models import Request

NUMBER: Final = 6
_LENGTH: Final = 16
_LETTERS: Final = frozenset("23456789abcdefghjkmnpqrstvwxyz")
MOST_WRONG: Final = 10
LOCKED_FOR: Final = dt.timedelta(minutes=15)


class TooManyTries(access.Refused):
    """Somebody tries codes for one letter. Only that letter waits, nobody's address does."""

    code = "supplychain.too_many_codes"
    status = 429


def new_code() -> str:
    """A fresh code, for a letter. Only its digest is kept."""
    return (access.new_ref() + access.new_ref())[:_LENGTH]


def written(code: str) -> str:
    """The code as it is printed: in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def digest(code: str) -> str:
    """What is kept of a code."""
    return salted_hmac("crest.supplychain.letter", code, algorithm="sha256").hexdigest()


def read_code(typed: str) -> str:
    """The code somebody typed, however it was spaced; empty when it cannot be one."""
    code = "".join(one for one in typed.lower() if one in _LETTERS)
    return code if len(code) == _LENGTH else ""


def request_of(typed: str, *, now: dt.datetime) -> Request:
    """The request a code opens. Raises NotFound; TooManyTries while that letter waits."""
    code = read_code(typed)
    letters = Request.objects.everywhere("a letter is opened by its code, without an account")
    found = letters.filter(code_number=code[:NUMBER]).first() if code else None
    if found is None:
        raise _unknown()
    if found.locked_until is not None and now < found.locked_until:
        raise TooManyTries(
            _("Too many wrong codes were tried for this letter."),
            todo=_("Wait fifteen minutes and type the code again."),
        )
    if not hmac.compare_digest(found.code_digest, digest(code)):
        _count_wrong(found, now)
        raise _unknown()
    return found


def _unknown() -> access.NotFound:
    return access.NotFound(
        _("This code is not known."),
        todo=_("Compare it with the letter, letter by letter. There is no O, I, L, U, 0 or 1."),
    )


def _count_wrong(found: Request, now: dt.datetime) -> None:
    found.wrong_codes += 1
    if found.wrong_codes >= MOST_WRONG:
        found.wrong_codes, found.locked_until = 0, now + LOCKED_FOR
    found.save(update_fields=["wrong_codes", "locked_until"])
