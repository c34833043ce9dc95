"""findings: what the evidence shows.

Owns runs of the engine, findings with their reasons, priorities, published groups and proposals
handed on. Never owns worker-level figures: those stay in files of the run, read through the doorway
that logs.
"""
