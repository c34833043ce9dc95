"""One module per method; each runs alone in its own process and writes the same few files."""
