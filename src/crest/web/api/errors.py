"""One format for everything the API says no with, and a stable code for each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from crest.access import facade as access
from crest.engine.errors import CrestError, InputError, OutputError

LOG = logging.getLogger("crest.api")


@dataclass(frozen=True, slots=True)
class Where:
    """Where in a file something is wrong; `row` counts from 1 without the header."""

    source: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What every answer of 400 and above holds.

    `code` never changes; `sentence` says what is wrong, `todo` what to do next; `fields` has a
    sentence per field of the request; `place` is a place in a file.
    """

    code: str
    sentence: str
    todo: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    place: Where | None = None


class ApiError(CrestError):
    """A request the API does not take."""

    code = "api.unreadable"
    status = 400
    fields: dict[str, str]
    headers: dict[str, str]

    def __init__(
        self, sentence: str, *, todo: str = "", fields: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(sentence, todo=todo)
        self.fields, self.headers = fields or {}, headers or {}


class NotSignedIn(ApiError):  # noqa: N818 - an answer more than a failure
    """Neither a token nor a session, or one that holds no longer."""

    code, status = "api.not_signed_in", 401


class NoFormToken(ApiError):  # noqa: N818
    """A change by session without its CSRF token."""

    code, status = "api.no_form_token", 403


class NoSuchPath(ApiError):  # noqa: N818
    """The address is none of the API's."""

    code, status = "api.no_such_path", 404


class WrongMethod(ApiError):  # noqa: N818
    """The address does not take this method; `Allow` says which."""

    code, status = "api.wrong_method", 405


class KeyReused(ApiError):  # noqa: N818
    """An Idempotency-Key came again with another request."""

    code, status = "api.key_reused", 409


class ChangedMeanwhile(ApiError):  # noqa: N818
    """If-Match does not hold: somebody changed the record."""

    code, status = "api.changed_meanwhile", 412


class TooLarge(ApiError):  # noqa: N818
    """More than this server takes."""

    code, status = "api.too_large", 413


class WrongType(ApiError):  # noqa: N818
    """A body of a type the operation does not take."""

    code, status = "api.wrong_type", 415


class TooMany(ApiError):  # noqa: N818
    """More requests than allowed; `Retry-After` says when to come again."""

    code, status = "api.too_many", 429


class Busy(ApiError):  # noqa: N818
    """The database does not answer in time."""

    code, status = "api.busy", 503


class Full(ApiError):  # noqa: N818
    """The disk of the server has no room."""

    code, status = "api.full", 503


WRONG_VALUES: Final = "api.wrong_values"
FAULT: Final = "api.fault"


def answer(error: BaseException) -> HttpResponse:
    """The answer to an error; one that nobody foresaw tells nothing of its inside."""
    known = _known(error)
    problem = Problem(
        code=known.code,
        sentence=known.sentence,
        todo=known.todo,
        fields={str(k): str(v) for k, v in getattr(known, "fields", {}).items()},
        place=_where(known),
    )
    response = JsonResponse(asdict(problem), status=status_of(known))
    for name, value in getattr(known, "headers", {}).items():
        response[name] = value
    return response


def status_of(error: CrestError) -> int:
    """The HTTP status of an error: by its kind alone."""
    if isinstance(error, ApiError):
        return error.status
    if isinstance(error, access.NotAllowed):
        return 403
    if isinstance(error, access.NotFound):
        return 404
    if isinstance(error, access.Refused):
        return int(getattr(error, "status", 0)) or (422 if error.fields else 409)
    if isinstance(error, InputError):
        return 422
    return 503 if isinstance(error, OutputError) else 500


def handle(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer an error raised by an operation; faults of CREST are written to the server's log."""
    response = answer(error)
    if response.status_code == 500:  # noqa: PLR2004
        LOG.error("the API met a fault", exc_info=error)
        got_request_exception.send(sender=None, request=request)
    return response


def _known(error: BaseException) -> CrestError:
    """The error as one of ours."""
    if isinstance(error, CrestError):
        return error
    if isinstance(error, ValidationError):
        return _wrong_values(error)
    if access.is_full(error):
        return Full(_("The disk is full."), todo=_("Tell who runs this server."))
    for kinds, made in _FOREIGN:
        if isinstance(error, kinds):
            return made()
    return _FaultError(_("CREST met an unforeseen fault."), todo=_("Tell who runs this server."))


class _FaultError(ApiError):
    code, status = FAULT, 500


class _WrongValuesError(ApiError):
    code, status = WRONG_VALUES, 422


def not_signed_in() -> NotSignedIn:
    """Nobody asks."""
    return NotSignedIn(
        _("Say who you are."), todo=_("Send a token: Authorization: Bearer …"),
        headers={"WWW-Authenticate": 'Bearer realm="crest"'},
    )  # fmt: skip


def no_such_path() -> NoSuchPath:
    """Nothing is at this address."""
    return NoSuchPath(_("The API has no such address."), todo=_("See /api/v1/openapi.json."))


def too_large() -> TooLarge:
    """More than is taken."""
    return TooLarge(_("The request is too large for this server."), todo=_("Split it."))


def unreadable(todo: str = "") -> ApiError:
    """The request cannot be read at all."""
    return ApiError(_("The request cannot be read."), todo=todo or _("Check its form and length."))


def busy() -> Busy:
    """The database has no time."""
    return Busy(
        _("The database is busy."), todo=_("Try again in a moment."), headers={"Retry-After": "2"}
    )


def _wrong_values(error: ValidationError) -> ApiError:
    fields: dict[str, str] = {}
    for one in error.errors:
        name = ".".join(str(part) for part in one.get("loc", ())[1:] if part != "body") or "body"
        fields.setdefault(name[:200], str(one.get("msg", ""))[:300])
    return _WrongValuesError(
        _("Some values cannot be used."), todo=_("Correct the fields named here."), fields=fields
    )


def _where(error: CrestError) -> Where | None:
    place = error.place
    return Where(place.source, place.sheet, place.row, place.column) if place else None


_FOREIGN: Final[tuple[tuple[tuple[type[BaseException], ...], Callable[[], ApiError]], ...]] = (
    ((AuthenticationError,), not_signed_in),
    ((RequestDataTooBig,), too_large),
    ((Http404,), no_such_path),
    ((OperationalError, InterfaceError), busy),
    ((HttpError, SuspiciousOperation, MultiPartParserError, RecursionError), unreadable),
)
