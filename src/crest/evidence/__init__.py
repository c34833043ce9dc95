"""evidence: what we were given.

Owns sources, documents, batches, rows and their problems. Never says what a row means for an
organisation or a worker; that is for supplychain and findings.
"""
