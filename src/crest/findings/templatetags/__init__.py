"""Filters of the templates of findings."""
