"""Makes the plan fixture known to all tests of this folder."""

from __future__ import annotations

from remedy_cases import plan

__all__ = ["plan"]
