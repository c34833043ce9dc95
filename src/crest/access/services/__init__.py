"""Verbs of access, by family."""
