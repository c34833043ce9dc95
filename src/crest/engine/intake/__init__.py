"""Messy lists in, records or listed problems out; no row is lost."""
