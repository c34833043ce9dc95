"""seal: sealed text and the keys that open it. No tables, no rules about who may read.

A text is sealed under a key for one place (organisation, table, column, record) and opens there
only. Keys are sealed under keys, the last of which is a file of the installation.
"""
