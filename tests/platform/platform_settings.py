"""Settings of the tests: the real ones, in a temporary home, with quick passwords."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="crest-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["CREST_HOME"] = _home
os.environ.setdefault("CREST_AUDIT_KEY", "0123456789abcdef" * 4)

from crest.web.settings import *  # noqa: E402, F403
from crest.web.settings import DATABASES, MIDDLEWARE  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
DATABASES["default"]["CONN_MAX_AGE"] = 0
