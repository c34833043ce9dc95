"""Reads of findings: what one actor may see of runs, findings, risks and groups."""
