"""The WSGI door.

What is loaded here stays as long as the process does. The collector of cyclic garbage is told so:
else it looks through all of it every few thousand answers, and one of them waits 80 ms.
"""

from __future__ import annotations

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crest.web.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - pages and what they need are loaded now, not later
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
atexit.register(gc.unfreeze)  # so that libraries can take themselves down in order
