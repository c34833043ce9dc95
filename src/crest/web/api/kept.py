"""The same request twice has one effect: answers are kept for 24 hours under the caller's key.

The key, what the operation did and its answer are one transaction: a killed server leaves all of
them or none, and a second request with the same key waits for the first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.web.api.errors import KeyReused, unreadable
from crest.web.models import KeptAnswer

KEPT_FOR: Final = dt.timedelta(hours=24)
LONGEST_KEY: Final = 120
_KEPT_HEADERS: Final = ("Content-Type", "Location", "ETag")
_REFUSED: Final = 400
_FAULTS: Final = 500


def once(
    request: HttpRequest, by: access.Actor, key: str, do: Callable[[], HttpResponse]
) -> HttpResponse:
    """The kept answer of an earlier request with this key, else what `do` answers, then kept.

    What was refused is not kept: the key may be used again. Raises KeyReused.
    """
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise unreadable(_("An Idempotency-Key has at most 120 letters."))
    now, digest = timezone.now(), digest_of(request)
    whose: dict[str, Any] = {"owner_id": by.organisation, "person": by.person or 0, "key": key}
    _forget_old(now)
    with transaction.atomic():
        row = KeptAnswer(**whose, digest=digest, made_at=now)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return _again(by, whose, digest)
        response = do()
        if response.status_code >= _FAULTS:
            transaction.set_rollback(True)
        elif response.status_code >= _REFUSED:
            row.delete()
        else:
            row.status, row.body = response.status_code, bytes(response.content)
            row.headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
            row.save()
    return response


def digest_of(request: HttpRequest) -> str:
    """One digest of method, address and body; of a form, its values and files."""
    whole = hashlib.sha256(f"{request.method}\n{request.get_full_path()}\n".encode())
    if (request.content_type or "").startswith("multipart/"):
        for name in sorted(request.POST):
            whole.update(repr((name, request.POST.getlist(name))).encode())
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                whole.update(repr((name, file.name)).encode())
                for chunk in file.chunks():
                    whole.update(chunk)
                file.seek(0)
    else:
        whole.update(request.body)
    return whole.hexdigest()


def _again(by: access.Actor, whose: dict[str, Any], digest: str) -> HttpResponse:
    row = KeptAnswer.objects.owned_by(by).get(**whose)
    if row.digest != digest:
        raise KeyReused(
            _("This Idempotency-Key was used for another request."), todo=_("Take a new key.")
        )
    response = HttpResponse(bytes(row.body), status=row.status)
    for name, value in row.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def _forget_old(now: dt.datetime) -> None:
    old = KeptAnswer.objects.everywhere("answers are kept for a day").filter(
        made_at__lt=now - KEPT_FOR
    )
    for pk in old.values_list("pk", flat=True)[:100]:
        old.filter(pk=pk).delete()
