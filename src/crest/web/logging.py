"""Keeps what people typed out of the server's log."""

from __future__ import annotations

import logging

_SPEAKS_OF_REQUESTS = ("django.request", "django.security", "django.server", "axes", "allauth")


class NoValues(logging.Filter):
    """Cuts a request's line to its level and code: a URL or a message could name somebody."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite records of requests; errors keep their place in the code, not their message."""
        if record.name.startswith(_SPEAKS_OF_REQUESTS):
            status = getattr(record, "status_code", "")
            said = f"request answered with {status}" if status else "a request was refused"
            record.msg, record.args = said, ()
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else "?"
            record.msg, record.args = f"{record.getMessage()} [{kind.__name__} in {where}]", ()
            record.exc_info, record.exc_text = None, None
        return True
