"""web: settings, routes, the first page, and pages that show several rooms at once."""
