"""Backups: one encrypted file that is only kept when restoring it gave the same again."""
