"""The engine thinks: pure functions on tables, no framework, no network, no clock.

Workshops form a ladder (imports go down only):
mapping > intake | matching | graph > rulebook > tables > values.
"""
