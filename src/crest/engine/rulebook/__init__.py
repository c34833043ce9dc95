"""Loads the rulebook (data files) into checked, immutable models."""
