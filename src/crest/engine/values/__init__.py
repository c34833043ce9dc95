"""Scalar knowledge: identifiers, dates, numbers, coordinates."""
