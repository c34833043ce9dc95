"""Reads of this room. Each takes `by` and gives only what that actor may see."""
