"""Looks for leaks between organisations: plants a mark in every record and asks for others'."""
