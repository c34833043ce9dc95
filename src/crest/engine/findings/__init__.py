"""findings: what was found, why, on whose authority, and what to do about it."""
