"""Tracing goods and labour through resolved links, as of any date."""
