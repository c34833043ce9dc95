"""Migrations of web."""
