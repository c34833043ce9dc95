"""One thing, one record: normalise, block, compare, score, cluster, remember."""
