"""The invented world behind the shipped example: no firm, site or agency in it exists."""
