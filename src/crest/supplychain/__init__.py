"""supplychain: who is linked to whom, and through which hands workers came.

Owns nodes (organisations and sites as the sum of sourced claims), claims, pairs to judge, links,
labour channels, their history, and requests to name the next tier. Never owns names of workers or
opinions about organisations (see findings).
"""
