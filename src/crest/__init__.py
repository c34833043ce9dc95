"""CREST: open software for ethical recruitment and clean supply chains."""

__version__ = "0.1.0"
