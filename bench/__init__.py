"""Benchmarks of CREST: generated and labelled lists, peers beside us, figures on one page."""
