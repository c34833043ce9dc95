"""disclosure: what may leave the house: small groups suppressed so that nobody is exposed.

`protect` hides groups of fewer than eleven workers in one table, and whatever would let them be
worked out; `protect_family` does so for tables that are published together, `protect_kinds` for one
long table of recruiters, sites, corridors …; `recover` attacks the result and shows how much an
outsider can still work out.
"""

from crest.engine.disclosure.kinds import protect_kinds
from crest.engine.disclosure.layouts import ALL, SMALLEST, DisclosureError, Layout
from crest.engine.disclosure.protecting import Protected, protect, protect_family, recover

__all__ = [
    "ALL",
    "SMALLEST",
    "DisclosureError",
    "Layout",
    "Protected",
    "protect",
    "protect_family",
    "protect_kinds",
    "recover",
]
