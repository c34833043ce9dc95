"""Writes of the vault."""
