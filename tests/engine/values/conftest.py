"""Property tests run without a deadline: the first call of a library may be slow."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
