"""ui: the frame of every page, its parts, icons and style. Knows no room."""
