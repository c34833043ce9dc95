"""Exports: take what you may see with you, in a form other programs read."""
