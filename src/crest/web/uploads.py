"""Files that come in with a form: on the disk of CREST's own home, and gone with the request.

Django closes what its parser has finished. A file in whose middle the form turns out unreadable it
leaves open, with somebody's list on the disk, until Python tidies up; here the request ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from crest.access import facade as access

_BEGUN = "_begun_uploads"


class Handler(TemporaryFileUploadHandler):
    """Streams each file to the disk and tells the request that it has begun."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        access.uploads()  # the folder is there
        super().new_file(*args, **kwargs)
        access.hold(self.file)
        if self.request is not None:
            begun = self.request.__dict__.setdefault(_BEGUN, [])
            begun.append(self.file)


class Ended:
    """Middleware: once a request is answered, none of its files is open or on the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then close what came in."""
        try:
            return self.get_response(request)
        finally:
            for file in getattr(request, _BEGUN, ()):
                file.close()
