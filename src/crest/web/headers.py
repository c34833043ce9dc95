"""Response headers that no library of ours sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase

PERMISSIONS: Final = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


class Headers:
    """Says what a page may use of the device, and that nothing of it is kept by browsers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers to what the rest answered."""
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
        return response


_OWN: Final = tuple(
    f"_csp_{what}{end}" for what in ("config", "update", "replace", "exempt") for end in ("", "_ro")
)  # what a view may ask for itself


class ContentPolicy(CSPMiddleware):
    """The same policy on every answer, put together once: to do so costs a tenth of a short one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        # The library's order changes with each process; ours is the same on every answer.
        self.plain = "; ".join(sorted(build_policy().split("; ")))

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set the policy; anything out of the ordinary goes the long way."""
        asked = getattr(request, "_csp_nonce", None) or HEADER in response
        if asked or any(hasattr(response, name) for name in _OWN):
            return super().process_response(request, response)
        response[HEADER] = self.plain
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response
