"""programmes: who pays for and runs which activities, to what end.

Owns projects, partners, places, staff, activities, results, and which project stands behind
a record.
"""
