"""Framework-free pictures and documents: two-lane chain, maps, the report."""
