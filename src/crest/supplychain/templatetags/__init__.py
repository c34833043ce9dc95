"""Parts of the pages about chains."""
