"""Files in, files out: readers, safe writers and the contracts of every table."""
